"""Small files in the layouts of the big ones."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

LAIT_HEADER = (
    *("Short Desc", "Data item", "Years", "LA and Regions", "Values", "LA Number"),
    "Region",
)
DICTIONARY_HEADER = (
    *("Measure_short", "Topic", "Measure", "Chart_title", "Polarity", "y_axis_name"),
    *("Description", "dps", "Year_Type"),
)
EHC = ("EHC_20", "SEN", "New plans", "New plans in 20 weeks (%)", "High", "% of plans", "", "NA")
DICTIONARY_ROWS = (
    (*EHC, "Calendar Year"),
    ("ABS", "Absence", "Absence", "Absence (%)", "Low", "% missed", "", "2", "Academic Year"),
    ("COST", "Finance", "Cost", "Weekly cost", "NA", "Unit Cost", "", "0", "Financial Year"),
    ("CASES", "SEN", "Cases", "Cases in January", "-", "Total cases", "", "NA", "Annual - January"),
)


def csv_text(header: Sequence[str], *rows: Sequence[object], dialect: str = "excel") -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, dialect)
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def dictionary(path: Path) -> Path:
    path.write_text(csv_text(DICTIONARY_HEADER, *DICTIONARY_ROWS))
    return path


def lait_row(
    code: str = "EHC_20",
    years: str = "2018",
    value: str = "39.7",
    number: str = "373.0",
    name: str = "Sheffield",
    region: str = "Yorkshire and The Humber",
) -> tuple[str, ...]:
    return (code, "", years, name, value, number, region)


def lait(path: Path, *rows: Sequence[object]) -> Path:
    path.write_text(csv_text(LAIT_HEADER, *rows))
    return path


EES_HEADER = (
    *("time_period", "time_identifier", "geographic_level", "country_code", "country_name"),
    *("region_code", "region_name", "new_la_code", "old_la_code", "la_name"),
)
ENGLAND = ("National", "E92000001", "England", "", "", "", "", "")
YORKSHIRE = (
    *("Regional", "E92000001", "England", "E12000003", "Yorkshire and The Humber"),
    *("", "", ""),
)
SHEFFIELD = (
    *("Local authority", "E92000001", "England", "E12000003", "Yorkshire and The Humber"),
    *("E08000019", "373", "Sheffield"),
)


def ees_row(
    period: str, identifier: str, place: Sequence[str], *cells: object
) -> tuple[object, ...]:
    return (period, identifier, *place, *cells)


NHS_HEADER = (
    *("", "Organisation Type", "Organisation Name", "Date", "formattedDate", "Therapy"),
    *("Total waiting list", "Waiting >18-52 weeks", "Waiting >52 weeks"),
    "Percentage waiting more than 18 weeks",
)


# --- workbooks -----------------------------------------------------------------------------------

COUNTED = ("Appeals registered4", "Total Appealable Decisions1", "SEND Tribunal Appeal Rate2")
TITLE = ("Table SEND_2: appeal rate, by local authorities in England 2023-20242,3",)
Sheets = dict[str, list[tuple[Any, ...]]]


def workbook(path: Path, sheets: Sheets) -> Path:
    """Writes an XLSX file with rows of cells by the name of their sheet."""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "mmm yy"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for line, row in enumerate(rows):
                sheet.write_row(line, 0, row)
    return path


def tribunal(*rows: tuple[Any, ...], notes: tuple[tuple[str, ...], ...] = ()) -> Sheets:
    """The tribunal's table of two years, with these rows before its total."""
    return {
        "SEND_2": [
            TITLE,
            ("Local Authority", 2023, "", "", "20242", "", ""),
            ("", *COUNTED, *COUNTED),
            *rows,
            ("England Total4", 14000, 600000, 0.0233, 21000, 700000, 0.03),
            ("Notes: ",),
            *notes,
        ]
    }


NEIGHBOURS_HEADER = (
    *("LA num", "LA Name", "LA number", "GOInd", "GOReg"),
    *(name for rank in range(1, 11) for name in (f"SN{rank}", "SNP")),
)


def neighbours_of(number: object, name: str, *others: object) -> tuple[Any, ...]:
    """A row of the table of statistical neighbours."""
    cells = [cell for other in others for cell in (other, "Very Close")]
    return (number, name, number, 9, "Yorkshire and the Humber", *cells)
