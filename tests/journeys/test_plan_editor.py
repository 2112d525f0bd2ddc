"""A programme manager changes the plan, by keyboard alone and without script."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.accessibility import finds_nothing_wrong
from tests.journeys.people import Someone
from tests.journeys.screens import PLAN

EDIT = f"{PLAN}edit/"


def test_an_action_is_replaced_by_keyboard_without_script(someone: Someone) -> None:
    # given a manager without a mouse, whose browser runs no script
    manager = someone("manager", java_script_enabled=False)
    page = manager.page
    manager.opens(f"{EDIT}actions/6.1.2/replace/")
    # when they send the form, and are told what it lacks
    manager.tabs_to(page.get_by_role("button", name="Replace action"), at_most=60)
    manager.presses("Enter")
    problem = page.get_by_role("link", name="Enter the reason for the change")
    expect(problem).to_be_visible()
    manager.tabs_to(problem)
    manager.presses("Enter")
    expect(page.get_by_label("Reason for the change")).to_be_focused()
    page.keyboard.type("The board joined two training offers.")
    manager.tabs_to(page.get_by_label("Who decided?"))
    page.keyboard.type("SEND")
    manager.tabs_to(page.get_by_role("textbox", name="Day").nth(1))
    for number in ("4", "11", "2019"):
        page.keyboard.type(number)
        manager.presses("Tab")
    page.get_by_label("New action", exact=True).focus()
    page.keyboard.type("One training offer for every school")
    manager.tabs_to(page.get_by_role("button", name="Replace action"), at_most=60)
    manager.presses("Enter")
    # then it has taken its place, and the old page says so
    expect(page.get_by_text("Action 6.1.2 was replaced.")).to_be_visible()
    manager.opens(f"{PLAN}actions/6.1.2/")
    expect(page.get_by_text("This action is no longer in the plan.")).to_be_visible()
    expect(page.get_by_text("The board joined two training offers.")).to_be_visible()


def test_nothing_is_wrong_with_the_pages(someone: Someone) -> None:
    manager = someone("manager")
    for path in (
        EDIT,
        f"{EDIT}actions/6.1.2/",
        f"{EDIT}actions/6.1.2/split/",
        f"{EDIT}actions/6.1.2/move/",
        f"{PLAN}changes/",
        f"{PLAN}differences/",
    ):
        manager.opens(path)
        finds_nothing_wrong(manager)
