"""Reports in a council's own Word template: its pages and styles are kept, ours are added."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from governance.domain.front_sheet import FrontSheet
from governance.papers.formats.docx import write_docx
from governance.papers.formats.word_checks import checked_template
from governance.papers.formats.word_template import STYLES, own_template
from tests.support import files, word_templates
from tests.support.rendered import imprint_for
from tests.support.rich_document import rich
from wsoa.core.uploads import UploadRefused

COUNCIL = word_templates.content_of(word_templates.council())
SHEET = FrontSheet(
    report_of="Director of People",
    to="Scrutiny Committee",
    date="4 November 2019",
    purpose="To report.\n\nAnd to hear.",
    recommendation="- Note it\n- Comment",
)


def written(folder: Path, template: bytes | None = COUNCIL, sheet: FrontSheet = SHEET) -> Path:
    document = rich()
    target = folder / "x.docx"
    write_docx(document, imprint_for(document, word_template=template), target, front_sheet=sheet)
    return target


@pytest.fixture
def paper(tmp_path: Path) -> Any:
    return docx.Document(str(written(tmp_path)))


def texts(paper: Any) -> list[str]:
    return [paragraph.text for paragraph in paper.paragraphs]


def test_page_margins_header_and_footer_are_the_templates(paper: Any) -> None:
    sizes = [(round(s.page_width.mm), round(s.page_height.mm)) for s in paper.sections]
    assert sizes == [(210, 297), (297, 210), (210, 297), (210, 297)]
    for section in paper.sections:
        assert (round(section.left_margin.mm), round(section.right_margin.mm)) == (30, 25)
        assert section.header.paragraphs[0].text == "Example City Council"
        assert section.footer.paragraphs[0].text == "October 2019 update, as at 30 November 2019"


def test_the_report_stands_in_its_place_and_the_rest_around_it_stays(paper: Any) -> None:
    said = texts(paper)
    assert said[0] == "Report to: Scrutiny Committee, 4 November 2019"
    assert said[1] == "October 2019 update"
    assert said.index("Summary") < said.index("Appendix 1: The plan, action by action")
    assert said[-1] == "End of the report."
    assert not any("[[" in words for words in said)


def test_its_front_sheet_has_what_was_entered_and_no_empty_row(paper: Any) -> None:
    rows = {row.cells[0].text: row.cells[1] for row in paper.tables[0].rows}
    assert list(rows) == ["Report of", "To", "Date", "Purpose", "Recommendation"]
    assert [each.text for each in rows["Purpose"].paragraphs] == ["To report.", "And to hear."]
    assert [(each.style.name, each.text) for each in rows["Recommendation"].paragraphs] == [
        ("List Bullet", "Note it"),
        ("List Bullet", "Comment"),
    ]


def test_its_own_styles_are_used_and_those_it_lacks_are_added_in_its_font(paper: Any) -> None:
    summary = next(each for each in paper.paragraphs if each.text == "Summary")
    assert (summary.style.name, summary.style.font.name) == ("Heading 1", "Georgia")
    added = paper.styles["Table Text"]
    assert added.element.find(qn("w:rPr")).find(qn("w:rFonts")) is None
    names = {style.name for style in paper.styles}
    assert set(STYLES.values()) <= names


def test_tables_are_as_wide_as_the_text_of_the_templates_pages(paper: Any) -> None:
    widths = {
        round(int(table._tbl.tblPr.find(qn("w:tblW")).get(qn("w:w"))) * 25.4 / 1440)
        for table in paper.tables[1:]
    }
    assert widths == {155, 242}  # 210 and 297 without 30 and 25


def test_ids_of_another_language_are_followed(tmp_path: Path) -> None:
    """Word in German names the style Heading 1 in the file, and gives it the id berschrift1."""
    document = word_templates.council()
    for style in document.styles.element.iter(qn("w:style")):
        if style.get(qn("w:styleId")) == "Heading1":
            style.set(qn("w:styleId"), "berschrift1")
    paper = docx.Document(str(written(tmp_path, word_templates.content_of(document))))
    summary = next(each for each in paper.paragraphs if each.text == "Summary")
    assert (summary.style.name, summary.style.style_id) == ("Heading 1", "berschrift1")


def test_a_template_without_styles_and_numbering_gets_ours(tmp_path: Path) -> None:
    """Word leaves out styles that a document does not use."""
    bare = word_templates.without_styles(COUNCIL, "Heading1", "Heading2", "ListBullet", "Title")
    found = checked_template(bare, "bare.docx")
    assert {"Heading 1", "List Bullet", "Title"} <= set(found.added_styles)
    paper = docx.Document(str(written(tmp_path, bare)))
    bullet = next(each for each in paper.paragraphs if each.style.name == "List Bullet")
    number = bullet.style.element.pPr.numPr.numId.val
    numbering = paper.part.numbering_part.element
    (num,) = [each for each in numbering.num_lst if each.numId == number]
    definition = next(
        each
        for each in numbering.findall(qn("w:abstractNum"))
        if each.get(qn("w:abstractNumId")) == str(num.abstractNumId.val)
    )
    assert definition.find(qn("w:lvl")).find(qn("w:numFmt")).get(qn("w:val")) == "bullet"


def test_a_letterhead_alone_gets_our_front_sheet_and_the_report_at_its_end(tmp_path: Path) -> None:
    template = word_templates.content_of(word_templates.letterhead())
    found = checked_template(template, "letterhead.docx")
    assert (found.places, found.has_report, found.has_front_sheet) == ((), False, False)
    paper = docx.Document(str(written(tmp_path, template)))
    said = texts(paper)
    assert said[:2] == ["October 2019 update", "a-plan"]
    assert "Summary" in said
    assert paper.tables[0].rows[0].cells[1].text == "Director of People"
    narrow = [table._tbl.tblPr.find(qn("w:tblW")).get(qn("w:w")) for table in paper.tables[:2]]
    assert narrow[0] == narrow[1]  # the front sheet is as wide as the tables of the report
    assert len(paper.sections) == 3
    assert paper.sections[2].header.paragraphs[0].text == "Example City Council"


def test_a_broad_template_has_upright_pages_where_the_report_turns_back(tmp_path: Path) -> None:
    paper = docx.Document(str(written(tmp_path, word_templates.content_of(word_templates.broad()))))
    assert [s.page_width > s.page_height for s in paper.sections] == [True, True, False]


def test_appendices_can_stand_elsewhere(tmp_path: Path) -> None:
    document = word_templates.letterhead()
    for words in ("[[Appendices]]", "Between", "[[Title]]", "[[Report]]"):
        document.add_paragraph(words)
    paper = docx.Document(str(written(tmp_path, word_templates.content_of(document))))
    said = texts(paper)
    assert said.index("Appendix 1: The plan, action by action") < said.index("Between")
    assert said.index("Between") < said.index("Summary")


def test_sections_of_the_template_keep_their_places(tmp_path: Path) -> None:
    document = word_templates.letterhead()
    document.add_paragraph("[[Title]]")
    document.add_paragraph("[[Report]]")
    document.add_section().header.is_linked_to_previous = False
    document.sections[1].header.paragraphs[0].text = "The last part"
    document.add_paragraph("After")
    paper = docx.Document(str(written(tmp_path, word_templates.content_of(document))))
    heads = [section.header.paragraphs[0].text for section in paper.sections]
    assert heads[-1] == "The last part"
    assert set(heads[:-1]) == {"Example City Council"}
    assert texts(paper)[-1] == "After"


def test_a_first_page_of_its_own_is_had_once(tmp_path: Path) -> None:
    document = word_templates.council()
    page = document.sections[0]
    page.different_first_page_header_footer = True
    page.first_page_header.paragraphs[0].text = "[[To]]"
    paper = docx.Document(str(written(tmp_path, word_templates.content_of(document))))
    assert paper.sections[0].first_page_header.paragraphs[0].text == "Scrutiny Committee"
    first = [section.different_first_page_header_footer for section in paper.sections]
    assert first == [True, False, False, False]


def test_the_same_template_and_document_give_the_same_bytes(tmp_path: Path) -> None:
    assert written(tmp_path).read_bytes() == written(tmp_path).read_bytes()
    one = written(tmp_path, None).read_bytes()
    assert one == written(tmp_path, None).read_bytes()


@pytest.mark.parametrize("language", ["de-DE", ""])
def test_the_report_is_in_english_whatever_the_template_says(language: str, tmp_path: Path) -> None:
    document = word_templates.council()
    for found in list(document.styles.element.iter(qn("w:lang"))):
        if language:
            found.set(qn("w:val"), language)
        else:
            found.getparent().remove(found)
    paper = docx.Document(str(written(tmp_path, word_templates.content_of(document))))
    said = {found.get(qn("w:val")) for found in paper.styles.element.iter(qn("w:lang"))}
    assert said == {"en-GB"}
    assert paper.core_properties.language == "en-GB"
    assert paper.core_properties.title == "a-plan: October 2019 update"


def test_the_place_of_the_authors_own_template_is_not_published(tmp_path: Path) -> None:
    document = word_templates.council()
    settings = document.settings.element
    target = "file:///C:/Users/jo.example/Normal.dotm"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    part = next(
        rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/settings")
    )
    key = part.relate_to(target, kind, is_external=True)
    settings.append(parse_xml(f"<w:attachedTemplate {nsdecls('w', 'r')} r:id='{key}'/>"))
    template = word_templates.content_of(document)
    checked_template(template, "a.docx")
    with zipfile.ZipFile(written(tmp_path, template)) as parts:
        assert b"jo.example" not in b"".join(parts.read(name) for name in parts.namelist())


def test_our_own_template_is_a_template() -> None:
    found = checked_template(own_template(), "own.docx")
    assert found.missing == ("Local area",)
    assert (found.unknown, found.added_styles) == ((), ())
    assert found.page == "A4, upright, 210 by 297 mm; margins (top, right, bottom, left) " + (
        "20, 20, 20, 20 mm"
    )


def test_what_is_recognised_is_said() -> None:
    document = word_templates.council()
    document.add_paragraph("[[Reccomendation]]")
    found = checked_template(word_templates.content_of(document), "a.docx")
    assert found.unknown == ("Reccomendation",)
    assert "Report of" in found.places
    assert found.missing == ("Plan", "Local area", "Marking", "Appendices")
    assert found.has_report
    assert {"Heading 1", "List Bullet"} <= set(found.styles)
    assert "Numbered Paragraph" in found.added_styles


# --- what is refused ------------------------------------------------------------------------------

MAIN = "word/document.xml"
STYLES_PART = "word/styles.xml"
RELS = "word/_rels/document.xml.rels"


def with_body(xml: str) -> bytes:
    document = word_templates.letterhead()
    document.element.body.insert(0, parse_xml(xml.replace("<w:p>", f"<w:p {nsdecls('w')}>", 1)))
    return word_templates.content_of(document)


def with_field(instruction: str) -> bytes:
    return with_body(
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        + "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in instruction)
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


def with_relation(kind: str, target: str) -> bytes:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relation = (
        f'<Relationship Id="rX" Type="{base}/{kind}" Target="{target}" TargetMode="External"/>'
    )
    return word_templates.changed(
        COUNCIL, RELS, lambda part: part.replace(b"</Rel", relation.encode() + b"</Rel")
    )


def with_words(*words: str) -> bytes:
    document = word_templates.letterhead()
    for paragraph in words:
        document.add_paragraph(paragraph)
    return word_templates.content_of(document)


def in_a_cell() -> bytes:
    document = word_templates.letterhead()
    document.add_table(rows=1, cols=1).rows[0].cells[0].text = "[[Report]]"
    return word_templates.content_of(document)


def entity(part: bytes) -> bytes:
    head, _, rest = part.partition(b"?>")
    return head + b'?><!DOCTYPE x [<!ENTITY a "b">]>' + rest


COMMENT = f"<w:comments {nsdecls('w')}><w:comment w:id='0'/></w:comments>".encode()
REFUSED: list[tuple[str, Callable[[], bytes], str]] = [
    ("a.docx", lambda: b"", "is empty"),
    ("a.docx", lambda: b"plain words", "its content is plain text"),
    ("a.pdf", files.pdf, "Upload the template as a Word document"),
    ("a.dotx", lambda: COUNCIL, "extension .dotx"),
    ("a.docx", lambda: COUNCIL + bytes(3 * 1024 * 1024), "must be smaller than 3 MB"),
    ("a.docx", lambda: COUNCIL[: len(COUNCIL) // 2], "damaged"),
    ("a.docx", files.docx, "cannot be read"),
    ("a.docx", lambda: word_templates.changed(COUNCIL, MAIN, entity), "cannot be read"),
    ("a.docx", lambda: word_templates.changed(COUNCIL, MAIN, lambda _: b"<a>"), "damaged"),
    (
        "a.docx",
        lambda: word_templates.changed(COUNCIL, "word/styles.xml", entity),
        "cannot be read",
    ),
    (
        "a.docx",
        lambda: word_templates.changed(COUNCIL, "word/vbaProject.bin", lambda _: b"x"),
        "contains macros",
    ),
    (
        "a.docx",
        lambda: word_templates.changed(COUNCIL, "word/embeddings/a.xlsx", lambda _: b"x"),
        "contains an embedded file",
    ),
    (
        "a.docx",
        lambda: word_templates.changed(COUNCIL, "word/comments.xml", lambda _: COMMENT),
        "has comments",
    ),
    ("a.docx", lambda: with_relation("oleObject", "http://evil.example/"), "OLE"),
    ("a.docx", lambda: with_relation("attachedTemplate", "http://evil.example/"), "a template"),
    ("a.docx", lambda: with_relation("image", "http://evil.example/a.png"), "outside it (image)"),
    ("a.docx", lambda: with_field("DDEAUTO c:\\windows calc"), "DDE"),
    ("a.docx", lambda: with_field("INCLUDEPICTURE http://evil.example"), "(INCLUDEPICTURE)"),
    ("a.docx", lambda: with_field(" includetext C:/secret.docx"), "(INCLUDETEXT)"),
    (
        "a.docx",
        lambda: with_body("<w:p><w:ins w:id='1'><w:r><w:t>x</w:t></w:r></w:ins></w:p>"),
        "tracked changes",
    ),
    ("a.docx", lambda: with_words("[[Report]]", "[[Report]]"), "has [[Report]] 2 times"),
    ("a.docx", lambda: with_words("Here: [[Report]]"), "in a paragraph of its own"),
    ("a.docx", in_a_cell, "in a paragraph of its own"),
    ("a.docx", lambda: with_words(*["[[To]]"] * 201), "has 201 named places"),
]


@pytest.mark.parametrize(("name", "make", "words"), REFUSED, ids=[row[2] for row in REFUSED])
def test_what_cannot_be_a_template_is_refused_in_words(
    name: str, make: Callable[[], bytes], words: str
) -> None:
    with pytest.raises(UploadRefused) as refused:
        checked_template(make(), name)
    assert words in str(refused.value)


@pytest.mark.parametrize("at", range(0, 100, 7))
def test_a_file_that_was_cut_or_spoilt_is_refused_or_works(at: int, tmp_path: Path) -> None:
    spoilt = bytearray(COUNCIL)
    place = len(spoilt) * at // 100
    spoilt[place : place + 5] = b"\xff\x00<&>"
    try:
        checked_template(bytes(spoilt), "a.docx")
    except UploadRefused:
        return
    assert written(tmp_path, bytes(spoilt)).stat().st_size


def test_links_and_page_numbers_of_a_template_are_taken(tmp_path: Path) -> None:
    document = word_templates.council()
    link = document.part.relate_to(
        "https://council.example/",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
        is_external=True,
    )
    document.add_paragraph()._p.append(
        parse_xml(
            f"<w:hyperlink {nsdecls('w', 'r')} r:id='{link}'><w:r><w:t>Us</w:t></w:r></w:hyperlink>"
        )
    )
    template = word_templates.content_of(document)
    checked_template(template, "a.docx")
    paper = docx.Document(io.BytesIO(written(tmp_path, template).read_bytes()))
    assert paper.paragraphs[-1].hyperlinks[0].address == "https://council.example/"
