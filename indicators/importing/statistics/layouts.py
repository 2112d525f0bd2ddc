"""Detecting the layout of a file by its content, and opening it with its reader. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from indicators.domain.enums import Dataset
from indicators.domain.figure_table import is_heading as is_own_figures
from indicators.importing.statistics import (
    ees,
    ees_columns,
    ees_names,
    lait,
    neighbour_columns,
    neighbours,
    nhs,
    nhs_workbook,
    tribunal,
)
from indicators.importing.statistics.file_cells import RowTable, StatisticsSheets, open_sheets
from indicators.importing.statistics.lait import DescribedMeasure
from indicators.importing.statistics.parsed_file import FileNotTaken, ParseFaults, StatisticsFile
from wsoa.core.spreadsheets.headings import HeadingSearch
from wsoa.core.spreadsheets.typed_cells import TypedSheet, unmerged

EXPECTED: Final = (
    lait.EXPECTED,
    ees.EXPECTED,
    tribunal.EXPECTED,
    nhs.EXPECTED,
    nhs_workbook.EXPECTED,
    neighbours.EXPECTED,
)
_DFE, _MOJ, _NHS = "Department for Education", "Ministry of Justice", "NHS England"


class UnknownLayout(FileNotTaken):
    """A file in none of the known layouts. `short` is the message without the list of layouts."""

    def __init__(self, name: str, where: str) -> None:
        self.short = f"{name} has a layout that the service does not recognise."
        self.where = where
        super().__init__(f"{self.short} One of these was expected: {'; '.join(EXPECTED)}. {where}")


@dataclass(frozen=True, slots=True)
class FileContext:
    """What a file is read with, beside its content.

    `dictionary` is that of the interactive tool, or the metadata file of Explore Education
    Statistics. `described` are the measures of the interactive tool that are stored already, for an
    import without the dictionary. `subject` is what a file of Explore Education Statistics is
    about; `stored_subject` gives the one that is stored for its columns, or nothing.
    """

    name: str
    dictionary: Path | None = None
    described: Mapping[str, DescribedMeasure] | None = None
    published_on: date | None = None
    subject: str = ""
    stored_subject: Callable[[Sequence[str]], str] | None = None


def open_file(
    path: Path,
    name: str,
    *,
    dictionary: Path | None = None,
    described: Mapping[str, DescribedMeasure] | None = None,
    published_on: date | None = None,
    subject: str = "",
    stored_subject: Callable[[Sequence[str]], str] | None = None,
) -> StatisticsFile:
    """Opens a file with the reader of its layout; `FileContext` says what the arguments are.

    All visible sheets of a workbook are searched, and text files alike. Raises UnknownLayout,
    listing the known layouts and where was looked, and FileNotTaken if the file cannot be read.
    """
    context = FileContext(name, dictionary, described, published_on, subject, stored_subject)
    content = open_sheets(path, name)
    tables = content.tables
    for fits, opener in _ROW_LAYOUTS:
        for table in tables:
            at = table.heading_at(fits)
            if at is not None:
                opened = opener(table, at, context)
                opened.sheets_passed_over = _search(content, {table.name}).passed_over
                return opened
    if any(table.heading_at(lait.is_dictionary) is not None for table in tables) or any(
        table.heading_at(ees_columns.is_meta) is not None for table in tables
    ):
        raise FileNotTaken(
            f"{name} describes the columns of another file. Choose that file, and this one "
            "beside it as its dictionary."
        )
    if any(table.heading_at(is_own_figures) is not None for table in tables):
        raise FileNotTaken(
            f"{name} is a table of a plan’s own figures (Indicator, Span, Value), and no official "
            "statistics. Nothing was imported. Open the plan, Indicators, Import figures."
        )
    return _open_sheet_layout(content, context)


def _search(content: StatisticsSheets, used: set[str]) -> HeadingSearch:
    sheets = content.workbook or ()
    return HeadingSearch(
        (),
        tuple(sheet.name for sheet in sheets if sheet.is_visible and sheet.name not in used),
        tuple(sheet.name for sheet in sheets if not sheet.is_visible),
    )


# --- tables of one heading row ------------------------------------------------------------------


def _open_lait(table: RowTable, at: int, context: FileContext) -> StatisticsFile:
    opened = StatisticsFile(Dataset.LAIT, "Local Authority Interactive Tool", _DFE)
    described = dict(context.described or {})
    if context.dictionary:
        rows = _rows_of_second_file(context.dictionary, lait.is_dictionary)
        described |= lait.read_dictionary(rows, ParseFaults())
    if not described:
        raise FileNotTaken(
            "The Local Authority Interactive Tool’s long format is read with its dictionary the "
            "first time. Choose the dictionary along with it."
        )
    opened.rows = lait.read(
        table.from_row(at), described, opened.faults, context.published_on, first_line=at + 1
    )
    return opened


def _rows_of_second_file(
    path: Path, fits: Callable[[Sequence[str]], bool]
) -> Iterator[Sequence[str]]:
    """The rows of a dictionary from its headings; from the first row where there are none."""
    tables = open_sheets(path, "The dictionary").tables
    for table in tables:
        at = table.heading_at(fits)
        if at is not None:
            return table.from_row(at)
    return tables[0].open() if tables else iter(())


def _open_ees(table: RowTable, at: int, context: FileContext) -> StatisticsFile:
    labels = {}
    if context.dictionary:
        labels = ees_columns.read_meta(
            _rows_of_second_file(context.dictionary, ees_columns.is_meta)
        )
    stored = context.stored_subject(table.top[at]) if context.stored_subject else ""
    suggested = ees_names.subject_from_name(Path(context.name).stem)
    subject = ees_columns.TableSubject(
        context.subject or stored or suggested, is_known=bool(context.subject or labels)
    )
    title = f"Explore Education Statistics: {subject.title or context.name}"
    opened = StatisticsFile(Dataset.EES, title[:200], _DFE)
    opened.suggested_subject = suggested
    opened.lacks_subject = not (subject.is_known or stored)
    opened.rows = ees.read(
        lambda: table.from_row(at),
        opened.faults,
        opened.passed_over,
        labels=labels,
        subject=subject,
        published_on=context.published_on,
        first_line=at + 1,
    )
    return opened


def _open_nhs(table: RowTable, at: int, context: FileContext) -> StatisticsFile:
    opened = StatisticsFile(Dataset.NHS_WAITING, "Community health waiting lists", _NHS)
    opened.rows = nhs.read(
        table.from_row(at), opened.faults, context.published_on, first_line=at + 1
    )
    return opened


_ROW_LAYOUTS: Final = ((lait.fits, _open_lait), (ees.fits, _open_ees), (nhs.fits, _open_nhs))


# --- tables that take a whole sheet -------------------------------------------------------------


def _open_sheet_layout(content: StatisticsSheets, context: FileContext) -> StatisticsFile:
    sheets = [sheet for sheet in content.sheets if sheet.is_visible]
    opened, used = _opened(sheets, context)
    if opened is None:
        raise UnknownLayout(context.name, _search(content, set()).where)
    opened.sheets_passed_over = _search(content, used).passed_over
    return opened


def _opened(
    sheets: Sequence[TypedSheet], context: FileContext
) -> tuple[StatisticsFile | None, set[str]]:
    """The file by the first layout that a sheet has, and the names of the sheets it reads."""
    appeals = tribunal.tables_of(sheets)
    if appeals:
        opened = StatisticsFile(Dataset.TRIBUNAL, "SEND tribunal appeal rates", _MOJ)
        opened.rows = tribunal.read(appeals, opened.faults, context.published_on)
        return opened, {table.sheet.name for table in appeals}
    waiting = nhs_workbook.tables_of(sheets)
    if waiting:
        opened = StatisticsFile(Dataset.NHS_WAITING, "Community health waiting lists", _NHS)
        opened.rows = nhs_workbook.read(waiting, opened.faults, context.published_on)
        return opened, {table.sheet.name for table in waiting}
    for sheet in map(unmerged, sheets):
        columns = neighbour_columns.columns_of(sheet)
        if columns is not None:
            opened = StatisticsFile(Dataset.NEIGHBOURS, "Statistical neighbours", _DFE)
            opened.neighbours = neighbours.read(sheet, columns, opened.faults)
            return opened, {sheet.name}
    return None, set()
