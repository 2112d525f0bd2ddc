"""A quarter goes out to the public: prepared, read, signed by two, published."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.accessibility import finds_nothing_wrong
from tests.journeys.people import Someone
from tests.journeys.policy import troubles_of
from tests.journeys.publishing import (
    DRAFT,
    LONG_MS,
    PAGE,
    SIGN,
    accepts_every_warning,
    clears_every_text,
    is_published,
    left,
    prepares,
    publishes,
    reads_what_changed,
    signs,
)
from tests.journeys.service import PASSWORD, Service

pytestmark = pytest.mark.services


def test_a_quarter_goes_from_a_draft_to_its_readers(
    someone: Someone, service: Service, july_is_published: Callable[[], None]
) -> None:
    # given a closed quarter of which nothing was published, and no worker
    assert not is_published(someone)
    publisher = someone("publisher")
    page = publisher.page
    # when the publisher prepares it
    prepares(publisher)
    # then they see what is new, and how much there is to do before it can go out
    expect(page.locator("#new")).to_contain_text("This is the first publication of this plan")
    texts = left(publisher, "Texts of leads and officers")
    expect(texts).to_have_accessible_description("13 to read")
    expect(left(publisher, "Warnings")).to_have_accessible_description("25 open")
    expect(page.locator("#publish")).to_contain_text("once both organisations have signed")
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
    assert accepts_every_warning(publisher, "The board saw the evidence on paper.") == 26
    # then all is done but the signatures, and each reason is kept beside its warning
    expect(left(publisher, "Warnings")).to_have_accessible_description("done")
    page.get_by_text("Accepted with a reason: 26").click()
    expect(page.get_by_text("The board saw the evidence on paper.")).to_have_count(26)
    finds_nothing_wrong(publisher)
    # when the accountable officer signs for the council, with the keyboard alone
    accountable.opens(DRAFT)
    accountable.tabs_to(accountable.page.get_by_role("button", name=SIGN))
    accountable.presses("Enter")
    # who has not shown for ten minutes who they are is asked for it first, and nothing is signed
    asked = accountable.page.get_by_role("heading", level=1, name="Enter your password again")
    expect(asked).to_be_visible()
    expect(accountable.page.get_by_text("before you sign. Nothing was done yet")).to_be_visible()
    accountable.page.get_by_role("textbox", name="Password").fill(PASSWORD)
    accountable.presses("Enter")
    expect(accountable.page.get_by_role("button", name=SIGN)).to_be_visible()
    accountable.tabs_to(accountable.page.get_by_role("button", name=SIGN))
    accountable.presses("Enter")
    expect(accountable.page.get_by_text("You have signed for the council.")).to_be_visible()
    assert troubles == []
    # and the NHS lead signs for the NHS, without script
    signs(someone("nhs-lead", java_script_enabled=False))
    # and the publisher publishes
    publishes(publisher, 1)
    # then it waits to be made, and nothing of it is public
    expect(page.get_by_role("heading", name="Waiting to start")).to_be_visible()
    assert not is_published(someone)
    finds_nothing_wrong(publisher)
    # when a worker comes
    service.run("worker")
    service.run("beat")
    # then how far it is is seen without a reload, until it is out
    expect(page.get_by_role("heading", name="Making the files")).to_be_visible(timeout=LONG_MS)
    expect(page.get_by_role("heading", name="Published", exact=True)).to_be_visible(timeout=LONG_MS)
    page.get_by_role("link", name="See where it is published").click()
    expect(page.get_by_role("heading", name="Correct this publication")).to_be_visible()
    finds_nothing_wrong(publisher)
    # and a parent reads it, signed out, in a browser that runs no script
    parent = someone(width=390, java_script_enabled=False)
    parent.opens("/published/")
    parent.page.get_by_role("link", name=re.compile("July 2019 update")).first.click()
    expect(parent.page).to_have_url(re.compile(f"{PAGE}$"))
    expect(parent.page.get_by_role("heading", level=1)).to_have_text("July 2019 update")
    assert parent.context.cookies() == []
    july_is_published()
