"""A local area's Word template: uploaded, looked at, used, frozen with papers, removed."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from actions.models import Plan
from actions.services.area_access import NotAdministrator
from governance.domain.front_sheet import FrontSheet
from governance.models import Paper, WordTemplate, WordTemplateChoice
from governance.selectors.word_templates import template_in_use
from governance.services.committee_papers import prepare_committee_paper, word_file_of
from governance.services.publication_drafts import freeze_again, prepare_publication, refetch
from governance.services.rendering import imprint_of
from governance.services.word_templates import (
    remove_word_template,
    upload_word_template,
    use_word_template,
)
from tests.support import publications, word_templates
from tests.support.cast import browser_of
from tests.support.html import Page
from tests.support.publishing_steps import ready_to_sign, sign_both
from tests.support.two_areas import Area
from wsoa.accounts.models import LocalArea, User
from wsoa.audit.models import AuditEvent
from wsoa.core.append_only import AppendOnly
from wsoa.core.uploads import UploadRefused

pytestmark = pytest.mark.django_db
PAGE = "/areas/sheffield/word-template/"
COUNCIL = word_templates.content_of(word_templates.council())


@pytest.fixture
def area(sheffield: Plan) -> LocalArea:
    return sheffield.local_area


@pytest.fixture
def administrator(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("manager")


def send(browser: Client, content: bytes = COUNCIL, name: str = "committee.docx") -> HttpResponse:
    return browser.post(PAGE, {"template": SimpleUploadedFile(name, content)})


def uploaded(by: User, area: LocalArea, content: bytes = COUNCIL, **values: Any) -> WordTemplate:
    given = {"name": "committee.docx"} | values
    return upload_word_template(by=by, local_area=area, content=content, **given)


def in_use(by: User, area: LocalArea, content: bytes = COUNCIL) -> WordTemplate:
    template = uploaded(by, area, content)
    use_word_template(by=by, template=template)
    return template


def test_an_administrator_uploads_looks_and_takes_it_into_use(
    administrator: Client, sheffield: Plan
) -> None:
    publications.made(sheffield)
    people = Page(administrator.get("/areas/sheffield/people/"))
    assert people.link("Word template of reports") == PAGE
    first = Page(administrator.get(PAGE))
    assert "In use: the template of the service." in first.words

    sent = send(administrator)
    (template,) = WordTemplate.objects.all()
    assert (sent.status_code, sent["Location"]) == (302, f"{PAGE}{template.pk}/")
    assert template_in_use(sheffield.local_area) is None
    page = Page(administrator.get(sent["Location"]))
    assert "It is not in use yet." in page.words
    assert "A4, upright, 210 by 297 mm" in page.words
    assert "Report of" in page.words
    preview = page.link(
        "Download a preview: October 2019 update, version 1 in this template (Word)"
    )
    word = docx.Document(BytesIO(administrator.get(preview).content))
    assert word.sections[0].header.paragraphs[0].text == "Example City Council"
    assert word.tables[0].rows[1].cells[1].text == "Example committee"

    used = administrator.post(f"{PAGE}{template.pk}/")
    assert (used.status_code, used["Location"]) == (302, PAGE)
    page = Page(administrator.get(PAGE))
    assert "committee.docx is in use. Reports show it from the next time" in page.words
    assert template_in_use(sheffield.local_area) == template


def test_the_files_to_start_from_are_word_documents(administrator: Client, area: LocalArea) -> None:
    send(administrator)
    (template,) = WordTemplate.objects.all()
    file = administrator.get(f"{PAGE}{template.pk}/file/")
    assert file.content == COUNCIL
    own = administrator.get(f"{PAGE}own.docx")
    assert "[[Title]]" in [each.text for each in docx.Document(BytesIO(own.content)).paragraphs]
    for answer in (file, own):
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Disposition"].startswith("attachment; ")


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.docx", "a.docx is empty"),
        (b"words", "a.docx", "its content is plain text"),
        (COUNCIL + bytes(3 * 1024 * 1024), "a.docx", "a.docx must be smaller than 3 MB"),
        (bytes(11 * 1024 * 1024), "large.docx", "large.docx must be smaller than 3 MB"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_at_its_field(
    administrator: Client, area: LocalArea, content: bytes, name: str, words: str
) -> None:
    page = send(administrator, content, name)
    assert words in Page(page).words
    assert Page(page).words.startswith("Error: Word template of reports")
    assert not WordTemplate.objects.exists()


def test_without_a_file_it_asks_for_one(administrator: Client, area: LocalArea) -> None:
    assert "Choose the Word template" in Page(administrator.post(PAGE)).words


def test_an_unknown_place_is_named_before_it_is_used(
    administrator: Client, area: LocalArea
) -> None:
    document = word_templates.council()
    document.add_paragraph("[[Reccomendation]] [[<b>x</b>]]")
    sent = send(administrator, word_templates.content_of(document))
    page = administrator.get(sent["Location"])
    assert "Not known, and printed as they stand:" in Page(page).words
    assert "[[Reccomendation]]" in Page(page).words
    assert b"<b>x</b>" not in page.content


def test_it_is_removed_once_that_was_confirmed_and_stays_in_the_list(
    administrator: Client, area: LocalArea, people: dict[str, User]
) -> None:
    in_use(people["manager"], area)
    asked = Page(administrator.get(f"{PAGE}remove/"))
    assert "instead of committee.docx" in asked.words
    administrator.post(f"{PAGE}remove/")
    assert template_in_use(area) is None
    page = Page(administrator.get(PAGE))
    assert "In use: the template of the service." in page.words
    assert "committee.docx" in page.words
    assert "There is nothing to remove" in Page(administrator.get(f"{PAGE}remove/")).words


def test_every_change_is_a_row_and_audited_and_the_same_again_is_none(
    area: LocalArea, people: dict[str, User]
) -> None:
    by = people["manager"]
    template = in_use(by, area)
    assert uploaded(by, area) == template
    use_word_template(by=by, template=template)
    assert remove_word_template(by=by, local_area=area)
    assert not remove_word_template(by=by, local_area=area)
    assert [choice.template for choice in WordTemplateChoice.objects.all()] == [template, None]
    events = AuditEvent.objects.order_by("-pk")[:3]
    assert [event.summary for event in events] == [
        "Removed the Word template committee.docx of Sheffield",
        "Took the Word template committee.docx of Sheffield into use",
        "Uploaded the Word template committee.docx of Sheffield",
    ]
    for row in (template, WordTemplateChoice.objects.first()):
        with pytest.raises(AppendOnly):
            row.save()


def test_only_administrators_of_the_area_may(area: LocalArea, people: dict[str, User]) -> None:
    template = uploaded(people["manager"], area)
    with pytest.raises(NotAdministrator):
        uploaded(people["publisher"], area, word_templates.content_of(word_templates.broad()))
    with pytest.raises(NotAdministrator):
        use_word_template(by=people["publisher"], template=template)
    with pytest.raises(NotAdministrator):
        remove_word_template(by=people["publisher"], local_area=area)
    with pytest.raises(UploadRefused):
        uploaded(people["manager"], area, b"words")


def test_another_areas_template_is_unknown(two_areas: tuple[Area, Area]) -> None:
    ours, theirs = two_areas
    template = uploaded(theirs.people["manager"], theirs.plan.local_area)
    browser = browser_of(ours.people["manager"])
    for end in ("", "preview/", "file/"):
        assert browser.get(f"{PAGE}{template.pk}/{end}").status_code == 404
    assert browser.get("/areas/twinford/word-template/").status_code == 404
    assert template_in_use(ours.plan.local_area) is None


# --- frozen with papers ---------------------------------------------------------------------------


def test_a_publication_keeps_the_template_of_its_freezing(
    people: dict[str, User], sheffield: Plan
) -> None:
    first = in_use(people["manager"], sheffield.local_area)
    july = sheffield.periods.get(key="2019-07")
    paper = prepare_publication(by=people["publisher"], plan=sheffield, period=july)
    assert paper.word_template == first
    other = word_templates.content_of(word_templates.letterhead())
    in_use(people["manager"], sheffield.local_area, other)
    assert imprint_of(Paper.objects.get(pk=paper.pk)).word_template == COUNCIL
    remove_word_template(by=people["manager"], local_area=sheffield.local_area)
    assert imprint_of(Paper.objects.get(pk=paper.pk)).word_template == COUNCIL


def test_a_draft_takes_a_new_template_when_it_is_frozen_again_until_it_is_signed(
    people: dict[str, User], sheffield: Plan
) -> None:
    publisher = people["publisher"]
    july = sheffield.periods.get(key="2019-07")
    paper = prepare_publication(by=publisher, plan=sheffield, period=july)
    assert paper.word_template is None
    template = in_use(people["manager"], sheffield.local_area)
    ready = ready_to_sign(people, refetch(paper))
    again = freeze_again(by=publisher, paper=ready)
    assert (again.word_template, again.sha256) == (template, ready.sha256)
    sign_both(people, refetch(again))
    remove_word_template(by=people["manager"], local_area=sheffield.local_area)
    assert freeze_again(by=publisher, paper=refetch(again)).word_template == template


def test_a_committee_paper_keeps_the_template_with_which_it_was_prepared(
    people: dict[str, User], sheffield: Plan
) -> None:
    paper = publications.made(sheffield)
    in_use(people["manager"], sheffield.local_area)
    given = {"by": people["publisher"], "paper": paper, "sheet": FrontSheet(to="Scrutiny")}
    row = prepare_committee_paper(**given)
    before = word_file_of(row)
    word = docx.Document(BytesIO(before))
    assert word.sections[0].header.paragraphs[0].text == "Example City Council"
    assert [cell.text for cell in word.tables[0].rows[0].cells] == ["To", "Scrutiny"]

    remove_word_template(by=people["manager"], local_area=sheffield.local_area)
    assert word_file_of(row) == before
    assert prepare_committee_paper(**given) != row
