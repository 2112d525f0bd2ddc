"""Pages printed from the browser: what is read stays, what is clicked goes."""

from __future__ import annotations

import io

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.people import Someone
from tests.journeys.screens import PLAN


@pytest.mark.parametrize(
    "path", [f"{PLAN}actions/", PLAN, f"{PLAN}actions/5.1.6/", f"{PLAN}reports/2019-10/"]
)
def test_paper_has_no_header_menu_or_buttons(path: str, someone: Someone) -> None:
    # given a manager on a page
    manager = someone("manager")
    manager.opens(path)
    # when it goes to the printer
    manager.page.emulate_media(media="print")
    # then what can only be clicked is gone, and what is read is there
    for selector in ("header", "nav", "footer", ".app-filters", "button", ".govuk-skip-link"):
        for element in manager.page.locator(selector).all():
            expect(element).to_be_hidden()
    expect(manager.page.locator("h1")).to_be_visible()


def test_the_grid_on_paper(someone: Someone) -> None:
    # given a manager in the grid
    manager = someone("manager")
    manager.opens(f"{PLAN}actions/")
    refs = manager.page.locator(".app-row .app-c-ref").all_inner_texts()
    # when they print it, across
    printed = manager.page.pdf(format="A4", landscape=True)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(printed)).pages]
    words = " ".join(pages).split()
    # then every action is on it, with its statuses in words
    assert [ref for ref in refs if ref not in words] == []
    assert "Illustrative" in words
    # and every page of it says which quarter is which
    assert [page for page in pages if "Oct 2019" not in page] == []
    # and none of what can only be clicked
    assert [word for word in ("Apply", "Menu", "Sign") if word in words] == []


@pytest.mark.parametrize("script", [True, False])
def test_a_report_on_paper_is_unfolded(someone: Someone, script: bool) -> None:
    # given a manager with a quarter's page, on which the areas are folded
    manager = someone("manager", java_script_enabled=script)
    manager.opens(f"{PLAN}reports/2019-10/")
    expect(manager.page.get_by_role("row", name="5.1.1", exact=False).first).to_be_visible()
    assert manager.page.locator("details[open]").count() == 0
    # when they print it
    printed = manager.page.pdf(format="A4", landscape=True)
    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(printed)).pages).split()
    # then every action is on it, and what can only be clicked is not
    refs = manager.page.locator(".app-row .app-c-ref").all_text_contents()
    assert len(refs) == 89
    assert [ref for ref in refs if ref not in words] == []
    said = " ".join(words)
    assert [each for each in ("Make the PDF", "actions in area") if each in said] == []
