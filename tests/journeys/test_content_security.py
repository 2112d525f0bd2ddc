"""The strict Content-Security-Policy holds while somebody works, too."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.people import Someone
from tests.journeys.policy import troubles_of
from tests.journeys.screens import PLAN


def test_nothing_is_refused_while_a_lead_works(someone: Someone) -> None:
    # given a lead in My updates
    lead = someone("lead")
    troubles = troubles_of(lead)
    # when they open a form, send it with an error, and close it again
    ref = lead.waiting()[0]
    form = lead.opens_row(ref)
    lead.chooses_nothing()
    form.get_by_label("Developments").fill("Words")
    form.get_by_role("button", name="Send update").click()
    expect(lead.page.get_by_role("heading", name="There is a problem")).to_be_visible()
    lead.row_of(ref).get_by_role("link", name=f"Close {ref}").click()
    expect(form).to_be_hidden()
    # and look through the grid
    lead.opens(f"{PLAN}actions/")
    lead.page.get_by_label("Area", exact=True).select_option("5")
    expect(lead.page).to_have_url(re.compile("area=5"))
    # then the browser refused nothing
    assert troubles == []
