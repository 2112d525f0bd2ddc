"""Symbols for having no number mean the same at every way in."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from indicators.domain.entry_validation import read_value
from indicators.domain.enums import Gap, Unit
from indicators.domain.figure_files import read_table
from indicators.importing.statistics.layouts import open_file
from tests.support.statistics_files import (
    EES_HEADER,
    LAIT_HEADER,
    NHS_HEADER,
    SHEFFIELD,
    csv_text,
    dictionary,
    ees_row,
    lait_row,
    tribunal,
    workbook,
)
from wsoa.core.spreadsheets.symbols import symbol_of
from wsoa.core.spreadsheets.typed_cells import TypedCell

MEANINGS = {
    Gap.SUPPRESSED: (
        "[c]",
        "c",
        "C",
        "*",
        "<5",
        "< 5",
        "fewer than 5",
        "Less than 10",
        "suppressed",
    ),
    Gap.NOT_AVAILABLE: ("[x]", "x", "..", ":", "n/a", "N/A", "NA", "not available", "(x)"),
    Gap.NOT_APPLICABLE: ("[z]", "z", "Z", "not applicable"),
    Gap.LOW: ("[low]", "low", "Low", "~"),
}
SYMBOLS = [(symbol, gap) for gap, symbols in MEANINGS.items() for symbol in symbols]


def typed_in_a_form(_: Path, symbols: list[str]) -> Iterable[Gap]:
    """Every page and every file of figures parses what was typed with this function."""
    return [read_value(symbol, Unit.PERCENT).gap for symbol in symbols]


def own_file(ending: str) -> Callable[[Path, list[str]], Iterable[Gap]]:
    def read(path: Path, symbols: list[str]) -> Iterable[Gap]:
        rows = [("Indicator", "Span", "Value"), *(("ehc", "2019-09", each) for each in symbols)]
        if ending == "csv":
            content = csv_text(*rows).encode()
        else:
            content = workbook(path / "own.xlsx", {"Data": rows}).read_bytes()
        table = read_table(io.BytesIO(content), f"own.{ending}")
        return [read_value(row["value"], Unit.PERCENT).gap for row in table.rows]

    return read


def interactive_tool(path: Path, symbols: list[str]) -> Iterable[Gap]:
    rows = [lait_row(years=str(2000 + n), value=each) for n, each in enumerate(symbols)]
    file = path / "long.csv"
    file.write_text(csv_text(LAIT_HEADER, *rows))
    opened = open_file(file, "long.csv", dictionary=dictionary(path / "dictionary.csv"))
    return [row.gap for row in opened.rows]


def open_data(path: Path, symbols: list[str]) -> Iterable[Gap]:
    rows = [
        ees_row(str(2000 + n), "Calendar year", SHEFFIELD, each) for n, each in enumerate(symbols)
    ]
    numbers = [
        ees_row(str(2050 + n), "Calendar year", SHEFFIELD, n) for n in range(len(symbols) + 1)
    ]
    file = path / "ees.csv"
    file.write_text(csv_text((*EES_HEADER, "pupils"), *rows, *numbers))
    return [row.gap for row in open_file(file, "ees.csv").rows][: len(symbols)]


def tribunal_table(path: Path, symbols: list[str]) -> Iterable[Gap]:
    rows = [(f"Authority {chr(65 + n)}", each, 9, 0.1, 1, 9, 0.1) for n, each in enumerate(symbols)]
    opened = open_file(workbook(path / "t.xlsx", tribunal(*rows)), "t.xlsx")
    return [
        row.gap
        for row in opened.rows
        if row.measure.code == "appeals_registered"
        and row.span.key == "2023"
        and row.place.name.startswith("Authority")
    ]


def waiting_list(path: Path, symbols: list[str]) -> Iterable[Gap]:
    rows = [
        ("1", "ICB", f"Board {n}", "", "2023-01-01", "Audiology", each, "1", "0", "11")
        for n, each in enumerate(symbols)
    ]
    file = path / "w.csv"
    file.write_text(csv_text(NHS_HEADER, *rows))
    opened = open_file(file, "w.csv")
    return [row.gap for row in opened.rows if row.measure.code.endswith("Total waiting list")]


def waiting_workbook(path: Path, symbols: list[str]) -> Iterable[Gap]:
    sheet = [
        ("Total waiting list by service, January 2023",),
        ("", "", "(CYP) Audiology", "(A) Podiatry"),
        ("", "England", 900, 10),
        *((("ICB" if not n else ""), f"Board {n}", each, 1) for n, each in enumerate(symbols)),
    ]
    opened = open_file(workbook(path / "w.xlsx", {"Table 4": sheet}), "w.xlsx")
    return [
        row.gap
        for row in opened.rows
        if row.measure.code == "Audiology: Total waiting list" and "Board" in row.place.name
    ]


DOORS = {
    "form": typed_in_a_form,
    "own CSV": own_file("csv"),
    "own workbook": own_file("xlsx"),
    "interactive tool": interactive_tool,
    "open data": open_data,
    "tribunal": tribunal_table,
    "waiting lists": waiting_list,
    "waiting lists, workbook": waiting_workbook,
}


@pytest.mark.parametrize("door", DOORS.values(), ids=DOORS)
def test_every_symbol_means_the_same_at_every_way_in(
    tmp_path: Path, door: Callable[[Path, list[str]], Iterable[Gap]]
) -> None:
    found = door(tmp_path, [symbol for symbol, _ in SYMBOLS])
    assert dict(zip([symbol for symbol, _ in SYMBOLS], found, strict=True)) == dict(SYMBOLS)


def test_a_typed_cell_knows_its_symbol() -> None:
    assert [Gap(TypedCell(symbol).symbol or "") for symbol, _ in SYMBOLS] == [
        gap for _, gap in SYMBOLS
    ]
    assert [TypedCell(value).symbol for value in (5.0, "5", None, "")] == [None] * 4


@pytest.mark.parametrize("text", ["", "5", "c5", "[5]", "(5)", "x y", "lower", "cx"])
def test_anything_else_is_no_symbol(text: str) -> None:
    assert symbol_of(text) is None
