"""What a lead pasted from Word has the same blocks on the page, in Word and in a spreadsheet."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import docx
import lxml.html
import pytest
import weasyprint
from django.conf import settings
from docx.oxml.ns import qn
from pypdf import PdfReader

from governance.papers.document.schema import Quarterly
from governance.papers.formats import html, ods, pdf, word_lists
from governance.papers.formats.csv import as_csv
from governance.papers.formats.docx import write_docx
from governance.papers.formats.tables import actions
from tests.governance.formats.reading import table
from tests.support.documents import parsed
from tests.support.rendered import imprint_for
from tests.support.rich_document import raw_rich
from wsoa.core.text import ListStyle
from wsoa.templatetags.wsoa import prose

FOLDER = "https://sheffieldccg.sharepoint.com/:w:/r/sites/SEND/_layouts/15/Doc.aspx?sourcedoc="
ADDRESS = f"{FOLDER}%7B{'A1B2C3D4' * 18}%7D&x=1"
PASTED = (
    f"Done so far,\nsee {ADDRESS}.\n\n\uf0b7\tTraining\no\tin schools\n\uf0b7\tA rota\n\n"
    "3) third\n4) fourth\n  a) aye\n\n<b>Not</b> *markup*"
)
PLAIN = (
    f"Done so far,\nsee {ADDRESS}.\n\n- Training\n  - in schools\n- A rota\n\n"
    "3. third\n4. fourth\n  a) aye\n\n<b>Not</b> *markup*"
)


@pytest.fixture(scope="module")
def document() -> Quarterly:
    raw = raw_rich()
    first = raw["areas"][0]["outcomes"][0]["actions"][0]
    first["said"] = first["said"] | {"parts": [{"title": "Developments", "text": PASTED}]}
    return parsed(raw)


def structure(markup: str) -> str:
    """The tags of the cell with the update, and its words between them."""
    (cell,) = lxml.html.fromstring(markup).xpath("//b[text()='Developments:']/..")
    for node in cell.iter():
        for name in {"class", "rel", "colspan"} & {*node.attrib}:
            del node.attrib[name]
    return " ".join(lxml.html.tostring(cell, encoding="unicode", with_tail=False).split())


BLOCKS = (
    f'<b>Developments:</b> Done so far,<br>see <a href="{ADDRESS.replace("&", "&amp;")}">'
    f"{ADDRESS.replace('&', '&amp;')}</a>.<ul><li>Training<ul><li>in schools</li></ul></li>"
    '<li>A rota</li></ul><ol start="3"><li>third</li><li>fourth<ol type="a"><li>aye</li></ol></li>'
    "</ol><p>&lt;b&gt;Not&lt;/b&gt; *markup*</p>"
)


def test_the_published_page_and_the_pdf_have_its_blocks(document: Quarterly) -> None:
    pages = dict(html.pages(document, imprint_for(document), [], []))

    assert structure(pages["html"]).startswith(f"<div>{BLOCKS}")
    assert structure(pdf.as_html(document)).startswith(f"<td>{BLOCKS}")


@pytest.mark.parametrize(
    ("typed", "is_in_one_column"),
    [("- First\n  - inner\n- Second\n- Third", True), ("- First\n- Second\n- Third", False)],
)
def test_a_list_of_two_levels_is_printed_from_top_to_bottom(
    typed: str, is_in_one_column: bool
) -> None:
    """In columns, an item stood on the line of the first, before what is below that."""
    style = Path(settings.BASE_DIR, "static/css/print.css").read_text()
    markup = f'<style>{style}</style><div class="says">{prose(typed, "")}</div>'
    places: dict[str, tuple[float, float]] = {}

    def see(text: str, matrix: list[float], line: list[float], *_font: object) -> None:
        for word in re.findall(r"First|inner|Second|Third", text):
            places[word] = (matrix[4] + line[4] * matrix[0], matrix[5] + line[5] * matrix[3])

    made = weasyprint.HTML(string=markup).write_pdf()
    PdfReader(BytesIO(made)).pages[0].extract_text(visitor_text=see)

    heights = [places[word][1] for word in re.findall("First|inner|Second|Third", typed)]
    assert (places["First"][0] == places["Third"][0]) is is_in_one_column
    if is_in_one_column:
        assert len(set(heights)) == len(heights)
        assert sorted(heights) in (heights, heights[::-1])


def test_the_spreadsheet_has_them_as_text_and_the_csv_what_was_typed(
    document: Quarterly, tmp_path: Path
) -> None:
    sheet = actions(document)
    ods.write_ods([sheet], document, tmp_path / "x.ods")

    (first, *_rest) = table(tmp_path / "x.ods", "Actions")
    assert first["Developments"] == PLAIN
    assert PASTED in as_csv(sheet).decode()


def test_word_has_its_lists_and_its_link(document: Quarterly, tmp_path: Path) -> None:
    write_docx(document, imprint_for(document), tmp_path / "x.docx")
    paper = docx.Document(str(tmp_path / "x.docx"))
    paragraphs = list(paper.paragraphs)
    first = next(at for at, each in enumerate(paragraphs) if "Done so far" in each.text)
    said = paragraphs[first : first + 7]

    assert [(each.style.name, each.text) for each in said] == [
        ("Normal", f"Developments: Done so far,\nsee {ADDRESS}."),
        ("List Bullet", "Training"),
        ("List Bullet 2", "in schools"),
        ("List Bullet", "A rota"),
        ("List Number", "third"),
        ("List Number", "fourth"),
        ("List Number 2", "aye"),
    ]
    (link,) = said[0].hyperlinks
    assert (link.text, link.address) == (ADDRESS, ADDRESS)
    assert [numbering(paper, each) for each in said[4:]] == [
        ("decimal", "%1.", 3),
        ("decimal", "%1.", 3),
        ("lowerLetter", "%2)", 1),
    ]


@pytest.mark.parametrize("style", [each for each in ListStyle if each is not ListStyle.BULLETS])
def test_each_way_of_counting_has_its_numbers_in_word(style: ListStyle) -> None:
    paper = docx.Document()
    paragraph = paper.add_paragraph("word")
    listed = word_lists.level(paper, style, 1, 0)
    assert listed is not None
    numbers = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    numbers.get_or_add_ilvl().val, numbers.get_or_add_numId().val = listed.depth, listed.num_id
    assert (
        numbering(paper, paragraph)
        == {
            ListStyle.NUMBERS: ("decimal", "%1.", 1),
            ListStyle.LETTERS: ("lowerLetter", "%1)", 1),
            ListStyle.CAPITALS: ("upperLetter", "%1.", 1),
            ListStyle.ROMAN: ("lowerRoman", "%1.", 1),
        }[style]
    )


def numbering(paper, paragraph) -> tuple[str, str, int]:
    """The format of an item's number, its sign, and the first number of its list."""
    numbers = paragraph._p.pPr.numPr
    definitions = paper.part.numbering_part.element
    (num,) = [each for each in definitions.num_lst if each.numId == numbers.numId.val]
    (definition,) = [
        each
        for each in definitions.findall(qn("w:abstractNum"))
        if each.get(qn("w:abstractNumId")) == str(num.abstractNumId.val)
    ]
    level = definition.findall(qn("w:lvl"))[numbers.ilvl.val]
    (override,) = num.lvlOverride_lst
    assert override.ilvl == numbers.ilvl.val
    return (
        level.find(qn("w:numFmt")).get(qn("w:val")),
        level.find(qn("w:lvlText")).get(qn("w:val")),
        override.startOverride.val,
    )
