"""Easy Read summaries of an area in a quarter: their versions, drafts and clearance."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Q

from actions.models import AreaOfWeakness, ReportingPeriod
from governance.domain.easy_read.ideas import (
    LONGEST_IDEA,
    LONGEST_TITLE,
    IllustratedIdea,
)
from governance.querysets.easy_read import (
    EasyReadClearanceQuerySet,
    EasyReadDraftQuerySet,
    EasyReadSummaryQuerySet,
)
from wsoa.core.append_only import AppendOnlyModel


class EasyReadSummary(AppendOnlyModel):
    """One version of an area's Easy Read summary of a quarter.

    A later version supersedes it; one without ideas removes it.
    """

    area = models.ForeignKey(
        AreaOfWeakness, on_delete=models.CASCADE, related_name="easy_read_summaries"
    )
    period = models.ForeignKey(
        ReportingPeriod, on_delete=models.CASCADE, related_name="easy_read_summaries"
    )
    title = models.CharField(
        max_length=LONGEST_TITLE, blank=True, help_text="What it is about; empty: the area's title"
    )
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

    objects = EasyReadSummaryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "Easy Read summaries"
        constraints = (
            # With the one-to-one above: of two people saving at once, one must be told.
            models.UniqueConstraint(
                fields=["area", "period"],
                condition=Q(supersedes=None),
                name="one_first_easy_read_a_period",
            ),
        )

    def __str__(self) -> str:
        return f"{self.area}, {self.period}"

    @property
    def shown_title(self) -> str:
        return self.title or self.area.title

    @property
    def content(self) -> tuple[IllustratedIdea, ...]:
        """Its ideas in order; none for a summary that is not saved."""
        if not self.pk:
            return ()
        return tuple(idea.value for idea in self.ideas.all())

    @property
    def text(self) -> tuple[str, tuple[IllustratedIdea, ...]]:
        """All that it says: equal for versions that say the same."""
        return self.title, self.content


class EasyReadIdea(AppendOnlyModel):
    """One idea of a version: a short text and the drawing beside it."""

    summary = models.ForeignKey(EasyReadSummary, on_delete=models.CASCADE, related_name="ideas")
    order = models.PositiveSmallIntegerField()
    heading = models.CharField(
        max_length=10,
        blank=True,
        help_text="A key of the known headings; empty: under that of the idea before",
    )
    text = models.CharField(max_length=LONGEST_IDEA)
    drawing = models.CharField(max_length=20, blank=True, help_text="The key of one of our own")

    class Meta:
        ordering = ("order",)
        constraints = (
            models.UniqueConstraint(fields=["summary", "order"], name="one_idea_a_place"),
            models.CheckConstraint(condition=~Q(text=""), name="idea_says_something"),
        )

    def __str__(self) -> str:
        return self.text[:60]

    @classmethod
    def in_order(
        cls, summary: EasyReadSummary, ideas: Iterable[IllustratedIdea]
    ) -> list[EasyReadIdea]:
        """Rows for the ideas of a version, not saved yet."""
        return [
            cls(
                summary=summary,
                order=place,
                heading=idea.heading,
                text=idea.text,
                drawing=idea.drawing,
            )
            for place, idea in enumerate(ideas)
        ]

    @property
    def value(self) -> IllustratedIdea:
        return IllustratedIdea(self.heading, self.text, self.drawing)


class EasyReadDraft(models.Model):
    """What a person has typed for a summary and not saved yet. Nobody else sees it."""

    area = models.ForeignKey(AreaOfWeakness, on_delete=models.CASCADE, related_name="+")
    period = models.ForeignKey(ReportingPeriod, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    based_on = models.PositiveBigIntegerField(
        null=True, blank=True, help_text="The version that the writer saw"
    )
    content = models.JSONField(help_text="The fields of the form as they were typed")
    saved_at = models.DateTimeField()

    objects = EasyReadDraftQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["area", "period", "user"], name="one_easy_read_draft_each"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.area_id}"


class EasyReadClearance(models.Model):
    """The decision whether one version of a summary may be published. Without one, it is left
    out.
    """

    summary = models.OneToOneField(
        EasyReadSummary, on_delete=models.CASCADE, related_name="clearance"
    )
    cleared = models.BooleanField()
    reason = models.TextField(blank=True, help_text="Why it is left out")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    objects = EasyReadClearanceQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(cleared=True) | ~Q(reason=""), name="easy_read_left_out_with_a_reason"
            ),
        )

    def __str__(self) -> str:
        return "Cleared" if self.cleared else "Left out"
