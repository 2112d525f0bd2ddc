"""Tables as files: reading, refusing by content, and writing."""

from __future__ import annotations

import csv
import io
import tracemalloc
import zipfile
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from indicators.domain.figure_files import csv_file, read_table, write_table
from indicators.domain.figure_table import (
    COLUMNS,
    HEADINGS,
    MOST_ROWS,
    TableRefused,
    number_text,
    visible_line,
)
from tests.support import files
from tests.support.files import ENCRYPTED
from wsoa.core.spreadsheets.files import SheetFormat
from wsoa.core.uploads import UploadRefused

HEAD = "Indicator,Series,Span,Value,Numerator,Denominator,Provisional,Source,Note"


def row(**cells: str) -> dict[str, str]:
    given = {"indicator": "ehc", "series": "Month", "span": "2019-09", "value": "91"}
    return dict.fromkeys(COLUMNS, "") | given | cells


def read(content: bytes, name: str = "figures.csv") -> list[dict[str, str]]:
    return [each.cells for each in read_table(io.BytesIO(content), name).rows]


ROWS = [
    row(),
    row(span="2019-08", value="52.1739130434783", numerator="12", denominator="23"),
    row(span="2019-07", value="fewer than 5", provisional="yes", note="=1+1 is no formula"),
    row(span="2019-06", value="not available", source="+44 114", note="-5, “quoted”, it's"),
    row(span="2019-05", value="-0.42", note="'=quoted already"),
    row(span="2019-04", value="1234567.5", note="@here; semicolon"),
]


@pytest.mark.parametrize("kind", SheetFormat)
def test_a_written_table_is_read_back_unchanged(kind):
    made = write_table(kind, ROWS, "Figures of a plan")
    assert read(made, f"figures.{kind}") == ROWS


@pytest.mark.parametrize("kind", SheetFormat)
def test_the_rows_are_numbered_as_the_file_shows_them(kind):
    table = read_table(io.BytesIO(write_table(kind, ROWS, "Title")), f"f.{kind}")
    first = 2 if kind is SheetFormat.CSV else 3  # below the title
    assert [each.number for each in table.rows] == list(range(first, first + len(ROWS)))


@given(st.lists(st.text(max_size=40).map(visible_line), min_size=1, max_size=5))
def test_any_text_survives_csv_and_ods(notes):
    rows = [row(note=note, source=note) for note in notes]
    for kind in (SheetFormat.CSV, SheetFormat.ODS):
        assert read(write_table(kind, rows, "Title"), f"f.{kind}") == rows


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_as_spreadsheets_of_any_country_save_it(mark, code):
    lines = [HEAD.lower(), "ehc,Month,2019-09,91,,,,Café £,“so”"]
    content = "\r\n".join(line.replace(",", mark) for line in lines).encode(code)
    assert read(content) == [row(source="Café £", note="“so”")]


@pytest.mark.parametrize("head", ["INDICATOR , span,  VALUE", "Indicator Key,Period,Figure"])
def test_headings_ignore_case_and_spaces(head):
    assert read(f"{head}\nehc,2019-09,91\n".encode()) == [row(series="")]


def test_rows_above_headings_and_empty_rows_are_skipped_but_counted():
    content = f"Figures of a plan\n\n{HEAD}\nehc,Month,2019-09,91\n,,,\nehc,Month,2019-08,90\n"
    table = read_table(io.BytesIO(content.encode()), "f.csv")
    assert [each.number for each in table.rows] == [4, 6]


def test_unknown_columns_are_listed():
    table = read_table(io.BytesIO(b"Indicator,Span,Value,Colour\nehc,2019-09,91,red\n"), "f.csv")
    assert table.passed_over == ("Colour",)


