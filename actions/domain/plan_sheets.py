"""A plan as sheets to edit: their columns, and what a file that comes back would change. Pure.

Every row of a table has a key that stays the same whatever is edited. A file is compared with the
plan cell by cell: what nobody touched is no difference, and what somebody touched is exactly one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from actions.domain.short_titles import LONGEST_SHORT_TITLE
from wsoa.core.months import parse_printed
from wsoa.core.spreadsheets.fill_in import CellUse, FillInColumn
from wsoa.core.spreadsheets.xlsx import CUT

KEY = "Key"
_READ, _FILL = CellUse.READ, CellUse.FILL


@dataclass(frozen=True, slots=True)
class PlanColumn:
    """A column of a table: its name, its width in characters, and what may stand in it."""

    title: str
    width: int
    use: CellUse = _FILL
    longest: int = 0
    is_date: bool = False
    is_required: bool = True


@dataclass(frozen=True, slots=True)
class PlanTable:
    """A kind of thing of a plan as a sheet: `named_by` is the column that people know a row by."""

    name: str
    columns: tuple[PlanColumn, ...]
    named_by: str

    def column(self, title: str) -> PlanColumn:
        return next(column for column in self.columns if column.title == title)


AREAS = PlanTable(
    "Areas",
    (
        PlanColumn("Area", 8, _READ),
        PlanColumn("Area title", 40, longest=200),
        PlanColumn("Finding", 80),
    ),
    "Area",
)
OUTCOMES = PlanTable(
    "Outcomes",
    (
        PlanColumn("Outcome", 8, _READ),
        PlanColumn("Outcome title", 40, longest=300),
        PlanColumn("Outcome description", 80),
    ),
    "Outcome",
)
ACTIONS = PlanTable(
    "Actions",
    (
        PlanColumn("Action", 8, _READ),
        PlanColumn("Short title", 30, longest=LONGEST_SHORT_TITLE, is_required=False),
        PlanColumn("Action text", 80),
        PlanColumn("Start", 14, longest=40, is_date=True),
        PlanColumn("End", 14, longest=40, is_date=True),
        PlanColumn("Leads", 24, _READ),
        PlanColumn("Leads as printed", 24, longest=100),
    ),
    "Action",
)
MEASURES = PlanTable(
    "Measures",
    (PlanColumn("Action", 8, _READ), PlanColumn("Measure", 90)),
    "Action",
)
GLOSSARY = PlanTable(
    "Abbreviations",
    (PlanColumn("Term", 16, _READ), PlanColumn("Meaning", 60, longest=300)),
    "Term",
)
# What a new row may leave empty: leads are named in one of two columns, and the service says so.
_OPTIONAL_IN_NEW = {"Short title", "Outcome description", "Leads", "Leads as printed"}
TABLES = (AREAS, OUTCOMES, ACTIONS, MEASURES, GLOSSARY)
BY_NAME = {table.name: table for table in TABLES}

INSTRUCTIONS = (
    "This is the plan as it is in the service, a sheet for each kind of thing.",
    "Change any white cell. Grey cells are there to read.",
    "Leave the column Key as it is. A row without a key is offered as new: an action stands where "
    "its reference says, 1.2.7 in outcome 1.2. A row that you delete is offered to be ended.",
    "Start and End: a month such as Sept 2019, On-going, or - where there is none.",
    "A new End does not overwrite the plan's own: it is requested, and decided on, in the service.",
    "Upload the file where you downloaded it. You see every difference before anything is saved, "
    "and choose which of them to keep.",
)


class DifferenceKind(StrEnum):
    """What the file has otherwise than the plan."""

    CHANGED = "changed"
    ADDED = "added"  # a row without a key
    GONE = "gone"  # a row that the plan has
    UNKNOWN = "unknown"  # a key that is not of this plan, or stands twice


@dataclass(frozen=True, slots=True)
class PlanDifference:
    """One cell, or one row, that the file has otherwise. With a `fault` it cannot be kept."""

    kind: DifferenceKind
    table: str
    key: str
    ref: str
    column: str = ""
    before: str = ""
    after: str = ""
    fault: str = ""
    cells: Sequence[tuple[str, str]] = ()  # of a row that is new: every column, and its text

    @property
    def is_ticked_first(self) -> bool:
        """Whether it is selected at first: what ends is selected by a person alone."""
        return self.kind is not DifferenceKind.GONE

    @property
    def code(self) -> str:
        """Its name in a form."""
        return f"{self.table}:{self.key}:{self.column}"


@dataclass(frozen=True, slots=True)
class SheetOfPlan:
    """A table's rows by their keys, each with a text for every column that the sheet has.

    `strangers` are rows without a key, and `repeated` keys that stand more than once.
    """

    table: PlanTable
    rows: Mapping[str, Mapping[str, str]]
    strangers: Sequence[Mapping[str, str]] = ()
    repeated: Sequence[str] = ()
    causes: Mapping[tuple[str, str], str] = field(default_factory=dict)


def compare(
    plan: Iterable[SheetOfPlan], file: Mapping[str, SheetOfPlan]
) -> Iterator[PlanDifference]:
    """What a file has otherwise than the plan. What is not in it, as a whole, changes nothing."""
    for sheet in plan:
        edited = file.get(sheet.table.name)
        if edited is not None:
            yield from _compare_sheet(sheet, edited)


def _compare_sheet(sheet: SheetOfPlan, edited: SheetOfPlan) -> Iterator[PlanDifference]:
    table = sheet.table
    for key, row in sheet.rows.items():
        ref = row[table.named_by]
        if key in edited.repeated:
            fault = "Its key stands twice in the file. Download the file again."
            yield PlanDifference(DifferenceKind.UNKNOWN, table.name, key, ref, fault=fault)
        elif key in edited.rows:
            yield from _compare_row(sheet, edited, key)
        else:
            text = "; ".join(value for value in row.values() if value)
            yield PlanDifference(DifferenceKind.GONE, table.name, key, ref, before=text)
    for key in edited.rows.keys() - sheet.rows.keys():
        ref = edited.rows[key].get(table.named_by, "")
        fault = "Its key is not one of this plan, or was removed from it since."
        yield PlanDifference(DifferenceKind.UNKNOWN, table.name, key, ref, fault=fault)
    for number, stranger in enumerate(edited.strangers, start=1):
        yield _added(table, f"new-{number}", stranger)


def _added(table: PlanTable, key: str, stranger: Mapping[str, str]) -> PlanDifference:
    """A row without a key: something new."""
    cells = [(column.title, tidied(stranger.get(column.title, ""))) for column in table.columns]
    ref = dict(cells)[table.named_by]
    text = "; ".join(value for _, value in cells if value)
    faults = (fault_in_new(table.column(title), value) for title, value in cells)
    fault = "" if ref else f"{table.named_by} is missing. Enter it in the new row."
    fault = fault or next(filter(None, faults), "")
    return PlanDifference(
        DifferenceKind.ADDED, table.name, key, ref, after=text, fault=fault, cells=cells
    )


def _compare_row(sheet: SheetOfPlan, edited: SheetOfPlan, key: str) -> Iterator[PlanDifference]:
    table, row, other = sheet.table, sheet.rows[key], edited.rows[key]
    for column in table.columns:
        title = column.title
        cause = edited.causes.get((key, title), "")
        if title not in other or (same_text(row[title], other[title]) and not cause):
            continue
        fault = cause or fault_in(column, other[title])
        yield PlanDifference(
            DifferenceKind.CHANGED,
            table.name,
            key,
            row[table.named_by],
            title,
            row[title],
            tidied(other[title]),
            fault,
        )


def fault_in(column: PlanColumn, text: str) -> str:
    """Why a text cannot stand in a column; empty where it can."""
    text = tidied(text)
    if column.use is not _FILL:
        return f"{column.title} cannot be changed in a file. Change it in the plan."
    if not text and column.is_required:
        return f"{column.title} cannot be empty."
    if column.longest and len(text) > column.longest:
        return f"{column.title} must be {column.longest} characters or fewer. It has {len(text)}."
    if column.is_date:
        try:
            parse_printed(text)
        except ValueError:
            return f"“{text[:40]}” is not a month such as Sept 2019, On-going or -."
    return ""


def fault_in_new(column: PlanColumn, text: str) -> str:
    """Why a text cannot stand in a column of a new row, of which grey cells are filled in too."""
    is_optional = column.title in _OPTIONAL_IN_NEW
    return fault_in(replace(column, use=_FILL, is_required=not is_optional), text)


def parent_ref(ref: str) -> str:
    """What something of this reference stands in.

    >>> parent_ref("1.2.7"), parent_ref("1.2"), parent_ref("4")
    ('1.2', '1', '')
    """
    return ref.rpartition(".")[0]


def split_leads(text: str) -> list[str]:
    """The codes of several leads, each once.

    >>> split_leads("SCC-HoS; CCG-CCM, SCC-HoS")
    ['SCC-HoS', 'CCG-CCM']
    """
    parts = (part.strip() for part in re.split(r"[;,\n]", text))
    return list(dict.fromkeys(part for part in parts if part))


def same_text(one: str, other: str) -> bool:
    """Whether two cells hold the same text, after what programs do to line ends and blanks.

    A cell of Excel that was cut off says so itself, and changes nothing.

    >>> same_text("a\\nb ", "a\\r\\nb"), same_text("a", "b")
    (True, False)
    """
    other = tidied(other)
    if other.endswith(CUT):
        return tidied(one).startswith(other.removesuffix(CUT).rstrip())
    return tidied(one) == other


def tidied(text: str) -> str:
    """A text with plain line ends, and without blanks at the end of its lines and around it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def fill_in_columns(table: PlanTable) -> tuple[FillInColumn, ...]:
    """The columns of a sheet to fill in, behind that of the key."""
    boxes = (
        FillInColumn(column.title, column.width, column.use, longest=column.longest)
        for column in table.columns
    )
    return (FillInColumn(KEY, 10, CellUse.KEY), *boxes)
