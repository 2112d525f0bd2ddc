"""Step 1: the tables that were found, and what each column is taken for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from actions.domain.plan_import.guess_kinds import GuessEffect, kind_of
from actions.domain.recognition.headings import ColumnRole
from actions.models import ImportColumn, ImportTable, PlanImport

ROLES = [(role.value, role.value.capitalize()) for role in ColumnRole]


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """A column with the choices of what it holds."""

    pk: int
    heading: str
    example: str
    chosen: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class TableChoice:
    """A table with its columns."""

    pk: int
    name: str
    rows: int
    is_plan: bool
    left_out: bool
    columns: tuple[ColumnChoice, ...]
    like: str = ""  # the first table whose columns are the same and are taken for the same


@dataclass(frozen=True, slots=True)
class FileQuestion:
    """What is to be said of the whole file before going on."""

    pk: int
    title: str
    text: str
    meaning: str
    answer: str


@dataclass(frozen=True, slots=True)
class TablesPage:
    """The page of step 1. `others` are tables in which no actions were found."""

    plans: tuple[TableChoice, ...]
    others: tuple[TableChoice, ...]
    questions: tuple[FileQuestion, ...]
    roles: list[tuple[str, str]]
    is_without_tables: bool


def tables_page(plan_import: PlanImport) -> TablesPage:
    """The tables of an import in their order."""
    tables = [_table(table) for table in plan_import.tables.prefetch_related("columns")]
    first: dict[tuple[tuple[str, str], ...], str] = {}
    for at, table in enumerate(tables):
        taken = tuple((column.heading, column.chosen) for column in table.columns)
        like = first.setdefault(taken, table.name)
        if like != table.name and not table.left_out:
            tables[at] = replace(table, like=like)
    return TablesPage(
        plans=tuple(table for table in tables if table.is_plan or table.left_out),
        others=tuple(table for table in tables if not (table.is_plan or table.left_out)),
        questions=tuple(_questions(plan_import)),
        roles=ROLES,
        is_without_tables=not tables,
    )


def _table(table: ImportTable) -> TableChoice:
    columns = tuple(_column(column) for column in table.columns.all())
    return TableChoice(table.pk, table.name, table.rows, table.is_plan, table.left_out, columns)


def _column(column: ImportColumn) -> ColumnChoice:
    chosen = column.chosen or column.taken_for or ColumnRole.OTHER.value
    is_changed = bool(column.chosen) and column.chosen != column.taken_for
    heading = column.heading or f"Column {column.number + 1}"
    return ColumnChoice(column.pk, heading, column.example, chosen, is_changed)


def _questions(plan_import: PlanImport) -> list[FileQuestion]:
    return [
        FileQuestion(guess.pk, kind.title, guess.text, guess.taken_for, guess.answer)
        for guess in plan_import.guesses.all()
        if (kind := kind_of(guess.kind)).effect is GuessEffect.FILE
    ]


def chosen_in(sent: Mapping[str, str]) -> tuple[dict[int, str], list[int]]:
    """What a form chooses: roles by the key of their column, and the keys of tables left out."""
    roles, left_out = {}, []
    for name, value in sent.items():
        kind, _, key = name.partition("-")
        if key.isdecimal() and kind == "column" and value in dict(ROLES):
            roles[int(key)] = value
        elif key.isdecimal() and kind == "out":
            left_out.append(int(key))
    return roles, left_out
