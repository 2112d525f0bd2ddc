"""A quarter goes to a committee in Word, in the council's own template."""

from __future__ import annotations

import re
from pathlib import Path

import docx
import pytest
from playwright.sync_api import expect

from tests.journeys.accessibility import finds_nothing_wrong
from tests.journeys.people import Person, Someone
from tests.journeys.publishing import prepares
from tests.support import word_templates

pytestmark = pytest.mark.services
TEMPLATES = "/areas/sheffield/word-template/"


def downloads(person: Person, name: str, folder: Path) -> Path:
    """The file behind a link."""
    with person.page.expect_download() as started:
        person.page.get_by_role("link", name=re.compile(name)).click()
    target = folder / "download.docx"
    started.value.save_as(target)
    return target


def test_a_draft_goes_to_a_committee_in_the_councils_template(
    someone: Someone, tmp_path: Path
) -> None:
    # given an administrator with a Word template, and a draft
    template = tmp_path / "committee.docx"
    template.write_bytes(word_templates.content_of(word_templates.council()))
    administrator, publisher = someone("manager"), someone("publisher")
    prepares(publisher)
    # when the administrator uploads something that is not one, from the page of people
    administrator.opens("/areas/sheffield/people/")
    page = administrator.page
    page.get_by_role("link", name="Word template of reports").click()
    finds_nothing_wrong(administrator)
    (tmp_path / "macro.docx").write_bytes(b"MZ")
    page.get_by_label("Word template").set_input_files(tmp_path / "macro.docx")
    page.get_by_role("button", name="Upload").click()
    # then it is said what is wrong
    expect(page).to_have_title(re.compile("^Error: "))
    finds_nothing_wrong(administrator)
    # when they upload theirs
    page.get_by_label("Word template").set_input_files(template)
    page.get_by_role("button", name="Upload").click()
    # then they see what was recognised, and take it into use
    expect(page.get_by_role("heading", level=1)).to_contain_text("committee.docx")
    finds_nothing_wrong(administrator)
    page.get_by_role("button", name="Use this template").click()
    expect(page.get_by_text("In use: committee.docx.")).to_be_visible()
    # when the publisher enters the front sheet of a meeting
    publisher.page.get_by_role("link", name="Word paper for a committee").click()
    finds_nothing_wrong(publisher)
    publisher.page.get_by_label("Report to").fill("Scrutiny Committee")
    publisher.page.get_by_label("Recommendation").fill("- Note the report")
    publisher.page.get_by_role("button", name="Prepare the Word paper").click()
    expect(publisher.page.get_by_text("Prepared. Download the Word paper below.")).to_be_visible()
    finds_nothing_wrong(publisher)
    # then the paper has the council's letterhead, the front sheet, and says that it is a draft
    paper = docx.Document(str(downloads(publisher, "^Download the paper for Scrutiny", tmp_path)))
    assert paper.sections[0].header.paragraphs[0].text == "Example City Council"
    front = {row.cells[0].text: row.cells[1].text for row in paper.tables[0].rows}
    assert (front["To"], front["Recommendation"]) == ("Scrutiny Committee", "Note the report")
    assert "Implications" not in front
    assert any(each.text.startswith("Draft, not published") for each in paper.paragraphs)
