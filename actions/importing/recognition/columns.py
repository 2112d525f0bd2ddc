"""What each column of a table is taken for: by its heading, and by what it holds. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import mean
from typing import Final

from actions.domain.recognition.dates import looks_like_period
from actions.domain.recognition.headings import (
    ColumnRole,
    period_of_heading,
    plain_heading,
    role_of_heading,
)
from actions.domain.recognition.refs import split_ref
from actions.domain.recognition.statuses import hue_of, status_of_text
from actions.importing.recognition.inline import inline_fields
from actions.importing.tables.model import DocRow

_MOSTLY: Final = 0.5
_LONG: Final = 25  # characters, from which a text can be an action
_SAMPLE: Final = 400  # rows looked at
_LEAD_LIKE: Final = re.compile(
    r"\b[A-Z]{2,}\b|\b(?:head|director|manager|lead|officer|chair|commissioner|nurse|senco)\b", re.I
)
_SINGLE: Final = (
    *(ColumnRole.REF, ColumnRole.AREA, ColumnRole.OUTCOME, ColumnRole.ACTION, ColumnRole.START),
    *(ColumnRole.END, ColumnRole.PERIOD, ColumnRole.LEAD, ColumnRole.ACCOUNTABLE),
    *(ColumnRole.MEASURE, ColumnRole.EVIDENCE, ColumnRole.MILESTONE),
)
_TEXTS: Final = (ColumnRole.MILESTONE, ColumnRole.UPDATE, ColumnRole.EVIDENCE)
# Where two columns compete for one role, headings that match one of these come first.
_PREFERRED: Final = {
    ColumnRole.LEAD: re.compile(r"\blead|owner|responsib|\bwho\b"),
    ColumnRole.MEASURE: re.compile(r"measure|success|know"),
    ColumnRole.ACTION: re.compile(r"\bactions?\b|what (?:we )?will"),
    ColumnRole.END: re.compile(r"end|complet|due|by when|target|deadline|finish"),
    ColumnRole.AREA: re.compile(r"area|priority|theme"),
}


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """What the cells of a column look like, as shares of those that are not empty."""

    filled: float
    dates: float
    refs: float
    leads: float
    statuses: float
    length: float
    distinct: float


@dataclass(slots=True)
class TableColumns:
    """The roles of the columns. `periods` gives the month of each column of statuses."""

    headings: list[str]
    roles: list[ColumnRole]
    periods: dict[int, str] = field(default_factory=dict)
    has_inline_fields: bool = False  # actions end with brackets that name leads or dates

    def of(self, role: ColumnRole) -> list[int]:
        return [column for column, found in enumerate(self.roles) if found is role]

    def first(self, role: ColumnRole) -> int | None:
        return next(iter(self.of(role)), None)

    @property
    def is_plan(self) -> bool:
        """Whether a table with these columns can hold actions."""
        roles = set(self.roles)
        dated = {ColumnRole.START, ColumnRole.END, ColumnRole.PERIOD}
        others = roles & {
            *(ColumnRole.LEAD, ColumnRole.MEASURE, ColumnRole.STATUS, ColumnRole.ACCOUNTABLE),
            *(ColumnRole.MILESTONE, ColumnRole.REF, ColumnRole.UPDATE),
        }
        is_dated = bool(roles & dated) or self.has_inline_fields
        return ColumnRole.ACTION in roles and (is_dated or len(others) >= 2)


@dataclass(frozen=True, slots=True)
class ColumnChoices:
    """What a person chose: the role of columns, by table and number, and tables to leave out."""

    roles: Mapping[tuple[str, int], ColumnRole] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()

    def names_actions(self, table: str) -> bool:
        """Whether a column of a table was chosen for the actions: then it is read as a plan."""
        return any(
            name == table and role is ColumnRole.ACTION for (name, _), role in self.roles.items()
        )

    def apply(self, table: str, columns: TableColumns) -> None:
        """Sets the chosen roles, and takes a role that one column alone can have from others."""
        chosen = {number: role for (name, number), role in self.roles.items() if name == table}
        for number, role in chosen.items():
            if number >= len(columns.roles):
                continue
            for other in columns.of(role) if role in _SINGLE else ():
                if other not in chosen:
                    columns.roles[other] = ColumnRole.OTHER
            columns.roles[number] = role
        columns.periods = {
            number: columns.periods.get(number) or period_of_heading(columns.headings[number])
            for number in columns.of(ColumnRole.STATUS)
        }


def profile(rows: Sequence[DocRow], column: int) -> ColumnProfile:
    """The profile of one column, each spanning cell counted once."""
    cells = {
        id(row.cells[column]): row.cells[column]
        for row in rows[:_SAMPLE]
        if column < len(row.cells) and len(row.distinct) > 1
    }
    texts = [cell.text.strip() for cell in cells.values()]
    filled = [text for text in texts if text]
    count = len(filled) or 1
    statuses = [
        cell
        for cell in cells.values()
        if (cell.is_empty and hue_of(cell.fill) not in {"", "white"})
        or (len(cell.text) < 30 and status_of_text(cell.text) is not None)
    ]
    return ColumnProfile(
        len(filled) / (len(texts) or 1),
        sum(all(map(looks_like_period, text.split("\n"))) for text in filled) / count,
        sum(_is_ref(text) for text in filled) / count,
        sum(len(text) < 80 and bool(_LEAD_LIKE.search(text)) for text in filled) / count,
        len(statuses) / (len(texts) or 1),
        mean(len(text) for text in filled) if filled else 0,
        len(filled) / (len(rows[:_SAMPLE]) or 1),
    )


def _is_ref(text: str) -> bool:
    ref, rest = split_ref(text)
    return bool(ref) and not rest


def assign(headings: list[str], rows: Sequence[DocRow]) -> TableColumns:
    """The role of each column. A heading counts first; content corrects it, and fills gaps."""
    profiles = [profile(rows, column) for column in range(len(headings))]
    roles = [role_of_heading(heading) for heading in headings]
    _correct_by_content(roles, profiles)
    _settle_rivals(roles, headings, profiles)
    _fill_gaps(roles, headings, profiles)
    _settle_period(roles)
    made = TableColumns(headings, [role or ColumnRole.OTHER for role in roles])
    for column in made.of(ColumnRole.STATUS):
        made.periods[column] = period_of_heading(headings[column])
    action = made.first(ColumnRole.ACTION)
    made.has_inline_fields = action is not None and _has_inline_fields(rows, action)
    return made


def _has_inline_fields(rows: Sequence[DocRow], column: int) -> bool:
    texts = [row.cells[column].text for row in rows[:_SAMPLE] if column < len(row.cells)]
    lines = [line for text in texts for line in text.split("\n") if line.strip()]
    return sum(inline_fields(line) is not None for line in lines) * 2 >= max(len(lines), 1)


def _correct_by_content(roles: list[ColumnRole | None], profiles: list[ColumnProfile]) -> None:
    dated = {ColumnRole.START, ColumnRole.END, ColumnRole.PERIOD}
    for column, found in enumerate(profiles):
        role = roles[column]
        if not found.filled:
            continue
        if role in dated and found.dates < 0.2 and found.length > 8:
            is_lead = found.leads >= _MOSTLY and ColumnRole.LEAD not in roles
            roles[column] = ColumnRole.LEAD if is_lead else _text_role(found)
        elif role is ColumnRole.STATUS and found.statuses < 0.2 and found.length > 12:
            roles[column] = ColumnRole.UPDATE
        elif role in _TEXTS and found.dates >= _MOSTLY and not dated.intersection(roles):
            roles[column] = ColumnRole.PERIOD
        elif role is ColumnRole.LEAD and found.dates >= _MOSTLY:
            roles[column] = ColumnRole.END
        elif role in {ColumnRole.ACTION, ColumnRole.OUTCOME, ColumnRole.AREA}:
            if found.refs >= _MOSTLY and role is ColumnRole.ACTION:
                roles[column] = ColumnRole.REF
            elif found.dates >= 0.8:
                roles[column] = ColumnRole.END
        elif role is ColumnRole.REF and found.refs < 0.3 and found.length > _LONG:
            roles[column] = ColumnRole.ACTION


def _text_role(found: ColumnProfile) -> ColumnRole | None:
    """A column headed as one of dates that holds something else: long texts say how it is known."""
    return ColumnRole.UPDATE if found.length > _LONG else None


def _settle_rivals(
    roles: list[ColumnRole | None], headings: list[str], profiles: list[ColumnProfile]
) -> None:
    """Leaves one column to each role that can have one."""
    for role in _SINGLE:
        rivals = [column for column, found in enumerate(roles) if found is role]
        distinct = {headings[column]: column for column in reversed(rivals)}
        if len(rivals) < 2:
            continue
        if role is ColumnRole.END and ColumnRole.START not in roles and len(distinct) > 1:
            plain = [plain_heading(headings[column]) for column in rivals]
            if not any(re.search("revis|actual|review|target", heading) for heading in plain):
                roles[rivals[0]] = ColumnRole.START
                rivals = rivals[1:]
        chosen = _preferred(role, rivals, headings, profiles)
        for column in rivals:
            if column != chosen:
                roles[column] = _second_role(role, column, chosen, roles)


def _settle_period(roles: list[ColumnRole | None]) -> None:
    """Beside a column of starts, "Timescale" is the end; beside both, it is kept as a note."""
    if ColumnRole.PERIOD not in roles or ColumnRole.START not in roles:
        return
    new = ColumnRole.OTHER if ColumnRole.END in roles else ColumnRole.END
    roles[roles.index(ColumnRole.PERIOD)] = new


def _preferred(
    role: ColumnRole, rivals: list[int], headings: list[str], profiles: list[ColumnProfile]
) -> int:
    if role is ColumnRole.ACTION:
        return max(
            rivals,
            key=lambda column: (
                _fits(role, headings[column]),
                profiles[column].distinct > 0.6,
                profiles[column].length,
            ),
        )
    return min(rivals, key=lambda column: (not _fits(role, headings[column]), column))


def _fits(role: ColumnRole, heading: str) -> bool:
    pattern = _PREFERRED.get(role)
    return bool(pattern and pattern.search(plain_heading(heading)))


def _second_role(
    role: ColumnRole, column: int, chosen: int, roles: list[ColumnRole | None]
) -> ColumnRole:
    if role is ColumnRole.ACTION and column < chosen and ColumnRole.OUTCOME not in roles:
        return ColumnRole.OUTCOME
    action = roles.index(ColumnRole.ACTION) if ColumnRole.ACTION in roles else 0
    if role is ColumnRole.MEASURE and column < action and ColumnRole.OUTCOME not in roles:
        return ColumnRole.OUTCOME  # "What will be different", before what is done for it
    if role is ColumnRole.OUTCOME and column < chosen and ColumnRole.AREA not in roles:
        return ColumnRole.AREA
    return ColumnRole.OTHER


def _fill_gaps(
    roles: list[ColumnRole | None], headings: list[str], profiles: list[ColumnProfile]
) -> None:
    """Columns without a known heading, by what they hold."""
    for column, found in enumerate(profiles):
        if roles[column] is None and found.filled:
            roles[column] = _by_content(found, roles)
    if ColumnRole.ACTION not in roles:
        spare = {None, ColumnRole.OUTCOME, ColumnRole.AREA, ColumnRole.MILESTONE, ColumnRole.OTHER}
        texts = [
            column
            for column, found in enumerate(profiles)
            if roles[column] in spare and found.length >= _LONG
        ]
        if texts:
            best = max(
                texts, key=lambda column: (profiles[column].distinct, profiles[column].length)
            )
            roles[best] = ColumnRole.ACTION
    if ColumnRole.MEASURE not in roles and ColumnRole.EVIDENCE in roles:
        roles[roles.index(ColumnRole.EVIDENCE)] = ColumnRole.MEASURE
    if ColumnRole.MEASURE not in roles and ColumnRole.ACTION in roles:
        after = roles.index(ColumnRole.ACTION)
        for column in range(after + 1, len(roles)):
            if roles[column] is ColumnRole.OUTCOME and profiles[column].length >= _LONG:
                roles[column] = ColumnRole.MEASURE
                break


def _by_content(found: ColumnProfile, roles: list[ColumnRole | None]) -> ColumnRole | None:
    if found.refs >= _MOSTLY and ColumnRole.REF not in roles:
        return ColumnRole.REF
    if found.dates >= _MOSTLY:
        if ColumnRole.START not in roles and ColumnRole.PERIOD not in roles:
            return ColumnRole.START if ColumnRole.END not in roles else None
        return ColumnRole.END if ColumnRole.END not in roles else None
    if found.statuses >= _MOSTLY:
        return ColumnRole.STATUS
    if found.leads >= _MOSTLY and found.length < 60 and ColumnRole.LEAD not in roles:
        return ColumnRole.LEAD
    return None


def by_content_alone(rows: Sequence[DocRow], width: int) -> TableColumns | None:
    """Roles for a table without headings; None where it does not look like one of actions."""
    profiles = [profile(rows, column) for column in range(width)]
    roles: list[ColumnRole | None] = [None] * width
    dated = [column for column, found in enumerate(profiles) if found.dates >= _MOSTLY]
    for column, role in zip(dated[-2:], _date_roles(dated), strict=True):
        roles[column] = role
    for column, found in enumerate(profiles):
        if roles[column] is None and found.filled and column not in dated:
            roles[column] = _by_content(found, roles)
    texts = [column for column in range(width) if roles[column] is None]
    texts = [column for column in texts if profiles[column].length >= _LONG]
    if not texts or not dated:
        return None
    first = [column for column in texts if profiles[column].distinct >= 0.7] or texts
    roles[first[0]] = ColumnRole.ACTION
    for column in texts:
        if column < first[0]:
            roles[column] = ColumnRole.OUTCOME
        elif column > first[0] and ColumnRole.MEASURE not in roles:
            roles[column] = ColumnRole.MEASURE
    return TableColumns([""] * width, [role or ColumnRole.OTHER for role in roles])


def _date_roles(dated: list[int]) -> list[ColumnRole]:
    if len(dated) >= 2:
        return [ColumnRole.START, ColumnRole.END]
    return [ColumnRole.PERIOD] if dated else []
