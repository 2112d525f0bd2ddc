"""Two people save the same action: nobody's words are overwritten, and the second chooses."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.accessibility import sideways, violations
from tests.journeys.people import Person, Someone
from tests.journeys.screens import PLAN

MINE = "What the lead wrote"
THEIRS = "What the manager wrote"
TOLD = re.compile("saved an update to this action while you were writing")


def saves_first(person: Person, ref: str, words: str = THEIRS) -> None:
    """Somebody sends an update of the action from its own page."""
    person.opens_update_of(ref)
    person.page.get_by_label("Developments").fill(words)
    person.page.get_by_role("button", name="Send update").click()
    expect(person.page.get_by_text(f"{ref}: your update was sent.")).to_be_visible()


def reads_on_page_of(person: Person, ref: str) -> tuple[list[str], list[str]]:
    """Which of the two texts stands on the action's page, and which was replaced."""
    person.opens(f"{PLAN}actions/{ref}/")
    replaced = person.page.locator("main .app-hist details").all_text_contents()
    everything = person.page.locator("main .app-hist").all_text_contents()
    before = [words for words in (MINE, THEIRS) if words in "".join(replaced)]
    stands = [words for words in (MINE, THEIRS) if words in "".join(everything)]
    return [words for words in stands if words not in before], before


def test_the_second_sees_both_texts_in_place_and_sends_theirs_on_top(someone: Someone) -> None:
    # given a lead who writes in the list while the manager saves the same action
    lead, manager = someone("lead"), someone("manager")
    ref = lead.waiting()[0]
    form = lead.opens_row(ref)
    form.get_by_label("Developments").fill(MINE)
    saves_first(manager, ref)
    # when the lead sends
    form.get_by_role("button", name="Send update").click()
    # then they are told at once, still in the list, and see both texts
    panel = lead.row_of(ref).get_by_role("alert").filter(has_text=TOLD)
    expect(panel).to_be_focused()
    expect(panel).to_contain_text(THEIRS)
    expect(lead.row_of(ref).get_by_label("Developments")).to_have_value(MINE)
    assert lead.page.evaluate("location.pathname") == "/my/updates/"
    assert reads_on_page_of(manager, ref) == ([THEIRS], [])
    # and everybody can read it
    for width in (1280, 390):
        lead.page.set_viewport_size({"width": width, "height": 900})
        assert (width, violations(lead.page)) == (width, [])
    assert sideways(lead.page) == {}
    # when they choose to send theirs on top
    lead.row_of(ref).get_by_role("button", name="Send mine as a new update").click()
    expect(lead.row_of(ref).locator(".app-do")).to_contain_text("Sent, Head of")
    # then theirs stands, and what it replaced can still be read
    assert reads_on_page_of(manager, ref) == ([MINE], [THEIRS])


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_the_second_keeps_what_the_first_said(script: bool, someone: Someone) -> None:
    # given a lead on the form's own page while the manager saves the same action
    lead, manager = someone("lead", java_script_enabled=script), someone("manager")
    ref = lead.waiting()[0]
    lead.opens_update_of(ref)
    lead.page.get_by_label("Developments").fill(MINE)
    saves_first(manager, ref)
    # when the lead sends
    lead.page.get_by_role("button", name="Send update").click()
    # then the page shows both texts
    expect(lead.page.get_by_role("alert").filter(has_text=TOLD)).to_contain_text(THEIRS)
    expect(lead.page.get_by_label("Developments")).to_have_value(MINE)
    # when they keep what the manager said
    lead.page.get_by_role("button", name="Keep theirs and delete mine").click()
    # then the manager's words stand alone
    expect(lead.page.get_by_role("heading", level=1)).to_be_visible()
    assert reads_on_page_of(lead, ref) == ([THEIRS], [])


def test_the_second_puts_both_together_without_script(someone: Someone) -> None:
    # given both at the same action
    lead, manager = someone("lead", java_script_enabled=False), someone("manager")
    ref = lead.waiting()[0]
    lead.opens_update_of(ref)
    lead.page.get_by_label("Developments").fill(MINE)
    saves_first(manager, ref)
    lead.page.get_by_role("button", name="Send update").click()
    expect(lead.page.get_by_role("alert").filter(has_text=TOLD)).to_contain_text(THEIRS)
    # when the manager saves once more before the lead has put the two together
    saves_first(manager, ref, "A third text")
    lead.page.get_by_label("Developments").fill(f"{THEIRS}. {MINE}.")
    lead.page.get_by_role("button", name="Send mine as a new update").click()
    # then the lead is told again, and nothing was overwritten
    expect(lead.page.get_by_role("alert").filter(has_text=TOLD)).to_contain_text("A third text")
    expect(lead.page.get_by_label("Developments")).to_have_value(f"{THEIRS}. {MINE}.")
    # when they send it on top of that
    lead.page.get_by_role("button", name="Send mine as a new update").click()
    # then all three can be read
    lead.opens(f"{PLAN}actions/{ref}/")
    words = lead.page.locator("main .app-hist").inner_text()
    assert f"{THEIRS}. {MINE}." in words
    replaced = "".join(lead.page.locator("main .app-hist details").all_text_contents())
    assert ("A third text" in replaced, THEIRS in replaced) == (True, True)


def test_no_change_is_not_said_of_what_one_has_not_seen(someone: Someone) -> None:
    # given a lead who looks at the list while the manager says something new
    lead, manager = someone("lead"), someone("manager")
    ref = lead.waiting()[0]
    saves_first(manager, ref)
    # when the lead says "No change"
    lead.page.get_by_role("button", name=f"No change to {ref}").click()
    # then it is not recorded, and the lead is told and sees what was said
    expect(lead.row_of(ref).get_by_role("alert")).to_contain_text(
        "Somebody else saved an update to this action"
    )
    expect(lead.row_of(ref)).to_contain_text(THEIRS)
    assert reads_on_page_of(manager, ref) == ([THEIRS], [])
