"""The Word document: open to a screen reader, and to an editor."""

from __future__ import annotations

import zipfile
from itertools import pairwise

import docx
import pytest
from docx.oxml.ns import qn


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


def test_every_table_repeats_its_header_and_says_what_it_shows(paper):
    assert len(paper.tables) == 9
    for table in paper.tables:
        properties = table._tbl.tblPr
        assert properties.find(qn("w:tblCaption")).get(qn("w:val"))
        assert properties.find(qn("w:tblDescription")).get(qn("w:val"))
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert not table._tbl.findall(f".//{qn('w:gridSpan')}")
        assert not table._tbl.findall(f".//{qn('w:vMerge')}")
        widths = {len(row.cells) for row in table.rows}
        assert widths == {len(table.columns)}


def test_lists_are_lists(paper):
    bullets = [each.text for each in paper.paragraphs if each.style.name == "List Bullet"]

    assert "1 action was finished: 1.1.2." in bullets
    assert "Developments: one" in bullets


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
