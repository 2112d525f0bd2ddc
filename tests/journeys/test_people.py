"""An area's administrator lets somebody in, hands a post over, and ends somebody's access."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.people import Someone
from tests.journeys.screens import PEOPLE, PLAN
from tests.journeys.service import Service

NEW = "next.head@council.example"


def test_somebody_is_invited_and_comes_in_by_the_link(someone: Someone, service: Service) -> None:
    # given an administrator who finds the people of the area in the menu
    manager = someone("manager")
    page = manager.page
    manager.opens(PLAN)
    page.get_by_role("link", name="People", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("People and posts")
    # when they invite the holder whom the plan names, and who cannot sign in yet
    page.get_by_role("link", name="Invite the holder of SCC-BAI").click()
    expect(page.get_by_label("Name", exact=True)).to_have_value("James Ford")
    page.get_by_label("Email address").fill("james.ford@council.example")
    page.get_by_role("button", name="Send invitation").click()
    expect(page.get_by_text("Invitation sent to james.ford@council.example.")).to_be_visible()
    expect(page.locator("#invited")).to_contain_text("SCC-BAI")
    # then the link in the email lets them in, once
    words = service.email_to("james.ford@council.example", "Accept the invitation")
    link = re.search(r"https?://\S+/invitations/\S+", words)
    assert link, words
    james = someone()
    james.opens(link.group())
    james.page.get_by_role("button", name="Accept and sign in").click()
    expect(james.page.get_by_role("button", name="Sign out")).to_be_visible()
    james.opens("/my/updates/")
    expect(james.page.get_by_role("heading", level=1)).to_contain_text("My updates")
    other = someone()
    other.opens(link.group())
    expect(other.page.get_by_role("heading", level=1)).to_have_text("This invitation has ended")
    manager.opens(PEOPLE)
    expect(page.locator("#people")).to_contain_text("james.ford@council.example")


def test_a_post_is_handed_over_by_keyboard_without_script(someone: Someone) -> None:
    # given an administrator without a mouse, whose browser runs no script
    manager = someone("manager", java_script_enabled=False)
    page = manager.page
    manager.opens(PEOPLE)
    # when they hand a post over, and are told first what they left out
    manager.tabs_to(page.get_by_role("link", name="Hand over SCC-HoS"), at_most=120)
    manager.presses("Enter")
    expect(page.get_by_role("heading", level=3)).to_have_text("Hand over SCC-HoS")
    expect(page.get_by_text("of them shared with another post")).to_be_visible()
    manager.tabs_to(page.get_by_role("button", name="Hand over"))
    manager.presses("Enter")
    problem = page.get_by_role("link", name="Enter an email address")
    expect(problem).to_be_visible()
    manager.tabs_to(problem)
    manager.presses("Enter")
    expect(page.get_by_label("Email address")).to_be_focused()
    page.keyboard.type(NEW)
    manager.tabs_to(page.get_by_label("Name (if they are new)"))
    page.keyboard.type("Next Head")
    manager.tabs_to(page.get_by_role("radio", name=re.compile("Deputy for 30 days")))
    manager.presses("ArrowDown")
    expect(page.get_by_role("radio", name="Keeps reading, no longer writes")).to_be_checked()
    manager.tabs_to(page.get_by_role("button", name="Hand over"))
    manager.presses("Enter")
    # then it has passed, and the lead who held it reads and no longer writes
    expect(page.get_by_text(f"SCC-HoS passes to {NEW} on 15 November 2019.")).to_be_visible()
    lead = someone("lead")
    lead.opens(f"{PLAN}actions/5.1.6/update/")
    expect(lead.page.get_by_role("heading", level=1)).to_have_text(
        "You do not have permission to do this"
    )
    lead.opens(f"{PLAN}glossary/")
    expect(lead.page.get_by_role("row", name=re.compile("SCC-HoS"))).to_contain_text("Next Head")


def test_an_ended_persons_open_window_is_thrown_out(someone: Someone) -> None:
    # given a lead in the middle of their list
    lead, manager = someone("lead"), someone("manager")
    lead.opens("/my/updates/")
    # when the administrator ends their access, in two steps
    manager.opens(PEOPLE)
    manager.page.get_by_role("link", name="End access lead@demo.example", exact=True).click()
    expect(manager.page.get_by_text("Nobody will hold SCC-HoS.")).to_be_visible()
    manager.page.get_by_role("button", name="End access now").click()
    expect(manager.page.get_by_text("The access of lead@demo.example has ended.")).to_be_visible()
    expect(manager.page.locator("#vacant")).to_contain_text("SCC-HoS")
    # then the lead's open window leads to sign-in, and saves nothing
    lead.page.get_by_role("button", name=re.compile("^No change to ")).first.click()
    expect(lead.page.get_by_role("heading", level=1, name="Sign in")).to_be_visible()
    lead.types_sign_in()
    expect(lead.page.get_by_role("button", name="Sign out")).to_have_count(0)


def test_the_menu_of_a_manager_stays_on_one_line_of_a_wide_screen(someone: Someone) -> None:
    # given whoever has the most to do, at a desk
    manager = someone("manager", java_script_enabled=False)
    manager.opens(PLAN)
    items = manager.page.get_by_role("navigation", name="Menu").get_by_role("listitem")
    # then all of the menu stands in one row, and who they are beside the name of the service
    assert items.count() >= 10
    assert len({round(item.bounding_box()["y"]) for item in items.all()}) == 1
    # and on a phone every item is in sight
    manager.page.set_viewport_size({"width": 390, "height": 900})
    assert all(item.bounding_box()["x"] < 390 for item in items.all())
    expect(manager.page.get_by_role("button", name="Sign out")).to_be_visible()
