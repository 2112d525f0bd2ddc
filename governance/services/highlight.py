"""The board's highlight report: prepared, remarked on, issued, asked about and answered.

Officers add remarks; everything else is built from the data. An issued report never changes.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction

from actions.models import Action, Plan
from actions.services.locking import lock_and_bump_plan
from governance.domain.dates import day_words
from governance.domain.enums import PaperKind, PaperState
from governance.models import BoardQuestion, Meeting, Paper, Remark, Rendering
from governance.papers.checks.figure_placeholders import (
    KnownCounts,
    UnknownFigure,
    contradicted_figures,
    counts_by_code,
)
from governance.papers.document.frozen import DocumentRefused, freeze
from governance.papers.document.highlight_schema import Highlight
from governance.papers.highlight import build
from governance.papers.paper_types import HIGHLIGHT
from governance.selectors.word_templates import template_in_use
from governance.services import jobs
from governance.services.highlight_emails import notify_board
from governance.services.publication_drafts import PaperRefused, read, record_paper_audit, refetch
from wsoa.accounts.models import User
from wsoa.core.clock import now, today
from wsoa.core.reasons import fault_in_reason

LONGEST_TOP = 600  # letters: a report is two pages, and its lines come first
LONGEST_REMARK = 300
LONGEST_QUESTION = 500
LONGEST_ANSWER = 2_000


class HighlightRefused(PaperRefused):
    """The report was not changed. The message is for the person."""


class AlreadyIssued(HighlightRefused):
    """The report is issued already, or was discarded."""

    def __init__(self, paper: Paper) -> None:
        if paper.state == PaperState.DISCARDED:
            words = "This draft has been discarded. Nothing was changed."
        else:
            who = f" by {paper.published_by.name}" if paper.published_by else ""
            words = f"This report has been issued{who}. It can no longer be changed."
        super().__init__(words)


class TooLong(HighlightRefused):
    """A text is longer than its limit, in characters."""

    def __init__(self, words: str, longest: int) -> None:
        super().__init__(
            f"Text must be {longest:,} characters or fewer. You entered {len(words):,}. "
            "Nothing was saved.",
            "words",
        )


@transaction.atomic
def prepare_highlight(*, by: User, plan: Plan, meeting: Meeting, as_at: date) -> Paper:
    """Builds the report for a meeting as at a day and freezes it as a draft.

    Raises HighlightRefused if the day is in the future or after the meeting, or if there is a
    report of that day or an issued one of a later day.
    """
    lock_and_bump_plan(plan.pk)
    _refuse_day(plan, meeting, as_at)
    document = _built(plan, meeting, as_at, {})
    paper = Paper(
        plan=plan,
        kind=PaperKind.HIGHLIGHT,
        meeting=meeting,
        key=as_at.isoformat(),
        as_at=as_at,
        made_by=by,
    )
    _fill(paper, document)
    paper.save()
    record_paper_audit(
        by, "prepare", paper, f"Prepared {paper.title}, as at {document.as_at_words}"
    )
    return paper


@transaction.atomic
def refresh(*, by: User, paper: Paper) -> Paper:
    """Builds a draft again from the data as at the same day; remarks stay with their sections.

    Raises AlreadyIssued, or HighlightRefused if a remark names an unknown figure.
    """
    paper = _draft(paper)
    document = _built(paper.plan, _meeting(paper), paper.as_at, _remarks(paper))
    before = paper.sha256
    _save(paper, document)
    if paper.sha256 != before:
        record_paper_audit(by, "freeze", paper, f"Rebuilt {paper.title} from current data")
    return paper


@transaction.atomic
def remark(*, by: User, paper: Paper, section: str, words: str) -> Paper:
    """Saves an officer's remark on a section of a draft, or at its top; an empty text removes it.

    Remarks may contain figure placeholders such as {behind}. Raises AlreadyIssued, TooLong, or
    HighlightRefused if the section does not exist, or a figure is unknown or contradicts the data.
    """
    paper = _draft(paper)
    words, document = words.strip(), read(paper, Highlight)
    sections = {section.key for section in document.sections}
    if section != build.TOP and section not in sections:
        raise HighlightRefused("The report no longer has this section. Nothing was saved.")
    longest = LONGEST_TOP if section == build.TOP else LONGEST_REMARK
    if len(words) > longest:
        raise TooLong(words, longest)
    remarks = _remarks(paper) | {section: words}
    document = _with_remarks(document, remarks)
    _refuse_wrong_figures(document, section)
    if words:
        defaults = {"words": words, "by": by, "at": now()}
        Remark.objects.update_or_create(paper=paper, section=section, defaults=defaults)
    else:
        paper.remarks.filter(section=section).delete()
    _save(paper, document)
    verb = "Wrote a remark on" if words else "Removed a remark on"
    record_paper_audit(by, "remark", paper, f"{verb} {paper.title}: {section}")
    return paper


@transaction.atomic
def issue_highlight(*, by: User, paper: Paper) -> Paper:
    """Issues a draft: it is frozen for good, the board is notified by email, and its files are
    made.

    If two people press the button together, one issues it and the other gets AlreadyIssued. Raises
    AlreadyIssued, or PaperRefused if the frozen text fails its hash check.
    """
    paper = _draft(paper)
    read(paper, Highlight)
    draft = Paper.objects.drafts().filter(pk=paper.pk, sha256=paper.sha256)
    if not draft.update(state=PaperState.PUBLISHED, published_at=now(), published_by=by):
        raise AlreadyIssued(refetch(paper))
    paper = refetch(paper)
    rendering, _ = Rendering.objects.update_or_create(
        paper=paper, defaults={"sha256": paper.sha256}
    )
    jobs.queue(rendering)
    transaction.on_commit(lambda: jobs.send(Rendering, rendering.pk))
    notified = notify_board(paper)
    members = "1 board member" if notified == 1 else f"{notified} board members"
    record_paper_audit(
        by, "issue", paper, f"Issued {paper.title} and notified {members}", notified_people=notified
    )
    return paper


@transaction.atomic
def ask(*, by: User, paper: Paper, line: str, words: str) -> BoardQuestion:
    """Saves a board member's question about a line of an issued report, until the meeting is over.

    Raises TooLong, or HighlightRefused if the question says nothing, the line does not exist, or
    the report is closed for questions.
    """
    lock_and_bump_plan(paper.plan_id)
    paper = refetch(paper)
    words = words.strip()
    report_line = build.lines_of(read(paper, Highlight)).get(line)
    if report_line is None:
        raise HighlightRefused("The report no longer has this line. Nothing was saved.")
    why_not = reason_closed(paper)
    if why_not:
        raise HighlightRefused(f"{why_not} Nothing was saved; your question is below.")
    if len(words) > LONGEST_QUESTION:
        raise TooLong(words, LONGEST_QUESTION)
    if fault := fault_in_reason(words, "Enter your question"):
        raise HighlightRefused(fault, "words")
    question = BoardQuestion.objects.create(
        paper=paper,
        line=line,
        action=_action_at(paper.plan, report_line.ref),
        words=words,
        by=by,
        at=now(),
    )
    record_paper_audit(
        by, "ask", paper, f"Asked about {report_line.ref or line}: {words}", question=question.pk
    )
    return question


@transaction.atomic
def answer(*, by: User, question: BoardQuestion, words: str) -> BoardQuestion:
    """Answers a board member's question, once. The answer waits for whoever asked to read it.

    Raises TooLong, or HighlightRefused if the answer is empty or the question is answered already.
    """
    lock_and_bump_plan(question.paper.plan_id)
    words = words.strip()
    if not words:
        raise HighlightRefused("Enter an answer", "words")
    if len(words) > LONGEST_ANSWER:
        raise TooLong(words, LONGEST_ANSWER)
    waiting = BoardQuestion.objects.unanswered().filter(pk=question.pk)
    at = now()
    seen = at if question.by_id == by.pk else None
    if not waiting.update(answer=words, answered_by=by, answered_at=at, answer_read_at=seen):
        current = BoardQuestion.objects.with_people().get(pk=question.pk)
        who = current.answered_by.name if current.answered_by else "Somebody"
        raise HighlightRefused(
            f"{who} has answered this already: “{current.answer}” Nothing was saved; your answer "
            "is below."
        )
    paper = refetch(question.paper)
    record_paper_audit(
        by, "answer", paper, f"Answered the board: {question.words}", question=question.pk
    )
    return BoardQuestion.objects.with_people().get(pk=question.pk)


@transaction.atomic
def read_answer(*, by: User, question: BoardQuestion) -> bool:
    """Records that whoever asked has read the answer. Idempotent; returns whether it waited.

    Not audited: the row says when.
    """
    lock_and_bump_plan(question.paper.plan_id)
    unread = BoardQuestion.objects.answers_unread_by(by).filter(pk=question.pk)
    return bool(unread.update(answer_read_at=now()))


def reason_closed(paper: Paper) -> str:
    """Why no questions can be asked about the report; empty if they can."""
    if paper.state != PaperState.PUBLISHED:
        return "You can only ask about a report that has been issued."
    if paper.meeting and today() > paper.meeting.held_on:
        return f"The meeting was on {day_words(paper.meeting.held_on)}, so questions are closed."
    return ""


# --- the draft -----------------------------------------------------------------------------------


def _action_at(plan: Plan, ref: str) -> Action | None:
    """The action of a line, also where it has ended since; None for a line of no action."""
    return Action.with_ended.of_plans([plan.pk]).of_ref(ref).first() if ref else None


def _draft(paper: Paper) -> Paper:
    """The current row of a draft, with its plan's row locked. Raises AlreadyIssued."""
    lock_and_bump_plan(paper.plan_id)
    paper = refetch(paper)
    if paper.state != PaperState.DRAFT:
        raise AlreadyIssued(paper)
    return paper


