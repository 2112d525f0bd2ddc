"""A manager brings in a plan from a Word document, checks it in three steps, and sees its grid."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.accessibility import finds_nothing_wrong
from tests.journeys.people import Someone
from tests.journeys.service import Service
from tests.support.plan_layouts.layouts import layout
from tests.support.plan_layouts.word import as_docx

pytestmark = pytest.mark.services
SOON = 30_000  # milliseconds


def test_a_word_document_becomes_a_plan(running: Service, someone: Someone, tmp_path: Path) -> None:
    running.run("worker")
    # given an administrator with a plan in a Word document, in the layout of a progress plan
    document = tmp_path / "progress.docx"
    document.write_bytes(as_docx(layout("progress_plan")))
    manager = someone("manager")
    manager.opens("/areas/sheffield/people/")
    page = manager.page
    page.get_by_role("link", name="Bring in a plan from a document").click()
    expect(page.get_by_label("The file")).to_be_visible()
    finds_nothing_wrong(manager)
    # when they upload it
    page.get_by_label("Name of the plan").fill("Progress plan")
    page.get_by_label("The file").set_input_files(document)
    page.get_by_role("button", name="Continue").click()
    # then a worker reads it, and the page goes on by itself to the tables and their columns
    expect(page).to_have_url(re.compile("/tables/$"), timeout=SOON)
    finds_nothing_wrong(manager)
    expect(page.get_by_label("Table 1, Owner: taken for")).to_have_value("lead")
    page.get_by_role("button", name="Save and continue").click()
    # and the plan stands beside its source rows
    expect(page.get_by_text("7 areas, 23 outcomes and 89 actions.")).to_be_visible()
    finds_nothing_wrong(manager)
    page.get_by_role("link", name="Continue to step 3").click()
    # and every guess waits for an answer, all of a kind by one button
    buttons = page.get_by_role("button", name=re.compile("^Yes to all"))
    expect(buttons.first).to_be_visible()
    finds_nothing_wrong(manager)
    while left := buttons.count():
        buttons.first.click()
        expect(buttons).to_have_count(left - 1)
    page.get_by_role("link", name="Continue to the summary").click()
    confirm = page.get_by_role("button", name="Confirm and bring in the plan")
    expect(confirm).to_be_visible()
    finds_nothing_wrong(manager)
    # when they confirm
    confirm.click()
    # then a worker makes it, and the plan is here, with its actions, and can still be undone
    undo = page.get_by_role("button", name="Undo and remove the plan")
    expect(undo).to_be_visible(timeout=SOON)
    finds_nothing_wrong(manager)
    page.get_by_role("link", name="See the actions").click()
    expect(
        page.get_by_text("All 89 actions").or_(page.get_by_text("89 actions")).first
    ).to_be_visible()
