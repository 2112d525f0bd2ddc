"""What is done with a quarter's publication by the publisher and by the two who sign it, in steps.

It is July's: that quarter is closed.
"""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.journeys.people import Person, Someone
from tests.journeys.screens import PLAN
from tests.journeys.service import PASSWORD, Service

LIST = f"{PLAN}publications/"
DRAFT = f"{LIST}2019-07/"
OF_PLAN = "/published/sheffield-2019/"
PAGE = f"{OF_PLAN}2019-07/"
LONG = 180.0  # seconds, for a machine that has much else to do
LONG_MS = LONG * 1000  # as Playwright counts
SIGN = re.compile("^Sign this document")


def prepares(publisher: Person) -> None:
    """From the list of quarters to the draft."""
    publisher.opens(LIST)
    publisher.page.get_by_role("button", name=re.compile("^Prepare ?the July 2019 update")).click()
    expect(publisher.page).to_have_url(re.compile(f"{DRAFT}$"))


def left(person: Person, step: str) -> Locator:
    """The link of a step; what describes it says what is left: "done", or how much."""
    return person.page.get_by_role("listitem").get_by_role("link", name=step, exact=True)


def clears_every_text(publisher: Person) -> None:
    """And freezes again, so that the texts are in the document."""
    page = publisher.page
    page.get_by_role("button", name=re.compile("^I have read all")).click()
    to_read = page.get_by_role("heading", name="Texts of leads and officers: 0 to read")
    expect(to_read).to_be_visible()
    page.get_by_role("button", name="Freeze again").click()
    expect(page.get_by_text(re.compile("^Frozen again"))).to_be_visible()


def reads_what_changed(publisher: Person) -> None:
    """Ticks that it was read, area by area."""
    page = publisher.page
    for each in page.get_by_role("checkbox", name=re.compile("^I have read this")).all():
        each.check()
    page.get_by_role("button", name="Save what I have read").click()
    expect(left(publisher, "Summary of changes")).to_have_accessible_description("done")


def accepts_every_warning(publisher: Person, reason: str) -> int:
    """Kind by kind, each with the reason; returns how many there were."""
    page, count = publisher.page, 0
    groups = page.locator("#warnings form")
    for still in range(groups.count(), 0, -1):
        group = groups.first
        for box in group.get_by_role("checkbox").all():
            box.check()
            count += 1
        group.locator("summary").click()
        group.get_by_label("Why can it be published as it is?").fill(reason)
        group.get_by_role("button", name="Accept with this reason").click()
        expect(groups).to_have_count(still - 1)
    return count


def signs(person: Person) -> None:
    """What the page shows, for the side that is theirs."""
    person.opens(DRAFT)
    confirms_if_asked(person, person.page.get_by_role("button", name=SIGN))
    expect(person.page.get_by_text(re.compile("^You have signed for "))).to_be_visible()


def confirms_if_asked(person: Person, button: Locator) -> None:
    """Presses a button for which the last proof of who they are may be too old; then once more."""
    button.click()
    person.page.wait_for_load_state()
    question = person.page.get_by_role("heading", level=1, name="Enter your password again")
    if question.count():
        person.page.get_by_role("textbox", name="Password").fill(PASSWORD)
        person.page.get_by_role("main").get_by_role("button", name="Continue").click()
        button.click()


def publishes(publisher: Person, version: int) -> None:
    """Now. Every format is made before anything is public."""
    publisher.opens(DRAFT)
    button = publisher.page.get_by_role("button", name=f"Publish version {version}")
    confirms_if_asked(publisher, button)
    expect(publisher.page.get_by_text("will be published once all files are ready")).to_be_visible()


def waits_until_out(publisher: Person, version: int, service: Service) -> None:
    """Without script too: by opening the page again. Then a moment, until readers have it."""
    out = publisher.page.locator(".app-lead", has_text=f"Version {version}. Published on ")

    def is_published() -> bool:
        publisher.opens(DRAFT)
        return out.is_visible()

    def has_readers() -> bool:
        return publisher.context.request.get(f"{PAGE}v{version}/").status == 200

    service.wait_until(is_published, f"version {version} to be out", within=LONG, every=0.5)
    service.wait_until(has_readers, f"version {version} to be read", within=LONG, every=0.5)


def is_published(someone: Someone) -> bool:
    """Whether readers have July's update."""
    return someone().context.request.get(PAGE).status == 200


def puts_july_out(someone: Someone, service: Service) -> None:
    """All of it, by the people who do it."""
    service.run("worker")
    publisher = someone("publisher")
    prepares(publisher)
    clears_every_text(publisher)
    reads_what_changed(publisher)
    accepts_every_warning(publisher, "It was agreed at the board.")
    signs(someone("accountable"))
    signs(someone("nhs-lead"))
    publishes(publisher, 1)
    waits_until_out(publisher, 1, service)
