"""Named places of a template: found and filled however Word split them, and text stays text."""

from __future__ import annotations

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st

from governance.papers.formats.word_places import NAMES, fill, marker_of, places_in
from tests.support.word_templates import split

KEYS = st.sampled_from([key for key in NAMES if key not in ("report", "appendices")])
# What a file may hold: what XML forbids is removed before.
TEXTS = st.text(st.characters(blacklist_categories=("Cc", "Cs", "Cn", "Co"), max_codepoint=0xFFFD))
WORDS = TEXTS.filter(lambda text: "[" not in text and "]" not in text)


def text_of(paragraph) -> str:
    return paragraph.text


@given(before=WORDS, key=KEYS, after=WORDS, value=TEXTS.filter(str.strip), cuts=st.data())
def test_a_place_is_filled_wherever_its_runs_are_split(before, key, after, value, cuts):
    document = docx.Document()
    paragraph = document.add_paragraph()
    words = f"{before}[[{NAMES[key]}]]{after}"
    split(paragraph, words, cuts.draw(st.lists(st.integers(0, len(words)), max_size=8)))
    texts = [run.text for run in paragraph.runs]
    assert "".join(texts) == words

    assert [place.key for place in places_in(document.element.body)] == [key]
    fill(document.element.body, {key: value})

    assert paragraph.text == f"{before}{' '.join(value.split())}{after}"


@given(keys=st.lists(KEYS, min_size=1, max_size=4), values=st.data())
def test_several_places_of_one_paragraph_are_filled_in_their_order(keys, values):
    document = docx.Document()
    paragraph = document.add_paragraph()
    words = " and ".join(f"[[ {NAMES[key].upper()} ]]" for key in keys)
    split(paragraph, words, range(0, len(words), 3))
    texts = {key: values.draw(WORDS.filter(str.strip)) for key in NAMES}

    fill(document.element.body, texts)

    assert paragraph.text == " and ".join(" ".join(texts[key].split()) for key in keys)


@given(value=TEXTS.filter(str.strip))
def test_what_is_filled_in_is_text_and_is_not_searched(value):
    document = docx.Document()
    paragraph = document.add_paragraph("[[To]], [[Date]]")
    texts = {"to": f"[[Date]] <w:b/> &amp; {value}", "date": "Today"}

    fill(document.element.body, texts)

    assert paragraph.text == f"{' '.join(texts['to'].split())}, Today"


def test_a_place_keeps_the_look_of_its_first_character():
    document = docx.Document()
    paragraph = document.add_paragraph("To: ")
    paragraph.add_run("[[T").bold = True
    paragraph.add_run("o]]").italic = True
    paragraph.add_run(" at last")

    fill(document.element.body, {"to": "Scrutiny"})

    assert [(run.text, run.bold, run.italic) for run in paragraph.runs] == [
        ("To: ", None, None),
        ("Scrutiny", True, None),
        ("", None, True),
        (" at last", None, None),
    ]


def test_a_row_whose_places_are_all_empty_goes_and_so_does_a_paragraph():
    document = docx.Document()
    document.add_paragraph("Report to: [[To]]")
    document.add_paragraph("Of [[Date]] by [[Author]]")
    table = document.add_table(rows=3, cols=2)
    for row, (label, place) in zip(
        table.rows, [("To", "[[To]]"), ("Date", "[[Date]]"), ("Kind", "Open")], strict=True
    ):
        row.cells[0].text, row.cells[1].text = label, place

    fill(document.element.body, {"to": " ", "date": "Today", "author": ""})

    assert [each.text for each in document.paragraphs] == ["Of Today by "]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Date", "Today"],
        ["Kind", "Open"],
    ]


def test_a_table_goes_with_its_last_row_and_a_cell_keeps_a_paragraph():
    document = docx.Document()
    document.add_table(rows=1, cols=1).rows[0].cells[0].text = "[[To]]"
    header = document.sections[0].header
    header.paragraphs[0].text = "[[Author]]"

    for root in (document.element.body, header._element):
        fill(root, {"to": "", "author": ""})

    assert document.tables == []
    assert [each.text for each in header.paragraphs] == [""]


def test_places_are_found_in_tables_headers_text_boxes_and_content_controls():
    document = docx.Document()
    document.add_table(rows=1, cols=1).rows[0].cells[0].text = "[[Date]]"
    document.element.body.insert(
        0,
        parse_xml(
            f"<w:p {nsdecls('w', 'wp')}><w:r><w:drawing><wp:inline><w:txbxContent><w:p><w:r>"
            "<w:t>[[To]]</w:t></w:r></w:p></w:txbxContent></wp:inline></w:drawing></w:r>"
            "<w:sdt><w:sdtContent><w:r><w:t>[[Author]]</w:t></w:r></w:sdtContent></w:sdt></w:p>"
        ),
    )
    found = {(place.key, place.is_in_body) for place in places_in(document.element.body)}
    assert found == {("to", False), ("author", True), ("date", False)}

    fill(document.element.body, {"to": "A", "author": "B", "date": "C"})
    assert list(places_in(document.element.body)) == []


def test_an_unknown_place_stays_and_is_named():
    document = docx.Document()
    paragraph = document.add_paragraph("[[Reccomendation]] of [[To]]")
    found = list(places_in(document.element.body))
    assert [(place.text, place.is_known) for place in found] == [
        ("Reccomendation", False),
        ("To", True),
    ]

    fill(document.element.body, {"to": "us"})
    assert paragraph.text == "[[Reccomendation]] of us"


def test_the_marker_of_the_report_stands_alone():
    document = docx.Document()
    document.add_paragraph("The [[Report]]")
    assert marker_of(document.element.body, "report") is None
    marker = document.add_paragraph()
    split(marker, " [[ report ]] ", (3, 6))
    assert marker_of(document.element.body, "report") is marker._p
