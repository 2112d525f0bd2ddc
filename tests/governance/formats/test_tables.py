"""ODS, XLSX and CSV: the same tables, as the guidance on open documents asks."""

from __future__ import annotations

import csv
import io
import re
import zipfile

import pytest
from lxml import etree
from python_calamine import CalamineWorkbook

from governance.papers.formats import tables, xlsx
from governance.papers.formats.formula_guard import cleaned
from governance.papers.formats.tables_of_indicators import indicators
from tests.governance.formats.reading import table
from tests.support.rendered import imprint_for
from tests.support.rich_document import rich
from wsoa.core.spreadsheets import xlsx as xlsx_writer
from wsoa.core.spreadsheets.guard import unguarded

NAMES = [
    *("About", "Summary", "Actions", "Statuses", "Date changes"),
    *("Areas", "Indicators", "Posts", "Abbreviations", "Easy Read"),
]


@pytest.fixture(scope="module")
def made():
    return {
        each.name: each for each in tables.quarterly_tables(cleaned(rich()), imprint_for(rich()))
    }


@pytest.mark.parametrize("form", ["ods", "xlsx"])
def test_there_is_one_table_a_sheet_with_its_title_in_a1(form, small, made):
    book = CalamineWorkbook.from_path(str(small.path(form)))

    assert book.sheet_names == NAMES
    for name in NAMES:
        lines = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        assert lines[0][0] == made[name].title
        assert lines[3] == [column.title for column in made[name].columns]
        wanted = [["" if cell is None else cell for cell in row] for row in made[name].rows]
        assert lines[4:] == wanted


def test_csv_is_the_sheet_of_actions(small, made):
    text = small.path("csv").read_bytes().decode("utf-8-sig")
    heads, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)

    assert heads == [column.title for column in made["Actions"].columns]
    assert [[unguarded(cell) for cell in row] for row in rows] == [
        ["" if cell is None else str(cell) for cell in row] for row in made["Actions"].rows
    ]
    assert text.count("\r\n") == len(rows) + 1


def test_no_cells_are_merged_and_none_is_filled(small):
    with zipfile.ZipFile(small.path("xlsx")) as book:
        pages = [book.read(name) for name in book.namelist() if "worksheets/sheet" in name]
        fills = etree.fromstring(book.read("xl/styles.xml")).find("{*}fills")
    with zipfile.ZipFile(small.path("ods")) as book:
        content = book.read("content.xml")

    assert not any(b"mergeCell" in each for each in pages)
    assert {each[0].get("patternType") for each in fills} == {"none", "gray125"}  # the two of all
    assert b"spanned" not in content
    assert b"background-color" not in content


def test_headers_stay_in_sight_and_columns_can_be_filtered(small):
    with zipfile.ZipFile(small.path("xlsx")) as book:
        pages = [book.read(name) for name in book.namelist() if "worksheets/sheet" in name]

    assert len(pages) == len(NAMES)
    assert all(b'ySplit="4"' in each and b'state="frozen"' in each for each in pages)
    assert all(b"<autoFilter" in each for each in pages)


def test_numbers_are_numbers_and_a_suppressed_one_is_none(small):
    for form in ("ods", "xlsx"):
        rows = list(table(small.path(form), "Indicators"))
        assert [row["Value"] for row in rows] == [58.0, "", ""]
        assert [row["Figure, as printed"] for row in rows] == ["58%", "Suppressed", ""]
        (counts, *_rest) = table(small.path(form), "Summary")
        assert counts["Actions, Oct 2019"] == 3


def test_an_action_has_each_quarter_with_its_reason_and_flags(made):
    names = [column.name for column in made["Actions"].columns]
    first = dict(zip(names, made["Actions"].rows[0], strict=True))
    last = dict(zip(names, made["Actions"].rows[2], strict=True))

    assert first["status_2019_07"] == "On track"
    assert first["status_2019_10"] == "Behind or at risk"
    assert first["risk_2019_10"] == "Yes"
    assert not any("2020" in name for name in names)  # of coming quarters there is nothing yet
    assert first["reason"] == "Its end has passed. Nearly there"
    assert first["measures"] == "It is done.\nIt is seen."
    assert first["steps"] == "Ask them: done\nTell them: not done yet"
    assert (last["resources"], "waits_for" in first) == ("", False)  # nobody waits: no column
    assert first["end_moves"] == (
        "From Oct 2019 to Dec 2019, 2 months later. Slipped. Agreed: Improvement Board. "
        "It waits for the strategy.\n"
        "From Dec 2019 to Feb 2020, 2 months later. Slipped. Not yet agreed. "
        "It waits for the strategy."
    )
    assert last["status_2019_07"] == last["not_accepted_2019_07"] == ""


