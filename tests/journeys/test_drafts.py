"""A form saves itself: over a lost connection, a lost sign-in, and on another computer."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.people import Person, Someone
from tests.journeys.screens import PLAN

WORDS = "Half of what there is to say"
SAVED = re.compile(r"Draft saved at \d\d:\d\d")


def drops(person: Person, ref: str) -> None:
    """By the button on the form's own page."""
    person.opens_update_of(ref)
    person.page.get_by_role("button", name="Delete the draft").click()
    expect(person.page.get_by_text("the draft was deleted")).to_be_visible()


def test_what_is_typed_saves_itself_and_is_there_on_another_computer(someone: Someone) -> None:
    # given a lead who types in the list and does not send
    lead = someone("lead")
    ref = lead.waiting()[0]
    form = lead.opens_row(ref)
    form.get_by_label("Next steps").fill(WORDS)
    # then a quiet line says that it is saved, and the focus stays
    expect(form.locator(".app-draft")).to_have_text(SAVED)
    expect(form.get_by_label("Next steps")).to_be_focused()
    # when they go on at another computer
    elsewhere = someone("lead")
    elsewhere.opens("/my/updates/")
    expect(elsewhere.row_of(ref)).to_contain_text("Draft not sent")
    form = elsewhere.opens_row(ref)
    # then it is there, and they are told
    expect(elsewhere.row_of(ref)).to_contain_text("You started this draft on 15 November 2019")
    expect(form.get_by_label("Next steps")).to_have_value(WORDS)
    # and it is no answer
    elsewhere.opens("/my/updates/")
    no_change = elsewhere.row_of(ref).get_by_role("button", name=f"No change to {ref}")
    expect(no_change).to_be_visible()
    # when they write more there and come back to the first tab
    form = elsewhere.opens_row(ref)
    form.get_by_label("Next steps").fill(f"{WORDS}, and more")
    with elsewhere.page.expect_response(lambda response: response.url.endswith("/draft/")):
        elsewhere.presses("Tab")
    expect(form.locator(".app-draft")).to_have_text(SAVED)
    lead.opens("/my/updates/")
    form = lead.opens_row(ref)
    # then the newer draft is shown, and the tab's own words are offered
    expect(form.get_by_label("Next steps")).to_have_value(f"{WORDS}, and more")
    form.get_by_role("button", name="Show that text instead").click()
    expect(form.get_by_label("Next steps")).to_have_value(WORDS)
    drops(lead, ref)


def test_a_lost_connection_loses_nothing(someone: Someone) -> None:
    # given a lead whose connection is lost while they type
    lead = someone("lead")
    ref = lead.waiting()[0]
    lead.opens_update_of(ref)
    lead.context.set_offline(True)
    lead.page.get_by_label("Developments").fill(WORDS)
    lead.presses("Tab")
    # then they are told, and nobody takes the words away
    line = lead.page.locator(".app-draft")
    expect(line).to_contain_text("server could not be reached. What you typed is kept in this tab")
    # when it is back, the form saves itself
    lead.context.set_offline(False)
    expect(line).to_have_text(SAVED)
    drops(lead, ref)


def test_a_lost_sign_in_takes_nobody_away_from_what_they_write(someone: Someone) -> None:
    # given a lead whose sign-in ends while they type
    lead = someone("lead")
    ref = lead.waiting()[0]
    form = lead.opens_in_list(ref)
    lead.context.clear_cookies()
    form.get_by_label("Developments").fill(WORDS)
    # then they are told where they are, and can go on typing
    expect(form.locator(".app-draft")).to_contain_text("You have been signed out.")
    form.get_by_label("Next steps").fill("And on")
    # when they sign in again
    form.get_by_role("link", name="Sign in again").click()
    lead.types_sign_in()
    # then they are in the form of that action with every word
    expect(lead.page).to_have_url(re.compile(f"{PLAN}actions/{ref}/update/"))
    expect(lead.page.get_by_label("Developments")).to_have_value(WORDS)
    expect(lead.page.get_by_label("Next steps")).to_have_value("And on")
