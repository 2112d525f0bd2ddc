"""The strict Content-Security-Policy holds on every page: nothing is refused, nothing fails."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import ConsoleMessage, Error, expect

from tests.journeys.conftest import Someone
from tests.journeys.people import Person
from tests.journeys.screens import PLAN, SCREENS, Screen

pytestmark = pytest.mark.browser
LISTENER = """addEventListener("securitypolicyviolation", (event) =>
  console.error(`refused by ${event.effectiveDirective}: ${event.blockedURI}`));"""


def troubles_of(person: Person) -> list[str]:
    """A list that fills with what the browser refuses or what fails while they go about."""
    troubles: list[str] = []

    def say(message: ConsoleMessage) -> None:
        # A page that answers 403 or 404 is no trouble; a file that it wants and lacks is.
        is_the_page = message.location["url"] == person.page.url
        # Nor is a draft that no longer needs to be saved, because the form itself was sent.
        is_aborted = message.text.startswith(("htmx:afterRequest, ", "htmx:sendAbort, "))
        if message.type in {"error", "warning"} and not is_the_page and not is_aborted:
            troubles.append(message.text)

    def fail(error: Error) -> None:
        troubles.append(str(error))

    person.page.add_init_script(LISTENER)
    person.page.on("console", say)
    person.page.on("pageerror", fail)
    return troubles


def test_the_listener_hears_what_is_refused(someone: Someone) -> None:
    # given somebody on a page, and a listener
    person = someone()
    troubles = troubles_of(person)
    person.opens("/")
    # when something would run a script or a style of its own
    person.page.evaluate("document.body.insertAdjacentHTML('beforeend', '<b style=\"top:0\">')")
    person.page.evaluate("document.body.append(document.createElement('script').append('1'))")
    # then the browser refuses it, and the listener hears of it
    person.page.wait_for_timeout(100)
    assert [words for words in troubles if words.startswith("refused by style-src")] != []


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_no_page_wants_what_the_policy_refuses(screen: Screen, someone: Someone) -> None:
    # given who uses the page
    person = someone(screen.who)
    troubles = troubles_of(person)
    # when they open it
    person.opens(screen.path)
    # then its script has run, and the browser refused nothing
    expect(person.page.locator("body")).to_have_class(re.compile("js-enabled"))
    assert troubles == []


def test_nothing_is_refused_while_a_lead_works(someone: Someone) -> None:
    # given a lead in My updates
    lead = someone("lead")
    troubles = troubles_of(lead)
    # when they open a form, send it with an error, and close it again
    ref = lead.waiting()[0]
    form = lead.opens_row(ref)
    lead.chooses_nothing()
    form.get_by_label("Developments").fill("Words")
    form.get_by_role("button", name="Send update").click()
    expect(lead.page.get_by_role("heading", name="There is a problem")).to_be_visible()
    lead.row_of(ref).get_by_role("link", name=f"Close {ref}").click()
    expect(form).to_be_hidden()
    # and look through the grid
    lead.opens(f"{PLAN}actions/")
    lead.page.get_by_label("Area", exact=True).select_option("5")
    expect(lead.page).to_have_url(re.compile("area=5"))
    # then the browser refused nothing
    assert troubles == []
