"""Series of an indicator, their measurements, and uploads that are not confirmed yet."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from actions.models import Plan
from indicators.domain.entry_validation import Entry, FigureValue
from indicators.domain.enums import Gap, SeriesKind, SpanKind, YearToDate
from indicators.models.aims import Indicator
from indicators.models.published import Place, PublishedMeasure
from indicators.querysets.measurement import MeasurementQuerySet
from indicators.querysets.series import SeriesQuerySet


class Series(models.Model):
    """One series of figures of an indicator.

    An official series is mapped to a published measure and has no measurements of its own: its
    figures are those of the measure for the plan's own place, or for `place` if it is set.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="series")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120, help_text="Such as “Year to date”, “ASD assessment”")
    kind = models.CharField(max_length=10, choices=SeriesKind, default=SeriesKind.INTERNAL)
    span_kind = models.CharField(max_length=20, choices=SpanKind, default=SpanKind.MONTH)
    source = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    measure = models.ForeignKey(
        PublishedMeasure, null=True, blank=True, on_delete=models.PROTECT, related_name="series"
    )
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    headline_place = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="Its place among the series that speak for the indicator; empty for the others",
    )

    part_of = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="parts",
        help_text="The series of the same indicator that this one and its other parts add up to",
    )
    year_to_date = models.CharField(max_length=10, choices=YearToDate, blank=True)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        ordering = ("order",)
        verbose_name_plural = "series"
        constraints = (
            models.UniqueConstraint(fields=["indicator", "name"], name="one_series_a_name"),
            models.CheckConstraint(
                condition=Q(kind="official", measure__isnull=False)
                | (~Q(kind="official") & Q(measure=None)),
                name="official_series_is_mapped",
            ),
            models.CheckConstraint(
                condition=Q(part_of=None) | ~Q(part_of=models.F("id")),
                name="series_is_no_part_of_itself",
            ),
        )

    def __str__(self) -> str:
        return self.name


class SeriesBreak(models.Model):
    """A break in a series: from this day on, its figures are of another definition."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="breaks")
    first_day = models.DateField(help_text="The first day of what is counted in the new way")
    reason = models.CharField(max_length=300, help_text="What changed, as the page says it")

    class Meta:
        ordering = ("first_day",)
        constraints = (
            models.UniqueConstraint(fields=["series", "first_day"], name="one_break_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.first_day}: {self.reason}"


class Measurement(models.Model):
    """One figure. A correction is a new row that supersedes it; a withdrawal has no number."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="measurements")
    span_key = models.CharField(max_length=20, help_text="Of the series' kind of span: 2019-09")
    last_day = models.DateField(help_text="Of the span; figures are drawn and sorted by it")
    value = models.FloatField(null=True, blank=True)
    gap = models.CharField(max_length=20, choices=Gap, blank=True)
    numerator = models.FloatField(null=True, blank=True)
    denominator = models.FloatField(null=True, blank=True)
    provisional = models.BooleanField(default=False)
    source = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    known_on = models.DateField(help_text="When it was known: published, or entered")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )

    objects = MeasurementQuerySet.as_manager()

    class Meta:
        ordering = ("last_day", "pk")
        constraints = (
            # With the one-to-one above: of two people saving at once, one gets a conflict.
            models.UniqueConstraint(
                fields=["series", "span_key"],
                condition=Q(supersedes=None),
                name="one_first_figure_a_span",
            ),
            models.CheckConstraint(
                condition=(Q(gap="") & Q(value__isnull=False)) | (~Q(gap="") & Q(value=None)),
                name="measurement_value_or_gap",
            ),
            models.CheckConstraint(
                condition=Q(denominator=None) | Q(denominator__gt=0),
                name="measurement_denominator_is_positive",
            ),
        )

    def __str__(self) -> str:
        return f"{self.span_key}: {self.value if self.value is not None else self.gap}"

    @property
    def figure_value(self) -> FigureValue:
        """The number or gap as a domain value."""
        return FigureValue(self.value, Gap(self.gap), self.numerator, self.denominator)

    @property
    def entered_by(self) -> str:
        """The name of the person who entered it, or a note that it was loaded with the plan."""
        return self.by.name if self.by else "The plan’s own file"

    def is_entry(self, entry: Entry) -> bool:
        """Whether it equals this entry for its span."""
        content = (self.figure_value, self.provisional, self.source, self.note)
        return content == (entry.value, entry.provisional, entry.source, entry.note)


class ImportPreview(models.Model):
    """An uploaded file that is not confirmed yet."""

    plan = models.ForeignKey(
        Plan,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="Empty for official statistics, which all plans share",
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    file_name = models.CharField(max_length=200)
    dataset = models.CharField(
        max_length=20, blank=True, help_text="Empty for the plan's own figures"
    )
    stored = models.CharField(
        max_length=80, blank=True, help_text="Name of the file under FILES_DIR"
    )
    rows = models.JSONField(default=list, help_text="What it would do, as it was shown")
    answers = models.JSONField(
        default=dict, blank=True, help_text="What was answered about the file, by question"
    )
    is_pasted = models.BooleanField(default=False, help_text="Cells pasted from a spreadsheet")
    series = models.ForeignKey(
        Series,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="The series that pasted cells without names are of",
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(dataset="") | Q(plan__isnull=False), name="own_figures_have_a_plan"
            ),
        )

    def __str__(self) -> str:
        return self.file_name

    @property
    def own_plan(self) -> Plan:
        """The plan of a file of its own figures."""
        if self.plan is None:
            raise ValueError(f"{self.file_name} is a file of official statistics")
        return self.plan
