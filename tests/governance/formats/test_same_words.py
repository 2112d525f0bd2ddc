"""Every format says the same, word for word, of every action."""

from __future__ import annotations

import re
from collections import Counter

import docx
import lxml.html
import pytest

from governance.papers.quarterly.wording import together
from tests.governance.formats.reading import (
    READERS,
    Paper,
    read,
    rows_of_csv,
    squeezed,
    table,
    tags_of,
)

# The papers are read back once, by one worker.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("test_same_words")]
HAVE_COME = ("July 2019", "Oct 2019")
FORMS = ("html", "pdf", "ods", "csv", "xlsx", "docx")


@pytest.fixture(scope="module")
def data(published) -> Paper:
    return read("json", published.path("json"), HAVE_COME)


def test_all_seven_are_read_back():
    assert {*FORMS, "json"} == set(READERS)


@pytest.mark.parametrize("form", FORMS)
def test_every_action_has_the_same_text_dates_lead_measures_and_statuses(form, data, published):
    found = read(form, published.path(form), HAVE_COME)

    assert len(found.actions) == 89
    assert found.actions == data.actions


@pytest.mark.parametrize("form", FORMS)
def test_every_area_has_the_same_counts(form, data, published):
    assert read(form, published.path(form), HAVE_COME).areas == data.areas


@pytest.mark.parametrize("form", FORMS)
def test_the_plan_has_the_same_count_of_every_status(form, data, published):
    counts = read(form, published.path(form), HAVE_COME).counts

    assert counts == data.counts
    assert sum(counts.values()) == 89


@pytest.mark.parametrize("form", FORMS)
def test_no_quarter_to_come_has_a_status(form, published):
    coming = [each.label for each in published.document.quarters if each.coming]
    # Web page and tables leave out what is empty.
    shown = () if form in {"html", "ods", "csv", "xlsx"} else coming

    found = read(form, published.path(form), (*HAVE_COME, *shown))

    assert {status for each in found.actions.values() for status in each.statuses[2:]} <= {""}


def all_words(form: str, published) -> str:
    path = published.path(form)
    if form == "pdf":
        return squeezed("".join(re.findall(r'^\s*"(.*)"$', tags_of(path), re.MULTILINE)))
    if form == "html":
        text = lxml.html.fromstring(path.read_text()).text_content()
    elif form == "docx":
        body = docx.Document(str(path)).element.body
        text = "".join(each.text or "" for each in body.iter() if each.tag.endswith("}t"))
    else:
        names = ("About", "Summary", "Actions", "Areas", "Indicators", "Posts", "Abbreviations")
        rows = [row for name in names for row in table(path, name)]
        text = "\n".join(str(cell) for row in rows for cell in row.values())
    return squeezed(text).replace("•", "")


@pytest.mark.parametrize("form", ["html", "pdf", "ods", "xlsx", "docx"])
def test_texts_of_updates_areas_and_indicators_are_whole(form, published):
    document = published.document
    texts = [document.programme.text, document.illustrative]
    counts = Counter(change.before for change in document.changes for _ref in change.refs)
    texts += [together(before, count) for before, count in counts.items()]
    texts += [change.after.removesuffix(".") for change in document.changes]
    texts += document.opening if form == "html" else []
    for area in document.areas:
        texts += [area.finding, *(change.after.removesuffix(".") for change in area.changes)]
        texts += [part.text for part in area.commentary.parts]
        for action in area.actions:
            texts += [part.text for part in action.update_parts]
            texts += [move.reason for move in action.moves]
    for each in document.indicators:
        texts += [each.title, each.target, each.judgement]
        texts += [f.words for line in each.lines for f in line.figures]
    texts += [each.meaning for each in document.glossary]
    texts += [each.holder for each in document.posts]

    words = all_words(form, published)

    lines = [line for text in texts for line in text.splitlines()]
    assert len(lines) > 500
    assert [line for line in lines if squeezed(line) not in words] == []


def test_the_csv_has_the_words_of_every_update_in_their_columns(published):
    wanted = {}
    for area in published.document.areas:
        for action in area.actions:
            parts = action.update_parts
            wanted[action.ref] = {each.title: squeezed(each.text) for each in parts}

    titles = ("Developments", "Evidence of impact", "Next steps")
    found = {
        row["Ref"]: {title: squeezed(row[title]) for title in titles if row[title]}
        for row in rows_of_csv(published.path("csv"))
    }

    assert sum(map(len, found.values())) > 80
    assert found == wanted


@pytest.mark.parametrize("form", ["html", "pdf", "ods", "xlsx", "docx"])
def test_percentages_are_rounded_half_up_and_it_says_that_they_add_up_to_101(form, published):
    words = all_words(form, published)

    per_cent = published.document.counts.per_cent
    assert (per_cent.behind, per_cent.to_plan, per_cent.complete) == (34, 61, 6)
    assert squeezed("The percentages are rounded, and add up to 101.") in words
    if form in ("html", "pdf", "docx"):
        assert squeezed("5 (6%) are complete.") in words


@pytest.mark.parametrize("form", ["html", "pdf", "ods", "xlsx", "docx"])
def test_it_says_what_it_is_as_at_when_and_who_signed_it(form, published):
    words = all_words(form, published)

    for said in (
        *(
            "15 November 2019",
            "2 December 2019",
            "https://send.example/published/a-plan/2019-10/v1/",
        ),
        *published.imprint.signed,
        published.imprint.sha256,
    ):
        assert squeezed(said if said != "15 November 2019" else "30 November 2019") in words, said
