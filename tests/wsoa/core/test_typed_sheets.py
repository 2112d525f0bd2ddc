"""Workbooks as sheets of typed cells: formats, formulas, merged cells, hidden sheets, passwords."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from tests.support.files import ENCRYPTED
from wsoa.core.spreadsheets.bounds import TooFar
from wsoa.core.spreadsheets.cell_marks import NEVER_CALCULATED, format_of, marks_of
from wsoa.core.spreadsheets.headings import find_headings
from wsoa.core.spreadsheets.model import Column, Number, Sheet
from wsoa.core.spreadsheets.ods import write_ods
from wsoa.core.spreadsheets.read import delimiter_of_lines, read_sheets
from wsoa.core.spreadsheets.typed_cells import (
    CellFormat,
    MergedCells,
    TypedSheet,
    cell_address,
)
from wsoa.core.spreadsheets.workbooks import kind_of_workbook, read_workbook
from wsoa.core.uploads import UploadRefused


def xlsx(*cells: tuple[object, str]) -> TypedSheet:
    """A sheet with a column of values, each with its number format."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet()
        for row, (value, code) in enumerate(cells):
            sheet.write(row, 0, value, book.add_format({"num_format": code}) if code else None)
    return read_sheets(made)[0]


def ods(rows: str, *, name: str = "Data", styles: str = "", table: str = "", mimetype: bool = True):  # type: ignore[no-untyped-def]
    """An OpenDocument file with these rows in the XML of its one sheet."""
    made = io.BytesIO()
    write_ods([Sheet(name, "", (Column("a", "A"),), ((Number("1"),),))], made, title="")
    out = io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == "content.xml":
                text = content.decode()
                found = r"(<table:table [^>]*)>.*</table:table>"
                made_rows = rf"\1{table}>{rows}</table:table>"
                text = re.sub(found, made_rows, text, flags=re.DOTALL)
                content = text.replace(
                    "</office:automatic-styles>", f"{styles}</office:automatic-styles>"
                ).encode()
            if mimetype or info.filename != "mimetype":
                new.writestr(info, content)
    return out


def ods_cells(*cells: str) -> str:
    return "".join(f"<table:table-row>{cell}</table:table-row>" for cell in cells)


# --- per cent ------------------------------------------------------------------------------------

shares = st.integers(0, 10_000).map(lambda number: number / 10_000)


@given(
    st.lists(shares, min_size=1, max_size=6), st.sampled_from(["0%", "0.0%", "0.00 %", "[Red]0%"])
)
def test_a_cell_shown_as_per_cent_is_what_it_shows(values: list[float], code: str) -> None:
    sheet = xlsx(*((value, code) for value in values))
    for row, value in enumerate(values):
        cell = sheet.cell(row, 0)
        assert cell.value == pytest.approx(100 * value, abs=1e-12)
        assert cell.text == f"{value * 100:.10f}".rstrip("0").rstrip(".") + "%"


@given(st.lists(shares.map(lambda share: round(100 * share, 2)), min_size=1, max_size=6),
       st.sampled_from(['0"%"', r"0\%", '0.0" %"']))  # fmt: skip
def test_a_sign_that_is_only_written_does_not_change_the_number(
    values: list[float], code: str
) -> None:
    sheet = xlsx(*((value, code) for value in values))
    assert [sheet.cell(row, 0).value for row in range(len(values))] == values
    assert all(sheet.cell(row, 0).text.endswith("%") for row in range(len(values)))


@given(st.floats(-1e9, 1e9, allow_nan=False), st.sampled_from(["", "0.00", "#,##0", "0.0E+00"]))
def test_other_formats_leave_the_number_as_it_is(value: float, code: str) -> None:
    cell = xlsx((value, code)).cell(0, 0)
    assert cell.value == pytest.approx(value, rel=1e-14)
    assert cell.format is CellFormat.PLAIN


