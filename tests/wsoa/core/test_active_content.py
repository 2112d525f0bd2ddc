"""Files that would run or fetch something when they are opened are refused with the reason."""

from __future__ import annotations

import zlib
from io import BytesIO

import docx
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from tests.support import files
from wsoa.core.uploads import UploadRefused, check

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def refusal(content: bytes, name: str) -> str:
    """What is said of the file; "" where it is accepted."""
    try:
        check(BytesIO(content), name)
    except UploadRefused as refused:
        return str(refused)
    return ""


def written(writer: PdfWriter) -> bytes:
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def pdf_with_script() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    action = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)
    return written(writer)


def pdf_under_password() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("", "owner")
    return written(writer)


def packed(content: bytes, before: bytes = b"/Type /ObjStm /N 1 /First 4") -> bytes:
    stream = zlib.compress(content)
    return b"5 0 obj << %s /Length %d >> stream\n%s\nendstream endobj" % (
        before,
        len(stream),
        stream,
    )


def relation(kind: str, target: str, mode: str = "External") -> bytes:
    return (
        f'<Relationships><Relationship Id="r1" Type="{RELATIONS}/{kind}" Target="{target}" '
        f'TargetMode="{mode}"/></Relationships>'
    ).encode()


def word(body: str, encoding: str = "utf-8") -> bytes:
    return files.docx({"word/header1.xml": document(body, encoding)})


def document(body: str, encoding: str = "utf-8") -> bytes:
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    return f"{head}<w:document {WORD}><w:body>{body}</w:body></w:document>".encode(encoding)


def field(*pieces: str) -> str:
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    return f'<w:fldChar w:fldCharType="begin"/>{runs}<w:fldChar w:fldCharType="end"/>'


TEMPLATE = "word/_rels/settings.xml.rels"
ACTIVE = {
    "a script": (pdf_with_script(), "JavaScript"),
    "an escaped name": (files.pdf(b"<< /S /J#61va#53cript /JS (x) >>"), "JavaScript"),
    "a script in packed objects": (files.pdf(packed(b"<</S/JavaScript/JS(x)>>")), "JavaScript"),
    "packed objects by an escaped name": (
        files.pdf(packed(b"<</S/Launch/F(x)>>", b"/Type /Obj#53tm")),
        "starts a program",
    ),
    "a program": (files.pdf(b"<< /S /Launch /F (cmd.exe) >>"), "starts a program"),
    "packed objects that are not": (
        files.pdf(b"5 0 obj << /Type /ObjStm >> stream\nzzzz\nendstream"),
        "cannot be read",
    ),
    "a protection": (pdf_under_password(), "protection that hides"),
}
ACTIVE_OFFICE = {
    "a template on the web": (
        files.docx({TEMPLATE: relation("attachedTemplate", "https://evil.example/t.dotm")}),
        "a template outside",
    ),
    "a template on a share": (
        files.docx({TEMPLATE: relation("attachedTemplate", "file:///\\\\evil\\t.dotm")}),
        "a template outside",
    ),
    "an object": (files.docx({"word/embeddings/oleObject1.bin": b"x"}), "(OLE)"),
    "a linked object": (
        files.docx({"word/_rels/document.xml.rels": relation("oleObject", "https://evil.example")}),
        "(OLE)",
    ),
    "a control": (files.docx({"word/activeX/activeX1.xml": b"<x/>"}), "ActiveX"),
    "another document": (
        files.docx({"word/_rels/document.xml.rels": relation("aFChunk", "a.html", "Internal")}),
        "embedded web page",
    ),
    "a field": (word(field("DDEAUTO c:\\windows\\cmd.exe")), "(DDE)"),
    "a field in pieces": (word(field(" D", "DE ", "cmd")), "(DDE)"),
    "a simple field": (word('<w:fldSimple w:instr=" ddeauto cmd"/>'), "(DDE)"),
    "a field in UTF-16": (word(field("DDE cmd"), "utf-16"), "(DDE)"),
    "a document type": (
        files.docx({"word/header1.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}),
        "damaged",
    ),
}
ACTIVE_WORKBOOKS = {
    "a link": (
        files.xlsx(
            {"xl/externalLinks/externalLink1.xml": b"<externalLink><ddeLink/></externalLink>"}
        ),
        "(DDE)",
    ),
}


@pytest.mark.parametrize(("content", "said"), ACTIVE.values(), ids=ACTIVE)
def test_an_active_pdf_is_refused(content: bytes, said: str) -> None:
    assert said in refusal(content, "minutes.pdf")


@pytest.mark.parametrize(("content", "said"), ACTIVE_OFFICE.values(), ids=ACTIVE_OFFICE)
def test_an_active_word_document_is_refused(content: bytes, said: str) -> None:
    assert said in refusal(content, "minutes.docx")


@pytest.mark.parametrize(("content", "said"), ACTIVE_WORKBOOKS.values(), ids=ACTIVE_WORKBOOKS)
def test_an_active_workbook_is_refused(content: bytes, said: str) -> None:
    assert said in refusal(content, "figures.xlsx")


def test_what_only_looks_active_is_accepted() -> None:
    links = relation("hyperlink", "https://www.example.org/DDE")
    harmless = {
        "word/_rels/document.xml.rels": links,
        "word/_rels/settings.xml.rels": relation("attachedTemplate", "file:///C:\\T\\Letter.dotx"),
        "word/embeddings/Microsoft_Excel_Sheet1.xlsx": b"x",
        "word/header1.xml": document("<w:t>DDE and JavaScript</w:t>" + field("PAGE", "DDE")),
    }
    assert refusal(files.docx(harmless), "minutes.docx") == ""
    assert refusal(files.pdf(b"(JavaScript and Launch) /LaunchDate /JavaScripts"), "a.pdf") == ""


def test_files_of_real_programs_are_accepted() -> None:
    made = BytesIO()
    paper = docx.Document()
    paper.add_heading("Minutes")
    paper.add_table(rows=2, cols=2)
    paper.save(made)
    assert refusal(made.getvalue(), "minutes.docx") == ""
    made = BytesIO()
    with xlsxwriter.Workbook(made) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_url("A1", "https://www.example.org")
        chart = workbook.add_chart({"type": "line"})
        chart.add_series({"values": "=Sheet1!$A$1:$A$3"})
        sheet.insert_chart("B2", chart)
    assert refusal(made.getvalue(), "figures.xlsx") == ""


@given(st.binary(max_size=3000), st.booleans())
def test_any_bytes_are_accepted_or_refused_in_words(inside: bytes, is_packed: bool) -> None:
    content = files.pdf(packed(inside) if is_packed else inside)
    said = refusal(content, "any.pdf")
    assert said == "" or "which is not accepted" in said
