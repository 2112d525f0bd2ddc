"""The pages of the highlight report, made from its frozen document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from actions.domain.enums import Status
from actions.domain.status_counts import Counts
from actions.models import Plan
from actions.templatetags.status_bars import status_bar
from governance.domain.dates import day_words
from governance.domain.enums import PaperKind, PaperState
from governance.models import BoardQuestion, Paper, PaperFile
from governance.papers.document.highlight_schema import Highlight
from governance.papers.document.imprint import size_words
from governance.papers.formats.format import titles
from governance.papers.highlight import build, wording
from governance.papers.paper_types import HIGHLIGHT
from governance.presenters.committee_paper import word_address
from governance.presenters.job_progress import JobProgress
from governance.services.highlight import reason_closed
from wsoa.accounts.models import User

SHOWN = 8  # lines of a section before the rest is folded
REMARKS = "governance.remark_to_board"
ISSUES = PaperKind.HIGHLIGHT.prepare
ASKS = "governance.ask_as_board"
_NAMES = titles(HIGHLIGHT.formats)


@dataclass(frozen=True, slots=True)
class BoardQuestionItem:
    """A question of the board, its subject, and its answer."""

    pk: int
    about: str
    href: str
    text: str
    by: str
    on: date
    answer: str
    answered_by: str
    answer_href: str
    read_href: str = ""  # for whoever asked, until they have read the answer


@dataclass(frozen=True, slots=True)
class LineWithQuestions:
    """One line with its questions. `number` makes the ids of its form unique."""

    number: int
    content: wording.SectionLine
    asked: tuple[BoardQuestionItem, ...]
    can_ask: bool


@dataclass(frozen=True, slots=True)
class SectionOnPage:
    """A section: its first lines, and the folded rest."""

    content: wording.HighlightSection
    lines: tuple[LineWithQuestions, ...]
    rest: tuple[LineWithQuestions, ...]
    remark_href: str

    @property
    def folds(self) -> tuple[tuple[bool, tuple[LineWithQuestions, ...]], ...]:
        """The lines in one or two parts; the second is folded."""
        return ((False, self.lines), (True, self.rest)) if self.rest else ((False, self.lines),)

    @property
    def width(self) -> int:
        return len(self.content.heads)


@dataclass(frozen=True, slots=True)
class HighlightFile:
    """A file of a highlight report; `facts` are its kind and size."""

    name: str
    facts: str
    href: str


@dataclass(frozen=True, slots=True)
class HighlightProgress(JobProgress):
    """The progress of the files of an issued report."""

    state: str
    stage: str
    done: int
    error: str
    href: str

    @property
    def announcement(self) -> str:
        """The progress as a sentence, for screen readers."""
        return {
            "queued": "The files are waiting to be made.",
            "making": "The files are being made.",
            "ready": "The files are ready.",
        }.get(self.state, "The files could not be made.")


@dataclass(frozen=True, slots=True)
class HighlightPage:
    """The report, its questions, and the person's permissions."""

    title: str
    body: str
    meeting: str
    next_meeting: str
    as_at: str
    bar: SafeString
    first: str
    rest: str
    late: str
    agreed_later: str
    office: str
    remark: str
    remark_href: str
    sections: tuple[SectionOnPage, ...]
    questions: tuple[BoardQuestionItem, ...]
    closed: str
    files: tuple[HighlightFile, ...]
    progress: HighlightProgress | None
    is_draft: bool
    issued: str
    may_remark: bool
    may_issue: bool
    may_ask: bool
    sha256: str
    word_href: str  # for those who may take it to a committee

    @property
    def waiting(self) -> int:
        return sum(not question.answer for question in self.questions)


def highlight_page(paper: Paper, document: Highlight, user: User) -> HighlightPage:
    """The page of a report; `paper` comes `for_its_page`."""
    plan = paper.plan
    is_draft = paper.state == PaperState.DRAFT
    why_closed = reason_closed(paper)
    may_ask = user.has_perm(ASKS, plan) and not why_closed
    may_remark = user.has_perm(REMARKS, plan)
    asked = _questions_by_line(paper, document, user)
    first, rest = wording.headline(document)
    next_words = document.meeting.next_words
    return HighlightPage(
        title=document.title,
        body=document.meeting.body,
        meeting=day_words(document.meeting.held_on),
        next_meeting=next_words,
        as_at=document.as_at_words,
        bar=_bar(document),
        first=first,
        rest=rest,
        late=wording.late_sentence(document),
        agreed_later=wording.agreed_later_sentence(document),
        office=wording.office_sentence(document),
        remark=document.remark,
        remark_href=_remark(paper, build.TOP) if is_draft and may_remark else "",
        sections=_sections(paper, document, asked, may_ask, is_draft and may_remark),
        questions=tuple(question for of_line in asked.values() for question in of_line),
        closed=why_closed if not is_draft and user.has_perm(ASKS, plan) else "",
        files=files_of(paper),
        progress=progress_of(paper),
        is_draft=is_draft,
        issued=_issued(paper),
        may_remark=may_remark,
        may_issue=user.has_perm(ISSUES, plan),
        may_ask=may_ask,
        sha256=paper.sha256,
        word_href=""
        if is_draft or not user.has_perm("governance.prepare_committee_paper", plan)
        else word_address(paper),
    )


def files_of(paper: Paper) -> tuple[HighlightFile, ...]:
    """The files of the report, the PDF first."""
    files = sorted(paper.files.all(), key=lambda file: list(_NAMES).index(file.form))
    return tuple(_file(paper, file) for file in files)


