"""Evidence pages: the form, the download, the action's page, and judging."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.test import Client, RequestFactory

from actions.models import Action, Evidence, Judgement, Plan
from actions.presenters.evidence import EvidencePermissions, measures_of
from tests.support import files
from tests.support.cast import BACKEND
from tests.support.evidence import left_in, put, upload
from tests.support.html import Page

ADD = "/plans/sheffield-2019/actions/6.1.2/evidence/"
PAGE = "/plans/sheffield-2019/actions/6.1.2/"
SAID = {
    "title": "Waiting times by month",
    "on_day": "30",
    "on_month": "9",
    "on_year": "2019",
    "grade": "outcome",
}


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


def problems(page) -> list[str]:  # type: ignore[no-untyped-def]
    """The error summary, line by line."""
    return list(Page(page).errors.values())


# --- the form ----------------------------------------------------------------------------------


def test_a_link_is_added_and_shown_beside_its_measure(lead, action):
    measure = action.measures.first()
    sent = SAID | {"link": "https://data.example.org/waits", "measure": measure.pk}
    answer = lead.post(ADD, sent, follow=True)
    html = answer.content.decode()
    assert answer.redirect_chain == [(PAGE, 302)]
    assert "6.1.2: your evidence was added." in html
    row = html.partition(f'scope="row">{measure.text[:20]}')[2].partition("</tr>")[0]
    assert 'href="https://data.example.org/waits" rel="noopener noreferrer"' in row
    assert "<b>Outcome</b>, 30 September 2019. data.example.org" in row
    assert "None yet" not in row


def test_an_uploaded_file_is_downloaded_unchanged(lead, people, action):
    content = files.docx()
    name = "Übersicht „neu“ 2019.docx"
    lead.post(ADD, SAID | {"file": upload(content, name)})
    [found] = Evidence.objects.all()
    assert "as a whole</h3>" in lead.get(PAGE).content.decode()
    answer = lead.get(f"{ADD}{found.pk}/")
    assert b"".join(answer.streaming_content) == content
    told = {name: answer[name] for name in ("Content-Type", "X-Content-Type-Options")}
    assert told == {
        "Content-Type": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        "X-Content-Type-Options": "nosniff",
    }
    assert answer["Content-Security-Policy"] == "sandbox"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%C3%9Cber")
    assert set(answer["Cache-Control"].split(", ")) == {"private", "max-age=3600"}


def test_evidence_of_one_action_is_not_found_under_another(lead, people, action):
    found = put(people["lead"], action, upload=upload())
    assert lead.get(f"/plans/sheffield-2019/actions/5.1.5/evidence/{found.pk}/").status_code == 404


def test_a_link_has_no_file_and_a_lost_file_is_not_found(lead, people, action, folder):
    link = put(people["lead"], action)
    lost = put(people["lead"], action, upload=upload())
    (folder / lost.file).unlink()
    assert [lead.get(f"{ADD}{each.pk}/").status_code for each in (link, lost)] == [404, 404]


def test_all_missing_fields_are_reported_together(lead):
    page = lead.post(ADD, {})
    assert problems(page) == [
        "Enter what the evidence shows, in one line",
        "Enter the date of the evidence",
        "Select what kind of evidence it is",
        "Enter a link or choose a file",
    ]
    html = page.content.decode()
    for each in ("title", "on", "grade", "link"):
        assert f'id="id_{each}_error"' in html


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"link": "javascript:alert(1)"}, "Link must start with https://"),
        (
            {"link": "https://example.org", "file": files.pdf()},
            "Enter a link or choose a file, not both. Add the other as separate evidence",
        ),
        (
            {"file": files.png()},
            "minutes.pdf is named as a PDF (pdf), but its content is a PNG picture. "
            "Save it as a PDF and choose it again.",
        ),
        ({"file": b""}, "minutes.pdf is empty. Choose the file again."),
        (
            {"file": files.pdf(b"x" * 11 * 1024 * 1024)},
            "minutes.pdf must be smaller than 10 MB. Choose a smaller file, or enter a link to it.",
        ),
        (
            {"file": files.bomb(200 * 1024 * 1024), "name": "figures.xlsx"},
            "figures.xlsx would unpack to far more than a document can hold, so it was not opened.",
        ),
        (
            {"link": "https://example.org", "on_day": "16", "on_month": "11"},
            "Date of the evidence must be today or in the past",
        ),
        (
            {"link": "https://example.org", "on_month": "13"},
            "Date must be a real date, for example 30 9 2019",
        ),
        (
            {"link": "https://example.org", "on_year": "19"},
            "Date must be a real date, for example 30 9 2019",
        ),
        (
            {"link": "https://example.org", "on_day": "", "on_year": ""},
            "Date must include a day and a year",
        ),
        ({"link": "https://example.org", "measure": "999999"}, "Select a measure of this action"),
        ({"link": "https://example.org", "grade": "gold"}, "Select what kind of evidence it is"),
        (
            {"link": "https://example.org", "title": "x" * 301},
            "What it shows must be 300 characters or fewer. You entered 301. Nothing was "
            "saved. Shorten it and send it again.",
        ),
    ],
)
def test_invalid_input_shows_errors_and_keeps_the_input(lead, folder, more, told):
    sent = SAID | more
    if "file" in more:
        sent["file"] = upload(more["file"], more.get("name", "minutes.pdf"))
    sent.pop("name", None)
    page = lead.post(ADD, sent)
    html = page.content.decode()
    assert problems(page) == [told]
    assert (page.status_code, left_in(folder), Evidence.objects.count()) == (200, [], 0)
    assert f'value="{sent["title"]}"' in html
    assert f'value="{sent["on_year"]}"' in html or not sent["on_year"]
    if sent["grade"] == "outcome":
        assert Page(page).value("grade") == "outcome"
    if "link" in sent:
        assert f'value="{sent["link"]}"' in html


def test_a_form_with_errors_asks_to_choose_the_file_again(lead, folder):
    html = lead.post(ADD, SAID | {"title": "", "file": upload()}).content.decode()
    assert "minutes.pdf was not kept because there is another problem on this page." in html
    assert left_in(folder) == []


def test_a_month_may_be_entered_by_name(lead):
    lead.post(ADD, SAID | {"on_month": "Sept", "link": "https://example.org"})
    assert Evidence.objects.get().on == date(2019, 9, 30)


# --- a large upload is stopped on its way ------------------------------------------------------


def test_a_file_that_is_too_large_never_reaches_the_form(people):
    request = RequestFactory().post(ADD, SAID | {"file": upload(b"x" * 11 * 1024 * 1024)})
    request.user = people["lead"]
    assert (request.POST["title"], dict(request.FILES)) == (SAID["title"], {})
    assert request.too_large == "minutes.pdf"


def test_a_request_announced_as_too_large_is_not_read(people):
    request = RequestFactory().post(ADD, {"title": "Kept", "file": upload(b"x" * 5_000_000)})
    request.user = people["lead"]
    request.META["CONTENT_LENGTH"] = str(5 * 1024**3)
    whole = request._stream
    read = 0

    class CountingStream:
        def read(self, size: int = -1) -> bytes:
            nonlocal read
            got = whole.read(size)
            read += len(got)
            return got

    request._stream = CountingStream()
    assert (request.POST["title"], dict(request.FILES)) == ("Kept", {})
    assert (request.too_large, read < 300_000) == ("minutes.pdf", True)


def test_signed_out_no_file_is_accepted_and_the_text_is_kept(lead, people):
    note = Page(lead.get(ADD)).value("keep_for")
    lead.logout()
    sent = SAID | {"keep_for": note, "file": upload()}
    answer = lead.post(ADD, sent)
    assert answer["Location"].startswith("/accounts/login/")
    lead.force_login(people["lead"], backend=BACKEND)
    # A new session is begun at sign-in; what was kept goes with it when it is the same browser.
    html = lead.get(ADD).content.decode()
    assert "We kept what you typed while you signed in" in html
    assert 'value="Waiting times by month"' in html
    assert "choose the file again" in html


# --- the action's page -------------------------------------------------------------------------


def test_controls_are_shown_to_people_with_permission(signed_in, people, action):
    found = put(people["lead"], action)
    measure = action.measures.first()
    ways = (ADD, f"{ADD}{found.pk}/withdraw/", f"{PAGE}measures/{measure.pk}/judge/")
    seen = {}
    for name in ("lead", "manager", "accountable", "viewer"):
        html = signed_in(name).get(PAGE).content.decode()
        seen[name] = [f'href="{way}"' in html for way in ways]
    assert seen == {
        "lead": [True, True, False],
        "manager": [True, True, True],
        "accountable": [False, False, False],  # of another area
        "viewer": [False, False, False],
    }


def test_a_judgement_is_shown_with_its_reason(signed_in, action):
    measure = action.measures.first()
    manager = signed_in("manager")
    address = f"{PAGE}measures/{measure.pk}/judge/"
    assert problems(manager.post(address, {})) == [
        "Select whether the measure is met",
        "Enter the reason in one or two sentences",
    ]
    kept = manager.post(address, {"words": "Two of three schools."})
    assert "Two of three schools.</textarea>" in kept.content.decode()
    done = manager.post(address, {"met": "partly", "words": "Two of three schools."}, follow=True)
    html = done.content.decode()
    assert "6.1.2: the measure was judged." in html
    assert "<b>Partly met.</b> Two of three schools." in html
    assert "Demo programme manager, 15 November 2019" in html
    assert Judgement.objects.count() == 1
    assert "Judged on 15 November 2019" in manager.get(address).content.decode()


def test_the_judging_page_links_to_the_evidence(signed_in, people, action):
    measure = action.measures.first()
    found = put(people["lead"], action, measure=measure, upload=upload())
    html = signed_in("manager").get(f"{PAGE}measures/{measure.pk}/judge/").content.decode()
    assert f'href="{ADD}{found.pk}/"' in html
    assert "Withdraw" not in html


def test_the_accountable_officer_of_the_area_judges_and_adds(signed_in, sheffield):
    action = sheffield.actions.get(ref="5.1.5")
    page = "/plans/sheffield-2019/actions/5.1.5/"
    officer = signed_in("accountable")
    assert officer.get(f"{page}evidence/").status_code == 200
    address = f"{page}measures/{action.measures.first().pk}/judge/"
    assert officer.post(address, {"met": "met", "words": "All of it."}).status_code == 302


def test_withdrawing_needs_confirmation_and_reports_a_repeat(lead, people, action):
    found = put(people["lead"], action)
    address = f"{ADD}{found.pk}/withdraw/"
    assert "Withdraw this evidence?" in lead.get(address).content.decode()
    assert "was withdrawn." in lead.post(address, follow=True).content.decode()
    assert lead.post(address).status_code == 404


def test_a_complete_action_without_evidence_is_marked(signed_in, people, sheffield):
    october = sheffield.periods.get(key="2019-10")
    action = next(
        each
        for each in sheffield.actions.complete_without_evidence(october)
        if not each.updates.filter(period__key__gt="2019-10").exists()
    )
    page = f"/plans/sheffield-2019/actions/{action.ref}/"
    words = "Complete, with no evidence yet."
    viewer = signed_in("viewer")
    assert words in viewer.get(page).content.decode()
    action.plan = sheffield
    put(people["manager"], action)
    assert words not in viewer.get(page).content.decode()


@pytest.mark.parametrize("size", [0, 1, 30])
def test_the_number_of_queries_does_not_depend_on_the_evidence(
    signed_in, people, action, django_assert_num_queries, size
):
    for number in range(size):
        put(people["lead"], action, title=f"Report {number}", measure=action.measures.first())
    with django_assert_num_queries(3):
        measures = measures_of(action, EvidencePermissions(add=True, judge=True))
    assert sum(len(row.evidence) for row in measures.rows) == size