@given(shares)
def test_a_percentage_of_opendocument_is_what_it_shows(value: float) -> None:
    share = f'<table:table-cell office:value-type="percentage" office:value="{value}"/>'
    written = (
        f'<table:table-cell office:value-type="float" office:value="{100 * value:.2f}">'
        f"<text:p>{100 * value:.0f}%</text:p></table:table-cell>"
    )
    [sheet] = read_sheets(ods(ods_cells(share, written)))
    assert sheet.cell(0, 0).value == pytest.approx(100 * value, abs=1e-12)
    assert sheet.cell(1, 0).value == pytest.approx(100 * value, abs=0.006)
    assert sheet.cell(1, 0).format is CellFormat.SIGN


def test_a_percentage_repeated_in_opendocument_is_marked_as_often() -> None:
    repeated = (
        '<table:table-cell table:number-columns-repeated="3" office:value-type="percentage" '
        'office:value="0.5"/><table:table-cell office:value-type="float" office:value="0.5"/>'
    )
    row = f'<table:table-row table:number-rows-repeated="2">{repeated}</table:table-row>'
    [sheet] = read_sheets(ods(row))
    assert [sheet.texts(row) for row in range(2)] == [["50%", "50%", "50%", "0.5"]] * 2


def test_a_percentage_repeated_millions_of_times_is_refused_without_allocating() -> None:
    cell = (
        '<table:table-row table:number-rows-repeated="20000"><table:table-cell '
        'table:number-columns-repeated="500" office:value-type="percentage" office:value="0.5"/>'
        "</table:table-row>"
    )
    with zipfile.ZipFile(ods(cell)) as archive, pytest.raises(TooFar, match="more than 1,000,000"):
        marks_of(archive)


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("0%", CellFormat.SHARE),
        ("0.0%;[Red]-0.0%", CellFormat.SHARE),
        ('0"%"', CellFormat.SIGN),
        ('"about "0', CellFormat.PLAIN),
        ("_-* #,##0_-", CellFormat.PLAIN),
        ("_%0", CellFormat.PLAIN),
    ],
)
def test_what_a_format_does_with_the_sign(code: str, shown: CellFormat) -> None:
    assert format_of(code) is shown


# --- formulas and merged cells -------------------------------------------------------------------


def test_a_formula_never_calculated_is_told_from_one_whose_result_is_empty() -> None:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        book.add_worksheet().write(0, 0, "x")
    cells = (
        '<c r="A1"><f>1+1</f><v></v></c>',
        '<c r="B1"><f>1+1</f></c>',
        '<c r="C1"><f>1+1</f><v>2</v></c>',
        '<c r="D1" t="str"><f>A1</f><v></v></c>',
        '<c r="E1" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
    )
    out = io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            text = old.read(info).decode()
            row = f'<row r="1">{"".join(cells)}</row>'
            text = re.sub("<row .*</row>", row, text, flags=re.DOTALL)
            new.writestr(info, text)
    [sheet] = read_sheets(out)
    assert list(sheet.causes) == [(0, 0), (0, 1), (0, 4)]
    assert sheet.causes[0, 0] == sheet.causes[0, 1] == NEVER_CALCULATED
    assert "has the error #DIV/0!" in sheet.causes[0, 4]
    assert (sheet.cell(0, 2).value, sheet.cell(0, 3).text) == (2, "")


def test_formulas_of_opendocument_are_told_apart_too() -> None:
    cells = ods_cells(
        '<table:table-cell table:formula="of:=1+1"/>',
        '<table:table-cell table:formula="of:=1/0" office:value-type="string">'
        "<text:p>#DIV/0!</text:p></table:table-cell>",
        '<table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2"/>',
    )
    [sheet] = read_sheets(ods(cells))
    assert {place: cause[:40] for place, cause in sheet.causes.items()} == {
        (0, 0): NEVER_CALCULATED[:40],
        (1, 0): "The formula in this cell has the error #",
    }


