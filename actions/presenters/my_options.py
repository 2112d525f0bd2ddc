"""The updates that a person can send for an action: in the open period, and as corrections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.urls import reverse

from actions.domain.enums import UpdateKind
from actions.domain.organisation_history import OrganisationHistory
from actions.models import Action, ReportingPeriod, StatusUpdate
from actions.presenters.attribution import ReturnedNote, returned_note
from actions.rules import plan_access
from actions.selectors.periods import other_open_periods
from wsoa.accounts.models import User


@dataclass(frozen=True, slots=True)
class AnswerOption:
    """The person's options on the action, and the current update of the open period."""

    period: str
    text: str
    button: str
    returned: ReturnedNote | None = None
    take_back: str = ""  # the address, where the person can take the update back


@dataclass(frozen=True, slots=True)
class CorrectionOption:
    """An earlier period that still takes corrections."""

    period: str
    until: date
    href: str


@dataclass(frozen=True, slots=True)
class CurrentAnswer:
    """The current update of the action in one period."""

    status: str
    kind: str
    by: int | None
    post: int | None
    sender: str
    recorded_at: datetime
    returned: ReturnedNote | None
    pk: int
    reviewed: bool  # accepted or returned


@dataclass(frozen=True, slots=True)
class CarriedReturn:
    """A returned update that nothing has been sent in response to, as a later round shows it."""

    note: ReturnedNote
    first_day: date  # of its period
    by: int | None
    post: int | None

    @classmethod
    def of(cls, update: StatusUpdate, history: OrganisationHistory) -> CarriedReturn | None:
        note = returned_note(update, history)
        if note is None:
            return None
        note = replace(note, period=f"{update.period.first_day:%B %Y}")
        return cls(note, update.period.first_day, update.by_id, update.post_id)


def correction_options(
    action: Action, user: User, periods: Sequence[ReportingPeriod], today: date
) -> tuple[CorrectionOption, ...]:
    """The other open periods in which the person can correct an update."""
    if not user.has_perm("actions.update_action", action):
        return ()
    form = reverse("update", args=[action.plan.slug, action.ref])
    return tuple(
        CorrectionOption(f"{period.first_day:%B %Y}", period.closes, f"{form}?period={period.key}")
        for period in other_open_periods(periods, today)
    )


def answer_option(
    action: Action,
    user: User,
    last_updates: dict[int, CurrentAnswer],
    period: ReportingPeriod | None,
    why_nothing: str,
    carried: CarriedReturn | None = None,
) -> AnswerOption | None:
    """What the person can send for the action now; None where they may send nothing."""
    if not user.has_perm("actions.update_action", action):
        return None
    if period is None:
        return AnswerOption(
            "", f"No reporting round is open, so no update is due. {why_nothing}", ""
        )
    label = f"{period.first_day:%B %Y}"
    due = f"due by {period.due:%-d %B}"
    current = last_updates.get(period.pk)
    if current is None or current.kind == UpdateKind.RECORDED:
        if carried and carried.first_day < period.first_day:
            note = _addressed(carried.note, carried.by, carried.post, user, action)
            words = f"Send an update for {label} in response, {due}."
            return AnswerOption(label, words, "Send a new update", note)
        mine = plan_access(user, action.plan).label
        return AnswerOption(
            label, f"Not sent yet, {due}. You send updates as {mine}.", "Write update"
        )
    if current.returned:
        note = _addressed(current.returned, current.by, current.post, user, action)
        words = "Send a new update in response. The returned update can still be read."
        return AnswerOption(label, words, "Send a new update", note)
    who = "You" if current.by == user.pk else current.sender
    words = (
        f"{who} sent an update on {current.recorded_at:%-d %B}. It can be changed until the round "
        f"closes on {period.closes:%-d %B}."
    )
    return AnswerOption(label, words, "Change update", take_back=_take_back(action, user, current))


def _is_own(by: int | None, post: int | None, user: User, action: Action) -> bool:
    """Whether the person sent an update, or holds the post that it was sent for."""
    return by == user.pk or post in plan_access(user, action.plan).posts


def _addressed(
    note: ReturnedNote, by: int | None, post: int | None, user: User, action: Action
) -> ReturnedNote:
    """The note as this person reads it."""
    own = _is_own(by, post, user, action)
    return replace(note, mine=own, to="you" if own else note.to)


def _take_back(action: Action, user: User, current: CurrentAnswer) -> str:
    if current.reviewed or not _is_own(current.by, current.post, user, action):
        return ""
    return reverse("take-back", args=[action.plan.slug, action.ref, current.pk])
