"""Which files are opened: by content, after a check of the table of contents."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from indicators.importing.statistics import file_cells
from indicators.importing.statistics.layouts import open_file
from indicators.importing.statistics.parsed_file import FileNotTaken
from tests.support.statistics_files import (
    EES_HEADER,
    NHS_HEADER,
    SHEFFIELD,
    csv_text,
    ees_row,
)

ODS = "application/vnd.oasis.opendocument.spreadsheet"


def refused(path: Path) -> str:
    with pytest.raises(FileNotTaken) as told:
        open_file(path, path.name)
    return str(told.value)


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "it.csv is empty. Choose the file again."),
        (b"%PDF-1.7 \x00\x01", "it.csv is neither a table as text (CSV) nor a workbook"),
        (b"PK\x03\x04 nothing more", "The file is damaged"),
        (b"a,b,c\r\n1,2,3\r\n", "it.csv has a layout that the service does not recognise."),
        (b'time_period,"' + b"x" * 200_000, "The file is not a table as text (CSV)"),
    ],
)
def test_other_files_are_refused_with_a_reason(tmp_path: Path, content: bytes, words: str) -> None:
    assert refused(written(tmp_path / "it.csv", content)).startswith(words)


def test_an_archive_of_data_files_is_not_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("data/data.csv", "time_period")
    assert "Unpack it, and choose the file within" in refused(path)


def test_a_zip_bomb_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", b"0" * 130_000_000)
    assert "far more than a document can hold" in refused(path)


def test_a_row_repeated_a_million_times_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "bomb.ods"
    row = (
        '<table:table-row table:number-rows-repeated="1000000"><table:table-cell '
        'table:number-columns-repeated="1000" office:value-type="string"><text:p>x</text:p>'
        "</table:table-cell></table:table-row>"
    )
    content = (
        '<?xml version="1.0"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="A">{row}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", ODS)
        archive.writestr("content.xml", content)
    assert refused(path) == (
        "bomb.ods is far larger than these tables are. It has more than 20,000 rows."
    )


_FAR = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
)


@pytest.mark.parametrize(
    "parts",
    [
        {"xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": _FAR},
        {"mimetype": ODS, "xl/workbook.xml": "<workbook/>", "xl/sheet.xml": _FAR},
        {"mimetype": ODS, "content.xml": "<a/>", "XL/workbook.xml": "<a/>", "XL/any": _FAR},
    ],
)
def test_a_cell_in_the_last_corner_is_refused(tmp_path: Path, parts: dict[str, str]) -> None:
    path = tmp_path / "corner.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert refused(path) == (
        "corner.xlsx is far larger than these tables are. It has more than 20,000 rows."
    )


def test_a_binary_workbook_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "binary.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.bin", b"\x83\x01")
    assert refused(path).startswith("binary.xlsx is a binary workbook (xlsb).")


def test_a_file_over_the_limit_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_cells, "LARGEST", 10)
    assert "larger than 30 MB" in refused(written(tmp_path / "it.csv", b"a,b\n" * 10))


def test_rows_of_the_wrong_length_are_named(tmp_path: Path) -> None:
    whole = ees_row("2018", "Calendar year", SHEFFIELD, "4")
    text = csv_text((*EES_HEADER, "n"), whole, ("2018", "Calendar year"), ())
    opened = open_file(written(tmp_path / "it.csv", text.encode()), "it.csv")
    assert [row.value for row in opened.rows] == [4.0]
    assert [fault.message for fault in opened.faults.kept] == [
        "Row 3: it has 2 cells, and the header 11"
    ]


def test_nhs_waits_are_measures_by_therapy_with_separate_bodies(tmp_path: Path) -> None:
    text = csv_text(
        NHS_HEADER,
        ("1", "NA", "England", "June 2023", "2023-06-01", "Audiology", "100", "20", "5", "25"),
        ("2", "ICB", "Dorset", "June 2023", "2023-06-01", "Audiology", "NA", "NA", "0", "NA"),
        ("3", "Region", "London", "June 2023", "2023-06-01", "Audiology", "9", "1", "0", "11.1"),
        ("4", "Moon", "Crater", "June 2023", "2023-06-01", "Audiology", "9", "1", "0", "1"),
        ("5", "ICB", "Dorset", "June", "June", "Audiology", "9", "1", "0", "1"),
        ("6", "ICB", "Dorset", "July 2023", "2023-07-01", "Audiology", "?", "1", "0", "1"),
    )
    opened = open_file(written(tmp_path / "w.csv", text.encode()), "w.csv")
    rows = list(opened.rows)
    assert [(row.place.kind.value, row.place.name) for row in rows[::4]] == [
        ("country", "England"),
        ("nhs", "NHS ICB Dorset"),
        ("nhs", "NHS Region London"),
        ("nhs", "NHS ICB Dorset"),
    ]
    assert [(row.measure.title, row.value) for row in rows[:4]] == [
        ("Audiology: total waiting list", 100.0),
        ("Audiology: waiting more than 18 and up to 52 weeks", 20.0),
        ("Audiology: waiting more than 52 weeks", 5.0),
        ("Audiology: percentage waiting more than 18 weeks", 25.0),
    ]
    assert [row.value for row in rows[4:8]] == [None, None, 0.0, None]
    assert rows[0].span.key == "2023-06"
    assert [fault.message for fault in opened.faults.kept] == [
        "Row 5, Organisation Name: “moon” is not a type of organisation that is known",
        "Row 6, formattedDate: “June” is not a day such as 2023-01-01",
        "Row 7, Total waiting list: “?” is neither a number nor a symbol",
    ]
