"""What an update said for its change of status, in short, for whoever accepts it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.timezone import localtime

from actions.domain.enums import Status
from actions.domain.status_change import (
    ChangeKind,
    Explanation,
    Requirement,
    change_of_status,
    requirement_names,
    unmet,
)
from actions.models import StatusUpdate
from actions.selectors.change_grounds import ChangeGrounds
from wsoa.core.months import Month
from wsoa.core.text import cut, one_line

LONGEST_QUOTE = 90  # the whole text is a fold away


@dataclass(frozen=True, slots=True)
class QuotedExplanation:
    """One thing that was said: "Evidence", and the text, cut."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class ChangeAccount:
    """The change in words, what was said for it, and what was not: "evidence"."""

    summary: str
    is_bad: bool
    explanations: tuple[QuotedExplanation, ...]
    missing: str


def change_account(update: StatusUpdate, grounds: ChangeGrounds) -> ChangeAccount | None:
    """What the update said on the day on which it was sent; None where nothing was asked of it."""
    status, day = Status(update.status), localtime(update.recorded_at).date()
    needed = grounds.required_of(update.action, status, day)
    if not needed:
        return None
    forecast = Month.of(update.forecast_month) if update.forecast_month else None
    explanation = grounds.explained_by(update, update.carried_from, forecast)
    words, is_bad = _change_in_words(grounds, status)
    return ChangeAccount(
        summary=words,
        is_bad=is_bad,
        explanations=tuple(
            QuotedExplanation(title, cut(one_line(text), LONGEST_QUOTE))
            for requirement, title, text in _texts(explanation)
            if requirement in needed and text
        ),
        missing=", ".join(requirement_names(unmet(needed, explanation, day))),
    )


def _change_in_words(grounds: ChangeGrounds, status: Status) -> tuple[str, bool]:
    """ "Better than in July 2019"; and whether it needs a closer look."""
    kinds = {change_of_status(grounds.before, status): f"in {grounds.name}"}
    kinds.setdefault(change_of_status(grounds.settled, status), "recorded so far")
    if ChangeKind.REOPENED in kinds:
        return "Reopened: it was complete", True
    if ChangeKind.BETTER in kinds:
        return f"Better than {kinds[ChangeKind.BETTER]}", False
    return "", False


def _texts(explanation: Explanation) -> tuple[tuple[Requirement, str, str], ...]:
    item = "An item was added." if explanation.has_evidence_item else ""
    month = f"{explanation.forecast.first_day:%B %Y}" if explanation.forecast else ""
    if explanation.asks_for_date:
        month = f"{month}; a new end date is requested".removeprefix("; ").capitalize()
    return (
        (Requirement.REOPENED, "Why", explanation.reason),
        (Requirement.REASON, "Why", explanation.reason),
        (Requirement.WHAT_CHANGED, "What changed", explanation.developments),
        (Requirement.EVIDENCE, "Evidence", " ".join(filter(None, (explanation.evidence, item)))),
        (Requirement.FORECAST, "Expected to end", month),
    )
