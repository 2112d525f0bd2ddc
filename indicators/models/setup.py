"""What happens to the set-up of an indicator: changes, ends, and comments on red measures.

Each is a row that is written once. Nothing is edited away: a later row stands for the state.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from indicators.domain.enums import EndKind, SetupPart
from indicators.models.aims import Indicator
from indicators.models.measurements import Series
from indicators.querysets.setup import EndEventQuerySet, IndicatorChangeQuerySet, RedCommentQuerySet
from wsoa.core.append_only import AppendOnlyModel


class IndicatorChange(AppendOnlyModel):
    """One change of an indicator's set-up, with what it was before."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="changes")
    part = models.CharField(max_length=12, choices=SetupPart)
    summary = models.CharField(max_length=300)
    details = models.JSONField(
        default=list, blank=True, help_text="Triples: the name of a field, before, after"
    )
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = IndicatorChangeQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.summary


class EndEvent(AppendOnlyModel):
    """An indicator, or one of its series, is measured no longer from a day on, or again.

    Of the events whose day has come, the one that was recorded last counts: an end that follows an
    end corrects it.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="end_events")
    series = models.ForeignKey(
        Series,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="end_events",
        help_text="Empty for the indicator as a whole",
    )
    kind = models.CharField(max_length=12, choices=EndKind)
    day = models.DateField(help_text="The first day of it")
    reason = models.CharField(max_length=300, help_text="Such as “collection cancelled”")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = EndEventQuerySet.as_manager()

    class Meta:
        ordering = ("day", "pk")
        constraints = (
            models.CheckConstraint(condition=~Q(reason=""), name="end_event_has_a_reason"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {self.day}: {self.reason}"

    @property
    def sentence(self) -> str:
        """ "Discontinued on 1 March 2020: collection cancelled"."""
        return f"{self.get_kind_display()} on {self.day.day} {self.day:%B %Y}: {self.reason}"


class RedComment(AppendOnlyModel):
    """The owner's comment on a red measure. A later one on the same figure takes its place."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="red_comments")
    key = models.CharField(max_length=120, help_text="What was red: domain/red_measures.py")
    about = models.CharField(max_length=300, help_text="What was red, in words")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    at = models.DateTimeField()

    objects = RedCommentQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.about
