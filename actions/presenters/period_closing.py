"""The page on which a reporting round is closed: who answered, and what is still unsettled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from actions.models import ReportingPeriod, StatusUpdate
from actions.selectors.response_progress import ResponseProgress, responses_in


@dataclass(frozen=True, slots=True)
class PeriodClosing:
    """Who answered; the updates not accepted, and those returned and not sent again, by reference.

    `unanswered` are the actions with neither an answer of a lead nor a record of the office.
    """

    asked: ResponseProgress
    unanswered: tuple[str, ...]
    by_office: tuple[str, ...]
    not_accepted: tuple[str, ...]
    returned: tuple[str, ...]


def period_closing(period: ReportingPeriod, today: date) -> PeriodClosing:
    """The page. Six queries."""
    plan = period.plan
    asked = responses_in(period, plan, list(plan.periods.all()), today)
    updates = StatusUpdate.objects.in_periods([period]).current().answers()
    waiting = set(updates.waiting_for_a_verdict().values_list("action", flat=True))
    returned = set(updates.returned().values_list("action", flat=True))
    refs = list(plan.actions.in_plan_order().values_list("pk", "ref"))

    def named(actions: frozenset[int] | set[int]) -> tuple[str, ...]:
        return tuple(ref for pk, ref in refs if pk in actions)

    return PeriodClosing(
        asked=asked,
        unanswered=named(asked.silent - asked.by_office - asked.by_lead),
        by_office=named(asked.by_office),
        not_accepted=named(waiting),
        returned=named(returned),
    )
