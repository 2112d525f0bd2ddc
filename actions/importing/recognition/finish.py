"""What can be said only when the whole file is read: references, leads, contradictions. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from actions.domain.recognition.leads import KnownLead, LeadWords, read_leads
from actions.domain.recognition.refs import depth_of, is_next, parent_of
from actions.importing.recognition.result import (
    RecognisedAction,
    RecognisedGroup,
    RecognisedPlan,
)
from actions.importing.recognition.state import RecognitionState
from actions.importing.tables.model import ReadDocument


def finish(
    state: RecognitionState, document: ReadDocument, known: Iterable[KnownLead]
) -> RecognisedPlan:
    """The plan with references for all, leads as codes, and what contradicts itself listed."""
    plan = state.plan
    _drop_empty_groups(plan)
    _number_groups(plan)
    _complete_refs(plan)
    _number_actions(plan)
    _read_leads(plan, [*known])
    _check(plan)
    return plan


# --- groups ---------------------------------------------------------------------------------------


def _drop_empty_groups(plan: RecognisedPlan) -> None:
    """Headings that turned out to have no action below them are no areas or outcomes."""
    outcomes = {(action.outcome, action.outcome_title) for action in plan.actions}
    plan.outcomes = [
        outcome
        for outcome in plan.outcomes
        if outcome.has_own_ref or (outcome.ref, outcome.title) in outcomes
    ]
    used = {action.area for action in plan.actions} | {outcome.area for outcome in plan.outcomes}
    plan.areas = [
        area for area in plan.areas if area.has_own_ref or (area.ref or area.title) in used
    ]


def _number_groups(plan: RecognisedPlan) -> None:
    free = _FreeRefs({area.ref for area in plan.areas})
    renamed: dict[str, str] = {}
    for area in plan.areas:
        if not area.ref:
            area.ref = renamed[area.title] = free.take("")
            plan.ledger.guess("numbered_by_position", area.title, "Numbered by its place", "Area")
    for outcome in plan.outcomes:
        outcome.area = renamed.get(outcome.area, outcome.area)
    for action in plan.actions:
        action.area = renamed.get(action.area, action.area)
    free = _FreeRefs({outcome.ref for outcome in plan.outcomes})
    numbered: dict[tuple[str, str], str] = {}
    for outcome in plan.outcomes:
        if not outcome.ref:
            outcome.ref = free.take(f"{outcome.area}." if outcome.area else "")
            numbered[outcome.area, outcome.title] = outcome.ref
            text = outcome.title
            plan.ledger.guess("numbered_by_position", text, "Numbered by its place", "Outcome")
    for action in plan.actions:
        if not action.outcome:
            action.outcome = numbered.get((action.area, action.outcome_title), "")


@dataclass(slots=True)
class _FreeRefs:
    """Gives references that are not taken, counting from 1 below each prefix."""

    taken: set[str]
    next: dict[str, int] = field(default_factory=dict)

    def take(self, prefix: str) -> str:
        number = self.next.get(prefix, 1)
        while f"{prefix}{number}" in self.taken:
            number += 1
        self.next[prefix] = number + 1
        self.taken.add(f"{prefix}{number}")
        return f"{prefix}{number}"


# --- references -----------------------------------------------------------------------------------


def _complete_refs(plan: RecognisedPlan) -> None:
    """References that count anew in each table are completed by their outcome's or area's."""
    counts = Counter(action.ref for action in plan.actions if action.ref)
    short = [action for action in plan.actions if action.ref and depth_of(action.ref) == 1]
    if not any(counts[action.ref] > 1 for action in short):
        return
    taken = {action.ref for action in plan.actions}
    for action in short:
        prefix = action.outcome or action.area
        full = f"{prefix}.{action.ref}"
        if prefix and full not in taken:
            plan.ledger.guess("ref_completed", action.ref, full, action.place)
            action.ref = full
            taken.add(full)


def _number_actions(plan: RecognisedPlan) -> None:
    free = _FreeRefs({action.ref for action in plan.actions})
    for action in plan.actions:
        if not action.ref:
            prefix = action.outcome or action.area
            action.ref = free.take(f"{prefix}." if prefix else "")
            plan.ledger.guess(
                "numbered_by_position", action.text[:60], "Numbered by its place", action.place
            )
    known = {outcome.ref: outcome for outcome in plan.outcomes}
    areas = {area.ref for area in plan.areas}
    for action in plan.actions:
        _settle_groups(plan, action, known, areas)


def _settle_groups(
    plan: RecognisedPlan,
    action: RecognisedAction,
    known: dict[str, RecognisedGroup],
    areas: set[str],
) -> None:
    """The outcome by the reference, where the document did not name it above."""
    parent = parent_of(action.ref)
    if action.has_own_ref and depth_of(action.ref) >= 3 and parent and parent != action.outcome:
        if action.outcome and parent not in known:
            title = f"{action.ref} stands below {action.outcome}"
            plan.ledger.guess("outcome_by_ref", title, parent, action.place)
        action.outcome = parent
    if not action.outcome:
        action.outcome = parent
    if action.outcome and action.outcome not in known:
        made = RecognisedGroup(action.outcome, action.outcome_title, area=action.area)
        made.area = action.area or parent_of(action.outcome)
        known[action.outcome] = made
        plan.outcomes.append(made)
    outcome = known.get(action.outcome)
    if outcome is not None:
        own = parent_of(outcome.ref)
        outcome.area = outcome.area or own
        if own in areas:
            outcome.area = own
        action.area = outcome.area or action.area
        if outcome.area and outcome.area not in areas:
            areas.add(outcome.area)
            plan.areas.append(RecognisedGroup(outcome.area, ""))
            text, meaning = outcome.area, "An area of that number; no title was found"
            plan.ledger.guess("area_by_ref", text, meaning, action.place)


# --- leads ----------------------------------------------------------------------------------------


def _read_leads(plan: RecognisedPlan, known: list[KnownLead]) -> None:
    names = LeadWords.of(known)
    names.learn(action.leads_printed for action in plan.actions)
    for action in plan.actions:
        reading = read_leads(action.leads_printed, names)
        action.leads = reading.codes
        action.leads_printed = " ".join(action.leads_printed.split())
        for guess in reading.guesses:
            plan.ledger.guess(guess.kind, guess.text, guess.taken_for, action.place)


# --- contradictions -------------------------------------------------------------------------------


def _check(plan: RecognisedPlan) -> None:
    seen: dict[str, str] = {}
    before = ""
    for action in plan.actions:
        start, end = action.start.date.month, action.end.date.month
        if start and end and end < start:
            text = f"{action.start.printed} to {action.end.printed}"
            meaning = "As printed: the start is after the end"
            plan.ledger.guess("start_after_end", text, meaning, action.place)
        if action.ref in seen:
            meaning = f"Two actions of one number; the other is at {seen[action.ref]}"
            plan.ledger.guess("ref_repeated", action.ref, meaning, action.place)
        elif before and action.has_own_ref and not is_next(before, action.ref):
            text = f"{before}, then {action.ref}"
            plan.ledger.guess("ref_skipped", text, "As printed: a number is missing", action.place)
        seen.setdefault(action.ref, action.place)
        before = action.ref