def test_months_stand_as_printed_and_by_iso_and_lateness_is_a_number(made):
    names = [column.name for column in made["Actions"].columns]
    late = [dict(zip(names, row, strict=True)) for row in made["Actions"].rows]

    for row in late:
        for name in ("start", "end", "end_agreed"):
            month = row[f"{name}_month"]
            assert month == "" or re.fullmatch(r"\d{4}-\d{2}", month), row[name]
    assert late[0]["months_late"] == 2
    assert late[1]["months_late"] is None


@pytest.mark.parametrize(
    ("printed", "iso"),
    [("Sept 2019", "2019-09"), ("On-going", ""), ("-", ""), ("", ""), ("=1+1", "")],
)
def test_what_is_no_month_has_none(printed, iso):
    assert tables._with_month(printed) == (printed, iso)


def test_csv_begins_with_the_mark_by_which_excel_knows_utf_8(small):
    assert small.path("csv").read_bytes().startswith(b"\xef\xbb\xbfRef,")


def test_each_sheet_says_what_a_blank_and_a_symbol_mean(made):
    for name in NAMES[1:]:
        assert "An empty cell: there is nothing to give." in made[name].note
    assert "A single - is printed where the plan gives no date" in made["Actions"].note


def test_statuses_and_moves_have_a_row_each(made):
    assert [row[:4] for row in made["Statuses"].rows] == [
        ("1.1.1", "July 2019", "2019-07", "On track"),
        ("1.1.1", "Oct 2019", "2019-10", "Behind or at risk"),
        ("1.1.2", "July 2019", "2019-07", "Behind or at risk"),
        ("1.1.2", "Oct 2019", "2019-10", "Complete"),
        ("2.1.1", "July 2019", "2019-07", ""),
        ("2.1.1", "Oct 2019", "2019-10", ""),
    ]
    assert [row[:8] for row in made["Date changes"].rows] == [
        ("1.1.1", "Oct 2019", "2019-10", "Dec 2019", "2019-12", 2, "Slipped", "Agreed"),
        ("1.1.1", "Dec 2019", "2019-12", "Feb 2020", "2020-02", 2, "Slipped", "Not yet agreed"),
    ]


def test_a_text_longer_than_a_cell_of_excel_says_so_and_is_whole_elsewhere(tmp_path):
    long = "word " * 8000
    document = cleaned(rich(correction=long))
    made = tables.quarterly_tables(document, imprint_for(document))
    with (tmp_path / "long.xlsx").open("wb") as target:
        xlsx.write_xlsx(made, document, target)

    values = [row["Value"] for row in table(tmp_path / "long.xlsx", "About")]

    assert max(map(len, values)) == xlsx_writer.LONGEST
    assert any(each.endswith(xlsx_writer.CUT) for each in values)
    assert long in [value for _what, value in made[0].rows]


def test_a_comment_on_a_red_measure_has_columns_of_its_own():
    document = rich()
    first, *rest = document.indicators
    said = first.with_values(comment="It will turn.", comment_by="Head of SEN, 4 November 2019")
    red = cleaned(document.with_values(indicators=(said, *rest)))

    sheet = indicators(red)
    plain = indicators(cleaned(document))

    assert [column.name for column in sheet.columns[-2:]] == ["comment", "comment_by"]
    assert sheet.columns[:-2] == plain.columns  # none without a comment: old files stay as they are
    own = [row for row in sheet.rows if row[2] == first.title]
    assert {row[-2:] for row in own} == {("It will turn.", "Head of SEN, 4 November 2019")}
    assert [row[:-2] for row in sheet.rows] == list(plain.rows)