def _refuse_day(plan: Plan, meeting: Meeting, as_at: date) -> None:
    day = day_words(as_at)
    if meeting.plan_id != plan.pk:
        raise HighlightRefused("Select a meeting of this plan", "meeting")
    if as_at > today():
        raise HighlightRefused("Date must be today or in the past", "as_at")
    if as_at > meeting.held_on:
        held = day_words(meeting.held_on)
        raise HighlightRefused(
            f"Date must be {held} or earlier, because the meeting is then", "as_at"
        )
    papers = plan.papers.highlight().light()
    if papers.of_key(as_at.isoformat()).exists():
        raise HighlightRefused(f"There is already a report as at {day}", "as_at")
    later = papers.published().filter(as_at__gt=as_at).latest_first().first()
    if later:
        words = (
            f"Date must be after {day_words(later.as_at)}, because a report as at that day has "
            "been issued"
        )
        raise HighlightRefused(words, "as_at")


def _meeting(paper: Paper) -> Meeting:
    """The meeting of a highlight report. Raises HighlightRefused for another kind of paper."""
    if paper.meeting is None:
        raise HighlightRefused(f"{paper} is not for a meeting.")
    return paper.meeting


def _remarks(paper: Paper) -> dict[str, str]:
    return dict(paper.remarks.values_list("section", "words"))