def test_days_and_numbers_of_a_workbook_are_read_as_text():
    import xlsxwriter

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "mmm yy"})
    sheet.write_row(0, 0, ["Indicator", "Span", "Value", "Provisional", "Note"])
    sheet.write_row(1, 0, ["ehc", "", 0.1 + 0.2, True, 7])
    sheet.write_datetime(1, 1, datetime(2019, 9, 1), day)
    book.close()
    [found] = read(made.getvalue(), "f.xlsx")
    assert found == row(series="", span="2019-09-01", value="0.3", provisional="yes", note="7")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (
            b"Name,Colour\na,b\n",
            "No row of headings was found. One row must contain the column names",
        ),
        (b"Indicator,Span,Value,value\n", "The column Value appears twice. Remove one of them."),
        (
            HEAD.encode() + b"\n" + b"ehc,Month,2019-09,91\n" * (MOST_ROWS + 50),
            "The table has more than 20,000 rows. Upload it in parts.",
        ),
    ],
)
def test_a_file_without_the_table_is_refused_with_the_required_columns(content, told):
    with pytest.raises(TableRefused) as refused:
        read_table(io.BytesIO(content), "figures.csv")
    assert str(refused.value).startswith(told)


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"", "figures.csv", "figures.csv is empty. Choose the file again."),
        (files.pdf(), "figures.csv", "figures.csv is a PDF. Upload a table as"),
        (files.png(), "figures.xlsx", "figures.xlsx is a PNG picture. Upload a table as"),
        (b"<!doctype html><p>x", "figures.csv", "figures.csv is a web page. Upload a table as"),
        (b"MZ\x90\x00", "figures.csv", "figures.csv is a program. Upload a table as"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "f.xls", "f.xls is an old Office file (doc, xls)"),
        (b"a\x00b\x01", "figures.csv", "figures.csv is of an unknown kind. Upload a table as"),
        (files.docx(), "figures.xlsx", "figures.xlsx is not a spreadsheet. Upload it as"),
        (
            files.plain_zip(a=b"b"),
            "figures.xlsx",
            "figures.xlsx is not a spreadsheet. Upload it as",
        ),
        (files.bomb, "figures.xlsx", "figures.xlsx would unpack to far more than a document"),
        (files.lying_bomb, "figures.xlsx", "figures.xlsx unpacks to more than it states"),
        (files.xlsx({"xl/vbaProject.bin": b"x"}), "figures.xlsx", "figures.xlsx contains macros"),
        (b"a" * (10 * 1024 * 1024 + 1), "f.csv", "f.csv must be smaller than 10 MB."),
    ],
)
def test_other_files_are_refused_by_their_content(content, name, told):
    made = content() if callable(content) else content  # large ones only where they are needed
    with pytest.raises(UploadRefused) as refused:
        read_table(io.BytesIO(made), name)
    assert str(refused.value).startswith(told)


