"""A publication as a Word paper for a committee: its front sheet, and the file made of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import docx
import pytest
from django.http import HttpResponse
from django.test import Client

from actions.models import Plan
from governance.domain.enums import PaperState
from governance.domain.front_sheet import FrontSheet
from governance.models import CommitteePaper, Paper
from governance.services.committee_papers import (
    first_front_sheet,
    prepare_committee_paper,
    word_file_of,
)
from governance.services.word_templates import upload_word_template, use_word_template
from tests.support import boards, publications, word_templates
from tests.support.html import Page
from wsoa.accounts.models import User
from wsoa.audit.models import AuditEvent
from wsoa.core.append_only import AppendOnly

pytestmark = pytest.mark.django_db
PAGE = "/plans/sheffield-2019/publications/2019-10/word/"
SHEET = FrontSheet(
    report_of="Director of People",
    to="Scrutiny Committee",
    date="4 November 2019",
    author="Head of SEN",
    purpose="To say how far the plan has come.",
    recommendation="The committee is asked to:\n- note the progress\n- say what it wants to see",
)


@pytest.fixture
def paper(sheffield: Plan) -> Paper:
    return publications.made(sheffield)


def send(browser: Client, **values: Any) -> HttpResponse:
    names = FrontSheet.__dataclass_fields__
    return browser.post(PAGE, {name: values.get(name, "") for name in names})


def opened(response: HttpResponse) -> Any:
    assert response.status_code == 200
    return docx.Document(BytesIO(response.content))


def front_sheet_of(response: HttpResponse) -> dict[str, str]:
    rows = opened(response).tables[0].rows
    return {row.cells[0].text: row.cells[1].text for row in rows}


def test_an_officer_prepares_a_paper_and_downloads_it(
    paper: Paper, signed_in: Callable[[str], Client]
) -> None:
    browser = signed_in("publisher")
    page = Page(browser.get("/plans/sheffield-2019/publications/2019-10/"))
    assert page.link("Word paper for a committee") == PAGE

    sent = send(
        browser,
        to="Scrutiny Committee",
        date="4 November 2019",
        recommendation="The committee is asked to:\r\n- note it\r\n- say what it wants",
    )
    assert (sent.status_code, sent["Location"]) == (302, PAGE)
    page = Page(browser.get(PAGE))
    link = page.link("Download the paper for Scrutiny Committee, 4 November 2019 (Word)")
    file = browser.get(link)

    assert front_sheet_of(file) == {
        "To": "Scrutiny Committee",
        "Date": "4 November 2019",
        "Recommendation": "The committee is asked to:\nnote it\nsay what it wants",
    }
    assert file["X-Content-Type-Options"] == "nosniff"
    assert 'filename="sheffield-2019-2019-10-v1-committee-' in file["Content-Disposition"]
    event = AuditEvent.objects.latest("pk")
    assert (
        event.summary
        == "Prepared October 2019 update, version 1 as a Word paper for Scrutiny Committee"
    )


def test_an_issued_highlight_report_gets_the_same_front_sheet(
    sheffield: Plan, people: dict[str, User], signed_in: Callable[[str], Client]
) -> None:
    report = boards.issued(sheffield, people["manager"])
    browser = signed_in("manager")
    address = f"{report.get_absolute_url()}word/"
    assert Page(browser.get(report.get_absolute_url())).link("Word paper with a front sheet") == (
        address
    )
    form = Page(browser.get(address))
    assert form.field("Report to").value == "Inclusion & SEND Improvement Board"
    assert form.field("Date").value == "19 November 2019"

    entries = {"to": "The board", "date": "19 November 2019", "purpose": "To note.", "author": ""}
    browser.post(address, entries | dict.fromkeys(["report_of", "recommendation"], ""))
    link = Page(browser.get(address)).link(
        "Download the paper for The board, 19 November 2019 (Word)"
    )
    file = browser.get(link)

    assert front_sheet_of(file) == {
        "To": "The board",
        "Date": "19 November 2019",
        "Purpose": "To note.",
    }
    said = [paragraph.text for paragraph in opened(file).paragraphs]
    assert "Highlight report: October 2019" in said
    assert "1. Past its end date and not complete: 16" in said
    assert len(opened(file).tables[2].rows) == 1 + 16
    assert first_front_sheet(people["manager"], report).purpose == "To note."
    draft = boards.draft(sheffield, people["manager"], boards.NOVEMBER, boards.NEXT)
    assert browser.get(f"{draft.get_absolute_url()}word/").status_code == 404


def test_the_manager_finds_it_in_the_list_of_publications(
    paper: Paper, signed_in: Callable[[str], Client]
) -> None:
    browser = signed_in("manager")
    page = Page(browser.get("/plans/sheffield-2019/publications/"))
    assert page.link("Word paper for a committee : October 2019 update") == PAGE
    assert browser.get(PAGE).status_code == 200


def test_the_form_begins_with_what_is_known(
    paper: Paper, people: dict[str, User], signed_in: Callable[[str], Client]
) -> None:
    first = first_front_sheet(people["publisher"], paper)
    assert first.author.startswith(people["publisher"].name)
    assert "/published/sheffield-2019/2019-10/v1/" in first.background_papers
    assert paper.sha256 in first.background_papers
    assert (first.purpose, first.recommendation, first.to) == ("", "", "")
    form = Page(signed_in("publisher").get(PAGE))
    assert form.field("Author").value == first.author


def test_what_was_entered_is_remembered_for_the_next_report(
    sheffield: Plan, people: dict[str, User]
) -> None:
    july = publications.made(sheffield, "2019-07")
    prepare_committee_paper(by=people["publisher"], paper=july, sheet=SHEET)
    october = publications.made(sheffield)
    first = first_front_sheet(people["manager"], october)
    assert replace(first, date=SHEET.date, background_papers="") == SHEET
    assert "2019-10" in first.background_papers
    assert first.date != SHEET.date


def test_a_correction_of_the_entries_is_another_row_and_the_same_is_none(
    paper: Paper, people: dict[str, User]
) -> None:
    given = {"by": people["publisher"], "paper": paper}
    one = prepare_committee_paper(sheet=SHEET, **given)
    assert prepare_committee_paper(sheet=SHEET, **given) == one
    two = prepare_committee_paper(sheet=replace(SHEET, purpose="Another"), **given)
    assert CommitteePaper.objects.count() == 2
    assert first_front_sheet(people["publisher"], paper) == two.front_sheet
    with pytest.raises(AppendOnly):
        two.save()


def test_the_same_entries_give_the_same_bytes(
    paper: Paper, people: dict[str, User], signed_in: Callable[[str], Client]
) -> None:
    row = prepare_committee_paper(by=people["publisher"], paper=paper, sheet=SHEET)
    files = {signed_in(role).get(f"{PAGE}{row.pk}/").content for role in ("publisher", "manager")}
    assert len(files) == 1


def test_a_draft_says_on_every_page_that_it_is_one(
    sheffield: Plan, people: dict[str, User], signed_in: Callable[[str], Client]
) -> None:
    draft = publications.made(sheffield, state=PaperState.DRAFT)
    row = prepare_committee_paper(by=people["publisher"], paper=draft, sheet=SHEET)
    browser = signed_in("publisher")
    assert "every page is marked as a draft" in Page(browser.get(PAGE)).words
    word = opened(browser.get(f"{PAGE}{row.pk}/"))
    for section in word.sections:
        assert "Draft, not published" in [each.text for each in section.header.paragraphs]
    said = [each.text for each in word.paragraphs]
    assert any(each.startswith("Draft, not published: it may still change") for each in said)
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    assert not any("/published/" in each for each in [*said, *cells])


def test_a_draft_says_so_in_a_template_that_has_no_place_for_it(
    sheffield: Plan, people: dict[str, User]
) -> None:
    document = word_templates.council()
    document.sections[0].different_first_page_header_footer = True
    template = upload_word_template(
        by=people["manager"],
        local_area=sheffield.local_area,
        name="a.docx",
        content=word_templates.content_of(document),
    )
    use_word_template(by=people["manager"], template=template)
    draft = publications.made(sheffield, state=PaperState.DRAFT)
    row = prepare_committee_paper(by=people["publisher"], paper=draft, sheet=SHEET)
    first, *others = docx.Document(BytesIO(word_file_of(row))).sections
    for header in (first.header, first.first_page_header, *(each.header for each in others)):
        assert header.paragraphs[-1].text == "Draft, not published"


def test_a_draft_is_of_those_who_will_sign_it(sheffield: Plan, people: dict[str, User]) -> None:
    draft = publications.made(sheffield, state=PaperState.DRAFT)
    first = first_front_sheet(people["publisher"], draft)
    council, nhs = first.report_of.splitlines()
    assert council.startswith(people["accountable"].name)
    assert council.endswith(", for the council")
    assert nhs.startswith(people["nhs-lead"].name)
    assert nhs.endswith(", for the NHS")


def test_a_published_one_does_not(
    paper: Paper, people: dict[str, User], signed_in: Callable[[str], Client]
) -> None:
    row = prepare_committee_paper(by=people["publisher"], paper=paper, sheet=SHEET)
    word = opened(signed_in("publisher").get(f"{PAGE}{row.pk}/"))
    assert not any("Draft" in each.text for each in word.paragraphs)
    assert "Draft" not in "".join(each.text for each in word.sections[0].header.paragraphs)


def test_what_is_too_long_is_said_and_kept(
    paper: Paper, signed_in: Callable[[str], Client]
) -> None:
    answer = send(signed_in("publisher"), to="x" * 301, purpose="Kept words")
    page = Page(answer)
    assert "Report to must be 300 characters or fewer" in page.words
    assert page.field("Purpose").value.strip() == "Kept words"
    assert not CommitteePaper.objects.exists()


def test_signs_that_xml_forbids_and_places_in_what_is_typed_stay_words(
    paper: Paper, people: dict[str, User], signed_in: Callable[[str], Client]
) -> None:
    sheet = FrontSheet(to="A\x0bB", purpose="</w:t><b>[[Author]]", author="Jo")
    row = prepare_committee_paper(by=people["publisher"], paper=paper, sheet=sheet)
    front = front_sheet_of(signed_in("publisher").get(f"{PAGE}{row.pk}/"))
    assert front["To"] == "A\ufffdB"
    assert front["Purpose"] == "</w:t><b>[[Author]]"


def test_a_document_that_is_not_what_was_frozen_is_refused_in_words(
    paper: Paper, people: dict[str, User], signed_in: Callable[[str], Client]
) -> None:
    row = prepare_committee_paper(by=people["publisher"], paper=paper, sheet=SHEET)
    Paper.objects.filter(pk=paper.pk).update(frozen=paper.frozen.replace("October", "November"))
    browser = signed_in("publisher")
    refused = browser.get(f"{PAGE}{row.pk}/")
    assert refused.status_code == 409
    assert "SHA-256" in Page(refused).section("//main").words
