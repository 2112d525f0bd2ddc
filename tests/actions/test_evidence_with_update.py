"""Evidence is added from the form of an update: checked as on its own page, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from actions.models import Action, Draft, Evidence, Plan, ReportingPeriod, SignedLink
from actions.selectors.signed_links import token_of
from actions.selectors.updates import current_update, draft_of
from actions.services.updates import confirm_unchanged
from tests.support import files
from tests.support.evidence import left_in, upload
from tests.support.html import Page, words
from wsoa.core.clock import now

PAGE = "/plans/sheffield-2019/actions/6.1.2/"
FORM, DRAFT = f"{PAGE}update/", f"{PAGE}update/draft/"
SHOWS = {
    "shows-title": "Waiting times by month",
    "shows-on_day": "30",
    "shows-on_month": "9",
    "shows-on_year": "2019",
    "shows-grade": "outcome",
}
HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/my/updates/"}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Path:
    settings.FILES_DIR = tmp_path / "files"
    return settings.FILES_DIR / "evidence"


@pytest.fixture
def action(sheffield: Plan) -> Action:
    return sheffield.actions.get(ref="6.1.2")


@pytest.fixture
def lead(signed_in) -> Client:
    return signed_in("lead")


@pytest.fixture
def typed(action: Action, october: ReportingPeriod) -> dict[str, str]:
    return {
        "status": "at_risk",
        "developments": "The wait is shorter.",
        "based_on": str(current_update(action, october).pk),
    }


def test_a_file_is_added_along_with_the_update(lead, action, october, typed) -> None:
    done = lead.post(FORM, typed | SHOWS | {"shows-file": upload()}, follow=True)
    assert done.redirect_chain == [(PAGE, 302)]
    assert "6.1.2: your update was sent. Your evidence was added." in words(done)
    [found] = Evidence.objects.filter(action=action)
    assert (found.title, found.file_name, found.grade) == (
        "Waiting times by month",
        "minutes.pdf",
        "outcome",
    )
    assert current_update(action, october).developments == "The wait is shorter."


def test_in_the_list_too(lead, action) -> None:
    html = lead.get(FORM, headers=HTMX).content.decode()
    [form] = Page(html).find("//form[@data-keep]")
    assert form.get("hx-encoding") == form.get("enctype") == "multipart/form-data"
    [autosave] = Page(html).find("//p[contains(@class, 'app-draft')]")
    assert autosave.get("hx-params") == "not keep_for,shows-file"
    assert autosave.get("hx-encoding") == "application/x-www-form-urlencoded"


def test_without_evidence_nothing_of_it_is_asked_for(lead, action, october, typed) -> None:
    empty = dict.fromkeys([*SHOWS, "shows-link", "shows-measure"], "")
    assert lead.post(FORM, typed | empty).status_code == 302
    assert Evidence.objects.filter(action=action).count() == 0


@pytest.mark.parametrize(
    ("content", "name", "fault"),
    [
        (b"MZ\x90\x00", "figures.pdf", "figures.pdf"),
        (b"", "empty.pdf", "empty.pdf"),
        (b"%PDF-" + b"x" * 11_000_000, "large.pdf", "large.pdf"),
    ],
    ids=["by its content", "empty", "too large"],
)
def test_a_refused_file_keeps_every_word_and_sends_nothing(
    lead, action, october, typed, folder, content: bytes, name: str, fault: str
) -> None:
    before = current_update(action, october)
    page = lead.post(FORM, typed | SHOWS | {"shows-file": upload(content, name)})
    html = Page(page.content.decode())
    assert html.value("developments") == "The wait is shorter."
    assert html.value("shows-title") == "Waiting times by month"
    assert html.value("shows-on_year") == "2019"
    [(link, message)] = html.errors.items()
    assert fault in message
    assert "shows-file" in link
    assert (current_update(action, october), Evidence.objects.filter(action=action).count()) == (
        before,
        0,
    )
    assert left_in(folder) == []


def test_a_good_file_of_a_faulty_form_has_to_be_chosen_again(lead, typed) -> None:
    sent = typed | SHOWS | {"status": "", "shows-file": upload()}
    page = words(lead.post(FORM, sent))
    assert "minutes.pdf was not kept because there is another problem on this page." in page


def test_both_forms_say_at_once_what_is_missing(lead, typed) -> None:
    sent = typed | {"status": "", "shows-title": "A survey"}
    html = lead.post(FORM, sent).content.decode()
    messages = list(Page(html).errors.values())
    assert messages[0] == "Select the status of this action"
    assert "Enter a link or choose a file" in messages
    assert "<title>Error: Update 6.1.2" in " ".join(html.split())


def test_evidence_stays_where_the_update_meets_a_conflict(
    lead, people, action, october, typed
) -> None:
    seen = current_update(action, october).pk
    confirm_unchanged(by=people["manager"], action=action, period=october, based_on=seen)
    html = lead.post(FORM, typed | SHOWS | {"shows-file": upload()}).content.decode()
    assert "Your evidence “Waiting times by month” was added" in " ".join(html.split())
    assert "saved an update to this action" in " ".join(html.split())
    page = Page(html)
    assert page.value("developments") == "The wait is shorter."
    assert page.value("shows-title") == ""
    sent = typed | {"based_on": page.value("based_on")}
    assert lead.post(FORM, sent).status_code == 302
    assert Evidence.objects.filter(action=action).count() == 1


def test_a_draft_keeps_what_was_typed_of_the_evidence(lead, people, action, typed) -> None:
    lead.post(DRAFT, typed | SHOWS | {"shows-file": "C:\\fakepath\\a.pdf"}, headers=HTMX)
    kept = draft_of(people["lead"], action).content
    assert kept["shows-title"] == ["Waiting times by month"]
    assert "shows-file" not in kept
    html = Page(lead.get(FORM).content.decode())
    assert html.value("shows-title") == "Waiting times by month"
    assert html.errors == {}
    lead.post(FORM, typed | SHOWS | {"shows-link": "https://example.org/waits"})
    assert Draft.objects.count() == 0


def test_a_link_in_an_email_takes_no_evidence(lead, action, october, people) -> None:
    """It opens one update without signing in, and nothing else of the plan."""

    link = SignedLink.objects.create(
        user=people["lead"], action=action, period=october, made_at=now()
    )
    html = lead.get(f"/u/{token_of(link)}/").content.decode()
    assert Page(html).named("developments")
    assert "shows-" not in html


def test_word_files_are_read_as_on_their_own_page(lead, action, typed) -> None:
    sent = typed | SHOWS | {"shows-file": upload(files.docx(), "Übersicht.docx")}
    assert lead.post(FORM, sent).status_code == 302
    assert Evidence.objects.get(action=action).file_type == "docx"
