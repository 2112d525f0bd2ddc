"""The highlight report on its way: prepared, remarked on, issued once, asked about, answered."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from actions.models import Membership
from governance.domain.enums import PaperState
from governance.models import BoardQuestion, Paper, Remark, Rendering
from governance.papers.document.frozen import thaw
from governance.papers.document.highlight_schema import Highlight
from governance.papers.highlight import build
from governance.services import highlight as service
from governance.services.publication_drafts import PaperRefused, drop_draft, read
from tests.support import boards
from tests.support.boards import MEETING, NEXT, NOVEMBER, OCTOBER
from wsoa.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
RISK = "risks:5.1.6"


@pytest.fixture
def draft(sheffield, people) -> Paper:
    return boards.draft(sheffield, people["manager"])


@pytest.fixture
def issued(sheffield, people) -> Paper:
    return boards.issued(sheffield, people["manager"])


def audited(verb: str) -> list[str]:
    return list(AuditEvent.objects.filter(verb=verb).values_list("content__summary", flat=True))


def test_a_draft_is_frozen_and_audited(draft):
    assert (draft.state, draft.key, draft.as_at) == (PaperState.DRAFT, "2019-10-31", OCTOBER)
    assert thaw(draft.frozen, draft.sha256, Highlight).title == draft.title
    assert audited("prepare") == ["Prepared Highlight report: October 2019, as at 31 October 2019"]


@pytest.mark.parametrize(
    ("as_at", "held_on", "why"),
    [
        (date(2019, 11, 16), MEETING, "Date must be today or in the past"),
        (OCTOBER, date(2019, 10, 15), "Date must be 15 October 2019 or earlier, because"),
        (NOVEMBER, NEXT, "There is already a report as at 15 November 2019"),
        (OCTOBER, MEETING, "Date must be after 15 November 2019, because a report"),
    ],
)
def test_invalid_day_is_refused(sheffield, people, as_at, held_on, why):
    boards.issued(sheffield, people["manager"], NOVEMBER, NEXT)

    with pytest.raises(PaperRefused, match=why):
        boards.draft(sheffield, people["manager"], as_at, held_on)


def test_a_dropped_draft_makes_room(draft, sheffield, people):
    drop_draft(by=people["manager"], paper=draft)

    again = boards.draft(sheffield, people["manager"])

    assert again.pk != draft.pk
    assert AuditEvent.objects.get(verb="drop").subject == "highlight 2019-10-31"


def test_a_remark_is_frozen_with_its_figures(draft, people):
    before = draft.sha256

    paper = service.remark(
        by=people["accountable"], paper=draft, section="top", words=" {behind} are behind. "
    )

    assert read(paper, Highlight).remark == "30 are behind."
    assert paper.sha256 != before
    assert Remark.objects.get().words == "{behind} are behind."


def test_empty_remark_removes_the_remark(draft, people):
    service.remark(by=people["manager"], paper=draft, section="risks", words="Look at these.")

    paper = service.remark(by=people["manager"], paper=draft, section="risks", words=" ")

    assert not paper.remarks.exists()
    assert paper.sha256 == draft.sha256


@pytest.mark.parametrize(
    ("section", "words", "why"),
    [
        ("nowhere", "Words", "no longer has this section"),
        ("risks", "x" * 301, "Text must be 300 characters or fewer. You entered 301."),
        ("top", "x" * 601, "Text must be 600 characters or fewer. You entered 601."),
        ("top", "{nonsense} are behind", "There is no figure {nonsense}"),
        ("top", "12 of 89 actions are complete", "by the data 5 of 89"),
    ],
)
def test_invalid_remark_is_refused(draft, people, section, words, why):
    with pytest.raises(PaperRefused, match=why):
        service.remark(by=people["manager"], paper=draft, section=section, words=words)

    assert Paper.objects.get(pk=draft.pk).sha256 == draft.sha256


def test_rebuilding_keeps_remarks(draft, sheffield, people):
    service.remark(by=people["manager"], paper=draft, section="top", words="Read this.")
    sheffield.meetings.filter(held_on=NEXT).delete()

    paper = service.refresh(by=people["manager"], paper=draft)

    document = read(paper, Highlight)
    assert document.remark == "Read this."
    assert document.meeting.next_words == "21 January 2020"
    assert service.refresh(by=people["manager"], paper=paper).sha256 == paper.sha256
    assert len(audited("freeze")) == 1


def test_issuing_notifies_the_board_and_queues_the_files(draft, sheffield, people, mailoutbox):
    Membership.objects.create(plan=sheffield, user=people["viewer"], role="board")

    paper = service.issue_highlight(by=people["manager"], paper=draft)

    assert (paper.state, paper.published_by) == (PaperState.PUBLISHED, people["manager"])
    assert Rendering.objects.get(paper=paper).sha256 == paper.sha256
    assert [each.to for each in mailoutbox] == [["board@demo.example"], ["viewer@demo.example"]]
    for each in mailoutbox:
        html = each.alternatives[0][0]
        assert "/plans/sheffield-2019/highlights/2019-10-31/" in each.body
        assert "/plans/sheffield-2019/highlights/2019-10-31/" in html
        assert "5.1.6" not in each.body + html
    assert audited("issue") == [
        "Issued Highlight report: October 2019 and notified 2 board members"
    ]


def test_report_is_issued_once(draft, people, mailoutbox):
    service.issue_highlight(by=people["manager"], paper=draft)

    with pytest.raises(service.AlreadyIssued, match="issued by Demo programme manager"):
        service.issue_highlight(by=people["accountable"], paper=draft)

    assert len(mailoutbox) == 1
    assert len(audited("issue")) == 1


def test_issued_report_cannot_be_changed(issued, people):
    deeds = (
        lambda: service.remark(by=people["manager"], paper=issued, section="top", words="Words"),
        lambda: service.refresh(by=people["manager"], paper=issued),
        lambda: drop_draft(by=people["manager"], paper=issued),
    )
    for run in deeds:
        with pytest.raises(PaperRefused):
            run()

    assert Paper.objects.get(pk=issued.pk).sha256 == issued.sha256


def test_tampered_report_cannot_be_issued(draft, people, mailoutbox):
    Paper.objects.filter(pk=draft.pk).update(frozen=draft.frozen + " ")

    with pytest.raises(PaperRefused, match="not the one that was frozen"):
        service.issue_highlight(by=people["manager"], paper=draft)

    assert mailoutbox == []


def test_question_records_its_line_and_action(issued, people):
    question = service.ask(by=people["board"], paper=issued, line=RISK, words=" Why is it late? ")

    assert (question.words, question.action.ref, question.line) == (
        "Why is it late?",
        "5.1.6",
        RISK,
    )
    assert audited("ask") == ["Asked about 5.1.6: Why is it late?"]


@pytest.mark.parametrize(
    ("line", "words", "why"),
    [
        ("risks:9.9.9", "Why is it late?", "no longer has this line"),
        (RISK, " ", "Enter your question"),
        *((RISK, text, "does not say it") for text in ("-", "?", "n/a", "why?", "A question")),
        (RISK, "x" * 501, "Text must be 500 characters or fewer. You entered 501."),
    ],
)
def test_invalid_question_is_refused(issued, people, line, words, why):
    with pytest.raises(PaperRefused, match=why):
        service.ask(by=people["board"], paper=issued, line=line, words=words)

    assert not BoardQuestion.objects.exists()


def test_draft_and_past_meeting_take_no_questions(draft, people, settings):
    with pytest.raises(PaperRefused, match="You can only ask about a report that has been issued"):
        service.ask(by=people["board"], paper=draft, line=RISK, words="Why is it late?")
    paper = service.issue_highlight(by=people["manager"], paper=draft)
    settings.WSOA_TODAY = date(2019, 11, 20)

    with pytest.raises(PaperRefused, match="The meeting was on 19 November 2019"):
        service.ask(by=people["board"], paper=paper, line=RISK, words="Why is it late?")


def test_a_question_is_answered_once(issued, people):
    question = service.ask(by=people["board"], paper=issued, line=RISK, words="Why is it late?")

    answered = service.answer(by=people["accountable"], question=question, words=" Because. ")

    assert (answered.answer, answered.answered_by) == ("Because.", people["accountable"])
    with pytest.raises(PaperRefused, match="has answered this already: “Because"):
        service.answer(by=people["manager"], question=question, words="Another")


@pytest.mark.parametrize(
    ("words", "why"),
    [("  ", "Enter an answer"), ("x" * 2001, "Text must be 2,000 characters or fewer")],
)
def test_invalid_answer_is_refused(issued, people, words, why):
    question = service.ask(by=people["board"], paper=issued, line=RISK, words="Why is it late?")

    with pytest.raises(PaperRefused, match=why):
        service.answer(by=people["manager"], question=question, words=words)


def test_what_was_answered_is_told_in_the_next_report_and_what_is_open_heads_it(
    issued, sheffield, people
):
    first = service.ask(by=people["board"], paper=issued, line=RISK, words="How is it measured?")
    service.ask(by=people["board"], paper=issued, line="risks:3.2.3", words="Since when?")
    service.answer(by=people["manager"], question=first, words="By a survey.")

    november = read(boards.draft(sheffield, people["manager"], NOVEMBER, NEXT), Highlight)

    assert [each.words for each in november.open_questions] == ["Since when?"]
    assert [each.answer for each in november.answered] == ["By a survey."]
    assert build.lines_of(november)


def test_the_demo_brings_octobers_report_with_a_question_once(sheffield, people):
    for _ in range(2):
        call_command("load_demo_board", stdout=StringIO())

    paper = sheffield.papers.get()
    question = paper.questions.get()
    assert (paper.state, paper.key) == (PaperState.PUBLISHED, "2019-10-31")
    assert question.words.startswith("Illustrative question")
    assert question.action.ref == "5.1.6"


def test_the_demo_asks_nothing_after_the_meeting(sheffield, people, settings):
    settings.WSOA_TODAY = date(2026, 1, 1)

    call_command("load_demo_board", stdout=StringIO())

    assert sheffield.papers.get().state == PaperState.PUBLISHED
    assert not BoardQuestion.objects.exists()
