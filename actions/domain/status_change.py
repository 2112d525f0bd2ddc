"""What has to be said for a change of status. Pure: today is an argument.

Better by a group needs what changed and its evidence; complete that is taken back needs a reason;
what is past its agreed end and not complete needs a forecast still to come, or a request for
another end date; what is better than its dates allow needs a reason. Form, review, warnings before
publication, highlight report and publication all ask here.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum

from actions.domain.enums import Group, Status
from actions.domain.expected_status import expected_status, is_overdue
from wsoa.core.months import Month, PlanDate
from wsoa.core.reasons import says_evidence, says_why


class Requirement(StrEnum):
    """One thing to say, by the field of the update that says it, in the order of the form."""

    REASON = "reason"  # why it is better than the dates allow
    REOPENED = "reopened"  # why it is no longer complete; said in the same field
    WHAT_CHANGED = "developments"
    EVIDENCE = "evidence"
    FORECAST = "forecast"


class ChangeKind(Enum):
    """What a change of status is to somebody who reads two reports."""

    NONE = "none"
    BETTER = "better"
    WORSE = "worse"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class Explanation:
    """What an update says for its status. Texts carried over from last time are not among it.

    `has_evidence_item` is whether an item of evidence was added since the status before;
    `asks_for_date` whether a new end date is requested, with the update or before it.
    """

    developments: str = ""
    evidence: str = ""
    reason: str = ""
    forecast: Month | None = None
    has_evidence_item: bool = False
    asks_for_date: bool = False


_GROUPS = (Group.BEHIND, Group.TO_PLAN, Group.COMPLETE)  # from the worst to the best


def change_of_status(before: Status | None, after: Status) -> ChangeKind:
    """How `after` compares with `before`, by their groups; without an earlier one, not at all.

    >>> change_of_status(Status.BEHIND_NOT_STARTED, Status.ON_TRACK)
    <ChangeKind.BETTER: 'better'>
    """
    if before is None:
        return ChangeKind.NONE
    was, now = (_GROUPS.index(Status(status).group) for status in (before, after))
    if was == now:
        return ChangeKind.NONE
    if before == Status.COMPLETE:
        return ChangeKind.REOPENED
    return ChangeKind.BETTER if now > was else ChangeKind.WORSE


def required(
    before: Collection[Status], after: Status, start: PlanDate, end: PlanDate, today: date
) -> tuple[Requirement, ...]:
    """What an update with the status `after` has to say, in the order of the form.

    `before` are the accepted statuses that it comes after: the last of an earlier period, and the
    last of its own. `end` is the agreed end.
    """
    changes = {change_of_status(status, after) for status in before}
    found = []
    if ChangeKind.REOPENED in changes:
        found.append(Requirement.REOPENED)
    elif expected_status(start, end, after, today).is_better:
        found.append(Requirement.REASON)
    if ChangeKind.BETTER in changes:
        found += [Requirement.WHAT_CHANGED, Requirement.EVIDENCE]
    if is_overdue(end, after, today):
        found.append(Requirement.FORECAST)
    return tuple(found)


def unmet(
    requirements: Collection[Requirement], explanation: Explanation, today: date
) -> tuple[Requirement, ...]:
    """Those that the update does not meet, in their order."""
    met = {
        Requirement.REASON: says_why(explanation.reason),
        Requirement.REOPENED: says_why(explanation.reason),
        Requirement.WHAT_CHANGED: says_why(explanation.developments),
        Requirement.EVIDENCE: says_evidence(explanation.evidence) or explanation.has_evidence_item,
        Requirement.FORECAST: explanation.asks_for_date
        or is_still_to_come(explanation.forecast, today),
    }
    return tuple(requirement for requirement in requirements if not met[requirement])


def is_still_to_come(forecast: Month | None, today: date) -> bool:
    """Whether the month of a forecast is not over yet."""
    return forecast is not None and forecast.last_day >= today


_SENTENCES = {
    Requirement.REASON: "Its status is better than its dates allow. Enter the reason.",
    Requirement.REOPENED: "It was complete before. Enter why it no longer is.",
    Requirement.WHAT_CHANGED: "Its status is better than before. Enter what has changed.",
    Requirement.EVIDENCE: "Enter the evidence of impact, or add an item of evidence.",
    Requirement.FORECAST: (
        "Its end date was {end}. Enter the month in which you expect it to end, or request a new "
        "end date."
    ),
}


_NAMES = {
    Requirement.REASON: "why it is better than its dates allow",
    Requirement.REOPENED: "why it is no longer complete",
    Requirement.WHAT_CHANGED: "what has changed",
    Requirement.EVIDENCE: "the evidence",
    Requirement.FORECAST: "when it is expected to end",
}


def requirement_names(missing: Collection[Requirement]) -> tuple[str, ...]:
    """What an update does not say: "what has changed", "the evidence"."""
    return tuple(_NAMES[requirement] for requirement in missing)


def unmet_words(missing: Collection[Requirement], end: PlanDate) -> str:
    """A sentence for each thing that an update does not say, for the person who sent it."""
    month = f"{end.month.first_day:%B %Y}" if end.month else ""
    sentences = [_SENTENCES[requirement].format(end=month) for requirement in missing]
    return " ".join([*sentences, "It cannot be sent without this: open the update to add it."])
