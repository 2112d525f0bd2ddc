"""A quarter goes out to the public: prepared, read, signed by two, published, corrected."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.accessibility import sideways, violations
from tests.journeys.conftest import Someone
from tests.journeys.people import Person
from tests.journeys.publishing import (
    DRAFT,
    LONG,
    OF_PLAN,
    PAGE,
    SIGN,
    accepts_every_warning,
    clears_every_text,
    is_out,
    left,
    prepares,
    publishes,
    puts_july_out,
    reads_what_changed,
    signs,
    waits_until_out,
)
from tests.journeys.service import Service
from tests.journeys.test_content_security import troubles_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.services,
    pytest.mark.slow,
    pytest.mark.xdist_group("publication"),  # what one test publishes, the next one corrects
]
WRONG = "The end date of one action was printed wrongly."
WHY = "Version 2 says the same, and is right."


def finds_nothing_wrong(person: Person) -> None:
    for width in (1280, 390):
        person.page.set_viewport_size({"width": width, "height": 900})
        assert (width, violations(person.page)) == (width, [])
    assert sideways(person.page) == {}
    person.page.set_viewport_size({"width": 1280, "height": 900})


def test_a_quarter_goes_from_a_draft_to_its_readers(someone: Someone, service: Service) -> None:
    # given a closed quarter of which nothing was published, and no worker
    assert not is_out(someone)
    service.end("worker")
    publisher = someone("publisher", bypass_csp=True)
    page = publisher.page
    # when the publisher prepares it
    prepares(publisher)
    # then they see what is new, and how much there is to do before it can go out
    expect(page.locator("#new")).to_contain_text("This is the first publication of this plan")
    expect(left(publisher, "Texts of leads")).to_have_text("Texts of leads: 13 to read")
    expect(left(publisher, "Warnings")).to_have_text("Warnings: 10 open")
    expect(page.locator("#publish")).to_contain_text("once both sides have signed")
    finds_nothing_wrong(publisher)
    # and nobody can sign it yet
    accountable = someone("accountable")
    troubles = troubles_of(accountable)
    accountable.opens(DRAFT)
    expect(accountable.page.get_by_role("button", name=SIGN)).to_have_count(0)
    expect(accountable.page.locator("#signatures")).to_contain_text("nobody can sign yet")
    # when the publisher clears the texts, reads what has changed, and accepts what is left
    clears_every_text(publisher)
    reads_what_changed(publisher)
    assert accepts_every_warning(publisher, "The board saw the evidence on paper.") == 9
    # then all is done but the signatures, and each reason is kept beside its warning
    expect(left(publisher, "Warnings")).to_have_text("Warnings: done")
    page.get_by_text("Accepted with a reason: 9").click()
    expect(page.get_by_text("The board saw the evidence on paper.")).to_have_count(9)
    finds_nothing_wrong(publisher)
    # when the accountable officer signs for the council, with the keyboard alone
    accountable.opens(DRAFT)
    accountable.tabs_to(accountable.page.get_by_role("button", name=SIGN))
    accountable.presses("Enter")
    expect(accountable.page.get_by_text("You have signed for the council.")).to_be_visible()
    assert troubles == []
    # and the NHS lead signs for the NHS, without script
    signs(someone("nhs-lead", java_script_enabled=False))
    # and the publisher publishes
    publishes(publisher, 1)
    # then it waits to be made, and nothing of it is public
    expect(page.get_by_role("heading", name="Waiting to be made")).to_be_visible()
    assert not is_out(someone)
    finds_nothing_wrong(publisher)
    # when a worker comes
    service.run("worker")
    service.run("beat")
    # then how far it is is seen without a reload, until it is out
    expect(page.get_by_role("heading", name="Making the formats")).to_be_visible(timeout=LONG)
    expect(page.get_by_role("heading", name="It is out")).to_be_visible(timeout=LONG)
    page.get_by_role("link", name="See where readers find it").click()
    expect(page.get_by_role("heading", name="Correct it")).to_be_visible()
    finds_nothing_wrong(publisher)
    # and a parent reads it, signed out, in a browser that runs no script
    parent = someone(width=390, java_script_enabled=False)
    parent.opens("/published/")
    parent.page.get_by_role("link", name=re.compile("July 2019 update")).first.click()
    expect(parent.page).to_have_url(re.compile(f"{PAGE}$"))
    expect(parent.page.get_by_role("heading", level=1)).to_have_text("July 2019 update")
    assert parent.context.cookies() == []


def test_a_correction_is_a_version_of_its_own_and_both_say_so(
    someone: Someone, service: Service
) -> None:
    # given an update that is out, and a publisher whose browser runs no script
    puts_july_out(someone, service)
    service.run("worker")
    service.run("beat")
    publisher = someone("publisher", java_script_enabled=False)
    page = publisher.page
    first = someone().context.request.get(f"{PAGE}v1.json").body()
    # when they begin a correction without saying what was wrong
    publisher.opens(DRAFT)
    page.get_by_role("button", name="Begin a correction").click()
    # then they are asked for it
    expect(page.get_by_role("alert")).to_contain_text("Say what was wrong")
    # when they say it, two people sign, and it is published
    page.get_by_label("What was wrong?").fill(WRONG)
    page.get_by_role("button", name="Begin a correction").click()
    expect(page.locator(".app-lead")).to_have_text("Version 2. Draft, 0 of 2 signatures.")
    reads_what_is_left(publisher)
    signs(someone("accountable"))
    signs(someone("nhs-lead"))
    publishes(publisher, 2)
    waits_until_out(publisher, 2)
    # then the quarter's address has the new version, which says what it corrects
    reader = someone(bypass_csp=True)
    reader.opens(PAGE)
    expect(reader.page.get_by_role("note")).to_contain_text("Version 2 corrects the one before.")
    expect(reader.page.get_by_role("note")).to_contain_text(WRONG)
    finds_nothing_wrong(reader)
    # and the first stays at its own, says that it was corrected, and leads to the new one
    waits_until_said(reader, f"{PAGE}v1/", "This version was corrected on 15 November 2019.")
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
    form.get_by_label("Why is it withdrawn?").fill(WHY)
    form.get_by_role("button", name="Withdraw version 1").click()
    expect(page.get_by_text("July 2019 update, version 1 was withdrawn.")).to_be_visible()
    # then its address says why, its files are gone, and the new one is read as before
    reader = someone(bypass_csp=True)  # a browser keeps what it has for a minute
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
    if publisher.page.get_by_role("button", name="Keep what I have read").count():
        reads_what_changed(publisher)
    accepts_every_warning(publisher, "As before.")


def waits_until_said(reader: Person, path: str, words: str) -> None:
    """A worker writes it there in a moment. Asked beside the browser, which keeps pages."""
    for _ in range(LONG // 1000):
        if words in reader.context.request.get(path).text():
            return
        reader.page.wait_for_timeout(1000)
    raise AssertionError(f"{path} does not say {words!r}")
