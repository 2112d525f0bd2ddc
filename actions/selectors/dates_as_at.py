"""End dates as at a day: which changes had been asked for, which were agreed, and
which end counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.timezone import localtime

from actions.domain.organisation_history import OrganisationHistory
from actions.models import Action, DateChange, Plan
from actions.selectors.organisation_names import post_name_on
from wsoa.core.months import Month, PlanDate
from wsoa.core.text import one_line


def date_changes_as_at(plan: Plan, day: date) -> list[DateChange]:
    """Every end requested by that day, in the plan's order, with the decision as it was then."""
    changes = list(DateChange.objects.of_plan(plan).with_people().requested_until(day))
    for change in changes:
        if not _was_decided(change, day):
            change.agreed, change.decision, change.decided_at = None, "", None
            change.decision_reason = ""
    return changes


def request_as_printed(change: DateChange, history: OrganisationHistory) -> str:
    """Who requested it, named as on that day, and when: "Head of SEN, 4 November 2019"."""
    return f"{requester_of(change, history)}, {localtime(change.requested_at):%-d %B %Y}"


def decision_as_printed(change: DateChange) -> str:
    """ "Refused: Improvement Board, 4 November 2019. Reason: The post is filled."; empty for a
    request that nobody has decided on.
    """
    if change.agreed is None:
        return ""
    verdict = "Agreed" if change.agreed else "Refused"
    decision = f"{verdict}: {change.decision}." if change.decision else f"{verdict}."
    reason = one_line(change.decision_reason)
    return f"{decision} Reason: {reason}" if reason else decision


def requester_of(change: DateChange, history: OrganisationHistory) -> str:
    """The post that requested it, named as on that day, or else the person."""
    if change.post:
        return post_name_on(change.post, history, localtime(change.requested_at).date())
    return change.requested_by.name if change.requested_by else "Programme office"


def agreed_ends(changes: Iterable[DateChange], day: date) -> dict[int, Month]:
    """By action, the last end agreed by that day."""
    return {
        change.action_id: Month.of(change.to_month)
        for change in changes
        if change.agreed and _was_decided(change, day)
    }


def counting_ends(actions: Iterable[Action], agreed: Mapping[int, Month]) -> dict[int, PlanDate]:
    """By action, the end that counts: the last one agreed, or else the plan's own."""
    return {
        action.pk: PlanDate.of(agreed[action.pk].first_day) if action.pk in agreed else action.end
        for action in actions
    }


def _was_decided(change: DateChange, day: date) -> bool:
    if change.agreed is None:
        return False
    return change.decided_at is None or localtime(change.decided_at).date() <= day
