"""What was typed is never lost: an ended sign-in, a network that fails, a tab that reloads."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Route, expect

from tests.journeys.people import Person, Someone
from tests.journeys.screens import PLAN

WORDS = "Half an hour’s work,\nover two lines & “quoted”"


def is_signed_out(person: Person) -> None:
    """Their sign-in ends behind their back."""
    person.context.clear_cookies()


def signs_in_again(person: Person) -> None:
    """On the sign-in page that came instead of an answer."""
    expect(person.page).to_have_url(re.compile("/accounts/login/"))
    expect(person.page.get_by_role("heading", level=1, name="Sign in")).to_be_visible()
    person.types_sign_in()


def test_an_ended_sign_in_in_the_list(someone: Someone) -> None:
    # given a lead who has written in the list, and whose sign-in has ended
    lead = someone("lead")
    ref = lead.waiting()[0]
    form = lead.opens_row(ref)
    form.get_by_role("radio", name="Behind or at risk").check()
    form.get_by_label("Developments").fill(WORDS)
    is_signed_out(lead)
    # when they send, they are asked to sign in, on a whole page
    form.get_by_role("button", name="Send update").click()
    expect(lead.page.locator("form[data-keep]")).to_have_count(0)
    signs_in_again(lead)
    # then the words are back in the form of that action, and they are told why
    expect(lead.page.get_by_role("heading", name=f"Update {ref}")).to_be_visible()
    expect(lead.page.get_by_label("Developments")).to_have_value(WORDS)
    expect(lead.page.get_by_role("radio", name="Behind or at risk")).to_be_checked()
    expect(lead.page.get_by_text("We kept what you typed while you signed in")).to_be_visible()
    # and can be sent
    lead.page.get_by_role("button", name="Send update").click()
    expect(lead.page.get_by_role("main")).to_contain_text("Half an hour’s work")
    lead.opens(f"{PLAN}actions/{ref}/")
    expect(lead.page.get_by_role("main")).to_contain_text("over two lines & “quoted”")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_an_ended_sign_in_on_the_page_of_the_form(script: bool, someone: Someone) -> None:
    # given a lead who has written on the form's own page, and whose sign-in has ended
    lead = someone("lead", java_script_enabled=script)
    ref = lead.waiting()[0]
    lead.opens_update_of(ref)
    lead.page.get_by_label("Developments").fill(WORDS)
    lead.page.get_by_label("Next steps").fill("And on it goes")
    is_signed_out(lead)
    # when they send and sign in again
    lead.page.get_by_role("button", name="Send update").click()
    signs_in_again(lead)
    # then every word is back, and they are told why
    expect(lead.page.get_by_label("Developments")).to_have_value(WORDS)
    expect(lead.page.get_by_label("Next steps")).to_have_value("And on it goes")
    expect(lead.page.get_by_text("We kept what you typed while you signed in")).to_be_visible()


def test_somebody_else_who_signs_in_does_not_get_the_words(someone: Someone) -> None:
    # given a lead on a shared computer whose sign-in has ended
    lead = someone("lead")
    ref = lead.waiting()[0]
    lead.opens_update_of(ref)
    lead.page.get_by_label("Developments").fill(WORDS)
    is_signed_out(lead)
    lead.page.get_by_role("button", name="Send update").click()
    # when the manager signs in there instead
    lead.name = "manager"
    signs_in_again(lead)
    # then the form holds nothing of the lead's
    expect(lead.page.get_by_role("heading", name=f"Update {ref}")).to_be_visible()
    expect(lead.page.get_by_label("Developments")).not_to_have_value(WORDS)


def test_an_ended_sign_in_at_no_change_leads_back_to_the_list(someone: Someone) -> None:
    # given a lead in the list whose sign-in has ended
    lead = someone("lead")
    ref = lead.waiting()[0]
    is_signed_out(lead)
    # when they say "No change" and sign in again
    lead.page.get_by_role("button", name=f"No change to {ref}").click()
    signs_in_again(lead)
    # then they are in their list, where the action still waits
    expect(lead.page.get_by_role("button", name=f"No change to {ref}")).to_be_visible()


def test_a_network_that_fails_in_the_list(someone: Someone) -> None:
    # given a lead on a train
    lead = someone("lead")
    ref = lead.waiting()[0]
    form = lead.opens_row(ref)
    form.get_by_label("Developments").fill(WORDS)
    lead.context.set_offline(True)
    # when they send in a tunnel
    form.get_by_role("button", name="Send update").click()
    # then they are told that it was not sent, and have every word still
    expect(form.get_by_role("alert")).to_contain_text("Not sent: the server could not be reached")
    expect(form.get_by_label("Developments")).to_have_value(WORDS)
    # when the train is out of it
    lead.context.set_offline(False)
    form.get_by_role("button", name="Send update").click()
    # then it is sent
    expect(lead.row_of(ref).locator(".app-do")).to_contain_text("Sent, Head of")


def test_a_server_that_fails_in_the_list(someone: Someone) -> None:
    # given a lead who writes while the server has a bad moment
    lead = someone("lead")
    ref = lead.waiting()[0]
    form = lead.opens_row(ref)
    form.get_by_label("Developments").fill(WORDS)

    def fails(route: Route) -> None:
        if route.request.method == "POST":
            route.fulfill(status=502, body="")
        else:
            route.continue_()

    lead.page.route("**/update/", fails)
    # when they send
    form.get_by_role("button", name="Send update").click()
    # then they are told, and have every word still
    expect(form.get_by_role("alert")).to_contain_text("Not sent: the server could not take it")
    expect(form.get_by_label("Developments")).to_have_value(WORDS)


def test_a_network_that_fails_at_no_change(someone: Someone) -> None:
    # given a lead on a train
    lead = someone("lead")
    ref = lead.waiting()[0]
    lead.context.set_offline(True)
    # when they say "No change" in a tunnel
    lead.page.get_by_role("button", name=f"No change to {ref}").click()
    # then they are told that it was not sent
    expect(lead.row_of(ref).get_by_role("alert")).to_contain_text("Not sent")
    lead.context.set_offline(False)


def test_a_network_that_fails_on_the_page_of_the_form(someone: Someone) -> None:
    # given a lead on the form's own page
    lead = someone("lead")
    ref = lead.waiting()[0]
    lead.opens_update_of(ref)
    lead.page.get_by_label("Developments").fill(WORDS)
    lead.page.get_by_role("radio").nth(1).check()
    # when the network fails at sending, and the browser shows its own page
    lead.context.set_offline(True)
    lead.page.get_by_role("button", name="Send update").click()
    expect(lead.page.get_by_label("Developments")).to_have_count(0)
    lead.context.set_offline(False)
    # then the words are there again once the form is; where the server had saved an earlier draft
    # meanwhile, the tab offers what it has beside it
    lead.opens_update_of(ref)
    newer = lead.page.get_by_role("button", name="Show that text instead")
    if newer.count():
        newer.click()
    expect(lead.page.get_by_label("Developments")).to_have_value(WORDS)
    expect(lead.page.get_by_role("radio").nth(1)).to_be_checked()


def test_a_tab_that_reloads(someone: Someone) -> None:
    # given a lead who has written in the list
    lead = someone("lead")
    ref = lead.waiting()[0]
    lead.opens_row(ref).get_by_label("Developments").fill(WORDS)
    # when the tab reloads
    lead.page.reload()
    # then the words are back when the form is opened again, and they are told
    form = lead.opens_row(ref)
    expect(form.get_by_label("Developments")).to_have_value(WORDS)
    expect(form.get_by_role("alert")).to_contain_text("You have not sent this text yet")


def test_a_form_that_is_closed_by_mistake(someone: Someone) -> None:
    # given a lead who has written in the list
    lead = someone("lead")
    ref = lead.waiting()[0]
    form = lead.opens_row(ref)
    form.get_by_label("Developments").fill(WORDS)
    # when they close the form and open it again
    lead.row_of(ref).get_by_role("link", name=f"Close {ref}").click()
    expect(form).to_be_hidden()
    form = lead.opens_row(ref)
    # then the words are back
    expect(form.get_by_label("Developments")).to_have_value(WORDS)


def test_a_tab_that_reloads_after_errors(someone: Someone) -> None:
    # given a lead who was told of an error
    lead = someone("lead")
    ref = lead.waiting()[0]
    form = lead.opens_row(ref)
    lead.chooses_nothing()
    form.get_by_label("Developments").fill(WORDS)
    form.get_by_role("button", name="Send update").click()
    expect(lead.row_of(ref).locator(".govuk-error-summary")).to_be_visible()
    # when the tab reloads
    lead.page.reload()
    # then the words are back when the form is opened again
    expect(lead.opens_row(ref).get_by_label("Developments")).to_have_value(WORDS)


def test_a_tab_that_reloads_after_a_conflict(someone: Someone) -> None:
    # given a lead who was told that the manager saved the same action meanwhile
    lead, manager = someone("lead"), someone("manager")
    ref = lead.waiting()[0]
    form = lead.opens_row(ref)
    form.get_by_label("Developments").fill(WORDS)
    manager.opens_update_of(ref)
    manager.page.get_by_label("Developments").fill("What the manager wrote")
    manager.page.get_by_role("button", name="Send update").click()
    expect(manager.page.get_by_text("your update was sent")).to_be_visible()
    form.get_by_role("button", name="Send update").click()
    expect(lead.row_of(ref).get_by_text("while you were writing")).to_be_visible()
    # when the tab reloads
    lead.page.reload()
    # then the lead's own words are back when the form is opened again
    expect(lead.opens_row(ref).get_by_label("Developments")).to_have_value(WORDS)


def test_what_was_sent_is_not_offered_again(someone: Someone) -> None:
    # given a lead who has sent an update
    lead = someone("lead")
    ref = lead.waiting()[0]
    form = lead.opens_row(ref)
    form.get_by_label("Developments").fill(WORDS)
    form.get_by_role("button", name="Send update").click()
    expect(lead.row_of(ref).locator(".app-do")).to_contain_text("Sent, Head of")
    # when they open it again
    form = lead.opens_row(ref)
    # then nothing says that it was not sent
    expect(form.get_by_label("Developments")).to_have_value(WORDS)
    expect(form.get_by_role("alert")).to_have_count(0)


def kept_in(person: Person) -> list[str]:
    """What the tab keeps of forms."""
    keys: list[str] = person.page.evaluate("Object.keys(sessionStorage)")
    return [key for key in keys if key.startswith("wsoa:")]


def test_another_person_in_the_same_tab_does_not_see_them(someone: Someone) -> None:
    # given a lead who wrote in the list, and was signed out by the clock
    lead = someone("lead")
    ref = lead.waiting()[0]
    lead.opens_update_of(ref)
    lead.page.get_by_label("Developments").fill(WORDS)
    lead.context.clear_cookies()
    # when the programme manager signs in at the same tab
    lead.name = "manager"
    lead.signs_in()
    lead.opens_update_of(ref)
    # then they do not see what the lead wrote; and the lead, who comes back, does
    expect(lead.page.get_by_label("Developments")).not_to_have_value(WORDS)
    lead.context.clear_cookies()
    lead.name = "lead"
    lead.signs_in()
    lead.opens_update_of(ref)
    expect(lead.page.get_by_label("Developments")).to_have_value(WORDS)


def test_they_go_at_a_deliberate_sign_out_after_a_warning(someone: Someone) -> None:
    # given a lead who has written and not sent
    lead = someone("lead")
    ref = lead.waiting()[0]
    lead.opens_update_of(ref)
    lead.page.get_by_label("Developments").fill(WORDS)
    # when they sign out
    lead.page.get_by_role("banner").get_by_role("button", name="Sign out").click()
    # then they are warned first, and nothing is kept in the tab after they go on
    expect(lead.page.get_by_role("heading", level=1, name="Sign out")).to_be_visible()
    expect(lead.page.get_by_text("will be deleted from this browser")).to_be_visible()
    lead.page.get_by_role("main").get_by_role("button", name="Sign out").click()
    expect(lead.page.get_by_role("banner").get_by_role("link", name="Sign in")).to_be_visible()
    assert kept_in(lead) == []


def test_they_are_kept_for_a_day_and_no_longer(someone: Someone) -> None:
    # given a lead who wrote, and whose tab has been open for more than a day since
    lead = someone("lead")
    ref = lead.waiting()[0]
    lead.opens_update_of(ref)
    lead.context.set_offline(True)
    lead.page.get_by_label("Developments").fill(WORDS)
    lead.page.evaluate(
        """() => { for (const key of Object.keys(sessionStorage)) {
             if (!key.startsWith("wsoa:")) continue;
             const kept = JSON.parse(sessionStorage.getItem(key));
             kept.at -= 25 * 60 * 60 * 1000;
             sessionStorage.setItem(key, JSON.stringify(kept));
           } }"""
    )
    lead.context.set_offline(False)
    # when they open the form again
    lead.opens_update_of(ref)
    # then the tab has forgotten it
    assert kept_in(lead) == []
