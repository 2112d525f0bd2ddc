"""The status that an action's dates imply. Pure: today is an argument.

The dates are those agreed. A month as a start begins on its 1st; as an end it is over after its
last day. "On-going" and "-" as an end are never over; as a start, the work has begun before the
plan ("On-going") or may begin at any time ("-").
"""

from dataclasses import dataclass
from datetime import date

from actions.domain.enums import Status
from wsoa.core.months import DateKind, PlanDate, whole_months_past


@dataclass(frozen=True, slots=True)
class Expectation:
    """The status that the dates imply, and a sentence why."""

    status: Status
    why: str
    is_better: bool  # what was said is better than the dates allow: a reason is asked for


def expected_status(
    start: PlanDate, end: PlanDate, status_given: Status, today: date
) -> Expectation:
    """The status that the dates imply for an action with the status `said` today.

    What is complete is complete whenever it was. Past its end an action is behind; from its
    start on, one that has not begun is behind. Worse than the dates imply can always be said.

    >>> from wsoa.core.months import parse_printed as month
    >>> start, end = month("May 2019"), month("July 2019")
    >>> expected_status(start, end, Status.ON_TRACK, date(2019, 10, 1)).why
    'The end date was July 2019: on the dates this is behind.'
    """
    status, why = _implied(start, end, status_given, today)
    return Expectation(
        status,
        why,
        is_better=status.is_behind
        and not status_given.is_behind
        and status_given != Status.COMPLETE,
    )


def _implied(
    start: PlanDate, end: PlanDate, status_given: Status, today: date
) -> tuple[Status, str]:
    if status_given == Status.COMPLETE:
        return Status.COMPLETE, "It is complete."
    unbegun = not status_given.has_begun
    if end.month and is_overdue(end, status_given, today):
        words = f"The end date was {end.month.first_day:%B %Y}: on the dates this is "
        if unbegun:
            return Status.BEHIND_NOT_STARTED, words + "not started and behind."
        return Status.AT_RISK, words + "behind."
    if start.month and today < start.month.first_day:
        return Status.NOT_STARTED, f"It starts in {start.month.first_day:%B %Y}."
    if start.kind is DateKind.NONE:
        return (Status.NOT_STARTED if unbegun else Status.ON_TRACK), "No start date is given."
    if unbegun:
        return Status.BEHIND_NOT_STARTED, _should_have_begun(start)
    return Status.ON_TRACK, _in_time(end)


def _should_have_begun(start: PlanDate) -> str:
    if start.month is None:
        return "The work was on-going when the plan began: on the dates this is behind."
    return f"The start date was {start.month.first_day:%B %Y}: on the dates this is behind."


def _in_time(end: PlanDate) -> str:
    if end.month is None:
        return "It has begun, and has no end date."
    return f"It has begun, and ends in {end.month.first_day:%B %Y}."


def is_overdue(end: PlanDate, status: str | None, today: date) -> bool:
    """Whether the end month is over and the action is not complete.

    Nothing is overdue within its end month; "On-going" and "-" never are.
    """
    if end.month is None or status == Status.COMPLETE:
        return False
    return today > end.month.last_day


def is_past_own_end_only(own: PlanDate, agreed: PlanDate, status: str | None, today: date) -> bool:
    """Whether the plan's own end month is over, and the action is not late: a later end was agreed.

    It is counted beside what is late and never among it.
    """
    return is_overdue(own, status, today) and not is_overdue(agreed, status, today)


def months_late(end: PlanDate, status: str | None, today: date) -> int:
    """Whole months past the end month; 0 where it is not overdue, or less than a month."""
    if not is_overdue(end, status, today) or end.month is None:
        return 0
    return whole_months_past(end.month, today)


def should_have_started(start: PlanDate, status: str | None, today: date) -> bool:
    """Whether the start month has come and the action is said not to have begun."""
    unstarted = status is not None and not Status(status).has_begun
    return unstarted and start.month is not None and today >= start.month.first_day


def lateness(end: PlanDate, status: str | None, today: date) -> str:
    """ "3 months late", "1 month late", "Late" within the first month, or nothing."""
    if not is_overdue(end, status, today):
        return ""
    months = months_late(end, status, today)
    if not months:
        return "Late"
    return f"{months} month{'' if months == 1 else 's'} late"
