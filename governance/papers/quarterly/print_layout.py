"""What the quarterly update on paper prints beside its document, ready for the template. Pure.

The paper in the service has no imprint, and its document none of what only a publication holds.
"""

from __future__ import annotations

from dataclasses import dataclass

from governance.domain.dates import day_words
from governance.papers.document.imprint import Imprint
from governance.papers.document.schema import ActionEntry, AreaEntry, OutcomeEntry, Quarterly
from governance.papers.quarterly import wording


@dataclass(frozen=True, slots=True)
class PrintedAction:
    """An action, and sentences that follow the text of its update."""

    action: ActionEntry
    further: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrintedOutcome:
    outcome: OutcomeEntry
    actions: tuple[PrintedAction, ...]


@dataclass(frozen=True, slots=True)
class PrintedArea:
    area: AreaEntry
    outcomes: tuple[PrintedOutcome, ...]


def print_context(document: Quarterly, imprint: Imprint | None) -> dict[str, object]:
    """What the template prints beside the document."""
    return {
        "version": imprint.version if imprint else 1,
        "line": _version_line(imprint) if imprint else "",
        "replaced": wording.replaced(imprint) if imprint else "",
        "changed_since": wording.changed_since(document),
        "judged": wording.judged_words(document),
        "key_outcomes": tuple(wording.key_outcomes(document)),
        "sections": tuple(wording.sections(document)),
        "about": tuple(wording.about(document, imprint)) if imprint else (),
        "areas": tuple(map(_area, document.areas)),
    }


def _area(area: AreaEntry) -> PrintedArea:
    outcomes = (
        PrintedOutcome(outcome, tuple(map(_action, outcome.actions))) for outcome in area.outcomes
    )
    return PrintedArea(area, tuple(outcomes))


def _action(action: ActionEntry) -> PrintedAction:
    further = [f"End date: {wording.move_words(move)}" for move in action.moves]
    if action.complete_without_evidence:
        further.append(wording.NO_EVIDENCE)
    if action.text_left_out:
        further.append(wording.LEFT_OUT)
    return PrintedAction(action, tuple(further))


def _version_line(imprint: Imprint) -> str:
    """Version 1, published 2 December 2019. Signed off by …"""
    out = f", published {day_words(imprint.out_on)}" if imprint.out_on else ""
    signed = f" Signed off by {'; '.join(imprint.signed)}." if imprint.signed else ""
    return f"Version {imprint.version}{out}.{signed}"
