"""Published statistics: places, measures, values, and revisions by later releases."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from indicators.domain.enums import Dataset, Direction, Gap, PlaceKind, SpanKind, Unit
from indicators.querysets.place import PlaceQuerySet
from indicators.querysets.published_measure import PublishedMeasureQuerySet
from indicators.querysets.published_value import PublishedValueQuerySet
from indicators.querysets.revision import RevisionQuerySet


class Place(models.Model):
    """The place of a published value: England, a region, a local authority or an NHS body."""

    kind = models.CharField(max_length=10, choices=PlaceKind)
    code = models.CharField(
        max_length=80,
        unique=True,
        help_text="The DfE's number (373), or the name where it has none",
    )
    ons_code = models.CharField(max_length=9, blank=True, help_text="Such as E08000019")
    name = models.CharField(max_length=120)
    region = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="authorities"
    )

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Release(models.Model):
    """One imported file: its title, who imported it, and what it changed."""

    dataset = models.CharField(max_length=20, choices=Dataset)
    title = models.CharField(max_length=200)
    publisher = models.CharField(max_length=100)
    published_on = models.DateField(
        null=True, blank=True, help_text="As the file or its reader says"
    )
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    read_at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    added = models.PositiveIntegerField(default=0)
    revised = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-read_at", "-pk")

    def __str__(self) -> str:
        return f"{self.title} ({self.file_name})"


class Neighbour(models.Model):
    """A statistical neighbour of an authority; 1 is the closest."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="neighbours")
    neighbour = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+")
    rank = models.PositiveSmallIntegerField()
    closeness = models.CharField(max_length=20, blank=True, help_text="Such as “Very close”")

    class Meta:
        ordering = ("rank",)
        constraints = (
            models.UniqueConstraint(fields=["place", "rank"], name="one_neighbour_a_rank"),
        )

    def __str__(self) -> str:
        return f"{self.rank}. {self.neighbour}"


class PublishedMeasure(models.Model):
    """A published measure with values for many places."""

    dataset = models.CharField(max_length=20, choices=Dataset)
    code = models.CharField(max_length=120, help_text="As the file names it")
    title = models.CharField(max_length=300)
    topic = models.CharField(max_length=100, blank=True)
    unit = models.CharField(max_length=10, choices=Unit, default=Unit.PERCENT)
    unit_words = models.CharField(max_length=120, blank=True)
    better = models.CharField(max_length=10, choices=Direction, blank=True)
    decimals = models.PositiveSmallIntegerField(default=1)
    description = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)

    objects = PublishedMeasureQuerySet.as_manager()

    class Meta:
        ordering = ("title",)
        constraints = (
            models.UniqueConstraint(
                fields=["dataset", "code"], name="one_published_measure_a_code"
            ),
        )

    def __str__(self) -> str:
        return self.title


class PublishedValue(models.Model):
    """The value of one measure, place and span, as at the last release."""

    measure = models.ForeignKey(PublishedMeasure, on_delete=models.CASCADE, related_name="values")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="values")
    span_kind = models.CharField(max_length=20, choices=SpanKind)
    span_key = models.CharField(max_length=20)
    last_day = models.DateField(help_text="Of the span; values are drawn and sorted by it")
    value = models.FloatField(null=True)
    gap = models.CharField(max_length=20, choices=Gap, blank=True)
    provisional = models.BooleanField(default=False)
    known_on = models.DateField(
        null=True, help_text="When it was first published; empty where the file does not tell"
    )
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="values")

    objects = PublishedValueQuerySet.as_manager()

    class Meta:
        ordering = ("last_day",)
        constraints = (
            models.UniqueConstraint(
                fields=["measure", "place", "span_kind", "span_key"],
                name="one_published_value_a_span",
            ),
            models.CheckConstraint(
                condition=(Q(gap="") & Q(value__isnull=False)) | (~Q(gap="") & Q(value=None)),
                name="published_value_or_gap",
            ),
        )

    def __str__(self) -> str:
        return f"{self.span_key}: {self.value if self.value is not None else self.gap}"


class Revision(models.Model):
    """The value before a release changed it."""

    of = models.ForeignKey(PublishedValue, on_delete=models.CASCADE, related_name="revisions")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="revisions")
    was = models.FloatField(null=True)
    was_gap = models.CharField(max_length=20, choices=Gap, blank=True)
    was_provisional = models.BooleanField(default=False)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.was if self.was is not None else self.was_gap}"
