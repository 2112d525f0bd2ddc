"""The quarterly update as a PDF: all of it there, and open to a screen reader."""

from __future__ import annotations

import re
from collections import Counter
from io import BytesIO
from itertools import pairwise

import page
import pikepdf
import pytest
from pypdf import PdfReader

from governance.papers.document.schema import ActionEntry
from governance.papers.formats import pdf
from tests.support.documents import actions_in
from tests.support.html import Page
from tests.support.pdf_ua import faults

# The papers are read back once, by one worker.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("test_pdf")]


@pytest.fixture(scope="module")
def text(paper) -> list[str]:
    """The words of each page."""
    return [each.extract_text() for each in PdfReader(paper.path).pages]


def squeezed(words: str) -> str:
    """Without blanks and hyphens, which lines and pages put where they like."""
    return re.sub(r"[\s\u00ad-]", "", words)


def first_area(text: list[str]) -> int:
    return next(at for at, words in enumerate(text) if "People responsible" in words)


@pytest.fixture(scope="module")
def flowing(text) -> str:
    """The words of all pages, without what is repeated on each."""
    return squeezed(" ".join(text))


def test_it_passes_the_pdf_ua_check(paper):
    report = page.validate_pdf(str(paper.path), profile="ua1")

    assert report.is_compliant, report


def test_what_is_late_is_told_before_the_areas_and_nothing_is_cut(document, text):
    before_the_areas = "\n".join(text[: first_area(text)])

    refs = re.findall(r"^(\d\.\d\.\d) ", before_the_areas, re.MULTILINE)
    assert refs == list(document.late_refs)
    titles = [row.short_title for row in actions_in(document) if row.late]
    assert len(titles) == 18
    assert [each for each in titles if squeezed(each) not in squeezed(before_the_areas)] == []
    assert "…" not in before_the_areas


def test_a_plan_may_have_another_number_of_quarters(document):
    keep = slice(1, 4)
    area = document.areas[0]
    outcome = area.outcomes[0]
    actions = tuple(row.with_values(quarters=row.quarters[keep]) for row in outcome.actions)
    outcomes = (outcome.with_values(actions=actions),)
    short = document.with_values(
        quarters=document.quarters[keep], areas=(area.with_values(outcomes=outcomes),)
    )

    html = pdf.as_html(short)

    assert set(Page(html).attributes("//@colspan")) == {"8", "4", "1", "3"}
    assert '<td colspan="3"><b>Next steps:</b>' in html


def test_it_says_its_language_and_title_and_is_tagged(paper):
    with pikepdf.open(paper.path) as file:
        root = file.Root
        assert root.Lang == "en-GB"
        assert root.MarkInfo.Marked
        assert root.ViewerPreferences.DisplayDocTitle
        assert root.StructTreeRoot.K
        assert file.docinfo.Title == (
            "Sheffield SEND written statement of action 2019: October 2019 update"
        )
        with file.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"


def tagged(file: pikepdf.Pdf, tag: str) -> list[pikepdf.Dictionary]:
    """The elements of the structure whose tag matches, in the order of the paper."""
    return [
        each
        for each in file.objects
        if isinstance(each, pikepdf.Dictionary)
        and re.fullmatch(f"/{tag}", str(each.get("/S", "")))
        and "/P" in each
    ]


def test_every_header_cell_says_what_it_heads(paper):
    with pikepdf.open(paper.path) as file:
        scopes = Counter(str(each.A.Scope) for each in tagged(file, "TH"))

    assert set(scopes) == {"/Row", "/Column"}
    assert scopes["/Row"] >= 89


def test_what_a_lead_said_belongs_to_its_action(document, paper):
    with pikepdf.open(paper.path) as file:
        rows = [list(row.K) for row in tagged(file, "TR")]
        said = [cells for cells in rows if all(cell.S == "/TD" for cell in cells)]

        moved = sum(bool(row.moves) for row in actions_in(document))
        assert len(said) == 29 + moved  # of 30 updates, one was returned
        assert {len(cell.A.Headers) for cells in said for cell in cells} == {1}


