"""Files that are damaged, too large or unsafe are refused with what to do; odd ones are read."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from datetime import datetime
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from actions.importing.plan_file import read_document, read_plan_file
from actions.importing.tables.model import DocumentRefused
from tests.support.plan_layouts.open_document import as_odt
from tests.support.plan_layouts.pieces import Block, Grid, Head, Para, box
from tests.support.plan_layouts.word import as_docx
from tests.support.plan_layouts.workbook import as_xlsx

HEADINGS = ("Ref", "Action", "Lead", "Start", "End", "Measures")
ROW = ("1.1.1", "Write the strategy", "SCC - HoS", "May 2019", "July 2019", "It is written")
WRITERS = {"docx": as_docx, "xlsx": as_xlsx, "odt": as_odt}


def small(*rows: tuple[str, ...]) -> list[Block]:
    table = Grid(tuple(tuple(map(box, row)) for row in (HEADINGS, *(rows or (ROW,)))))
    return [Head("1. STRATEGY"), table]


def read(content: bytes, name: str) -> dict[str, Any]:
    return read_plan_file(io.BytesIO(content), name).export()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """A container with one part replaced or added."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, part, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def refused(content: bytes, name: str, message: str) -> None:
    with pytest.raises(DocumentRefused, match=message):
        read(content, name)


@pytest.mark.parametrize("kind", WRITERS)
def test_a_zip_bomb_is_not_unpacked(kind: str) -> None:
    bomb = with_part(WRITERS[kind](small()), "extra.xml", b"0" * (130 * 1024 * 1024))
    refused(bomb, f"plan.{kind}", "unpack to far more")


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("share", [0.3, 0.9])
def test_a_truncated_file_is_damaged(kind: str, share: float) -> None:
    content = WRITERS[kind](small())
    refused(content[: int(len(content) * share)], f"plan.{kind}", "damaged")


def test_macros_are_refused() -> None:
    refused(with_part(as_docx(small()), "word/vbaProject.bin", b"x"), "plan.docx", "macros")


def test_an_encrypted_file_says_so() -> None:
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    refused(locked, "plan.docx", "encrypted")


@pytest.mark.parametrize(("kind", "part"), [("docx", "word/document.xml"), ("odt", "content.xml")])
def test_entities_are_never_resolved(kind: str, part: str) -> None:
    content = WRITERS[kind](small())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text = archive.read(part)
    declared = b'?>\n<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    hostile = text.replace(b"?>", declared, 1).replace(b"Write", b"&e;", 1)
    refused(with_part(content, part, hostile), f"plan.{kind}", "document type|damaged")


def test_what_lies_outside_the_file_is_not_fetched() -> None:
    relations = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/attachedTemplate" Target="https://192.0.2.1/a.dotm" TargetMode="External"/>'
        b"</Relationships>"
    )
    content = with_part(as_docx(small()), "word/_rels/document.xml.rels", relations)
    assert len(read(content, "plan.docx")["actions"]) == 1


@pytest.mark.parametrize("kind", WRITERS)
def test_too_many_columns_are_refused(kind: str) -> None:
    wide = [Grid((tuple(box(f"Column {number}") for number in range(301)),))]
    refused(WRITERS[kind](list(wide)), f"plan.{kind}", "300 columns")


def test_three_hundred_columns_are_read() -> None:
    wide = Grid(
        (
            tuple(box(text) for text in (*HEADINGS, *(f"Extra {n}" for n in range(294)))),
            tuple(box(text) for text in (*ROW, *("x" for _ in range(294)))),
        )
    )
    assert read(as_docx([wide]), "plan.docx")["actions"][0]["end"] == "2019-07"


def test_too_many_rows_are_refused() -> None:
    text = "\n".join("\t".join(ROW) for _ in range(10_002))
    refused(text.encode(), "plan.txt", "10,000 rows")


@pytest.mark.parametrize("name", ["plan.docx", "plan.xlsx", "plan.odt", "plan.pdf"])
def test_another_kind_of_file_is_refused(name: str) -> None:
    with pytest.raises(DocumentRefused):
        read(b"just some text", name)


def test_a_scan_without_text_is_refused_with_the_reason() -> None:
    from weasyprint import HTML

    page = bytes(HTML(string="<svg width=9 height=9><rect width=9 height=9 /></svg>").write_pdf())
    refused(page, "plan.pdf", "as a scanner makes them")


# --- odd files that are read ----------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig", "utf-16"])
def test_a_csv_of_a_spreadsheet_is_read_whatever_its_encoding(encoding: str) -> None:
    row = (ROW[0], "Café – a “plan”", *ROW[2:])
    text = "\r\n".join(";".join(cells) for cells in (HEADINGS, row))
    (action,) = read(text.encode(encoding), "plan.csv")["actions"]
    assert (action["text"], action["start"]) == ("Café – a “plan”", "2019-05")


def test_a_formula_is_text_and_its_result_is_read() -> None:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    sheet = book.add_worksheet("Plan")
    sheet.write_row(0, 0, HEADINGS)
    sheet.write_row(1, 0, ROW)
    sheet.write_formula(1, 1, '="Write "&"it"', value="Write it")
    sheet.write_string(1, 5, "=HYPERLINK(1)")
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write_datetime(1, 4, datetime(2019, 7, 31), day)
    hidden = book.add_worksheet("Old")
    hidden.write(0, 0, "Not to be read")
    hidden.hide()
    book.close()
    plan = read(made.getvalue(), "plan.xlsx")
    (action,) = plan["actions"]
    assert (action["text"], action["measures"]) == ("Write it", ["=HYPERLINK(1)"])
    assert (action["end"], action["end_printed"]) == ("2019-07", "31/07/2019")
    assert "The sheet Old is hidden: 1 row" in [left["text"] for left in plan["not_understood"]]


@pytest.mark.parametrize("kind", WRITERS)
def test_right_to_left_and_combining_characters_are_kept(kind: str) -> None:
    text = "كتابة الخطة e\u0301 🏳️\u200d🌈"
    (action,) = read(WRITERS[kind](small((ROW[0], text, *ROW[2:]))), f"plan.{kind}")["actions"]
    assert action["text"] == text


def test_a_document_without_a_table_of_actions_is_left_over_whole() -> None:
    plan = read(as_docx([Head("Introduction"), Para("Only words.")]), "plan.docx")
    assert plan["actions"] == []
    assert [left["text"] for left in plan["not_understood"]] == ["Only words."]


@given(st.binary(max_size=300), st.sampled_from(["docx", "xlsx", "odt", "ods", "csv", "txt"]))
def test_any_bytes_are_read_or_refused(content: bytes, kind: str) -> None:
    with suppress(DocumentRefused):
        read_document(io.BytesIO(content), f"plan.{kind}")


CELLS = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=12)


@given(st.lists(st.lists(CELLS, min_size=6, max_size=6), max_size=5))
def test_every_text_of_a_table_is_in_the_plan_or_left_over(rows: list[list[str]]) -> None:
    """Nothing is dropped in silence."""
    clean = [[" ".join(cell.replace("|", "").split()) for cell in row] for row in rows]
    text = "\n".join("\t".join(row) for row in (HEADINGS, ROW, *clean))
    made = str(read(text.encode("utf-8", "ignore"), "plan.txt"))
    for row in clean:
        for cell in row:
            letters = "".join(letter for letter in cell if letter.isalnum() and letter.isascii())
            if len(letters) > 3:
                assert letters in "".join(filter(str.isalnum, made))
