"""Every page, by who sees it, in one visit.

At desk and phone width: WCAG 2.0 to 2.2 A and AA, good practice, and nothing scrolls sideways.
The strict Content-Security-Policy holds: nothing is refused, nothing fails.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.accessibility import finds_nothing_wrong, sideways, violations
from tests.journeys.conftest import Visitors
from tests.journeys.people import Someone
from tests.journeys.policy import troubles_of
from tests.journeys.screens import PLAN, SCREENS, Screen
from tests.journeys.service import Service

BROKEN = """document.querySelector("main").insertAdjacentHTML("beforeend",
  '<b style="top:0">Refused</b><img src="/favicon.ico" width="1300" height="20">')"""


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_every_screen(screen: Screen, visitor: Visitors) -> None:
    # given who uses the screen
    visit = visitor(screen.who)
    # when they open it
    visit.opens(screen.path)
    # then its script has run
    expect(visit.person.page.locator("body")).to_have_class(re.compile("js-enabled"))
    # and nothing keeps anybody from using it, at a desk and on a phone
    finds_nothing_wrong(visit.person)
    # and the browser refused nothing by the policy
    assert visit.troubles == []


def test_what_is_wrong_is_found(someone: Someone) -> None:
    # given a listener to the policy, and somebody on a page
    person = someone()
    troubles = troubles_of(person)
    person.opens("/")
    # when a part of the page breaks the policy, has no words for who hears it, and is too wide
    with person.page.expect_console_message(
        lambda message: message.text.startswith("refused by style-src")
    ):
        person.page.evaluate(BROKEN)
    # then each is found
    assert [words for words in troubles if words.startswith("refused by style-src")] != []
    assert [words.partition(":")[0] for words in violations(person.page)] == ["image-alt"]
    assert sorted(sideways(person.page)) == [320, 390, 1280]


def test_a_text_that_is_hard_to_read_is_found_on_a_page_that_was_looked_at(
    someone: Someone,
) -> None:
    # given a page on which nothing is wrong
    person = someone()
    person.opens("/")
    finds_nothing_wrong(person)
    # when one of its texts is as pale as no other text was
    person.page.evaluate("document.querySelector('main p').style.color = '#c0c0c1'")
    # then it is found
    with pytest.raises(AssertionError, match="color-contrast"):
        finds_nothing_wrong(person)


def test_the_form_open_in_the_list(someone: Someone) -> None:
    # given a lead in My updates
    lead = someone("lead")
    # when the form of an action opens under its row
    lead.opens_in_list(lead.waiting()[0])
    # then it can be used by everybody
    finds_nothing_wrong(lead)


def test_the_form_with_errors_in_the_list(someone: Someone) -> None:
    # given a form in the list in which no status is chosen
    lead = someone("lead")
    form = lead.opens_in_list(lead.waiting()[0])
    lead.chooses_nothing()
    # when it is sent
    form.get_by_role("button", name="Send update").click()
    expect(lead.page.get_by_role("heading", name="There is a problem")).to_be_visible()
    # then the errors can be read by everybody
    finds_nothing_wrong(lead)


def test_the_page_of_the_form_with_errors(someone: Someone) -> None:
    # given the form as a page of its own, without a status
    lead = someone("lead")
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
    person = someone()
    person.opens("/accounts/login/")
    # when they send the form empty
    person.page.get_by_role("button", name="Sign in").click()
    expect(person.page.get_by_role("heading", name="There is a problem")).to_be_visible()
    # then they can read what is missing
    finds_nothing_wrong(person)


def test_the_page_that_asks_for_the_code(someone: Someone) -> None:
    # given somebody who asks for a code by email
    person = someone()
    person.opens("/accounts/login/code/")
    person.page.get_by_label("Email address").fill("viewer@demo.example")
    # when they are asked to type it
    person.page.get_by_role("main").get_by_role("button").first.click()
    expect(person.page).to_have_url(re.compile("/accounts/login/code/confirm/"))
    # then the page can be used by everybody
    finds_nothing_wrong(person)


def test_the_page_that_takes_a_new_password(someone: Someone, service: Service) -> None:
    # given somebody who has forgotten their password and has the email with the link
    person = someone()
    person.opens("/accounts/password/reset/")
    person.page.get_by_label("Email address").fill("viewer@demo.example")
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