def test_a_table_is_one_table_on_all_its_pages(document, paper):
    with pikepdf.open(paper.path) as file:
        tables, captions = tagged(file, "Table"), tagged(file, "Caption")

        assert len(tables) == len(captions) == len(document.areas) + 5


def test_running_heads_and_feet_are_artifacts_and_say_which(paper):
    with pikepdf.open(paper.path) as file:
        for sheet in file.pages:
            artifacts = Counter(
                str(operands[1].Subtype)
                for operands, operator in pikepdf.parse_content_stream(sheet)
                if str(operator) == "BDC"
                and operands[0] == "/Artifact"
                and "/Subtype" in operands[1]
            )
            assert artifacts == {"/Header": 2, "/Footer": 2}


def test_no_level_of_heading_is_skipped(paper):
    with pikepdf.open(paper.path) as file:
        levels = [int(str(each.S)[2]) for each in tagged(file, r"H\d")]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_all_of_the_plan_is_on_paper(document, flowing):
    for row in actions_in(document):
        for words in (row.text, row.measures_intro, *row.measures):
            for line in words.splitlines():
                assert squeezed(line.removeprefix("- ")) in flowing, (row.ref, line)
        for part in row.update_parts:
            assert squeezed(part.text) in flowing, row.ref
    for area in document.areas:
        assert squeezed(area.finding) in flowing
        for part in area.commentary.parts:
            for line in part.text.splitlines():
                assert squeezed(line.removeprefix("- ")) in flowing, (area.ref, line)
    for term in document.glossary:
        assert squeezed(term.term + term.meaning) in flowing


def test_every_table_of_actions_names_the_six_quarters_on_each_of_its_pages(document, text):
    refs = {row.ref for row in actions_in(document)}
    found: set[str] = set()
    for words in text[first_area(text) :]:  # before the areas stands what is late
        here = {ref for ref in refs if re.search(rf"^{re.escape(ref)}\b", words, re.MULTILINE)}
        found |= here
        if here:
            for label in ("July 2019", "Oct 2019", "Jan 2020", "Apr 2020", "July 2020", "Oct 2020"):
                assert label in words
            assert "Measure of success and increased confidence" in words
    assert found == refs


def test_every_cell_has_the_word_of_its_status(document, text):
    labels = Counter(
        quarter.label for row in actions_in(document) for quarter in row.quarters if quarter.status
    )
    tables = squeezed(" ".join(text[2:]))
    for label, count in labels.items():
        assert tables.count(squeezed(label)) >= count, label


def test_the_key_stands_before_the_first_table_of_actions(document, text):
    assert "What the statuses mean" in text[0]
    assert "Action underway but behind target/at risk of not completing on time" in text[0]
    assert "30 of 89 actions (34%)" in text[0]
    assert squeezed(document.illustrative) in squeezed(text[0])


def test_each_page_says_where_one_is(document, text, paper):
    for number, words in enumerate(text, start=1):
        assert f"Page {number} of {paper.pages}" in words
        assert "As at 15 November 2019. Illustrative statuses." in words
    for area in document.areas:
        assert sum(f"{area.ref}. {area.title}" in words for words in text[1:]) >= 2


def test_the_running_head_names_what_a_page_begins_with(paper, text):
    reader = PdfReader(paper.path)
    (paper_mark, below) = reader.outline
    begun = paper_mark.title
    marks = [mark for mark in below if not isinstance(mark, list)]
    for number, sheet in enumerate(reader.pages):
        here = [mark for mark in marks if reader.get_destination_page_number(mark) == number]
        begins = [mark.title for mark in here if mark.top > sheet.mediabox.height - 60]
        begun = begins[0] if begins else begun
        assert " ".join(begun.split()) in " ".join(text[number].split())
        begun = here[-1].title if here else begun


def test_bookmarks_lead_to_areas_and_outcomes(document, paper):
    (paper_mark, below) = PdfReader(paper.path).outline
    areas = [mark.title for mark in below if not isinstance(mark, list)]
    outcomes = [mark.title for each in below if isinstance(each, list) for mark in each]

    assert paper_mark.title == "October 2019 update"
    assert areas == [
        "What is late",
        "The programme as a whole",
        *(f"{area.ref}. {area.title}" for area in document.areas),
        "Leads",
        "Abbreviations",
    ]
    assert len(outcomes) == 23


