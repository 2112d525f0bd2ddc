"""A recognised plan as rows: its tables, entries, guesses and leftovers, with their source. Pure.

What the plan's tables hold only so much of (a reference, a title) is fitted here, and every change
that this makes is one more guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from actions.domain.plan_import.states import EntryKind
from actions.domain.recognition.dates import DateReading
from actions.importing.recognition.result import (
    RecognisedAction,
    RecognisedGroup,
    RecognisedPlan,
)
from actions.importing.tables.model import DocRow, DocTable, ReadDocument

LONGEST_REF: Final = 20
LONGEST_EXAMPLE: Final = 120
LONGEST_CELL: Final = 600
_MOST_EXAMPLES: Final = 3
_NOT_IN_ADDRESSES: Final = re.compile(r"[^\w.\-]+")


@dataclass(frozen=True, slots=True)
class FoundColumn:
    """A column of a table in the file, and what it is taken for ("" where for nothing)."""

    number: int
    heading: str
    example: str
    taken_for: str


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table in the file."""

    name: str
    rows: int
    is_plan: bool
    columns: tuple[FoundColumn, ...]


@dataclass(slots=True)
class FoundEntry:
    """An area, an outcome or an action. `source` are the cells of its row."""

    kind: EntryKind
    ref: str
    place: str
    content: dict[str, Any]
    source: list[dict[str, str]] = field(default_factory=list)


def tables_of(document: ReadDocument, plan: RecognisedPlan) -> list[FoundTable]:
    """The tables of a document in their order, with what each column is taken for."""
    taken: dict[str, dict[int, tuple[str, str]]] = {}
    for column in plan.columns:
        known = taken.setdefault(column.table, {})
        known.setdefault(column.number, (column.heading, column.taken_for))
    return [_table(table, taken.get(table.name, {})) for table in document.tables]


def _table(table: DocTable, taken: dict[int, tuple[str, str]]) -> FoundTable:
    columns = []
    for number in range(table.width):
        texts = [text for row in table.rows if (text := _text_at(row, number))]
        heading, role = taken.get(number, (texts[0] if texts else "", ""))
        below = [text for text in texts if text != heading][:_MOST_EXAMPLES]
        example = _shortened(" · ".join(below), LONGEST_EXAMPLE)
        columns.append(FoundColumn(number, _shortened(heading, LONGEST_EXAMPLE), example, role))
    return FoundTable(table.name[:200], len(table.rows), bool(taken), tuple(columns))


def _text_at(row: DocRow, number: int) -> str:
    if number >= len(row.cells) or row.cells[number].row != row.number:
        return ""
    return " ".join(row.cells[number].text.split())


def _shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def entries_of(document: ReadDocument, plan: RecognisedPlan) -> list[FoundEntry]:
    """The areas, outcomes and actions, each outcome after its area and each action after its own.

    Every action has an outcome and every outcome an area: where none was found, one is made, which
    is a guess.
    """
    _give_places(plan)
    _make_refs_fit(plan)
    rows = dict(_rows_by_place(document))
    actions: dict[str, list[FoundEntry]] = {}
    for action in plan.actions:
        source = rows.get(action.place) or rows.get(action.place.rpartition(", action ")[0], [])
        entry = FoundEntry(EntryKind.ACTION, action.ref, action.place, _fields(action), source)
        actions.setdefault(action.outcome, []).append(entry)
    made = []
    for area in plan.areas:
        content = {"title": area.title, "finding": area.finding, "responsible": area.responsible}
        made.append(FoundEntry(EntryKind.AREA, area.ref, "", content))
        for outcome in plan.outcomes:
            if outcome.area != area.ref:
                continue
            texts = {"title": outcome.title, "description": outcome.description}
            made.append(FoundEntry(EntryKind.OUTCOME, outcome.ref, "", texts | {"area": area.ref}))
            made += actions.pop(outcome.ref, [])
    return made


def _give_places(plan: RecognisedPlan) -> None:
    """An outcome for each action and an area for each outcome."""
    areas = {area.ref for area in plan.areas}
    outcomes = {outcome.ref: outcome for outcome in plan.outcomes}
    ledger = plan.ledger
    for action in plan.actions:
        if action.outcome in outcomes:
            continue
        if not action.outcome:
            action.outcome = f"{action.area}.0" if action.area else "0"
        made = RecognisedGroup(action.outcome, "Actions without an outcome", area=action.area)
        outcomes[action.outcome] = made
        plan.outcomes.append(made)
        ledger.guess("no_outcome", action.text, "An outcome without a title", action.place)
    for outcome in plan.outcomes:
        if outcome.area in areas:
            continue
        outcome.area = outcome.area or "0"
        areas.add(outcome.area)
        plan.areas.append(RecognisedGroup(outcome.area, "Outcomes without an area"))
        ledger.guess("no_area", outcome.title, "An area without a title", outcome.ref)


def _make_refs_fit(plan: RecognisedPlan) -> None:
    """References that are unique, short, and can stand in an address."""
    renamed: dict[str, str] = {}
    taken: set[str] = set()
    for area in plan.areas:
        renamed[area.ref] = area.ref = _fitted(area.ref, taken)
    for outcome in plan.outcomes:
        outcome.area = renamed.get(outcome.area, outcome.area)
    renamed, taken = {}, set()
    for outcome in plan.outcomes:
        renamed.setdefault(outcome.ref, "")
        new = _fitted(outcome.ref, taken)
        renamed[outcome.ref] = renamed[outcome.ref] or new
        outcome.ref = new
    taken = set()
    for action in plan.actions:
        action.outcome = renamed.get(action.outcome, action.outcome)
        new = _fitted(action.ref, taken)
        if new != action.ref:
            plan.ledger.guess("ref_changed", action.ref, new, action.place)
        action.ref = new


def _fitted(ref: str, taken: set[str]) -> str:
    plain = _NOT_IN_ADDRESSES.sub("-", ref).strip("-.")[: LONGEST_REF - 4] or "0"
    found, number = plain, 2
    while found in taken:
        found, number = f"{plain}-{number}", number + 1
    taken.add(found)
    return found


def _rows_by_place(document: ReadDocument) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """The cells of each row by the place of the row."""
    for table in document.tables:
        for row in table.rows:
            cells = [
                {
                    "text": _shortened(cell.text.strip(), LONGEST_CELL),
                    "fill": cell.fill,
                    "merged": "1" if cell.row != row.number else "",
                }
                for cell in row.distinct
            ]
            yield table.place(row), cells


def _fields(action: RecognisedAction) -> dict[str, Any]:
    """An action as JSON, with each reading that a guess is about."""
    return {
        "ref": action.ref,
        "outcome": action.outcome,
        "text": action.text,
        "start": _date(action.start),
        "end": _date(action.end),
        "leads": list(action.leads),
        "leads_printed": action.leads_printed,
        "accountable": action.accountable,
        "measures": action.measures,
        "evidence": action.evidence,
        "milestones": action.milestones,
        "statuses": {
            key: {
                "text": reading.text,
                "fill": reading.fill,
                "printed": reading.printed,
                "proposed": reading.proposed.value if reading.proposed else "",
            }
            for key, reading in action.statuses.items()
        },
        "notes": action.notes,
    }


def _date(reading: DateReading) -> dict[str, Any]:
    return {
        "printed": reading.printed,
        "date": reading.date.export(),
        "kind": reading.kind,
    }
