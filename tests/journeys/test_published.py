"""What the public gets: no cookie, no script needed, files that are what the page says they are."""

from __future__ import annotations

import hashlib
import re

import pytest
from playwright.sync_api import expect

from tests.journeys.accessibility import finds_nothing_wrong
from tests.journeys.conftest import Visitors
from tests.journeys.people import Person, Someone
from tests.journeys.publishing import OF_PLAN, PAGE
from tests.support.worlds import World

PAGES = {
    "home": "/",
    "plans": "/published/",
    "plan": OF_PLAN,
    "update": PAGE,
    "large-print": f"{PAGE}large-print/",
    "plain": f"{PAGE}plain/",
    "area": f"{PAGE}areas/5/",
    "action": f"{OF_PLAN}actions/5.1.6/",
    "ask": f"{OF_PLAN}ask/",
    "ask-sent": f"{OF_PLAN}ask/sent/",
    "alerts": f"{OF_PLAN}alerts/",
    "alerts-sent": f"{OF_PLAN}alerts/sent/",
    "accessibility": "/accessibility/",
    "privacy": "/privacy/",
}
FORMS = ("pdf", "ods", "csv", "xlsx", "docx", "json")


@pytest.fixture
def world(july_world: World) -> World:
    """July's update is out."""
    return july_world


@pytest.fixture
def reader(someone: Someone) -> Person:
    """Somebody who never signed in."""
    return someone()


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_every_public_page_can_be_used_by_everybody(path: str, visitor: Visitors) -> None:
    # given a browser in which the page's own scripts run, and where it has any, one without
    visit = visitor()
    # when somebody who never signed in opens the page
    visit.opens(path)
    # then nothing keeps anybody from using it, at a desk and on a phone
    wants_script = visit.person.page.locator("script[src]").count() > 0
    assert runs_script(visit.person) is wants_script
    finds_nothing_wrong(visit.person)
    # and the browser refused nothing by the policy
    assert visit.troubles == []
    # and where none of its scripts arrives, it is the same
    if wants_script:
        visit = visitor(script=False)
        visit.opens(path)
        assert not runs_script(visit.person)
        finds_nothing_wrong(visit.person)
        assert [trouble for trouble in visit.troubles if trouble.startswith("refused by ")] == []


def runs_script(person: Person) -> bool:
    return bool(person.page.evaluate("document.body.classList.contains('js-enabled')"))


def test_the_update_wants_no_script_and_sets_no_cookie(reader: Person) -> None:
    # given what the browser asks for
    asked: list[str] = []
    reader.page.on("request", lambda request: asked.append(request.url))
    # when the page is opened
    reader.opens(PAGE)
    # then it is one page and one style sheet, and nothing is kept in the browser
    assert [url.rpartition("/")[2] for url in asked] == ["", "style.css"]
    assert reader.page.locator("script, form, [style]").count() == 0
    assert reader.context.cookies() == []
    # and what a caching server may do with it is said
    answer = reader.context.request.get(PAGE)
    kept = ("cache-control", "vary", "content-type", "x-content-type-options", "x-frame-options")
    assert {name: answer.headers.get(name) for name in (*kept, "set-cookie")} == {
        "cache-control": "public, max-age=60",
        "vary": "Accept-Encoding",
        "content-type": "text/html; charset=utf-8",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "set-cookie": None,
    }
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in [each.strip() for each in policy.split(";")]


def test_whoever_has_the_update_is_told_that_it_is_the_same(reader: Person) -> None:
    # given somebody who has the page
    had = reader.context.request.get(PAGE)
    tag, since = had.headers["etag"], had.headers["last-modified"]
    assert re.fullmatch(r'"[0-9a-f]{64}(-br|-gzip)?"', tag)
    # when they ask again by its tag, by its date, or by the tag of another text
    asked: list[dict[str, str]] = [
        {"If-None-Match": tag},
        {"If-Modified-Since": since},
        {"If-None-Match": '"another"', "If-Modified-Since": since},
    ]
    answers = [reader.context.request.get(PAGE, headers=each) for each in asked]
    # then it comes again only where it may be another
    assert [(each.status, len(each.body()) > 0) for each in answers] == [
        (304, False),
        (304, False),
        (200, True),
    ]
    assert [each.headers["etag"] for each in answers] == [tag] * 3


def test_every_form_is_the_file_that_the_page_prints_the_sum_of(reader: Person) -> None:
    # given the table of forms at the end of the page
    reader.opens(PAGE)
    rows = reader.page.get_by_role("table", name="Other formats of this update").get_by_role("row")
    table = {
        row.get_by_role("link").get_attribute("href"): row.locator(".sha").inner_text().strip()
        for row in rows.all()[1:]
    }
    # when each of them is fetched
    fetched = {href: reader.context.request.get(str(href)) for href in table}
    # then it is there, and it is that file
    assert {href: answer.status for href, answer in fetched.items()} == dict.fromkeys(table, 200)
    sums = {href: hashlib.sha256(each.body()).hexdigest() for href, each in fetched.items()}
    assert sums == table
    # and the web page and six forms more are there
    endings = [str(href).rpartition(".")[2] for href in table if "metadata" not in str(href)]
    assert sorted(endings) == sorted(FORMS)
    # and the JSON is the document whose sum the page prints as the update's own
    document = next(
        sum_ for href, sum_ in sums.items() if str(href).endswith(f"v{version_of(reader)}.json")
    )
    expect(reader.page.locator("#about dl")).to_contain_text(document)


def version_of(reader: Person) -> str:
    facts = reader.page.get_by_role("complementary", name="About this update")
    return (
        facts.locator("dt", has_text="Version")
        .locator("xpath=following-sibling::dd[1]")
        .inner_text()
    )


def test_every_heading_of_an_area_opens_with_the_keyboard(reader: Person) -> None:
    # given somebody at the top of the page, without a mouse
    reader.opens(PAGE)
    # when they skip to the content and go on to the actions of area 5
    reader.presses("Tab")
    assert reader.focused() == "Skip to main content"
    reader.presses("Enter")
    area = reader.page.get_by_role("region", name=re.compile("^5. "))
    reader.tabs_to(area.locator("summary").last, at_most=120)
    expect(area.get_by_role("table")).to_have_count(0)
    reader.presses("Enter")
    # then they are there
    expect(area.get_by_role("table").first).to_be_visible()
