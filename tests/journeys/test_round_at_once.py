"""What the page of a round does at once: asks why, ticks all, keeps what is typed by a link."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.accessibility import sideways, violations
from tests.journeys.people import PLAN, Someone
from tests.journeys.service import Service

LATE = "2.5.2"  # led by the lead; its agreed end was September 2019
SAYS = "The end date was September 2019: on the dates this is behind."
WHY = "The last one is recorded."
LINK = (
    "from actions.models import *; from actions.services.signed_links import *;"
    "from actions.selectors.signed_links import token_of;"
    "from wsoa.accounts.models import User;"
    "lead = User.objects.get(email='lead@demo.example');"
    "action = Action.objects.get(plan__slug='sheffield-2019', ref='2.3.3');"
    "period = action.plan.periods.get(key='2019-10');"
    "links = make_links(to=lead, actions=[action.pk], period=period.pk, anew=True);"
    "print('TOKEN', token_of(links[action.pk]))"
)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_status_better_than_the_dates_asks_why_at_once(width: int, someone: Someone) -> None:
    # given a lead at an action that is past its end date
    lead = someone("lead", width=width)
    lead.opens_update_of(LATE)
    page = lead.page
    page.get_by_label("Developments").fill("Half of them are online.")
    expect(page.get_by_text(SAYS)).to_be_hidden()
    # when they choose a status that the dates do not allow
    page.get_by_role("radio", name="On track").check()
    # then the page says so and asks why, and the keyboard comes there next
    expect(page.get_by_text(SAYS)).to_be_visible()
    reason = page.get_by_label("Why is it on track?")
    lead.tabs_to(reason, at_most=3)
    page.keyboard.type(WHY)
    assert (violations(page), sideways(page)) == ([], {})
    # when they choose another that asks, and one that does not
    page.get_by_role("radio", name="Not yet started").check()
    expect(page.get_by_label("Why is it not yet started, and not behind?")).to_have_value(WHY)
    page.get_by_role("radio", name="Behind or at risk").check()
    expect(page.get_by_text("You can still say it.")).to_be_hidden()
    # then nothing of what was typed is lost when they come back to the first
    page.get_by_role("radio", name="On track").check()
    expect(reason).to_have_value(WHY)
    expect(page.get_by_label("Developments")).to_have_value("Half of them are online.")


def test_it_asks_in_the_list_too(someone: Someone) -> None:
    # given a lead who opens the form under its row
    lead = someone("lead")
    form = lead.opens_in_list(LATE)
    # when they choose a status that the dates do not allow
    form.get_by_role("radio", name="On track").check()
    # then it asks there
    expect(form.get_by_text(SAYS)).to_be_visible()


def test_what_is_typed_by_a_link_outlives_a_send_that_fails(
    service: Service, someone: Someone
) -> None:
    # given a lead who followed the link in their email and is not signed in
    token = re.search(r"TOKEN (\S+)", service.manage("shell", "-c", LINK))
    assert token is not None
    lead = someone()
    lead.opens(f"/u/{token[1]}/")
    lead.page.get_by_label("Developments").fill("Typed on the train.")
    # when they send it in a tunnel, and open the link again behind it
    lead.context.set_offline(True)
    lead.page.get_by_role("button", name="Send update").click()
    lead.context.set_offline(False)
    lead.opens(f"/u/{token[1]}/")
    # then their words are there, and go
    expect(lead.page.get_by_label("Developments")).to_have_value("Typed on the train.")
    expect(lead.page.get_by_text("It was kept in this tab.")).to_be_visible()
    lead.page.get_by_role("radio", name="Behind or at risk").check()
    lead.page.get_by_role("button", name="Send update").click()
    expect(lead.page.get_by_text("Update sent:")).to_be_visible()
    expect(lead.page.get_by_text("It was kept in this tab.")).to_be_hidden()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_an_officer_ticks_all_with_one_press(script: bool, someone: Someone) -> None:
    # given a programme manager before what waits in one area
    manager = someone("manager", java_script_enabled=script)
    manager.opens(f"{PLAN}review/?area=6")
    page = manager.page
    ticks = page.locator("#review .app-review input[type=checkbox]")
    count = ticks.count()
    assert count > 1
    # when they press "Tick all"
    page.get_by_role("link", name=f"Select all {count}").click()
    # then all are ticked, and the same link takes that back
    expect(page.locator("#review .app-review input:checked")).to_have_count(count)
    expect(page.get_by_text(f"All {count} are selected.")).to_be_visible()
    page.get_by_role("link", name=f"Clear all {count}").click()
    expect(page.locator("#review .app-review input:checked")).to_have_count(0)
    for button in page.get_by_role("button", name="Accept selected updates").all():
        expect(button).to_be_visible()
