"""Files that are not what their name says, and files of older kinds through LibreOffice."""

from __future__ import annotations

import io
from pathlib import Path
from zipfile import ZipFile

import pytest

from actions.importing.plan_file import read_document
from actions.importing.tables.model import DocumentRefused
from tests.support.plan_layouts.pieces import Grid, box
from tests.support.plan_layouts.word import as_docx
from tests.support.plan_layouts.workbook import as_xlsx

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on"
TABLE = Grid(((box("Action"), box("Lead")), (box("Write it"), box("SCC - HoS"))))


def soffice(folder: Path, script: str) -> None:
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"{\\rtf1 words}", "plan.docx", r"is RTF .* although its name ends in \.docx.*save it as"),
        (as_docx([TABLE]), "plan.xlsx", r"is a Word document, .*Rename it plan\.docx"),
        (as_xlsx([TABLE]), "plan.docx", r"is an Excel workbook, .*Rename it plan\.xlsx"),
        (as_docx([TABLE]), "plan.doc", r"is a Word document, .*Rename it plan\.docx"),
        (b"<html></html>", "plan.doc", r"cannot be read\. Open it in Word"),
        (b"%PDF-1.7", "plan.csv", r"is a PDF, .*Rename it plan\.pdf"),
    ],
)
def test_a_file_says_what_it_is(content: bytes, name: str, message: str) -> None:
    with pytest.raises(DocumentRefused, match=message):
        read_document(io.BytesIO(content), name)


def test_tables_nested_too_deep_say_so() -> None:
    deep = as_docx([Grid(((box("DEEP"), box("x")),))])
    made = io.BytesIO()
    with ZipFile(io.BytesIO(deep)) as old, ZipFile(made, "w") as new:
        for entry in old.namelist():
            opening, closing = "<w:tbl><w:tr><w:tc>" * 200, "</w:tc></w:tr></w:tbl>" * 200
            text = old.read(entry).decode().replace("<w:p/>", f"{opening}<w:p/>{closing}")
            new.writestr(entry, text)
    with pytest.raises(DocumentRefused, match="so deep that it cannot be read"):
        read_document(made, "plan.docx")


@pytest.mark.parametrize("name", ["plan.doc", "plan.docx"])
def test_an_old_word_file_is_converted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / "given.docx").write_bytes(as_docx([TABLE]))
    soffice(tmp_path, f'/bin/mkdir made; /bin/cp "{tmp_path}/given.docx" made/plan.docx')
    monkeypatch.setenv("PATH", str(tmp_path))
    document = read_document(io.BytesIO(OLD), name)
    assert [table.rows[1].cells[0].text for table in document.tables] == ["Write it"]
    assert [remark.kind for remark in document.remarks] == ["converted"]


def test_without_libreoffice_an_old_word_file_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DocumentRefused, match=r"of an older kind .* save it as \.docx"):
        read_document(io.BytesIO(OLD), "plan.doc")


def test_a_conversion_that_takes_too_long_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    soffice(tmp_path, "while :; do :; done")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("actions.importing.tables.old_office._LONGEST", 0.2)
    with pytest.raises(DocumentRefused, match="of an older kind"):
        read_document(io.BytesIO(OLD), "plan.doc")
