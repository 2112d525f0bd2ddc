"""The whole round of one lead: 19 actions, 12 of them unchanged; clicks and keys are counted."""

from __future__ import annotations

import re
import sys

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.people import Person, Someone
from tests.support.round_of_19 import CHANGED, LEAD, REFS

WORDS = "The panel has met."
PROOF = "Its minutes show it."  # of a better status


class Counting:
    """Does what a person does, and counts it."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.keys = self.clicks = self.characters = 0

    def press(self, key: str) -> None:
        self.keys += 1
        self.person.page.keyboard.press(key)

    def tab_to(self, target: Locator, at_most: int = 60) -> None:
        for _ in range(at_most):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.press("Tab")
            assert self.person.sees_focus(), self.person.focused()
        raise AssertionError(f"{target} cannot be reached; stopped at {self.person.focused()!r}")

    def type(self, words: str) -> None:
        self.characters += len(words)
        self.person.page.keyboard.type(words)

    def click(self, target: Locator) -> None:
        self.clicks += 1
        target.click()

    def said(self, how: str) -> str:
        return (
            f"19 actions, 12 unchanged, {how}: {self.clicks} clicks, {self.keys} keys, "
            f"{self.characters} characters of words"
        )


def test_the_round_by_keyboard_alone(someone: Someone, capsys: pytest.CaptureFixture[str]) -> None:
    # given a lead without a mouse, in a list of nineteen, the seven that are behind first
    lead = someone(LEAD)
    page = lead.page
    lead.opens("/my/updates/")
    expect(page.locator("#progress")).to_contain_text("0 of 19")
    assert page.locator(".app-todo-item h3 a").all_inner_texts() == REFS
    hand = Counting(lead)
    # when they go to the twelve that are on track, and say of all "no change"
    hand.tab_to(page.get_by_role("button", name="No change to all 12 that are on track"))
    hand.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("No change to 12 actions?")
    hand.tab_to(page.get_by_role("button", name="Record “no change” for all 12"))
    hand.press("Enter")
    expect(page.get_by_text("No change recorded of 12 actions")).to_be_visible()
    expect(page.locator("#progress")).to_contain_text("12 of 19")
    # and answer the seven one after the other
    hand.tab_to(lead.row_of(CHANGED[0]).get_by_role("link", name=f"Update {CHANGED[0]}"))
    for ref in CHANGED:
        row = lead.row_of(ref)
        hand.tab_to(row.get_by_role("link", name=f"Update {ref}"))
        hand.press("Enter")
        expect(row.get_by_role("heading", name=f"Update {ref}")).to_be_focused()
        hand.press("Tab")
        for _ in range(5):
            if row.get_by_role("radio", name="On track").is_checked():
                break
            hand.press("ArrowDown")
        expect(row.get_by_label("Developments")).to_have_value(f"What was done for {ref} by July.")
        expect(row.get_by_text("From July 2019, unchanged")).to_be_visible()
        hand.tab_to(row.get_by_label("Developments"))
        hand.press("Control+a")
        hand.type(WORDS)
        expect(row.get_by_text("From July 2019, unchanged")).to_be_hidden()
        hand.tab_to(row.get_by_label("Evidence of impact"))
        hand.type(PROOF)
        hand.tab_to(row.get_by_role("button", name="Send update"))
        hand.press("Enter")
        expect(row.locator(".app-do")).to_contain_text("Sent, Head of the Round")
        # then the keyboard is at the next action
        if ref != CHANGED[-1]:
            following = lead.row_of(REFS[REFS.index(ref) + 1])
            expect(following.get_by_role("button", name=re.compile("No change"))).to_be_focused()
    # then all nineteen are done
    expect(page.locator("#progress")).to_contain_text("19 of 19")
    assert hand.clicks == 0
    assert hand.keys <= 200
    with capsys.disabled():
        sys.stdout.write(f"\n{hand.said('by keyboard alone')}\n")


def test_the_round_without_script(someone: Someone, capsys: pytest.CaptureFixture[str]) -> None:
    # given a lead whose browser runs no script
    lead = someone(LEAD, java_script_enabled=False)
    page = lead.page
    lead.opens("/my/updates/")
    expect(page.locator("#progress")).to_contain_text("0 of 19")
    hand = Counting(lead)
    # when they tick two, say "no change" of one, and of the rest that are on track together
    for ref in REFS[7:9]:
        hand.click(page.get_by_label(f"Select {ref}", exact=True))
    hand.click(page.get_by_role("button", name="No change to selected actions"))
    hand.click(page.get_by_role("button", name="Record “no change” for all 2"))
    expect(
        page.get_by_text(f"No change recorded of 2 actions: {', '.join(REFS[7:9])}.")
    ).to_be_visible()
    hand.click(page.get_by_role("button", name=f"No change to {REFS[9]}"))
    expect(page.get_by_text(f"{REFS[9]}: no change recorded.")).to_be_visible()
    hand.click(page.get_by_role("button", name="No change to all 9 that are on track"))
    hand.click(page.get_by_role("button", name="Record “no change” for all 9"))
    # and answer the seven, one of them in two sittings
    for ref in CHANGED:
        lead.opens("/my/updates/")
        hand.click(lead.row_of(ref).get_by_role("link", name=f"Update {ref}"))
        hand.click(page.get_by_role("radio", name="On track"))
        page.get_by_label("Developments").fill(WORDS)
        page.get_by_label("Evidence of impact").fill(PROOF)
        hand.characters += len(WORDS) + len(PROOF)
        if ref == CHANGED[0]:
            hand.click(page.get_by_role("button", name="Keep as draft and close"))
            expect(
                page.get_by_text(f"{ref}: saved as a draft. It has not been sent.")
            ).to_be_visible()
            lead.opens(f"/plans/round-2019/actions/{ref}/update/")
            expect(page.get_by_text("You started this draft on 15 November 2019")).to_be_visible()
            expect(page.get_by_label("Developments")).to_have_value(WORDS)
        hand.click(page.get_by_role("button", name="Send update"))
        expect(page.get_by_text(f"{ref}: your update was sent.")).to_be_visible()
    # then all nineteen are done
    lead.opens("/my/updates/")
    expect(page.locator("#progress")).to_contain_text("19 of 19")
    with capsys.disabled():
        sys.stdout.write(f"\n{hand.said('without script')}\n")