def _built(plan: Plan, meeting: Meeting, as_at: date, remarks: dict[str, str]) -> Highlight:
    try:
        return HIGHLIGHT.build(plan, meeting, as_at, remarks)
    except (UnknownFigure, DocumentRefused) as refused:
        raise HighlightRefused(str(refused)) from refused


def _with_remarks(document: Highlight, remarks: dict[str, str]) -> Highlight:
    try:
        return build.with_remarks(document, remarks)
    except UnknownFigure as refused:
        words = str(refused)
        raise HighlightRefused(words[:1].upper() + words[1:], "words") from refused


def _refuse_wrong_figures(document: Highlight, section: str) -> None:
    """Raises HighlightRefused for a remark with a count that contradicts the data."""
    remarks = {section.key: section.remark for section in document.sections}
    text = document.remark if section == build.TOP else remarks[section]
    others = [KnownCounts(document.before, document.since_words)] if document.before else []
    counts = KnownCounts(document.counts, by_status=counts_by_code(document.key))
    for wrong in contradicted_figures(text, counts, *others, actions_only=True):
        raise HighlightRefused(
            f"{wrong.message} Enter the name of the figure instead, for example {{behind}}. "
            "Nothing was saved.",
            "words",
        )


def _save(paper: Paper, document: Highlight) -> None:
    _fill(paper, document)
    looks = ("brand", "word_template")
    paper.save(update_fields=["frozen", "sha256", "schema", *looks, "title", "made_at"])


def _fill(paper: Paper, document: Highlight) -> None:
    try:
        frozen = freeze(document)
    except DocumentRefused as refused:
        raise HighlightRefused(str(refused)) from refused
    paper.frozen, paper.sha256 = frozen.text, frozen.sha256
    paper.schema, paper.title = document.schema_, document.title
    paper.brand = paper.plan.local_area.brand
    paper.word_template = template_in_use(paper.plan.local_area)
    paper.made_at = now()
