"""Reporting periods, and the updates to actions in them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from actions.domain.enums import PeriodEventKind, Status, UpdateKind
from actions.domain.update_texts import WrittenText, written_texts
from actions.models.plan import Action, Plan
from actions.querysets.draft import DraftQuerySet
from actions.querysets.period import PeriodQuerySet
from actions.querysets.period_event import PeriodEventQuerySet
from actions.querysets.update import StatusUpdateQuerySet
from wsoa.accounts.models import Post
from wsoa.core.append_only import AppendOnlyModel


class ReportingPeriod(models.Model):
    """A quarter in which every action gets a status, or a month within one, for a round."""

    class Kind(models.TextChoices):
        QUARTER = "quarter", "Quarter"
        MONTH = "month", "Month"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="periods")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.QUARTER)
    quarter = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="months",
        help_text="For a month: the quarter whose status its updates make",
    )
    key = models.CharField(max_length=7, help_text="Such as 2019-10")
    label = models.CharField(max_length=20, help_text="As the plan prints it: Oct 2019")
    first_day = models.DateField(help_text="First day of the month it is named after")
    opens = models.DateField()
    due = models.DateField()
    closes = models.DateField()
    locked_at = models.DateTimeField(null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ("first_day",)
        constraints = (
            models.UniqueConstraint(fields=["plan", "kind", "key"], name="one_period_a_key"),
            models.CheckConstraint(
                condition=Q(kind="quarter", quarter=None) | Q(kind="month", quarter__isnull=False),
                name="a_month_has_a_quarter",
            ),
            models.CheckConstraint(
                condition=Q(opens__lte=F("due")) & Q(due__lte=F("closes")),
                name="period_opens_before_due_before_closes",
            ),
        )

    def __str__(self) -> str:
        return self.label


class PeriodEvent(AppendOnlyModel):
    """A period was opened, extended, closed or reopened: by whom, when, why, and its dates.

    A previous date is empty if it did not change or is unknown.
    """

    period = models.ForeignKey(ReportingPeriod, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=10, choices=PeriodEventKind)
    reason = models.TextField(blank=True, help_text="Why it was reopened")
    opens = models.DateField()
    due = models.DateField()
    closes = models.DateField()
    opens_before = models.DateField(null=True, blank=True)
    due_before = models.DateField(null=True, blank=True)
    closes_before = models.DateField(null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    objects = PeriodEventQuerySet.as_manager()

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(kind="reopened") | ~Q(reason=""), name="reopened_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=PeriodEventKind.values), name="period_event_kind_is_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.period_id}: {self.get_kind_display()}"


class SentUpdates(models.Manager["StatusUpdate"]):
    """The updates without those that were taken back: what every page, count and report reads."""

    def get_queryset(self) -> StatusUpdateQuerySet:
        return StatusUpdateQuerySet(self.model, using=self._db).filter(is_taken_back=False)


class StatusUpdate(models.Model):
    """An update to an action in a period. A later update supersedes it; nothing is edited.

    One that its lead took back before it was accepted keeps its content, leaves the chain, and is
    found through `with_taken_back` alone; its `TakenBackUpdate` says who did so, and when.
    """

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="updates")
    period = models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT, related_name="updates")
    status = models.CharField(max_length=20, choices=Status)
    kind = models.CharField(max_length=10, choices=UpdateKind)
    developments = models.TextField(blank=True)
    evidence = models.TextField("evidence of impact", blank=True)
    next_steps = models.TextField(blank=True)
    significant_risk = models.BooleanField(default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    post = models.ForeignKey(
        Post, null=True, on_delete=models.PROTECT, related_name="+", help_text="Said as"
    )
    recorded_at = models.DateTimeField()
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    reason = models.TextField(
        blank=True, help_text="Why the status is better than the dates allow; printed beside it"
    )
    ask = models.TextField("ask for the board", blank=True)
    forecast_month = models.DateField(
        null=True, blank=True, help_text="When the lead thinks that it will end; agreed by nobody"
    )
    illustrative = models.BooleanField(default=False)
    carried_from = models.JSONField(
        default=dict,
        blank=True,
        help_text="By field: the month, such as 2019-07, in which an unchanged text was first sent",
    )
    is_taken_back = models.BooleanField(default=False)

    objects = SentUpdates.from_queryset(StatusUpdateQuerySet)()
    with_taken_back = StatusUpdateQuerySet.as_manager()

    class Meta:
        ordering = ("recorded_at", "pk")
        constraints = (
            # With the one-to-one above: of two people saving at once, one must be told.
            models.UniqueConstraint(
                fields=["action", "period"],
                condition=Q(supersedes=None, is_taken_back=False),
                name="one_first_word_a_period",
            ),
            models.CheckConstraint(
                condition=Q(is_taken_back=False) | Q(supersedes=None),
                name="taken_back_supersedes_nothing",
            ),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="status_is_known"),
        )

    def __str__(self) -> str:
        return f"{self.action_id} {self.period_id} {self.status}"

    @property
    def status_label(self) -> str:
        """The status in the words of its plan."""
        return self.action.plan.scale.label(self.status)

    @property
    def texts(self) -> tuple[WrittenText, ...]:
        return written_texts(self, self.carried_from)

    @property
    def has_words(self) -> bool:
        return any(written.text for written in self.texts)


class Verdict(models.Model):
    """An accountable officer's decision on an update: accepted, or returned with a reason."""

    update = models.OneToOneField(StatusUpdate, on_delete=models.CASCADE, related_name="verdict")
    accepted = models.BooleanField()
    words = models.TextField(blank=True, help_text="Why it was returned")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(accepted=True) | ~Q(words=""), name="returned_with_words"
            ),
        )

    def __str__(self) -> str:
        return "Accepted" if self.accepted else "Returned"


class TakenBackUpdate(AppendOnlyModel):
    """An update was taken back before it was accepted: by whom, when, and what it had superseded.

    What it had superseded is the current update again.
    """

    update = models.OneToOneField(
        StatusUpdate, on_delete=models.CASCADE, related_name="taken_back_as"
    )
    superseded = models.ForeignKey(
        StatusUpdate, null=True, on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.update_id} taken back"


class Draft(models.Model):
    """A draft of an update to an action in a period, not sent yet.

    A person types one for each action and period. One that is `aside` came back to them while
    they had another, or was typed in another window: it stands beside the form, and they choose.
    """

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="drafts")
    period = models.ForeignKey(ReportingPeriod, on_delete=models.CASCADE, related_name="drafts")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts"
    )
    content = models.JSONField(help_text="The fields of the form as they were typed")
    saved_at = models.DateTimeField()
    aside = models.BooleanField(default=False)
    window = models.CharField(
        max_length=22, blank=True, help_text="The window of a browser that saved it last"
    )
    version = models.PositiveIntegerField(default=1, help_text="Counts how often it was saved")

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["action", "period", "user"],
                condition=Q(aside=False),
                name="one_draft_each",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.action_id}"

    @property
    def mark(self) -> str:
        """What a form says that it shows: "12.3"; another one once the draft is saved again."""
        return f"{self.pk}.{self.version}"

    @property
    def is_of_another_window(self) -> bool:
        """Whether it stands beside the form because two windows wrote at once."""
        return self.aside and bool(self.window)
