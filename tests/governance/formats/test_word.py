"""The Word document: open to a screen reader, and to an editor."""

from __future__ import annotations

import zipfile
from itertools import pairwise

import docx
import pytest
from docx.oxml.ns import qn

REFS = ("1.1", "2.1")


@pytest.fixture(scope="module")
def path(small):
    return small.path("docx")


@pytest.fixture(scope="module")
def paper(path):
    return docx.Document(str(path))


def test_it_is_in_english_as_it_is_written_here(paper, path):
    with zipfile.ZipFile(path) as parts:
        styles = parts.read("word/styles.xml").decode()

    assert paper.core_properties.language == "en-GB"
    assert 'w:lang w:val="en-GB"' in styles
    assert "en-US" not in styles


def test_no_level_of_heading_is_skipped(paper):
    names = [each.style.name for each in paper.paragraphs if "Heading" in each.style.name]
    levels = [int(name[-1]) for name in names]

    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_table_says_what_it_shows_and_repeats_its_header(paper):
    captions = [
        table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) for table in paper.tables
    ]
    assert captions == [
        *("Front sheet", "What the statuses mean", "What is late", "October 2019, area by area"),
        *(
            "Confidence",
            *(f"Outcome {ref}: its actions and their status by quarter" for ref in REFS),
        ),
        *("Confidence", "Leads", "Abbreviations", "About this report"),
    ]
    for table in paper.tables:
        assert table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))
    for table in paper.tables[1:]:  # a front sheet has its headers in its first column
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert not table._tbl.findall(f".//{qn('w:gridSpan')}")
        assert not table._tbl.findall(f".//{qn('w:vMerge')}")
        widths = {len(row.cells) for row in table.rows}
        assert widths == {len(table.columns)}


def test_no_row_of_the_text_goes_on_over_a_page(paper):
    captions = {"What is late", "What the statuses mean", "October 2019, area by area"}
    tables = [
        table
        for table in paper.tables
        if table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) in captions
    ]
    assert len(tables) == 3
    for table in tables:
        for row in table.rows:
            assert row._tr.trPr.find(qn("w:cantSplit")) is not None


def test_lists_are_lists(paper):
    bullets = [each.text for each in paper.paragraphs if each.style.name == "List Bullet"]

    assert "Developments: one" in bullets
    assert "Jo Example, Director, the council" in bullets


def test_it_has_what_a_lead_said_and_how_an_end_moved(paper):
    said = [each.text for each in paper.paragraphs]

    assert "Its end has passed. Why “On track”: Nearly there" in said
    assert "Complete, with no evidence of impact recorded yet." in said
    assert "The lead’s update is not printed here." in said
    assert (
        "End date: From Oct 2019 to Dec 2019, 2 months later. Slipped. Agreed: "
        "Improvement Board. It waits for the strategy." in said
    )


def test_it_says_its_title_and_when_it_is_of(paper):
    properties = paper.core_properties

    assert properties.title == "a-plan: October 2019 update"
    assert properties.created.date().isoformat() == "2019-11-30"
    assert "Page" in paper.sections[0].footer.paragraphs[0].text


def level_of(paragraph):
    """The number's level; None without one."""
    numbers = paragraph._p.pPr.numPr if paragraph._p.pPr is not None else None
    return numbers.ilvl.val if numbers is not None and numbers.numId.val else None


def test_headings_and_paragraphs_of_the_text_are_numbered_and_those_of_appendices_are_not(paper):
    heads = [each for each in paper.paragraphs if each.style.name == "Heading 1"]
    assert [(each.text, level_of(each)) for each in heads] == [
        ("Summary", 0),
        ("What is late: 1", 0),
        ("What has changed since July 2019", 0),
        ("The programme as a whole", 0),
        ("October 2019, area by area", 0),
        ("Has it made a difference?", 0),
        ("Appendix 1: The plan, action by action", None),
        ("Appendix 2: Indicators and their figures", None),
        ("Appendix 3: Leads", None),
        ("Appendix 4: Abbreviations", None),
        ("Appendix 5: Easy Read", None),
        ("Appendix 6: From the plan", None),
        ("Appendix 7: About this report", None),
    ]
    said = [each for each in paper.paragraphs if each.style.name == "Numbered Paragraph"]
    assert {level_of(each) for each in said} == {1}
    (num_id,) = {each._p.pPr.numPr.numId.val for each in [*heads[:6], *said]}
    (num,) = [each for each in paper.part.numbering_part.element.num_lst if each.numId == num_id]
    definition = next(
        each
        for each in paper.part.numbering_part.element.findall(qn("w:abstractNum"))
        if each.get(qn("w:abstractNumId")) == str(num.abstractNumId.val)
    )
    signs = [each.get(qn("w:val")) for each in definition.iter(qn("w:lvlText"))]
    assert signs == ["%1.", "%1.%2"]


def test_the_text_is_upright_and_the_plan_is_on_broad_pages_in_an_appendix(paper):
    sizes = [(round(each.page_width.mm), round(each.page_height.mm)) for each in paper.sections]
    assert sizes == [(210, 297), (297, 210), (210, 297)]
    assert [each.orientation for each in paper.sections] == [0, 1, 0]
    for section in paper.sections:
        assert section.header.paragraphs[0].text == "a-plan: October 2019 update"


def test_the_front_sheet_has_what_is_known_and_no_empty_entry(paper):
    rows = [[cell.text for cell in row.cells] for row in paper.tables[0].rows]
    assert [label for label, _ in rows] == ["Report of", "Date", "Background papers"]
    assert rows[0][1].splitlines() == [
        "Jo Example, Director, for the council",
        "Al Example, Nurse, for the NHS",
    ]
    assert rows[1][1] == "2 December 2019"
    assert "https://send.example/published/a-plan/2019-10/v1/" in rows[2][1]


def test_no_place_is_left_unfilled(path):
    with zipfile.ZipFile(path) as parts:
        for name in parts.namelist():
            if name.startswith("word/") and name.endswith(".xml"):
                assert b"[[" not in parts.read(name), name