def with_part(made: bytes, part: str, content: bytes) -> bytes:
    """A workbook with one of its parts replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for info in old.infolist():
            new.writestr(info, content if info.filename == part else old.read(info))
        if part not in old.namelist():
            new.writestr(part, content)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def xlsx_sheet(rows: str) -> bytes:
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    return with_part(write_table(SheetFormat.XLSX, [], "Title"), SHEET, sheet.encode())


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="1"><c r="XFD1"><v>1</v></c></row>',
        "<row r='1'><c r='A9999999' t='inlineStr'><is><t>x</t></is></c></row>",
        '<row r="999999"><c><v>1</v></c></row>',
    ],
)
def test_a_cell_in_the_last_row_or_column_is_refused_without_allocating(rows):
    """The reader would make room for 17,000,000,000 cells, and the process would end."""
    content = xlsx_sheet(rows)
    tracemalloc.start()
    with pytest.raises(UploadRefused, match="is too large"):
        read_table(io.BytesIO(content), "figures.xlsx")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 4 * 1024 * 1024


def test_a_sheet_under_another_name_is_checked_too():
    content = with_part(
        write_table(SheetFormat.XLSX, [], "Title"),
        "xl/other.dat",
        b'\n<worksheet><row r="1"><c r="XFD1048576"><v>1</v></c></row></worksheet>',
    )
    with pytest.raises(UploadRefused, match="is too large"):
        read_table(io.BytesIO(content), "figures.xlsx")


def test_empty_formatted_cells_far_below_are_ignored():
    made = xlsx_sheet(
        "<row r='1'><c r='A1' t='inlineStr'><is><t>Indicator</t></is></c>"
        "<c r='B1' t='inlineStr'><is><t>Span</t></is></c>"
        "<c r='C1' t='inlineStr'><is><t>Value</t></is></c></row>"
        '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    )
    assert read(made, "figures.xlsx") == []


@pytest.mark.parametrize(
    "cell",
    [
        '<table:table-row table:number-rows-repeated="1000000"><table:table-cell '
        'office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>',
        '<table:table-row><table:table-cell table:number-columns-repeated="16000" '
        'office:value-type="float" office:value="1"/></table:table-row>',
        '<table:table-row table:number-rows-repeated="1000000"><table:table-cell/>'
        "</table:table-row><table:table-row><table:table-cell><text:p>x</text:p>"
        "</table:table-cell></table:table-row>",
    ],
)
def test_a_cell_repeated_a_million_times_is_refused(cell):
    made = write_table(SheetFormat.ODS, [], "Title")
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        content = archive.read("content.xml").replace(
            b"</table:table>", cell.encode() + b"</table:table>"
        )
    with pytest.raises(UploadRefused, match="is too large"):
        read_table(io.BytesIO(with_part(made, "content.xml", content)), "figures.ods")


def test_a_workbook_with_entities_or_invalid_xml_is_damaged():
    entities = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>'
    for content in (entities, b"<worksheet><row></worksheet>"):
        made = with_part(write_table(SheetFormat.XLSX, [], "Title"), SHEET, content)
        with pytest.raises(UploadRefused, match="is damaged and cannot be read"):
            read_table(io.BytesIO(made), "figures.xlsx")


def test_a_file_that_is_two_workbooks_at_once_is_refused():
    made = with_part(write_table(SheetFormat.ODS, [], "Title"), "xl/workbook.xml", b"<workbook/>")
    with pytest.raises(UploadRefused, match="is not a spreadsheet"):
        read_table(io.BytesIO(made), "figures.ods")


# --- formulas ----------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", ["=1+1", "+1 2", "-x", "@x", "\t=1", "\r=1", "  =1", "'=1"])
def test_no_cell_of_csv_is_a_formula(cell):
    [[found]] = list(csv.reader(io.StringIO(csv_file([[cell]]).decode("utf-8-sig"))))
    assert found == f"'{cell}"


@pytest.mark.parametrize("cell", ["-0.42", "91", "it's", "", "12 of 23", "'tis"])
def test_numbers_stay_numbers_and_text_stays_text(cell):
    [[found]] = list(csv.reader(io.StringIO(csv_file([[cell]]).decode("utf-8-sig"))))
    assert found == cell


@pytest.mark.parametrize("kind", [SheetFormat.XLSX, SheetFormat.ODS])
def test_no_cell_of_a_workbook_is_a_formula(kind):
    made = write_table(kind, [row(note="=HYPERLINK(1)", value="-0.42")], "=1+1")
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        texts = b"".join(archive.read(name) for name in archive.namelist())
    assert (b"<f>" in texts, b"table:formula" in texts) == (False, False)
    cells = CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(0).to_python()
    assert cells[0][0] == "=1+1"
    assert dict(zip(HEADINGS.values(), cells[2], strict=True)) == {
        **dict(zip(HEADINGS.values(), row().values(), strict=True)),
        "Value": -0.42,
        "Note": "=HYPERLINK(1)",
    }


@given(st.floats(-1e12, 1e12, allow_nan=False))
def test_a_number_as_text_is_plain_and_within_what_spreadsheets_keep(number):
    text = number_text(number)
    assert "e" not in text.lower()
    assert float(text) == pytest.approx(number, rel=1e-14)


# --- encrypted files ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(ENCRYPTED))
def test_an_encrypted_file_is_named_as_such(name):
    with pytest.raises(UploadRefused, match="is encrypted: it opens only with a password"):
        read_table(io.BytesIO(ENCRYPTED[name]), name)
