"""What was recognised of a plan: its actions, every guess, what is left over. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from actions.domain.recognition.dates import NONE, DateReading
from actions.domain.recognition.statuses import StatusReading

_MOST_TEXTS: Final = 4
# Guesses where one answer settles every text: the text shows examples.
_ONE_QUESTION: Final = frozenset(
    {
        *("whole_month", "numbered_by_position", "merged_outcome", "bullets_as_measures"),
        *("header_repeated", "row_continued", "period_cell", "outcome_row", "inherited_cell"),
        *("month_format", "day", "date_range", "heading_as_area", "heading_as_outcome"),
    }
)


@dataclass(slots=True)
class RecognisedAction:
    """An action with its readings and the place of its row."""

    ref: str
    text: str
    place: str
    area: str = ""
    outcome: str = ""
    outcome_title: str = ""
    start: DateReading = field(default_factory=lambda: DateReading("", NONE))
    end: DateReading = field(default_factory=lambda: DateReading("", NONE))
    leads_printed: str = ""
    leads: tuple[str, ...] = ()
    accountable: str = ""
    measures: list[str] = field(default_factory=list)
    evidence: str = ""
    milestones: list[str] = field(default_factory=list)
    statuses: dict[str, StatusReading] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)  # updates, resources and the like, by title
    has_own_ref: bool = True

    def export(self) -> dict[str, Any]:
        """The action as `export_plan` writes it, with what the file says beside that."""
        return {
            "ref": self.ref,
            "outcome": self.outcome,
            "area": self.area,
            "text": self.text,
            "start": self.start.date.export(),
            "start_printed": self.start.printed,
            "end": self.end.date.export(),
            "end_printed": self.end.printed,
            "leads": list(self.leads),
            "leads_printed": self.leads_printed,
            "accountable": self.accountable,
            "measures": self.measures,
            "evidence": self.evidence,
            "milestones": self.milestones,
            "statuses": {
                key: reading.proposed.value
                for key, reading in self.statuses.items()
                if reading.proposed is not None
            },
            "notes": self.notes,
            "where": self.place,
        }


@dataclass(slots=True)
class RecognisedGroup:
    """An area or an outcome."""

    ref: str
    title: str
    description: str = ""
    area: str = ""
    finding: str = ""
    responsible: str = ""
    has_own_ref: bool = True


@dataclass(slots=True)
class ImportGuess:
    """One question for a person, with every row that it touches."""

    kind: str
    taken_for: str
    texts: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many rows one answer settles."""
        return len(self.places)

    def export(self) -> dict[str, Any]:
        texts = list(dict.fromkeys(self.texts))
        more = len(texts) - _MOST_TEXTS
        shown = ", ".join(texts[:_MOST_TEXTS]) + (f" and {more} more" if more > 0 else "")
        return {
            "where": self.places[0] if self.places else "",
            "text": shown,
            "taken_for": self.taken_for,
            "rows": self.rows,
            "kind": self.kind,
            "places": list(dict.fromkeys(self.places)),
        }


@dataclass(frozen=True, slots=True)
class LeftOver:
    """Something in the file that is not in the plan: where, what, and why."""

    place: str
    text: str
    reason: str

    def export(self) -> dict[str, str]:
        return {"where": self.place, "text": self.text, "reason": self.reason}


@dataclass(slots=True)
class Ledger:
    """Collects guesses and what is left over, so that nothing is dropped in silence."""

    guesses: dict[tuple[str, str, str], ImportGuess] = field(default_factory=dict)
    left_over: list[LeftOver] = field(default_factory=list)

    def guess(self, kind: str, text: str, taken_for: str, place: str) -> None:
        shown = text if len(text) <= 200 else f"{text[:199]}…"
        key = (kind, "" if kind in _ONE_QUESTION else shown, taken_for)
        found = self.guesses.setdefault(key, ImportGuess(kind, taken_for))
        found.texts.append(shown)
        found.places.append(place)

    def leave(self, place: str, text: str, reason: str) -> None:
        self.left_over.append(LeftOver(place, text, reason))


@dataclass(frozen=True, slots=True)
class ColumnTaken:
    """A column of a table and what it is taken for."""

    table: str
    heading: str
    taken_for: str
    number: int = 0  # counts from 0


@dataclass(slots=True)
class RecognisedPlan:
    """A file as a plan."""

    areas: list[RecognisedGroup] = field(default_factory=list)
    outcomes: list[RecognisedGroup] = field(default_factory=list)
    actions: list[RecognisedAction] = field(default_factory=list)
    columns: list[ColumnTaken] = field(default_factory=list)
    ledger: Ledger = field(default_factory=Ledger)

    def export(self) -> dict[str, Any]:
        """The form that `manage.py import_plan --json` prints."""
        return {
            "schema": 1,
            "areas": [
                {"ref": area.ref, "title": area.title, "finding": area.finding}
                | {"responsible": [area.responsible] if area.responsible else []}
                for area in self.areas
            ],
            "outcomes": [
                {"ref": outcome.ref, "area": outcome.area, "title": outcome.title}
                | {"description": outcome.description}
                for outcome in self.outcomes
            ],
            "actions": [action.export() for action in self.actions],
            "columns": [
                {"table": column.table, "heading": column.heading, "taken_for": column.taken_for}
                for column in self.columns
            ],
            "guesses": [guess.export() for guess in self.ledger.guesses.values()],
            "not_understood": [left.export() for left in self.ledger.left_over],
        }
