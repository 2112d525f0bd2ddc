"""Evidence for actions and measures, and judgements whether a measure is met."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q

from actions.domain.enums import Grade, Met
from actions.models.plan import Action, Measure
from actions.querysets.evidence import EvidenceQuerySet
from wsoa.core.uploads import BY_CODE, FileKind


class Evidence(models.Model):
    """A link or a file as evidence for an action or for one of its measures."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="evidence_items")
    measure = models.ForeignKey(
        Measure, null=True, blank=True, on_delete=models.CASCADE, related_name="evidence_items"
    )
    title = models.CharField(max_length=300)
    link = models.URLField(max_length=500, blank=True)
    file = models.CharField(max_length=100, blank=True, help_text="Its random name on disk")
    file_name = models.CharField(max_length=255, blank=True, help_text="Its own name")
    file_type = models.CharField(max_length=10, blank=True)
    size = models.PositiveIntegerField(default=0)
    on = models.DateField(help_text="When what it shows was so")
    grade = models.CharField(max_length=10, choices=Grade)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ("-on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=(Q(link="") & ~Q(file="")) | (~Q(link="") & Q(file="")),
                name="evidence_is_a_link_or_a_file",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def path(self) -> Path:
        """The path of its file, whose random name reveals nothing."""
        return Path(settings.FILES_DIR, "evidence", self.file)

    @property
    def kind(self) -> FileKind:
        """The type of its file, as detected when it was added."""
        return BY_CODE[self.file_type]


class Judgement(models.Model):
    """An accountable officer's judgement whether a measure is met. The latest one counts."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="judgements")
    met = models.CharField(max_length=10, choices=Met)
    words = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.get_met_display()
