"""What waits for me: the worst thing first, its form one click away, and gone once it is done."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import Someone


def menu_count(page: Page) -> int:
    """What the menu says: "Waiting (9)"."""
    link = page.get_by_role("navigation", name="Menu").get_by_role(
        "link", name=re.compile("^Waiting")
    )
    found = re.search(r"\((\d+)\)", link.inner_text())
    return int(found[1]) if found else 0


def nothing_scrolls_sideways(page: Page) -> bool:
    return bool(
        page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )
    )


@pytest.mark.parametrize(
    ("script", "width"),
    [
        (True, 390),
        (False, 1280),
        pytest.param(True, 1280, marks=pytest.mark.long),
        pytest.param(False, 390, marks=pytest.mark.long),
    ],
)
def test_a_manager_does_the_worst_thing_and_it_is_gone(
    someone: Someone, script: bool, width: int
) -> None:
    # given the programme manager on the first page
    manager = someone("manager", width=width, java_script_enabled=script)
    page = manager.page
    manager.opens("/")
    expect(page.get_by_role("heading", level=1, name="What waits for you")).to_be_visible()
    before = menu_count(page)
    rows = page.locator(".app-wait tbody tr")
    assert before == rows.count() > 1
    expect(page.locator(".app-lead")).to_contain_text(f"{before} things wait for you")
    if script:
        assert nothing_scrolls_sideways(page)
    # when they follow the first thing to its form, and do it
    title = rows.first.get_by_role("rowheader").inner_text()
    assert "4.2.2" in title
    rows.first.get_by_role("link", name=re.compile("^Decide")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("A new end date for 4.2.2")
    page.get_by_role("radio", name="Refused").check()
    page.get_by_label("Reason for the decision").fill("The waiting list is not shorter.")
    page.get_by_label("Who decided?").select_option(label="Inclusion & SEND Improvement Board")
    for box, number in (("Day", "15"), ("Month", "11"), ("Year", "2019")):
        page.get_by_label(box, exact=True).fill(number)
    page.get_by_role("button", name="Save decision").click()
    expect(page.get_by_role("button", name="Save decision")).to_be_hidden()
    # then it is gone, from the list and from the count
    manager.opens("/")
    assert title not in page.locator(".app-wait").inner_text()
    assert rows.count() == before - 1
    assert menu_count(page) == before - 1


def test_a_lead_sees_only_one_kind_and_goes_on_to_the_form(someone: Someone) -> None:
    # given a lead on a phone, with updates to send and some that were returned
    lead = someone("lead", width=390)
    page = lead.page
    lead.opens("/")
    chips = page.get_by_role("list", name="Show only one kind")
    # when they choose what was returned
    chips.get_by_role("link", name=re.compile("^Returned")).click()
    # then nothing else is shown, and its button opens the form of that action
    kinds = page.locator(".app-kind").all_inner_texts()
    assert set(kinds) == {"Returned to you"}
    expect(chips.locator("[aria-current]")).to_contain_text("Returned")
    page.locator(".app-wait").get_by_role("link", name=re.compile("^Update")).first.click()
    expect(page.get_by_role("radio", name="On track")).to_be_visible()


def test_a_calendar_address_is_made_shown_once_and_turned_off(someone: Someone) -> None:
    # given somebody who wants due days in their calendar
    viewer = someone("lead", java_script_enabled=False)
    page = viewer.page
    viewer.opens("/my/reminders/")
    page.get_by_role("link", name="Show due days in my calendar").click()
    # when they make an address
    page.get_by_role("button", name="Make a new address").click()
    address = page.locator("code").inner_text()
    path = re.sub(r"^https?://[^/]+", "", address)
    # then it gives a calendar to whoever has it, and the page does not show it again
    stranger = someone()
    answer = stranger.page.request.get(path)
    assert answer.status == 200
    assert answer.text().startswith("BEGIN:VCALENDAR")
    viewer.opens("/my/calendar/")
    assert address not in page.content()
    # and once it is turned off, it gives nothing
    page.get_by_role("button", name="Turn off my address").click()
    expect(page.get_by_text("Your calendar address has been turned off.")).to_be_visible()
    assert stranger.page.request.get(path).status == 404