def test_progress_goes_on_in_words_and_never_backwards(paper):
    done = [per_cent for _, per_cent in paper.told]

    assert done == sorted(done)
    assert ("Laying out page 1 of about 40", 13) in paper.told


def test_rendering_asks_the_database_nothing(document, django_assert_num_queries):
    with django_assert_num_queries(0):
        short = document.with_values(areas=document.areas[3:4])
        pdf.render(short, BytesIO(), lambda *_: None, pages=5)


def test_what_progress_raises_stops_the_rendering(document):
    class Stop(Exception):
        pass

    def stop(stage: str, done: int) -> None:
        if stage.startswith("Laying out page 3 "):
            raise Stop

    with pytest.raises(Stop):
        pdf.render(document, BytesIO(), stop, pages=40)


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:8000/", "file:///etc/passwd", "shape:", "data:text/css,x", "ftp://h/"],
)
def test_a_paper_fetches_nothing_but_its_own_shapes(address):
    from weasyprint.urls import FatalURLFetchingError, fetch

    with pytest.raises(FatalURLFetchingError), fetch(pdf.make_fetcher(), address):
        pass


def test_a_paper_that_asks_for_more_is_not_made(document, monkeypatch):
    monkeypatch.setattr(pdf, "as_html", lambda *_: '<img src="file:///etc/passwd" alt="">')

    with pytest.raises(pdf.Unrenderable, match="may not fetch"):
        pdf.render(document, BytesIO(), lambda *_: None, pages=1)


def test_text_is_never_taken_for_markup(document):
    area = document.areas[0].with_values(finding='<img src="http://127.0.0.1/x"> & more')
    changed = document.with_values(areas=(area,))

    assert "&lt;img src=&quot;http://127.0.0.1/x&quot;&gt; &amp; more" in pdf.as_html(changed)


def test_a_document_without_its_parts_is_refused_in_words(document):
    with pytest.raises(pdf.Unrenderable, match="has no “areas”"):
        pdf.as_html(document.with_values(areas=()))


WORDS = [f"word{number}." for number in range(750)]


def with_long_text(action: ActionEntry) -> ActionEntry:
    return action.with_values(text=" ".join(WORDS))


def with_long_measures(action: ActionEntry) -> ActionEntry:
    return action.with_values(measures=tuple(WORDS[:120]))


def with_long_update(action: ActionEntry, text: str = " ".join(WORDS)) -> ActionEntry:
    first, *others = action.said.parts
    parts = (first.with_values(text=text), *others)
    return action.with_values(said=action.said.with_values(parts=parts))


def with_long_list(action: ActionEntry) -> ActionEntry:
    return with_long_update(action, "First:\n" + "\n".join(f"- {word}" for word in WORDS[:120]))


@pytest.mark.parametrize(
    "change", [with_long_text, with_long_measures, with_long_update, with_long_list]
)
def test_a_row_that_goes_on_over_a_page_repeats_its_header_and_its_reference(document, change):
    area = document.areas[0]
    outcome = area.outcomes[0]
    long = next(action for action in outcome.actions if action.said)
    actions = (change(long),)
    short = document.with_values(
        areas=(area.with_values(outcomes=(outcome.with_values(actions=actions),)),)
    )
    target = BytesIO()

    pdf.render(short, target, lambda *_: None, pages=9)

    pages = [each.extract_text() for each in PdfReader(target).pages]
    holding = [words for words in pages if re.search(r"word\d", words)]
    printed = re.findall(r"word\d+\.", " ".join(pages))
    assert set(printed) in (set(WORDS), set(WORDS[:120]))
    assert len(printed) == len(set(printed))
    assert len(holding) > 1
    for words in holding:
        assert "Measure of success and increased confidence" in words
        assert re.search(rf"^{re.escape(long.ref)}\b", words, re.MULTILINE)
        assert len(set(re.findall(r"word\d+\.", words))) > 1
    with pikepdf.open(target) as file:
        assert faults(file) == {}
