"""The commentary of a quarter: for each area, and for the programme as a whole."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from actions.domain.update_texts import COMMENTARY_TEXTS
from actions.models.plan import AreaOfWeakness
from actions.models.progress import ReportingPeriod
from actions.querysets.commentary import AreaCommentaryQuerySet, ProgrammeCommentaryQuerySet
from wsoa.core.append_only import AppendOnlyModel


class CommentaryVersion(AppendOnlyModel):
    """One version of a text of a quarter. A later version supersedes it; an empty one removes
    it.
    """

    TEXTS: ClassVar[tuple[str, ...]]  # the fields that hold its words

    source = models.CharField(
        max_length=300, blank=True, help_text="Of what is loaded; empty: people wrote it here"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    # An area that the plan has no more takes all of its versions along: restricted, not protected.
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.RESTRICT, related_name="superseded_by"
    )

    class Meta:
        abstract = True

    @property
    def texts(self) -> dict[str, str]:
        """Its texts by form field."""
        return {field: getattr(self, field) for field in self.TEXTS}

    @property
    def is_written_here(self) -> bool:
        """Whether a person wrote it on this site."""
        return not self.source and any(self.texts.values())


class AreaCommentary(CommentaryVersion):
    """An accountable officer's commentary on an area in a period, as in the scrutiny report."""

    TEXTS = tuple(text.field for text in COMMENTARY_TEXTS)

    area = models.ForeignKey(AreaOfWeakness, on_delete=models.CASCADE, related_name="commentary")
    period = models.ForeignKey(ReportingPeriod, on_delete=models.CASCADE, related_name="commentary")
    developments = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    next_steps = models.TextField(blank=True)

    objects = AreaCommentaryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "area commentary"
        constraints = (
            # With the one-to-one above: of two people saving at once, one must be told.
            models.UniqueConstraint(
                fields=["area", "period"],
                condition=Q(supersedes=None),
                name="one_first_commentary_a_period",
            ),
        )

    def __str__(self) -> str:
        return f"{self.area}, {self.period}"


class ProgrammeCommentary(CommentaryVersion):
    """The text on the programme as a whole in a quarter's reports, before the areas."""

    TEXTS = ("programme",)

    period = models.ForeignKey(
        ReportingPeriod, on_delete=models.CASCADE, related_name="programme_commentary"
    )
    programme = models.TextField(blank=True)

    objects = ProgrammeCommentaryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "programme commentary"
        constraints = (
            models.UniqueConstraint(
                fields=["period"],
                condition=Q(supersedes=None),
                name="one_first_programme_commentary",
            ),
        )

    def __str__(self) -> str:
        return str(self.period)


Commentary = AreaCommentary | ProgrammeCommentary