def progress_of(paper: Paper) -> HighlightProgress | None:
    """The progress of the files; None for a draft."""
    rendering = getattr(paper, "rendering", None)
    if rendering is None:
        return None
    return HighlightProgress(
        state=rendering.state,
        stage=rendering.stage or "Starting",
        done=rendering.done,
        error=rendering.error,
        href=reverse("highlight-progress", args=[paper.plan.slug, paper.key]),
    )


def _sections(
    paper: Paper,
    document: Highlight,
    asked: dict[str, list[BoardQuestionItem]],
    may_ask: bool,
    may_remark: bool,
) -> tuple[SectionOnPage, ...]:
    on_page = []
    number = 0
    for section in wording.sections_of(document, paper.get_absolute_url()):
        earlier = section.key in (wording.OPEN, wording.ANSWERED)
        lines = []
        for line in section.lines:
            number += 1
            line_questions = tuple(asked.get(line.key, ()))
            lines.append(
                LineWithQuestions(number, line, line_questions, can_ask=may_ask and not earlier)
            )
        folds = len(lines) > SHOWN + 1 and section.key != wording.LATE
        shown = SHOWN if folds else len(lines)
        href = _remark(paper, section.key) if may_remark and not earlier else ""
        on_page.append(SectionOnPage(section, tuple(lines[:shown]), tuple(lines[shown:]), href))
    return tuple(on_page)


def _questions_by_line(
    paper: Paper, document: Highlight, user: User
) -> dict[str, list[BoardQuestionItem]]:
    """The questions by line, in the order of the report; unanswered ones first."""
    of_line: dict[str, list[BoardQuestion]] = defaultdict(list)
    for question in paper.questions.all():
        of_line[question.line].append(question)
    names = {
        line.key: line
        for section in wording.sections_of(document, paper.get_absolute_url())
        for line in section.lines
    }
    questions = {
        key: [asked_of(paper, question, names[key], user) for question in of_line[key]]
        for key in names
        if key in of_line
    }
    return dict(
        sorted(questions.items(), key=lambda item: all(question.answer for question in item[1]))
    )


def asked_of(
    paper: Paper, question: BoardQuestion, line: wording.SectionLine, user: User
) -> BoardQuestionItem:
    place = [paper.plan.slug, paper.key, question.pk]
    is_unread = bool(question.answer) and question.answer_read_at is None
    return BoardQuestionItem(
        pk=question.pk,
        about=line.subject,
        href=line.href,
        text=question.words,
        by=question.by.name,
        on=localtime(question.at).date(),
        answer=question.answer,
        answered_by=question.answered_by.name if question.answered_by else "",
        answer_href=reverse("highlight-answer", args=place),
        read_href=reverse("highlight-answer-read", args=place)
        if is_unread and user.has_perm("governance.read_answer", question)
        else "",
    )


def line_of(paper: Paper, document: Highlight, key: str) -> wording.SectionLine | None:
    """One line by its key, or None."""
    sections = wording.sections_of(document, paper.get_absolute_url())
    return next((line for section in sections for line in section.lines if line.key == key), None)


def _remark(paper: Paper, section: str) -> str:
    return reverse("highlight-remark", args=[paper.plan.slug, paper.key, section])


def _bar(document: Highlight) -> SafeString:
    title = "All actions by status"
    return status_bar(_counts(document), document.scale, name="all", title=title)


def _counts(document: Highlight) -> Counts:
    by_status = dict.fromkeys(Status, 0)
    by_status |= {Status(entry.code): entry.count for entry in document.key}
    return Counts(by_status, document.counts.without)


def _file(paper: Paper, file: PaperFile) -> HighlightFile:
    pages = f", {file.pages} pages" if file.pages else ""
    return HighlightFile(
        name=_NAMES[file.form],
        facts=f"{size_words(file.size)}{pages}",
        href=reverse("highlight-file", args=[paper.plan.slug, paper.key, file.form]),
    )


def _issued(paper: Paper) -> str:
    if paper.published_at is None:
        return ""
    who = f" by {paper.published_by.name}" if paper.published_by else ""
    return f"Issued{who} on {day_words(localtime(paper.published_at).date())}"


@dataclass(frozen=True, slots=True)
class HighlightListEntry:
    """One report on the list."""

    title: str
    href: str
    as_at: str
    meeting: str
    is_draft: bool
    waiting: int
    files: tuple[HighlightFile, ...]


def highlight_list(plan: Plan, papers: Iterable[Paper], drafts: bool) -> list[HighlightListEntry]:
    """The reports, latest first; drafts only for people who may see them."""
    entries = []
    for paper in papers:
        paper.plan = plan
        if paper.state != PaperState.DRAFT or drafts:
            entries.append(_entry(paper))
    return entries


def _entry(paper: Paper) -> HighlightListEntry:
    return HighlightListEntry(
        title=paper.title,
        href=paper.get_absolute_url(),
        as_at=day_words(paper.as_at),
        meeting=day_words(paper.meeting.held_on) if paper.meeting else "",
        is_draft=paper.state == PaperState.DRAFT,
        waiting=getattr(paper, "waiting", 0),
        files=files_of(paper),
    )


def remark_title(document: Highlight, section: str) -> str:
    """The heading of the form for a remark; empty if there is no such section."""
    if section == build.TOP:
        return "Remark at the top of the report"
    sections = document.sections
    return next((f"Remark on: {item.title}" for item in sections if item.key == section), "")


def remark_words(paper: Paper, section: str) -> str:
    """The remark as typed, with its figure placeholders."""
    return next((remark.words for remark in paper.remarks.all() if remark.section == section), "")


def asked_of_line(paper: Paper, line: str) -> int:
    """The number of questions about a line."""
    return sum(question.line == line for question in paper.questions.all())
