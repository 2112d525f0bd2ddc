"""The pages of the highlight report: for the board on a phone, and for who prepares it."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance.domain.enums import PaperState
from governance.models import BoardQuestion, Paper, Rendering
from governance.presenters import highlight as presenter
from governance.services.highlight import ask
from tests.support import boards
from tests.support.boards import NEXT, NOVEMBER
from tests.support.html import Page
from tests.support.html import words as text_of

pytestmark = pytest.mark.django_db
PLAN = "sheffield-2019"
KEY = "2019-10-31"
QUERIES = 7
LIST_QUERIES = 7


@pytest.fixture
def draft(sheffield, people) -> Paper:
    return boards.draft(sheffield, people["manager"])


@pytest.fixture
def issued(sheffield, people) -> Paper:
    return boards.issued(sheffield, people["manager"])


def address(name: str, *args: object) -> str:
    return reverse(name, args=[PLAN, KEY, *args])


def test_a_draft_is_unknown_to_the_board(draft, signed_in):
    assert signed_in("board").get(address("highlight")).status_code == 404
    assert KEY not in signed_in("board").get(reverse("highlights", args=[PLAN])).content.decode()
    assert signed_in("accountable").get(address("highlight")).status_code == 200


def test_each_line_leads_to_its_action_and_can_be_asked_about(issued, signed_in):
    page = signed_in("board").get(address("highlight")).content.decode()

    for ref in ("3.2.3", "1.3.1", "5.1.6"):
        assert f'href="/plans/{PLAN}/actions/{ref}/"' in page
    assert f'href="/plans/{PLAN}/actions/?organisation=SCC"' in page
    assert f'href="/plans/{PLAN}/indicators/eet-16-to-18/"' in page
    lines = [field.value for field in Page(page).named("line")]
    assert len(lines) == len(set(lines)) == 55
    assert "Ask about this" not in signed_in("viewer").get(address("highlight")).content.decode()


def test_long_sections_are_folded_and_late_actions_never(issued, signed_in, monkeypatch):
    monkeypatch.setattr(presenter, "SHOWN", 3)
    page = signed_in("viewer").get(address("highlight"))

    late, _, rest = page.content.decode().partition('id="decisions"')
    assert "<details" not in late
    assert late.count("months</b>") + late.count("month</b>") == 16
    assert "16 are past their agreed end date." in text_of(page)
    assert "3 more : Changes of status since July 2019: 41 of 89" in text_of(page)
    assert rest.count("<details") == 2


def test_references_of_changed_statuses_lead_to_their_actions(issued, signed_in):
    page = signed_in("viewer").get(address("highlight")).content.decode()

    changed = page.partition('id="changed"')[2].partition("</section>")[0]
    refs = set(re.findall(rf'href="/plans/{PLAN}/actions/([\d.]+)/"', changed))
    assert len(refs) == 41


def test_a_board_member_asks_and_an_officer_answers(issued, signed_in):
    asked = signed_in("board").post(
        address("highlight-ask"), {"line": "risks:5.1.6", "words": "How is it measured?"}
    )
    [question] = BoardQuestion.objects.all()
    officer = signed_in("accountable")
    page = text_of(officer.get(address("highlight")))
    answered = officer.post(address("highlight-answer", question.pk), {"words": "By a survey."})

    assert asked["Location"] == answered["Location"] == f"{issued.get_absolute_url()}#questions"
    assert "Questions for the meeting: 1 1 not answered" in page
    assert "Answer this" in page
    shown = text_of(signed_in("lead").get(address("highlight")))
    assert "By a survey." in shown
    assert "Answer this" not in shown


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"line": "risks:5.1.6", "words": "x" * 501}, "Text must be 500 characters or fewer"),
        ({"line": "risks:5.1.6", "words": " "}, "Enter your question"),
        ({"line": "risks:9.9.9", "words": "Kept words"}, "no longer has this line"),
        ({"words": "Kept words"}, "no longer has this line"),
    ],
)
def test_refused_question_keeps_the_input(issued, signed_in, sent, told):
    response = signed_in("board").post(address("highlight-ask"), sent)

    page = response.content.decode()
    assert response.status_code == 200
    assert "There is a problem" in page
    assert told in page
    assert sent["words"].strip() in page
    assert not BoardQuestion.objects.exists()


def test_a_question_after_the_meeting_is_refused_and_kept(issued, signed_in, settings):
    settings.WSOA_TODAY = NEXT

    sent = {"line": "risks:5.1.6", "words": "Kept words"}
    response = signed_in("board").post(address("highlight-ask"), sent)

    assert "The meeting was on 19 November 2019" in response.content.decode()
    assert "Kept words" in response.content.decode()
    page = signed_in("board").get(address("highlight")).content.decode()
    assert "Ask about this" not in page
    assert "The meeting was on 19 November 2019" in page


def test_the_form_for_one_line_can_be_opened_by_its_address(issued, signed_in):
    board = signed_in("board")

    found = board.get(address("highlight-ask"), {"line": "risks:5.1.6"})
    lost = board.get(address("highlight-ask"), {"line": "risks:9.9.9"})

    assert "Ask about 5.1.6" in text_of(found)
    assert lost.status_code == 404


def test_refused_answer_keeps_the_input(issued, people, signed_in):
    question = ask(by=people["board"], paper=issued, line="risks:5.1.6", words="Why is it late?")
    first = {"words": "The first answer"}
    signed_in("accountable").post(address("highlight-answer", question.pk), first)

    second = signed_in("manager").post(
        address("highlight-answer", question.pk), {"words": "The second answer"}
    )

    assert "has answered this already: “The first answer”" in second.content.decode()
    assert "The second answer" in second.content.decode()


def test_a_remark_is_added_and_one_that_was_refused_is_kept(draft, signed_in):
    manager = signed_in("manager")
    here = address("highlight-remark", "top")

    wrong = manager.post(here, {"words": "{nonsense} are late"})
    right = manager.post(here, {"words": "{behind} are late."})

    assert "There is no figure {nonsense}" in wrong.content.decode()
    assert "{nonsense} are late" in wrong.content.decode()
    assert right.status_code == 302
    assert "30 are late." in text_of(manager.get(address("highlight")))
    assert "{behind} are late." in manager.get(here).content.decode()
    assert manager.get(address("highlight-remark", "nowhere")).status_code == 404


def test_the_manager_prepares_and_issues_and_a_second_press_is_told(sheffield, signed_in):
    manager = signed_in("manager")
    meeting = boards.meeting(sheffield, NEXT)
    sent = {"meeting": meeting.pk, "as_at_day": "15", "as_at_month": "11", "as_at_year": "2019"}
    prepared = manager.post(reverse("highlights", args=[PLAN]), sent)
    again = manager.post(reverse("highlights", args=[PLAN]), sent)
    assert "There is already a report as at 15 November 2019" in again.content.decode()
    paper = Paper.objects.get()
    here = reverse("highlight-do", args=[PLAN, paper.key, "issue"])

    first, second = manager.post(here), manager.post(here)

    assert prepared["Location"] == paper.get_absolute_url()
    assert first.status_code == 302
    assert "issued by Demo programme manager" in second.content.decode()
    assert Paper.objects.get().state == PaperState.PUBLISHED


def test_bad_days_and_meetings_come_back_as_they_were_typed(sheffield, signed_in):
    sent = {"meeting": "999999", "as_at_day": "31", "as_at_month": "Smarch", "as_at_year": "2019"}

    response = signed_in("manager").post(reverse("highlights", args=[PLAN]), sent)

    page = response.content.decode()
    assert "Select a future meeting of the plan" in page
    assert 'value="Smarch"' in page
    assert not Paper.objects.exists()


def test_draft_is_rebuilt_or_discarded(draft, signed_in):
    manager = signed_in("manager")

    assert manager.post(address("highlight-do", "refresh")).status_code == 302
    assert manager.post(address("highlight-do", "nonsense")).status_code == 404
    assert manager.post(address("highlight-do", "drop")).status_code == 302
    assert manager.get(address("highlight")).status_code == 404


def test_a_text_that_is_not_what_was_frozen_is_not_shown(issued, signed_in):
    Paper.objects.filter(pk=issued.pk).update(frozen=issued.frozen.replace("5.1.6", "5.1.7"))
    board = signed_in("board")

    page = text_of(board.get(address("highlight")))
    asked = board.post(
        address("highlight-ask"), {"line": "risks:5.1.6", "words": "Why is it late?"}
    )

    assert "The document is not the one that was frozen" in page
    assert "5.1.7" not in page
    assert asked.status_code == 403


def test_files_that_failed_are_said_and_made_again(issued, signed_in):
    job = Rendering.objects.filter(paper=issued)
    job.update(state=Rendering.State.FAILED, error="The disk is full.")
    manager = signed_in("manager")

    failed = manager.get(address("highlight-progress"), headers={"HX-Request": "true"})
    plain = manager.get(address("highlight-progress"))
    manager.post(address("highlight-do", "again"))

    assert "The disk is full." in failed.content.decode()
    assert plain["Location"] == issued.get_absolute_url()
    assert job.get().state == Rendering.State.QUEUED


def test_typed_text_is_escaped(issued, people, signed_in):
    ask(by=people["board"], paper=issued, line="risks:5.1.6", words="<script>alert(1)</script>")

    page = signed_in("board").get(address("highlight")).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_november_shows_octobers_open_question_before_what_is_new(
    issued, sheffield, people, signed_in
):
    ask(by=people["board"], paper=issued, line="risks:5.1.6", words="How is it measured?")
    november = boards.draft(sheffield, people["manager"], NOVEMBER, NEXT)

    page = text_of(signed_in("manager").get(november.get_absolute_url()))

    assert "Still open from earlier reports: 1" in page
    assert page.index("How is it measured?") < page.index("Not answered for October")


def test_pages_take_the_same_few_queries_however_many_questions(issued, people, signed_in):
    board = signed_in("board")
    listing = reverse("highlights", args=[PLAN])
    for wanted in (1, 30):
        for _ in range(wanted):
            ask(by=people["board"], paper=issued, line="risks:5.1.6", words="Why is it late?")
        board.get(f"/plans/{PLAN}/glossary/")  # what the menu counts is kept
        with CaptureQueriesContext(connection) as page:
            board.get(address("highlight"))
        with CaptureQueriesContext(connection) as entries:
            board.get(listing)
        assert (len(page), len(entries)) == (QUERIES, LIST_QUERIES)