def test_merged_cells_of_both_formats() -> None:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        book.add_worksheet().merge_range(1, 0, 3, 1, "x")
    block = MergedCells((1, 0), (3, 1))
    assert read_sheets(made)[0].merged == (block,)
    spanned = (
        '<table:table-row><table:table-cell table:number-rows-spanned="3" '
        'table:number-columns-spanned="2" office:value-type="string"><text:p>x</text:p>'
        "</table:table-cell></table:table-row>"
    )
    [sheet] = read_sheets(ods("<table:table-row><table:table-cell/></table:table-row>" + spanned))
    assert sheet.merged == (block,)
    assert sheet.covered(range(5), [1]) == {(1, 1): block, (2, 1): block, (3, 1): block}


def test_merged_blocks_that_lie_on_one_another_take_no_memory() -> None:
    blocks = tuple(MergedCells((0, 0), (1_048_575, 16_383)) for _ in range(50))
    sheet = TypedSheet("x", [["a"]] * 20_000, merged=blocks)
    assert len(sheet.covered(range(20_000), range(9))) <= 200_000


# --- sheets and files ----------------------------------------------------------------------------


def test_hidden_sheets_are_known_in_both_formats() -> None:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        for name in ("Old", "Data", "Very"):
            book.add_worksheet(name).write(0, 0, "x")
        book.get_worksheet_by_name("Data").activate()
        book.get_worksheet_by_name("Old").hide()
        book.get_worksheet_by_name("Very").very_hidden()
    assert [sheet.is_visible for sheet in read_sheets(made)] == [False, True, False]
    hidden = (
        '<style:style style:name="gone" style:family="table"><style:table-properties '
        'table:display="false"/></style:style>'
    )
    cells = ods_cells(
        '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
    )
    [sheet] = read_sheets(ods(cells, styles=hidden, table=' table:style-name="gone"'))
    assert not sheet.is_visible


def test_an_opendocument_file_without_its_mimetype_is_read() -> None:
    cell = '<table:table-cell office:value-type="string"><text:p>Name</text:p></table:table-cell>'
    content = ods(ods_cells(cell), mimetype=False)
    assert "mimetype" not in zipfile.ZipFile(content).namelist()
    assert kind_of_workbook(content, "a.ods") == "ods"
    [sheet] = read_workbook(content, "a.ods", rows=10, columns=10)
    assert sheet.texts(0) == ["Name"]


def test_a_text_document_without_its_mimetype_is_no_spreadsheet() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(
            "content.xml", "<office:document-content><office:text/></office:document-content>"
        )
    with pytest.raises(UploadRefused, match="is not a spreadsheet"):
        kind_of_workbook(made, "a.ods")


@pytest.mark.parametrize("name", ENCRYPTED)
def test_an_encrypted_file_is_called_so(name: str) -> None:
    with pytest.raises(UploadRefused, match="is encrypted: it opens only with a password"):
        read_workbook(io.BytesIO(ENCRYPTED[name]), name, rows=10, columns=10)


def test_a_search_says_where_it_looked() -> None:
    sheets = [
        TypedSheet("Cover", [["Board report"]]),
        TypedSheet("Old", [["Name"]], is_visible=False),
        TypedSheet("Data", [[""], ["Title"], ["Name"]]),
    ]
    found = find_headings(sheets, lambda texts: "Name" in texts)
    assert [(table.sheet.name, table.row) for table in found.found] == [("Data", 2)]
    assert found.passed_over == (
        "No table was found on the sheet “Cover”. Not read, because hidden: the sheet “Old”."
    )
    nothing = find_headings(sheets, lambda texts: "Value" in texts)
    assert nothing.where == (
        "Looked in the first 20 rows of the sheets “Cover” and “Data”. Not looked in, because "
        "hidden: the sheet “Old”."
    )


def test_the_delimiter_is_that_of_the_row_with_most_columns() -> None:
    assert delimiter_of_lines(["Figures, as at 1 May", "a;b;c;d", "1,5;2;3;4"]) == ";"
    assert delimiter_of_lines([]) == ","


@given(st.integers(0, 2_000), st.integers(0, 16_383))
def test_an_address_is_that_of_its_cell(row: int, column: int) -> None:
    from xlsxwriter.utility import xl_rowcol_to_cell

    assert cell_address(row, column) == xl_rowcol_to_cell(row, column)
