"""Every page, by who sees it, at desk and phone width: WCAG 2.0 to 2.2 A and AA, good practice."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.accessibility import sideways, violations
from tests.journeys.conftest import Someone
from tests.journeys.people import Person
from tests.journeys.screens import PLAN, SCREENS, Screen
from tests.journeys.service import Service

pytestmark = pytest.mark.browser
WIDTHS = (1280, 390)


def finds_nothing_wrong(person: Person) -> None:
    """At every width, and nothing that scrolls sideways on a phone."""
    for width in WIDTHS:
        person.page.set_viewport_size({"width": width, "height": 900})
        assert (width, violations(person.page)) == (width, [])
    assert sideways(person.page) == {}


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_every_page_can_be_used_by_everybody(screen: Screen, someone: Someone) -> None:
    # given who uses the page
    person = someone(screen.who, bypass_csp=True)
    # when they open it
    person.opens(screen.path)
    # then nothing keeps anybody from using it, at a desk and on a phone
    finds_nothing_wrong(person)


def test_the_form_open_in_the_list(someone: Someone) -> None:
    # given a lead in My updates
    lead = someone("lead", bypass_csp=True)
    # when the form of an action opens under its row
    lead.opens_in_list(lead.waiting()[0])
    # then it can be used by everybody
    finds_nothing_wrong(lead)


def test_the_form_with_errors_in_the_list(someone: Someone) -> None:
    # given a form in the list in which no status is chosen
    lead = someone("lead", bypass_csp=True)
    form = lead.opens_in_list(lead.waiting()[0])
    lead.chooses_nothing()
    # when it is sent
    form.get_by_role("button", name="Send update").click()
    expect(lead.page.get_by_role("heading", name="There is a problem")).to_be_visible()
    # then the errors can be read by everybody
    finds_nothing_wrong(lead)


def test_the_page_of_the_form_with_errors(someone: Someone) -> None:
    # given the form as a page of its own, without a status
    lead = someone("lead", bypass_csp=True)
    lead.opens_update_of(lead.waiting()[0])
    lead.chooses_nothing()
    # when it is sent
    lead.page.get_by_role("button", name="Send update").click()
    expect(lead.page.get_by_role("heading", name="There is a problem")).to_be_visible()
    # then the errors can be read by everybody, and the title says that there are some
    expect(lead.page).to_have_title(re.compile("^Error: "))
    finds_nothing_wrong(lead)


def test_sign_in_with_errors(someone: Someone) -> None:
    # given somebody signed out
    person = someone(bypass_csp=True)
    person.opens("/accounts/login/")
    # when they send the form empty
    person.page.get_by_role("button", name="Sign in").click()
    expect(person.page.get_by_role("heading", name="There is a problem")).to_be_visible()
    # then they can read what is missing
    finds_nothing_wrong(person)


def test_the_page_that_asks_for_the_code(someone: Someone) -> None:
    # given somebody who asks for a code by e-mail
    person = someone(bypass_csp=True)
    person.opens("/accounts/login/code/")
    person.page.get_by_label("E-mail address").fill("viewer@demo.example")
    # when they are asked to type it
    person.page.get_by_role("main").get_by_role("button").first.click()
    expect(person.page).to_have_url(re.compile("/accounts/login/code/confirm/"))
    # then the page can be used by everybody
    finds_nothing_wrong(person)


def test_the_page_that_takes_a_new_password(someone: Someone, service: Service) -> None:
    # given somebody who has forgotten their password and has the e-mail with the link
    person = someone(bypass_csp=True)
    person.opens("/accounts/password/reset/")
    person.page.get_by_label("E-mail address").fill("viewer@demo.example")
    person.page.get_by_role("main").get_by_role("button").first.click()
    person.page.wait_for_url("**/accounts/password/reset/done/")
    words = service.email_to("viewer@demo.example", saying="/reset/key/")
    link = re.search(r"https?://\S+/accounts/password/reset/key/\S+", words)
    assert link, words
    # when they open the link
    person.opens(link.group())
    # then the page can be used by everybody
    expect(person.page.get_by_role("textbox", name="New password", exact=True)).to_be_visible()
    finds_nothing_wrong(person)


def test_an_action_and_its_update_at_four_hundred_per_cent(someone: Someone) -> None:
    # given a lead whose window is as narrow as 1280 pixels are at 400 %
    lead = someone("lead", width=320)
    for path in (f"{PLAN}actions/5.1.6/", f"{PLAN}actions/5.1.6/update/", "/my/updates/"):
        # when they open what they work with
        lead.opens(path)
        # then they never have to scroll sideways
        assert (path, sideways(lead.page)) == (path, {})
