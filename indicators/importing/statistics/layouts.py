"""Detecting the layout of a file by its content, and opening it with its reader. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Final

from indicators.domain.enums import Dataset
from indicators.importing.statistics import ees, ees_columns, lait, neighbours, nhs, tribunal
from indicators.importing.statistics.file_cells import is_spreadsheet, sheets, text_rows
from indicators.importing.statistics.lait import DescribedMeasure
from indicators.importing.statistics.parsed_file import FileNotTaken, ParseFaults, StatisticsFile

EXPECTED: Final = (
    lait.EXPECTED,
    ees.EXPECTED,
    tribunal.EXPECTED,
    nhs.EXPECTED,
    neighbours.EXPECTED,
)
_DFE, _MOJ, _NHS = "Department for Education", "Ministry of Justice", "NHS England"


class UnknownLayout(FileNotTaken):
    """A file in none of the known layouts. `short` is the message without the list of layouts."""

    def __init__(self, name: str) -> None:
        self.short = f"{name} has a layout that the service does not recognise."
        super().__init__(f"{self.short} One of these was expected: {'; '.join(EXPECTED)}.")


def open_file(
    path: Path,
    name: str,
    *,
    dictionary: Path | None = None,
    described: Mapping[str, DescribedMeasure] | None = None,
    published_on: date | None = None,
) -> StatisticsFile:
    """Opens a file with the reader of its layout.

    `dictionary` is that of the interactive tool, or the metadata file of Explore Education
    Statistics. `described` are the measures of the interactive tool that are stored already, for an
    import without the dictionary.

    Raises UnknownLayout, listing the known layouts, and FileNotTaken if the file cannot be read.
    """
    if is_spreadsheet(path, name):
        return _open_workbook(path, name, published_on)
    header = next(text_rows(path), [])
    if lait.fits(header):
        return _open_lait(path, dictionary, described or {}, published_on)
    if ees.fits(header):
        return _open_ees(path, name, dictionary, published_on)
    if nhs.fits(header):
        opened = StatisticsFile(Dataset.NHS_WAITING, "Community health waiting lists", _NHS)
        opened.rows = nhs.read(text_rows(path), opened.faults, published_on)
        return opened
    if lait.is_dictionary(header) or ees_columns.is_meta(header):
        raise FileNotTaken(
            f"{name} describes the columns of another file. Choose that file, and this one "
            "beside it as its dictionary."
        )
    raise UnknownLayout(name)


def _open_lait(
    path: Path,
    dictionary: Path | None,
    known: Mapping[str, DescribedMeasure],
    published_on: date | None,
) -> StatisticsFile:
    opened = StatisticsFile(Dataset.LAIT, "Local Authority Interactive Tool", _DFE)
    described = dict(known)
    if dictionary:
        described |= lait.read_dictionary(_text(dictionary), ParseFaults())
    if not described:
        raise FileNotTaken(
            "The Local Authority Interactive Tool’s long format is read with its dictionary the "
            "first time. Choose the dictionary along with it."
        )
    opened.rows = lait.read(text_rows(path), described, opened.faults, published_on)
    return opened


def _text(path: Path) -> Iterator[list[str]]:
    if is_spreadsheet(path, "The dictionary"):
        raise FileNotTaken("The dictionary was expected as text (CSV).")
    return text_rows(path)


def _open_ees(
    path: Path, name: str, meta: Path | None, published_on: date | None
) -> StatisticsFile:
    topic = Path(name).stem.replace("_", " ").replace("-", " ").strip()
    opened = StatisticsFile(Dataset.EES, f"Explore Education Statistics: {topic}"[:200], _DFE)
    labels = ees_columns.read_meta(_text(meta)) if meta else {}
    opened.rows = ees.read(
        lambda: text_rows(path),
        opened.faults,
        opened.passed_over,
        labels=labels,
        topic="Explore Education Statistics",
        published_on=published_on,
    )
    return opened


def _open_workbook(path: Path, name: str, published_on: date | None) -> StatisticsFile:
    book = dict(sheets(path))
    if any(tribunal.by_authority(sheet) is not None for sheet in book.values()):
        opened = StatisticsFile(Dataset.TRIBUNAL, "SEND tribunal appeal rates", _MOJ)
        opened.rows = tribunal.read(book, opened.faults, published_on)
        return opened
    for sheet in book.values():
        if neighbours.header_at(sheet) is not None:
            opened = StatisticsFile(Dataset.NEIGHBOURS, "Statistical neighbours", _DFE)
            opened.neighbours = neighbours.read(sheet, opened.faults)
            return opened
    raise UnknownLayout(name)
