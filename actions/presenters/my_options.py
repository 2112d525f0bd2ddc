"""The updates that a person can send for an action: in the open period, and as corrections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.urls import reverse

from actions.domain.enums import UpdateKind
from actions.models import Action, ReportingPeriod
from actions.presenters.attribution import ReturnedNote
from actions.rules import plan_access
from actions.selectors.periods import other_open_periods
from wsoa.accounts.models import User


@dataclass(frozen=True, slots=True)
class AnswerOption:
    """The person's options on the action, and the current update of the open period."""

    period: str
    words: str
    button: str
    returned: ReturnedNote | None = None


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
    who: str
    said_at: datetime
    returned: ReturnedNote | None


def correction_options(
    action: Action, user: User, periods: Sequence[ReportingPeriod], today: date
) -> tuple[CorrectionOption, ...]:
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
    last_words: dict[int, CurrentAnswer],
    period: ReportingPeriod | None,
    why_nothing: str,
) -> AnswerOption | None:
    if not user.has_perm("actions.update_action", action):
        return None
    if period is None:
        return AnswerOption(
            "", f"No reporting round is open, so no update is due. {why_nothing}", ""
        )
    label = f"{period.first_day:%B %Y}"
    due = f"due by {period.due:%-d %B}"
    current = last_words.get(period.pk)
    if current is None or current.kind == UpdateKind.RECORDED:
        mine = plan_access(user, action.plan).words
        return AnswerOption(
            label, f"Not sent yet, {due}. You send updates as {mine}.", "Write update"
        )
    if current.returned:
        own = current.by == user.pk or current.post in plan_access(user, action.plan).posts
        note = replace(current.returned, mine=own, to="you" if own else current.who)
        words = "Send a new update in response. The returned update can still be read."
        return AnswerOption(label, words, "Send a new update", note)
    who = "You" if current.by == user.pk else current.who
    words = (
        f"{who} sent an update on {current.said_at:%-d %B}. It can be changed until the round "
        f"closes on {period.closes:%-d %B}."
    )
    return AnswerOption(label, words, "Change update")
