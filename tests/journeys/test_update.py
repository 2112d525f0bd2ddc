"""A lead answers: by keyboard alone, without script, in one click; progress counts up."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.people import Person, Someone
from tests.journeys.screens import PLAN
from tests.journeys.service import PASSWORD


def answered(person: Person) -> int:
    """How many of their actions are done, as My updates says it."""
    words = person.page.locator("#progress").inner_text()
    found = re.match(r"\s*(\d+) of \d+", words)
    assert found, words
    return int(found[1])


def test_a_lead_updates_by_keyboard_alone_from_sign_in_to_sent(someone: Someone) -> None:
    # given a lead without a mouse, at the first page
    lead = someone()
    page = lead.page
    lead.opens("/")
    # when they sign in
    lead.tabs_to(page.get_by_role("banner").get_by_role("link", name="Sign in"))
    lead.presses("Enter")
    expect(page.get_by_role("heading", level=1, name="Sign in")).to_be_visible()
    lead.tabs_to(page.get_by_label("Email address"))
    page.keyboard.type("lead@demo.example")
    lead.tabs_to(page.get_by_role("textbox", name="Password"))
    page.keyboard.type(PASSWORD)
    lead.presses("Enter")
    # and go to their updates
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    lead.tabs_to(page.get_by_role("link", name="My updates").first)
    lead.presses("Enter")
    expect(page.get_by_role("heading", level=1, name="My updates")).to_be_visible()
    done = answered(lead)
    rows = page.locator(".app-todo-item:has(.app-do button)")
    refs = rows.filter(has_not_text="Draft not sent").locator("h3 a").all_inner_texts()
    first = refs[0]
    # and open the first form in its place
    lead.tabs_to(lead.row_of(first).get_by_role("link", name=f"Update {first}"))
    lead.presses("Enter")
    heading = lead.row_of(first).get_by_role("heading", name=f"Update {first}")
    # then the keyboard is at the head of the form, and it can be seen
    expect(heading).to_be_focused()
    assert lead.sees_focus()
    # when they choose a status with the arrows and type
    radios = lead.row_of(first).get_by_role("radio")
    lead.presses("Tab")
    assert page.evaluate("document.activeElement.type") == "radio"
    assert lead.sees_focus()
    chosen = lead.row_of(first).get_by_role("radio", checked=True)
    lead.presses("ArrowDown")
    for _ in range(4):  # on from what was said last
        if chosen.get_attribute("value") != "at_risk":
            lead.presses("ArrowDown")
    expect(chosen).to_be_focused()
    assert lead.sees_focus()
    status = lead.focused()
    assert radios.count() == 5
    for label, words in (
        ("Developments", "The panel met and agreed its terms."),
        ("Evidence of impact", "Twelve families said that they were told in time."),
        ("Next steps", "The second panel is on 3 December."),
    ):
        lead.tabs_to(lead.row_of(first).get_by_label(label), at_most=3)
        page.keyboard.type(words)
    lead.tabs_to(lead.row_of(first).get_by_label("Flag a significant risk"), at_most=3)
    lead.presses("Space")
    lead.tabs_to(lead.row_of(first).get_by_role("button", name="Send update"), at_most=6)
    lead.presses("Enter")
    # then the row says that it was sent, and one more is done
    row = lead.row_of(first)
    expect(row.locator(".app-do")).to_contain_text("Sent, Head of")
    expect(page.locator("#progress")).to_contain_text(f"{done + 1} of")
    expect(row.locator("form[data-keep]")).to_have_count(0)
    # and the keyboard goes on to the next action
    next_row = lead.row_of(refs[1])
    expect(next_row.get_by_role("button", name=f"No change to {refs[1]}")).to_be_focused()
    assert lead.sees_focus()
    # and the action's own page shows all of it
    lead.opens(f"{PLAN}actions/{first}/")
    main = page.get_by_role("main")
    expect(main).to_contain_text("The panel met and agreed its terms.")
    expect(main).to_contain_text("Twelve families said that they were told in time.")
    expect(main).to_contain_text("The second panel is on 3 December.")
    expect(main).to_contain_text("Significant risk")
    expect(main.locator(".app-hist > li").first).to_contain_text(status)


def test_the_first_tab_stop_leads_past_the_menu(someone: Someone) -> None:
    # given a lead without a mouse
    lead = someone("lead")
    lead.opens("/my/updates/")
    # when they take the first link of the page
    lead.presses("Tab")
    assert lead.focused() == "Skip to main content"
    assert lead.sees_focus()
    lead.presses("Enter")
    # then they are in the page's own part
    expect(lead.page.get_by_role("main")).to_be_focused()


def test_no_change_is_one_click(someone: Someone) -> None:
    # given a lead with actions of which nothing has changed
    lead = someone("lead")
    first, second = lead.waiting()[:2]
    done = answered(lead)
    # when they click once, and press Enter once for the next, where the keyboard is already
    lead.page.get_by_role("button", name=f"No change to {first}").click()
    expect(lead.row_of(first).locator(".app-do")).to_contain_text("No change, Head of")
    expect(lead.page.get_by_role("button", name=f"No change to {second}")).to_be_focused()
    lead.presses("Enter")
    # then both are recorded, and progress has counted both
    expect(lead.row_of(second).locator(".app-do")).to_contain_text("No change, Head of")
    expect(lead.page.locator("#progress")).to_contain_text(f"{done + 2} of")
    assert lead.page.evaluate("location.pathname") == "/my/updates/"
    # and it stays so
    lead.opens("/my/updates/")
    assert answered(lead) == done + 2
    expect(lead.row_of(first)).to_contain_text("No change, Head of")


def test_what_was_sent_can_be_changed(someone: Someone) -> None:
    # given a lead who has answered
    lead = someone("lead")
    ref = lead.waiting()[0]
    done = answered(lead)
    form = lead.opens_row(ref)
    form.get_by_label("Developments").fill("The first words")
    form.get_by_role("button", name="Send update").click()
    expect(lead.row_of(ref).locator(".app-do")).to_contain_text("Sent, Head of")
    # when they think again
    form = lead.opens_row(ref)
    expect(form.get_by_label("Developments")).to_have_value("The first words")
    form.get_by_label("Developments").fill("The second words")
    form.get_by_role("button", name="Send update").click()
    expect(form).to_be_hidden()
    # then it counts once, the new words stand, and the old can still be read
    expect(lead.page.locator("#progress")).to_contain_text(f"{done + 1} of")
    lead.opens(f"{PLAN}actions/{ref}/")
    main = lead.page.get_by_role("main")
    expect(main.get_by_text("The second words")).to_be_visible()
    expect(main.get_by_text("The first words")).to_be_hidden()
    main.get_by_text("Earlier versions").first.click()
    expect(main.get_by_text("The first words")).to_be_visible()


def test_a_lead_updates_without_script(someone: Someone) -> None:
    # given a lead whose browser runs no script
    lead = someone("lead", java_script_enabled=False)
    page = lead.page
    first, second = lead.waiting()[:2]
    done = answered(lead)
    # when they say "No change" of one action
    page.get_by_role("button", name=f"No change to {first}").click()
    # then they are back in the list, and are told
    expect(page.get_by_role("heading", level=1, name="My updates")).to_be_visible()
    expect(page.get_by_text(f"{first}: no change recorded.")).to_be_visible()
    assert answered(lead) == done + 1
    # when they open the next and see each status with its definition
    lead.row_of(second).get_by_role("link", name=f"Update {second}").click()
    expect(page.get_by_role("heading", level=1, name=f"Update {second}")).to_be_visible()
    expect(page.get_by_role("radio")).to_have_count(5)
    hints = page.locator(".govuk-radios__hint").locator("visible=true").all_inner_texts()
    assert [bool(hint.strip()) for hint in hints] == [True] * 5
    # and send words
    page.get_by_role("radio").nth(2).check()
    page.get_by_label("Developments").fill("Said without script")
    page.get_by_label("Next steps").fill("More of it")
    page.get_by_role("button", name="Send update").click()
    # then they are told, and the words are on the action's page
    expect(page.get_by_text(f"{second}: your update was sent.")).to_be_visible()
    lead.opens(f"{PLAN}actions/{second}/")
    expect(page.get_by_role("main")).to_contain_text("Said without script")
    lead.opens("/my/updates/")
    assert answered(lead) == done + 2


def test_nothing_chosen_is_said_beside_the_field_and_in_a_summary(someone: Someone) -> None:
    # given a lead who has typed much and chosen nothing, in the list
    lead = someone("lead")
    ref = lead.waiting()[0]
    form = lead.opens_row(ref)
    lead.chooses_nothing()
    form.get_by_label("Developments").fill("A great deal")
    # when they send it
    form.get_by_role("button", name="Send update").click()
    # then the keyboard is at the summary
    summary = lead.row_of(ref).locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Select the status of this action")
    # and its link leads to the field, which says the same
    summary.get_by_role("link", name="Select the status of this action").click()
    expect(lead.row_of(ref).get_by_role("radio").first).to_be_focused()
    expect(lead.row_of(ref).locator("fieldset .govuk-error-message")).to_contain_text(
        "Select the status of this action"
    )
    # and what was typed is still there
    expect(lead.row_of(ref).get_by_label("Developments")).to_have_value("A great deal")


def test_nothing_chosen_without_script(someone: Someone) -> None:
    # given the form as a page, in a browser without script
    lead = someone("lead", java_script_enabled=False)
    ref = lead.waiting()[0]
    lead.opens_update_of(ref)
    lead.chooses_nothing()
    lead.page.get_by_label("Developments").fill("A great deal")
    # when it is sent without a status
    lead.page.get_by_role("button", name="Send update").click()
    # then the summary's link leads to the field, and nothing is lost
    lead.page.get_by_role("link", name="Select the status of this action").click()
    target = lead.page.evaluate("document.querySelector(':target').type")
    assert target == "radio"
    expect(lead.page.get_by_label("Developments")).to_have_value("A great deal")


def test_words_that_are_too_long_are_kept(someone: Someone) -> None:
    # given a lead who pastes a whole report
    lead = someone("lead")
    ref = lead.waiting()[0]
    form = lead.opens_row(ref)
    words = "All of it. " * 2000
    form.get_by_label("Evidence of impact").fill(words)
    assert len(form.get_by_label("Evidence of impact").input_value()) == len(words)
    # when they send it
    form.get_by_role("button", name="Send update").click()
    # then they are told how much is too much, and have every word still
    summary = lead.row_of(ref).locator(".govuk-error-summary")
    expect(summary).to_contain_text("must be 20,000 characters or fewer")
    summary.get_by_role("link", name="must be 20,000 characters or fewer").click()
    expect(lead.row_of(ref).get_by_label("Evidence of impact")).to_be_focused()
    assert lead.row_of(ref).get_by_label("Evidence of impact").input_value() == words
