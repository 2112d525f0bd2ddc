"""The public page in five minutes: an opening, what changed, what is late, what comes next."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import lxml.html
import pytest

from actions.services.periods import close
from governance.domain.reading_age import grade, minutes, reading_age, syllables
from governance.papers.comparison.plain_changes import MOST
from governance.papers.document.frozen import freeze
from governance.papers.document.imprint import Imprint
from governance.papers.document.schema import Quarterly
from governance.papers.formats import html
from governance.papers.formats.formula_guard import cleaned
from governance.papers.quarterly import wording
from governance.papers.quarterly.build_publication import build_publication
from governance.papers.quarterly.context import QuarterlyContext
from tests.support.documents import document as small_document

pytestmark = pytest.mark.django_db
ADDRESS = "https://plans.example/published/sheffield-2019/2019-10/v1/"


@pytest.fixture
def document(sheffield, october, people) -> Quarterly:
    before = build_publication(
        sheffield, sheffield.periods.get(key="2019-07"), date(2019, 11, 15), before=None
    )
    closed = close(by=people["manager"], period=october)
    closed.plan = sheffield
    return build_publication(sheffield, closed, date(2019, 11, 15), before=before)


@pytest.fixture
def pages(document) -> dict[str, lxml.html.HtmlElement]:
    imprint = Imprint("ab" * 32, 1, date(2019, 11, 15), ("Ann, for the council",), ADDRESS)
    made = html.pages(cleaned(document), imprint, (), ())
    return {form: lxml.html.fromstring(text) for form, text in made}


def text_of(element) -> str:
    return " ".join(element.text_content().split())


def main_part(page) -> str:
    """What is read in five minutes: all of the page before the areas, without what is folded."""
    for gone in page.xpath("//details | //aside | //*[@class='hidden'] | //svg"):
        gone.drop_tree()
    [areas] = page.xpath("//section[section[@class='area']]")
    return " ".join(text_of(part) for part in areas.itersiblings(preceding=True))


def test_the_opening_says_what_was_found_promised_and_how_it_stands(document):
    first, second = document.opening

    assert first == (
        "In November 2018, inspectors looked at the support for children and young people with "
        "special educational needs and disabilities (SEND) in Sheffield. They said that 7 things "
        "must get better. We promised 89 actions."
    )
    assert second.startswith(
        "5 are done. 54 are on track or start later. 30 are behind or at risk. "
        "18 should be done by now, and are not. In July 2019, 14 were behind or at risk."
    )
    freeze(document)


def test_the_opening_can_be_read_at_the_age_of_eleven(document):
    text = " ".join(document.opening)

    assert reading_age(text) <= 11
    assert grade(text) > 0


def test_each_area_has_an_opening_of_its_own(document):
    area = next(area for area in document.areas if area.ref == "5")

    assert area.opening[0].startswith("Inspectors found: ")
    assert area.opening[1].startswith("We promised 15 actions for this. 1 is done.")
    assert sum(bool(action.late) for action in area.actions) == 4
    assert "4 should be done by now, and are not." in area.opening[1]


def test_the_page_takes_five_minutes(pages):
    text = main_part(pages["html"])

    assert "What is late: 18" in text
    assert "Next update: January 2020" in text
    assert "The programme as a whole" in text
    assert minutes(text) <= 5, minutes(text)
    assert re.findall(r"\w+ [,;.](?=\s|$)", text) == []  # no sign stands apart from its word


def test_changes_name_actions_by_their_short_titles_and_lead_to_them(pages, document):
    changed = pages["html"].xpath("//section[@id='changed']")[0]
    links = {link.text_content(): link.get("href") for link in changed.xpath(".//a")}

    assert links["A Designated Clinical Officer in post"] == (
        "/published/sheffield-2019/actions/3.2.1/"
    )
    assert "3 actions were finished" in text_of(changed)
    assert not any(ref in text_of(changed) for ref in ("3.2.1", "4.3.2"))
    for change in document.changes:
        assert len(change.refs) <= MOST
    assert "The page of each area names them." in text_of(changed)


def test_what_has_a_later_end_is_named_by_links_and_not_by_references(pages, document):
    assert document.agreed_later_refs
    (named,) = pages["html"].xpath("//p[starts-with(normalize-space(), 'A later end was agreed')]")

    assert [link.get("href").split("/")[-2] for link in named.xpath(".//a")] == list(
        document.agreed_later_refs
    )
    for ref in document.agreed_later_refs:
        assert ref not in text_of(named)
    assert "because a later end was agreed." in main_part(pages["html"])
    titles = [link.text_content() for link in named.xpath(".//a")]
    for title, ref in zip(titles, document.agreed_later_refs, strict=True):
        assert f"{title} ({ref})" in wording.late_words(document)  # without links, in print


def test_a_month_that_is_over_is_not_that_of_the_next_update(document):
    imprint = Imprint("ab" * 32, 1, date(2020, 2, 3), (), ADDRESS)
    page = QuarterlyContext(document, imprint=imprint)

    assert (page.next_update, page.next_quarter) == ("", "January 2020")
    in_time = QuarterlyContext(document, imprint=replace(imprint, published_on=date(2020, 1, 31)))
    assert in_time.next_update == "January 2020"


def test_what_is_late_has_short_title_reason_and_new_date(pages, document):
    rows = pages["html"].xpath("//section[@id='late']//tbody/tr")
    late = {row.xpath(".//b")[0].text_content(): [text_of(cell) for cell in row] for row in rows}

    assert list(late) == list(document.late_refs)
    assert late["3.2.3"][0] == "3.2.3 Clinical input into the EHC Panel"
    assert late["3.2.3"][2].startswith("Nov 2019")
    assert "clinical officer" in late["3.2.3"][3]
    assert not any("…" in cell for cells in late.values() for cell in cells)


def test_an_areas_page_is_the_same_for_its_area(pages):
    page = pages["area-5"]
    heads = [text_of(head) for head in page.xpath("//h2")]

    assert heads[1:5] == [
        "What has changed since July 2019",
        "What is late: 4",
        "Has it made a difference?",
        "Next update: January 2020",
    ]
    assert text_of(page.xpath("//p[@class='lead']")[0]).startswith("Inspectors found: ")


def test_a_document_without_an_opening_keeps_its_page():
    old = small_document({"1.1.1": ["on_track", "complete"]}, "2019-10", None)
    imprint = Imprint("ab" * 32, 1, date(2019, 11, 15), (), ADDRESS)

    page = dict(html.pages(cleaned(old), imprint, (), ()))["html"]

    assert "Next update" not in page
    assert 'id="changed"' not in page


@pytest.mark.parametrize(
    ("word", "count"), [("plan", 1), ("action", 2), ("inspectors", 3), ("2019", 1), ("made", 1)]
)
def test_syllables_are_counted(word, count):
    assert syllables(word) == count


def test_reading_age_tells_a_hard_text_from_an_easy_one():
    easy = "We said we would do this. It is not done."
    hard = (
        "Notwithstanding considerable organisational complexity, multidisciplinary commissioning "
        "arrangements were retrospectively recalibrated."
    )

    assert reading_age(easy) < 8
    assert reading_age(hard) > 18
    assert grade("") == 0
