"""The board reads its report on a phone and asks; an officer answers; the next report shows it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.accessibility import sideways, violations
from tests.journeys.people import Person, Someone
from tests.journeys.screens import PLAN

PAPERS = f"{PLAN}highlights/"
OCTOBER = f"{PAPERS}2019-10-31/"
QUESTION = "Who sits on the panel until then?"


def asks_about(member: Person, ref: str, words: str) -> None:
    """Opens the form at a line, in place, and sends it."""
    line = member.page.locator("#decisions .app-hl__ask").filter(has_text=f"about this: {ref}")
    line.locator("summary").click()
    line.get_by_label(f"Your question about {ref}").fill(words)
    line.get_by_role("button", name="Send question").click()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_board_member_asks_on_a_phone(someone: Someone, script: bool) -> None:
    # given a member of the board with a phone
    member = someone("board", width=390, java_script_enabled=script)
    member.opens("/")
    member.page.get_by_role("link", name="Board papers").first.click()
    member.page.get_by_role("link", name="Highlight report: October 2019").first.click()
    # when they read the report and ask about one line of it
    expect(member.page.locator("h1")).to_have_text("Highlight report: October 2019")
    words = f"{QUESTION} ({'with' if script else 'without'} script)"
    asks_about(member, "3.2.3", words)
    # then it stands first, beside the line, and says that nobody has answered
    questions = member.page.locator("#questions")
    expect(questions).to_contain_text(words)
    expect(member.page.locator("#decisions")).to_contain_text(words)
    expect(questions).to_contain_text("Not answered")
    if script:
        assert violations(member.page) == []
        assert sideways(member.page) == {}
    # and its line leads to the action
    member.page.locator("#decisions").get_by_role("link", name="3.2.3").click()
    expect(member.page).to_have_url(re.compile(r"/actions/3\.2\.3/$"))


def test_what_is_answered_and_what_is_open_stand_in_the_next_report(someone: Someone) -> None:
    # given two questions of the board about October's report
    member = someone("board", width=390)
    for words in ("Answer me before the meeting.", "Leave me open."):
        member.opens(OCTOBER)
        asks_about(member, "4.2.2", words)
    # when an officer answers one of them there
    officer = someone("accountable")
    officer.opens(OCTOBER)
    asked = officer.page.locator("#questions article").filter(has_text="Answer me before")
    asked.locator("summary").click()
    asked.get_by_label("Your answer").fill("The committee met on 5 November.")
    asked.get_by_role("button", name="Save answer").click()
    expect(asked).to_contain_text("The committee met on 5 November.")
    # and the manager prepares the next report
    manager = someone("manager")
    manager.opens(PAPERS)
    manager.page.get_by_label("Meeting").select_option(index=1)
    manager.page.get_by_role("button", name="Prepare a draft").click()
    # then it has what is open after what is late, and the answer
    page = manager.page
    expect(page.locator("h1")).to_have_text("Highlight report: November 2019")
    headings = page.locator("main h2:not(.govuk-notification-banner__title)")
    expect(headings.first).to_contain_text("1. Past its end date and not complete")
    expect(page.locator("#open h2")).to_contain_text("Still open")
    expect(page.locator("#open")).to_contain_text("Leave me open.")
    expect(page.locator("#open")).not_to_contain_text("Answer me")
    expect(page.locator("#answered")).to_contain_text("The committee met on 5 November.")
    # and once it is issued, the board has it
    page.get_by_role("button", name="Issue report").click()
    expect(page.get_by_text("the board has been notified by email")).to_be_visible()
    member.opens(PAPERS)
    expect(member.page.get_by_role("link", name="Highlight report: November 2019")).to_be_visible()
