"""Changes of a plan: what was added, changed, split, merged, replaced or ended, when and why.

The history of the plan, what has changed, and the difference from the plan as approved read these
rows, and never the audit log.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from actions.domain.plan_changes import PlanChangeKind, PlanPart, PrintedField, RecordedChange
from actions.models.plan import Action, Plan
from actions.querysets.plan_change import ActionSuccessionQuerySet, PlanChangeQuerySet
from wsoa.accounts.models import Post
from wsoa.core.append_only import AppendOnlyModel


class PlanChange(AppendOnlyModel):
    """One change of one part of a plan.

    While the plan is a draft it needs no reason and is no difference from what was approved.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="changes")
    part = models.CharField(
        max_length=10, choices=[(part.value, part.capitalize()) for part in PlanPart]
    )
    row = models.PositiveBigIntegerField(help_text="The key of the part; it may have been removed")
    ref = models.CharField(max_length=40, help_text="As lists name it: 1.2.7, or an abbreviation")
    name = models.CharField(max_length=300, help_text="What it was called after the change")
    kind = models.CharField(
        max_length=10, choices=[(kind.value, kind.label) for kind in PlanChangeKind]
    )
    details = models.JSONField(
        default=list, help_text="Triples: the name of a field, what it printed before, and after"
    )
    in_force = models.BooleanField(help_text="Whether the plan was in force, and no draft")
    day = models.DateField(help_text="From which day it counts")
    reason = models.TextField(blank=True)
    decision = models.CharField(
        max_length=300, blank=True, help_text='Such as "Improvement Board, 17 September 2019"'
    )
    decided_on = models.DateField(null=True, blank=True)
    deciding_post = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Empty where a command changed a draft",
    )
    at = models.DateTimeField()

    objects = PlanChangeQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(in_force=False)
                | (~Q(reason="") & ~Q(decision="") & Q(decided_on__isnull=False)),
                name="plan_change_has_a_decision",
            ),
        )
        indexes: ClassVar = [models.Index(fields=["plan", "part", "row"])]

    def __str__(self) -> str:
        return f"{self.get_part_display()} {self.ref}: {self.kind}"

    @property
    def fields(self) -> tuple[PrintedField, ...]:
        """What printed something else before."""
        return tuple(PrintedField(*triple) for triple in self.details)

    @property
    def recorded(self) -> RecordedChange:
        """The change as values."""
        return RecordedChange(
            PlanPart(self.part),
            self.row,
            self.ref,
            PlanChangeKind(self.kind),
            self.day,
            self.fields,
        )


class ActionSuccession(AppendOnlyModel):
    """An action that took the place of another one that was split, merged or replaced."""

    change = models.ForeignKey(PlanChange, on_delete=models.CASCADE, related_name="successions")
    earlier = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="followed_by")
    later = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="follows")

    objects = ActionSuccessionQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["earlier", "later"], name="one_succession_a_pair"),
            models.CheckConstraint(
                condition=~Q(earlier=models.F("later")), name="no_action_follows_itself"
            ),
        )

    def __str__(self) -> str:
        return f"{self.earlier} to {self.later}"
