"""Screens that can be read at a glance: how high and how wide they are at a desk."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitors
from tests.journeys.screens import PLAN
from tests.journeys.service import Service

LONG_PLAN = """
from actions.models import Membership
from tests.support.small_plans import long_plan
from wsoa.accounts.models import User
viewer = User.objects.get(email="viewer@demo.example")
Membership.objects.create(plan=long_plan(), user=viewer, role="viewer")
"""
LONG_GRID = "/plans/long-plan/actions/"


def size_of(page: Page) -> tuple[int, int]:
    """The width and the height of the whole page, in pixels."""
    width, height = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    )
    return width, height


def test_a_grid_of_24_quarters_does_not_scroll_sideways(
    service: Service, visitor: Visitors
) -> None:
    # given a plan of 24 quarters, and somebody at a desk whose browser runs no script
    service.manage("shell", "-c", LONG_PLAN)
    viewer = visitor("viewer", script=False)
    # when they open its grid
    viewer.opens(LONG_GRID)
    page = viewer.person.page
    # then six quarters are shown, and the page is as wide as its window
    assert page.locator("#grid thead .app-c-q, #grid thead .app-c-q--empty").count() == 6
    assert size_of(page)[0] == 1280
    # when they ask for all of them
    page.get_by_role("link", name="Show all 24 quarters").click()
    page.wait_for_load_state()  # with its style
    # then all are shown, and still nothing scrolls sideways
    assert page.locator("#grid thead .app-c-q, #grid thead .app-c-q--empty").count() == 24
    assert size_of(page)[0] == 1280


def test_the_overview_can_be_read_at_a_glance(visitor: Visitors) -> None:
    # given a manager at a desk
    manager = visitor("manager")
    # when they open the overview of a plan of 89 actions
    manager.opens(PLAN)
    # then it is not higher than three windows, and not wider than one
    width, height = size_of(manager.person.page)
    assert (width, height <= 2_600) == (1280, True), height


def test_what_waits_for_a_verdict_is_one_short_row_each(visitor: Visitors) -> None:
    # given a manager at a desk, whose browser runs no script
    manager = visitor("manager", script=False)
    # when they open what waits for them
    manager.opens(f"{PLAN}review/")
    page = manager.person.page
    rows = page.locator("#review .app-review")
    # then each is so short that 29 of them, with all besides, are at most 6,000 px high
    heights = [box["height"] for row in rows.all() if (box := row.bounding_box())]
    width, height = size_of(page)
    besides = height - sum(heights)
    assert width == 1280
    assert besides + 29 * max(heights) <= 6_000, (besides, max(heights))
    # and the whole texts open by keyboard
    page.locator("#review summary").first.press("Enter")
    expect(rows.first.get_by_text("Sent: October 2019")).to_be_visible()
