"""What the form of an update asks for a change of status, and its errors where that is missing.

The rule is in actions/domain/status_change.py; here are its words on the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.html import format_html
from django.utils.safestring import SafeString

from actions.domain.enums import Status
from actions.domain.expected_status import expected_status
from actions.domain.kinds.scale import StatusScale
from actions.domain.status_change import Requirement
from actions.models import Action
from actions.selectors.change_grounds import ChangeGrounds
from wsoa.core.clock import today
from wsoa.core.reasons import says_evidence, says_nothing_of, says_why

_IN_WORDS = {
    Status.ON_TRACK: "on track",
    Status.NOT_STARTED: "not yet started, and not behind",
}
_REOPENED = "Why is it no longer complete?"


@dataclass(frozen=True, slots=True)
class ReasonPrompt:
    """A status that needs a reason: why it does, and the question for the reason."""

    status: str
    why: str
    question: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ChangePrompt:
    """A status that is better than the one before, and so needs what changed and its evidence."""

    status: str
    why: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class MissingWords:
    """The error where a requirement is not met, and the field that it stands beside."""

    field: str
    error: str


def reason_prompts(
    action: Action, grounds: ChangeGrounds, chosen: Status | None
) -> list[ReasonPrompt]:
    """Every status that would need a reason today; which one is chosen by now."""
    found = []
    for status in action.plan.scale.printed_order:
        needed = grounds.required_of(action, status, today())
        dates = expected_status(action.start, action.agreed_end, status, today())
        if Requirement.REOPENED in needed:
            why = f"{_was_complete(grounds)} {dates.why if dates.is_better else ''}".strip()
            found.append(ReasonPrompt(status.value, why, _REOPENED, status == chosen))
        elif Requirement.REASON in needed:
            question = f"Why is it {_in_words(status, action.plan.scale)}?"
            prompt = ReasonPrompt(status.value, dates.why, question, status == chosen)
            found.append(prompt)
    return found


def change_prompts(
    action: Action, grounds: ChangeGrounds, chosen: Status | None
) -> list[ChangePrompt]:
    """Every status that would need what changed and its evidence; which one is chosen by now."""
    scale = action.plan.scale
    return [
        ChangePrompt(status.value, _better(grounds, status, scale), status == chosen)
        for status in scale.printed_order
        if Requirement.WHAT_CHANGED in grounds.required_of(action, status, today())
    ]


def missing_words(
    action: Action, grounds: ChangeGrounds, status: Status, cleaned: Mapping[str, object]
) -> dict[Requirement, MissingWords]:
    """The error of every requirement, for this status; `said` has what was typed, by field."""
    scale = action.plan.scale
    if scale.is_own:
        what = f"“{scale.label(status)}”"
    else:
        what = "not behind" if status == Status.NOT_STARTED else "on track"
    since = f" since {grounds.name}" if grounds.name else ""
    found = {
        Requirement.REASON: MissingWords(
            "reason", f"Enter the reason why it is {what}, or select a different status"
        ),
        Requirement.REOPENED: MissingWords(
            "reason",
            "Enter the reason why it is no longer complete, or select "
            f"“{scale.label(Status.COMPLETE)}”",
        ),
        Requirement.WHAT_CHANGED: MissingWords(
            "developments",
            f"Enter what has changed{since}, because the status is better than it was",
        ),
        Requirement.EVIDENCE: MissingWords(
            "evidence", "Enter the evidence for the better status, or add an item of evidence below"
        ),
        Requirement.FORECAST: MissingWords(
            "forecast",
            "Enter the month in which you expect it to end, this month or later, or request a new "
            "end date",
        ),
    }
    return {
        requirement: replace(words, error=words.error + _why_not_enough(words.field, cleaned))
        for requirement, words in found.items()
    }


def _why_not_enough(field: str, cleaned: Mapping[str, object]) -> str:
    """Why what was typed is not what was asked for; empty where nothing was, or it says enough."""
    text = cleaned.get(field)
    if not isinstance(text, str):
        return ""
    is_enough = says_evidence(text) if field == "evidence" else says_why(text)
    return "" if is_enough else says_nothing_of(text)


def forecast_hint(action: Action, *, is_unchanged: bool = False) -> SafeString:
    """The hint of the forecast, where the agreed end has passed; in short for "no change"."""
    month = action.agreed_end.month
    return format_html(
        "The agreed end, {}, has passed. {} or a later one, or request a new end date instead. "
        "A forecast does not change the agreed end.",
        f"{month.first_day:%B %Y}" if month else "",
        "Enter this month" if is_unchanged else "Unless the action is complete, enter this month",
    )


def _in_words(status: Status, scale: StatusScale) -> str:
    """The status within a question: as the key of a plan's own has it, in quotation marks."""
    return f"“{scale.label(status)}”" if scale.is_own else _IN_WORDS[status]


def _was_complete(grounds: ChangeGrounds) -> str:
    if grounds.before == Status.COMPLETE:
        return f"It was complete in {grounds.name}."
    return "It was complete before this update."


def _better(grounds: ChangeGrounds, status: Status, scale: StatusScale) -> str:
    """ "In July 2019 it was “Not started, behind”. …" """
    if grounds.before is not None and grounds.is_better_than_before(status):
        was = f"In {grounds.name} it was “{scale.label(grounds.before)}”."
    else:
        settled = grounds.settled
        was = f"Until now it is “{scale.label(settled)}”." if settled else ""
    return f"{was} “{scale.label(status)}” is better than that."
