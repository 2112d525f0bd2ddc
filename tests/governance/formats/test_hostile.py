"""Hostile texts in every field: they stand there as texts, in every format. No database."""

from __future__ import annotations

import csv
import io
import re
import zipfile

import docx
import lxml.html
import pytest
from lxml import etree
from pypdf import PdfReader

from governance.papers.document.frozen import canonical
from tests.governance.formats.reading import table, tags_of
from tests.support.documents import parsed
from tests.support.rendered import Published, render
from tests.support.rich_document import raw_rich, with_texts
from wsoa.core.spreadsheets.guard import is_formula

ATTACKS = [
    '=HYPERLINK("http://evil.example","Read")',
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
    "   =1+1",
    "\uff1d1+1",
    "<script>alert(1)</script>",
    "]]></w:t><w:fldSimple/>&amp;",
    "_x0041_ {{ 7*7 }} {% now 'Y' %}",
    "\x00\x08\x0b\x1f\x7f\x9f\ufffe\uffff",
    "http://127.0.0.1:1/x.png",
]

# The addresses among them: they are links, and each shows its host.
TYPED = {"http://evil.example", "http://127.0.0.1:1/x.png"}


def attacked(attack: str):
    """Every text begins with the attack, so that its cell does."""
    return parsed(with_texts(raw_rich(), lambda text: f"{attack} {text}"))


@pytest.fixture(scope="module")
def tables_only():
    """For the formats that take no time; the typesetter is tried once, below."""
    from governance.papers.formats import csv as csv_
    from governance.papers.formats import tables, xlsx
    from governance.papers.formats.formula_guard import cleaned
    from tests.support.rendered import imprint_for

    def make(document, folder):
        made = tables.quarterly_tables(cleaned(document), imprint_for(document))
        with (folder / "x.xlsx").open("wb") as target:
            xlsx.write_xlsx(made, cleaned(document), target)
        (folder / "x.csv").write_bytes(csv_.as_csv(made[2]))
        return made

    return make


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_cell_of_csv_or_xlsx_is_a_formula(attack, tables_only, tmp_path):
    made = tables_only(attacked(attack), tmp_path)

    with zipfile.ZipFile(tmp_path / "x.xlsx") as book:
        sheets = [book.read(name) for name in book.namelist() if "worksheets/sheet" in name]
    assert len(sheets) == 10
    assert not any(b"<f>" in sheet or b"hyperlink" in sheet.lower() for sheet in sheets)
    text = (tmp_path / "x.csv").read_bytes().decode()
    for row in csv.reader(io.StringIO(text, newline="")):
        assert not any(is_formula(cell) for cell in row)
    assert made[2].name == "Actions"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory) -> Published:
    """All attacks at once, in all formats, while the database is out of reach."""
    attack = " ".join(ATTACKS)
    return render(attacked(attack), tmp_path_factory.mktemp("hostile"))


def test_ods_types_every_text_as_text(hostile):
    with zipfile.ZipFile(hostile.path("ods")) as book:
        content = etree.fromstring(book.read("content.xml"))
    names = {attribute.rpartition("}")[2] for each in content.iter() for attribute in each.attrib}
    kinds = {
        value
        for each in content.iter()
        for attribute, value in each.attrib.items()
        if attribute.endswith("}value-type")
    }

    assert "formula" not in names
    assert kinds == {"string", "float"}
    assert not [each for each in content.iter() if str(each.tag).endswith("}a")]


def test_xlsx_keeps_a_dangerous_text_as_text_when_its_cell_is_edited(hostile):
    with zipfile.ZipFile(hostile.path("xlsx")) as book:
        assert b'quotePrefix="1"' in book.read("xl/styles.xml")


def test_spreadsheets_give_the_texts_back(hostile):
    for form in ("ods", "xlsx"):
        (first, *_rest) = table(hostile.path(form), "Actions")
        assert "=HYPERLINK(" in first["Action"]
        assert "<script>alert(1)</script>" in first["Action"]
        assert "_x0041_ {{ 7*7 }}" in first["Action"]
        assert first["Action"].endswith("Do 1.1.1")


def test_the_web_pages_run_nothing_and_fetch_nothing_else(hostile):
    pages = [each for each in hostile.folder.iterdir() if each.suffix == ".html"]
    assert len(pages) == 6
    for each in pages:
        page = lxml.html.fromstring(each.read_bytes().decode())
        tags = {node.tag for node in page.iter() if isinstance(node.tag, str)}
        assert not tags & {"script", "form", "iframe", "img", "object", "style", "base"}
        assert not page.xpath("//@style | //@*[starts-with(name(), 'on')]")
        fetched = page.xpath("//link[@rel='stylesheet']/@href")
        assert fetched == [hostile.imprint.path_of("css")]
        for link in page.xpath("//a"):
            address = link.get("href")
            if address in TYPED:
                assert (link.text, link.get("rel")) == (address, "nofollow noopener noreferrer")
            else:
                assert re.match(r"/|#|https://send\.example/", address), address
        assert "{{ 7*7 }}" in page.text_content()


def test_word_has_no_field_but_its_page_numbers_and_links_only_what_shows_its_address(hostile):
    paper = docx.Document(str(hostile.path("docx")))

    body = {each.tag.rpartition("}")[2] for each in paper.element.body.iter()}
    assert not body & {"fldSimple", "instrText", "fldChar", "object", "drawing"}
    links = {(link.text, link.address) for each in paper.paragraphs for link in each.hyperlinks}
    tables = [cell for table in paper.tables for row in table.rows for cell in row.cells]
    links |= {
        (link.text, link.address)
        for cell in tables
        for each in cell.paragraphs
        for link in each.hyperlinks
    }
    known = TYPED | {hostile.imprint.address}
    # A link without an address leads to a place further on in the document.
    assert {link for link in links if link[1]} == {(address, address) for address in known}
    with zipfile.ZipFile(hostile.path("docx")) as parts:
        related = etree.fromstring(parts.read("word/_rels/document.xml.rels"))
    assert {each.get("Target") for each in related if each.get("TargetMode")} == known
    assert any("<script>alert(1)</script>" in each.text for each in paper.paragraphs)


def test_the_pdf_runs_nothing_and_links_only_within_itself_and_to_what_was_typed(hostile):
    paper = PdfReader(hostile.path("pdf"))

    assert "/JavaScript" not in str(paper.trailer["/Root"])
    links = [note.get_object() for sheet in paper.pages for note in sheet.get("/Annots", ())]
    assert links
    outside = {link["/A"]["/URI"] for link in links if "/URI" in link.get("/A", ())}
    assert {address.removesuffix("/") for address in outside} == TYPED
    assert "<script>alert(1)</script>" in tags_of(hostile.path("pdf"))


def test_json_is_the_document_untouched(hostile):
    assert hostile.path("json").read_text() == canonical(hostile.document)
