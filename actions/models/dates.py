"""The date ledger: every request for a new end date, and its decision."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from actions.domain.enums import Slippage
from actions.models.plan import Action
from actions.querysets.date_change import DateChangeQuerySet
from wsoa.accounts.models import Post
from wsoa.core.months import Month


class DateChange(models.Model):
    """A request for a new end date: from, to, reason and decision. The planned end is never
    edited.
    """

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="date_changes")
    from_month = models.DateField(help_text="The end that counted when it was asked for")
    to_month = models.DateField()
    kind = models.CharField(max_length=10, choices=Slippage)
    reason = models.TextField()
    agreed_with = models.CharField(
        max_length=300,
        blank=True,
        help_text='Who has agreed so far, such as "Improvement Board, 17 September 2019"',
    )
    agreed_on = models.DateField(
        null=True, blank=True, help_text="Empty where who has agreed was recorded in free text"
    )
    agreeing_post = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    post = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    requested_at = models.DateTimeField()
    agreed = models.BooleanField(null=True, blank=True, help_text="Empty: not yet decided")
    decision = models.CharField(
        max_length=300, blank=True, help_text='Such as "Improvement Board, 17 September 2019"'
    )
    decided_on = models.DateField(
        null=True, blank=True, help_text="Empty where it was recorded in free text"
    )
    deciding_post = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(
        blank=True, help_text="Why it was agreed or refused; a refusal has one"
    )
    decision_read_at = models.DateTimeField(
        null=True, blank=True, help_text="When whoever requested it had read the decision"
    )
    illustrative = models.BooleanField(default=False)

    objects = DateChangeQuerySet.as_manager()

    class Meta:
        ordering = ("requested_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["action"], condition=Q(agreed=None), name="one_open_request_an_action"
            ),
            models.CheckConstraint(condition=~Q(to_month=F("from_month")), name="a_date_moves"),
        )

    def __str__(self) -> str:
        return f"{self.action_id}: {self.from_month:%Y-%m} to {self.to_month:%Y-%m}"

    @property
    def moved(self) -> str:
        """ "Sept 2019 to Feb 2020"."""
        return f"{Month.of(self.from_month).printed} to {Month.of(self.to_month).printed}"
