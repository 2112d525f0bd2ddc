"""A publication that was wrong is corrected by a further version, and the first one withdrawn."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.accessibility import finds_nothing_wrong
from tests.journeys.people import Person, Someone
from tests.journeys.publishing import (
    DRAFT,
    LONG,
    OF_PLAN,
    PAGE,
    accepts_every_warning,
    publishes,
    reads_what_changed,
    signs,
    waits_until_out,
)
from tests.journeys.service import Service
from tests.support.worlds import World

pytestmark = [pytest.mark.services, pytest.mark.long]
WRONG = "The end date of one action was printed wrongly."
WHY = "Version 2 says the same, and is right."


@pytest.fixture
def world(july_world: World) -> World:
    """July's update is out."""
    return july_world


def test_a_correction_is_a_version_of_its_own_and_both_say_so(
    someone: Someone, service: Service
) -> None:
    # given an update that is out, and a publisher whose browser runs no script
    service.run("worker")
    service.run("beat")
    publisher = someone("publisher", java_script_enabled=False)
    page = publisher.page
    first = someone().context.request.get(f"{PAGE}v1.json").body()
    # when they begin a correction without saying what was wrong
    publisher.opens(DRAFT)
    page.get_by_role("button", name="Start a correction").click()
    # then they are asked for it
    expect(page.get_by_role("alert")).to_contain_text("Enter what was wrong")
    # when they say it, two people sign, and it is published
    page.get_by_label("What was wrong?").fill(WRONG)
    page.get_by_role("button", name="Start a correction").click()
    expect(page.locator(".app-lead")).to_have_text("Version 2. Draft, 0 of 2 signatures.")
    reads_what_is_left(publisher)
    signs(someone("accountable"))
    signs(someone("nhs-lead"))
    publishes(publisher, 2)
    waits_until_out(publisher, 2, service)
    # then the quarter's address has the new version, which says what it corrects
    reader = someone()
    waits_until_said(reader, PAGE, "Version 2 corrects the one before.", service)
    reader.opens(PAGE)
    expect(reader.page.get_by_role("note")).to_contain_text("Version 2 corrects the one before.")
    expect(reader.page.get_by_role("note")).to_contain_text(WRONG)
    finds_nothing_wrong(reader)
    # and the first stays at its own, says that it was corrected, and leads to the new one
    waits_until_said(
        reader, f"{PAGE}v1/", "This version was corrected on 15 November 2019.", service
    )
    reader.opens(f"{PAGE}v1/")
    expect(reader.page.get_by_role("note")).to_contain_text(WRONG)
    expect(reader.page.get_by_role("link", name="Read version 2")).to_have_attribute(
        "href", re.compile(f"{PAGE}v2/$")
    )
    finds_nothing_wrong(reader)
    # and its document is what was signed
    assert reader.context.request.get(f"{PAGE}v1.json").body() == first
    # when the first is withdrawn
    publisher.opens(DRAFT)
    page.locator("summary", has_text="Withdraw version 1").click()
    form = page.locator("details", has_text="Withdraw version 1")
    form.get_by_label("Reason for withdrawing it").fill(WHY)
    form.get_by_role("button", name="Withdraw version 1").click()
    expect(page.get_by_text("July 2019 update, version 1 has been withdrawn.")).to_be_visible()
    # then its address says why, its files are gone, and the new one is read as before
    reader = someone()  # a browser keeps what it has for a minute
    reader.opens(f"{PAGE}v1/")
    expect(reader.page.get_by_role("main")).to_contain_text(WHY)
    finds_nothing_wrong(reader)
    gone = {place: reader.context.request.get(place).status for place in (f"{PAGE}v1/", PAGE)}
    assert gone == {f"{PAGE}v1/": 410, PAGE: 200}
    # and the plan's list of updates tells both
    reader.opens(OF_PLAN)
    expect(reader.page.get_by_role("main")).to_contain_text(WRONG)
    expect(reader.page.get_by_role("main")).to_contain_text(WHY)


def reads_what_is_left(publisher: Person) -> None:
    """What a correction asks anew: what was accepted for the version before still counts."""
    if publisher.page.get_by_role("button", name="Save what I have read").count():
        reads_what_changed(publisher)
    accepts_every_warning(publisher, "As before.")


def waits_until_said(reader: Person, path: str, words: str, service: Service) -> None:
    """A worker writes it there in a moment. Asked beside the browser, which keeps pages."""

    def is_said() -> bool:
        return words in reader.context.request.get(path).text()

    service.wait_until(is_said, f"{path} to say {words!r}", within=LONG, every=0.5)
