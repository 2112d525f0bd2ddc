"""The wording of the highlight report for all its formats: numbered sections, lines with links.

Made from the document and its address alone: no database, no clock.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from actions.domain.kinds.scale import FIVE, StatusScale
from governance.domain.dates import day_words
from governance.papers.document.highlight_schema import (
    BoardQuestionEntry,
    Highlight,
    ReportCell,
    ReportLine,
    ReportSection,
)

OPEN, ANSWERED = "open", "answered"
OFFICE_MARK = "†"  # beside an action whose status the programme office recorded
LATE, DECISIONS, RISKS, CHANGED = "late", "decisions", "risks", "changed"
AGREED_LATER, REOPENED = "agreed_later", "reopened"
FIRST_CLAIM = (LATE, DECISIONS, RISKS)  # sections of page 1
SECOND_CLAIM = (AGREED_LATER, REOPENED, CHANGED)  # their lines before those of other sections
_BEFORE_QUESTIONS = frozenset((*FIRST_CLAIM, *SECOND_CLAIM, "not_started", "slipped", "due"))
NUMBERS = frozenset(("Months", "Asked", "Answered", "Not answered", "Actions"))
SHORT = frozenset(("From", "To", "Ends", "Planned start", "Months", "Status", "Late", "Agreed end"))


@dataclass(frozen=True, slots=True)
class SectionCell:
    """One cell; `head` is its column's, `status` the status code if it is a status.

    `links` are the references that it names, with the address of each and the mark of the
    programme office where it recorded the status.
    """

    head: str
    text: str
    status: str
    strong: bool
    number: bool
    links: tuple[tuple[str, str, str], ...] = ()

    @property
    def short(self) -> bool:
        """Whether it should stay on one line."""
        return self.head in SHORT


@dataclass(frozen=True, slots=True)
class SectionLine:
    """One line; its first cell is its header. `href` is its link, `ref` the action's reference.

    `status` is a status code that its header names beside its words; `is_status` says that the
    words are that status. A line about many actions has no link of its own. `by_office` is whether
    the programme office recorded the status of its action.
    """

    key: str
    ref: str
    href: str
    first: str
    cells: tuple[SectionCell, ...]
    flag: bool
    status: str = ""
    is_status: bool = False
    area: str = ""
    by_office: bool = False
    scale: StatusScale = FIVE

    @property
    def status_label(self) -> str:
        return self.scale.label(self.status) if self.status else ""

    @property
    def name(self) -> str:
        """The name of the line in forms and links."""
        return self.ref or self.subject

    @property
    def subject(self) -> str:
        """What the line is about: "5.1.6 Care provision", or "On track to Complete"."""
        if self.href:
            return f"{self.ref} {self.first}".strip()
        return f"{self.first} to {self.cells[0].text}"


@dataclass(frozen=True, slots=True)
class ColumnHead:
    """The heading of a column; `number` where figures stand in it."""

    label: str
    number: bool


def _in_plan_order(area: str) -> tuple[list[int], str]:
    numbers = re.findall(r"\d+", area.partition(". ")[0])
    return [int(number) for number in numbers], area


@dataclass(frozen=True, slots=True)
class LateInArea:
    """How many late actions an area has, and their references."""

    area: str
    count: int
    refs: str


@dataclass(frozen=True, slots=True)
class HighlightSection:
    """One section; `lines` are those shown, of `total`; `href` leads to all of them.

    `note` stands beside its title, `intro` below it. On paper, `caption` says where the lines are
    that do not stand here: all of them in the annex, and late actions are counted by area.
    """

    number: int
    key: str
    title: str
    remark: str
    heads: tuple[ColumnHead, ...]
    lines: tuple[SectionLine, ...]
    total: int
    href: str
    note: str = ""
    intro: str = ""
    caption: str = ""
    areas: tuple[LateInArea, ...] = ()
    is_annex: bool = False
    is_continued: bool = False

    @property
    def style(self) -> str:
        """The classes of its part of the paper."""
        kinds = (("annex", self.is_annex), ("continued", self.is_continued))
        return " ".join((self.key, *(name for name, is_so in kinds if is_so)))

    @property
    def by_area(self) -> tuple[LateInArea, ...]:
        """Its lines counted by area, in the plan's order of areas."""
        refs: dict[str, list[str]] = {}
        for line in self.lines:
            refs.setdefault(line.area, []).append(line.ref)
        return tuple(
            LateInArea(area, len(refs[area]), ", ".join(refs[area]))
            for area in sorted(refs, key=_in_plan_order)
        )

    @property
    def listed(self) -> str:
        """ "Listed: 9 of 41. All 41 are in the annex."; the caption of its lines on paper."""
        if self.caption:
            return self.caption
        listed = f"Listed: {len(self.lines)} of {self.total}."
        return f"{listed} {in_annex(self.total)}" if self.is_cut else listed

    @property
    def is_cut(self) -> bool:
        """Whether it has lines that do not stand here."""
        return len(self.lines) < self.total


def in_annex(total: int) -> str:
    """ "All 41 are in the annex, from page 3."; the board's own pages are two."""
    return f"{'It is' if total == 1 else f'All {total} are'} in the annex, from page 3."


def sections_of(document: Highlight, address: str) -> list[HighlightSection]:
    """All sections with all lines, numbered.

    The board's earlier questions stand before what is new; in reports that did not say what is
    late, they come first. `address` is that of the report's page, ending in a slash, absolute or
    relative.
    """
    base = address.rstrip("/").rsplit("/", 2)[0] + "/"
    asked = [_board_questions(document, OPEN), _board_questions(document, ANSWERED)]
    worst = [
        section
        for section in document.sections
        if document.late is not None and section.key in _BEFORE_QUESTIONS
    ]
    rest = [section for section in document.sections if section not in worst]
    sections = [section for section in (*worst, *asked, *rest) if section.lines]
    return [
        _section(number, section, base, address, document.scale)
        for number, section in enumerate(sections, start=1)
    ]


def at_most(sections: Sequence[HighlightSection], lines: Sequence[int]) -> list[HighlightSection]:
    """The sections with at most these numbers of lines."""
    return [
        replace(section, lines=section.lines[:count])
        for section, count in zip(sections, lines, strict=True)
    ]


def headline(document: Highlight) -> tuple[str, str]:
    """The sentence with the numbers: its first, emphasised part, and the rest."""
    now, share = document.counts, document.counts.per_cent
    actions = "action" if now.said == 1 else "actions"
    first = f"{now.behind} of {now.said} {actions} ({share.behind}%)"
    rest = (
        f"behind target or at significant risk; {now.to_plan} ({share.to_plan}%) on track or "
        f"yet to start; {now.complete} ({share.complete}%) complete."
    )
    if now.rounding_note:
        rest += f" {now.rounding_note}"
    if now.without:
        rest += f" {now.without} without a status."
    before = document.before
    if before:
        when = document.since_words
        then = f"{'On' if when[:1].isdigit() else 'In'} {when}"
        rest += f" {then}: {before.behind}, {before.to_plan} and {before.complete}."
    return first, rest


def late_sentence(document: Highlight) -> str:
    """ "18 are past their agreed end date."; empty in reports that did not say it."""
    if document.late is None:
        return ""
    if not document.late:
        return "None is past its agreed end date."
    are = "is past its" if document.late == 1 else "are past their"
    return f"{document.late} {are} agreed end date."


def agreed_later_sentence(document: Highlight) -> str:
    """ "4 more are past the plan's own end and not late…"; empty where there is none."""
    count = document.agreed_later
    if not count:
        return ""
    more = "more " if document.late else ""
    are = "is" if count == 1 else "are"
    return (
        f"{count} {more}{are} past the plan’s own end date and not late, because a later one was "
        "agreed."
    )


def office_sentence(document: Highlight) -> str:
    """What the mark of the programme office means, and how many have it; empty where none has."""
    count = document.by_office
    if not count:
        return ""
    are = "status is" if count == 1 else "statuses are"
    return (
        f"{OFFICE_MARK} {count} of {document.counts.said} {are} recorded by the programme office, "
        "as no lead has answered."
    )


def meeting(document: Highlight) -> str:
    """ "For the meeting of 19 November 2019"."""
    return f"For the meeting of {day_words(document.meeting.held_on)}"


def _section(
    number: int, section: ReportSection, base: str, address: str, scale: StatusScale
) -> HighlightSection:
    heads = section.columns
    return HighlightSection(
        number=number,
        key=section.key,
        title=section.title,
        remark=section.remark,
        heads=tuple(ColumnHead(head, head in NUMBERS) for head in heads),
        lines=tuple(_section_line(line, heads, base, scale) for line in section.lines),
        total=section.total,
        href=f"{address}{section.more}",
        note=section.note,
        intro=section.intro,
    )


def _section_line(
    line: ReportLine, heads: Sequence[str], base: str, scale: StatusScale
) -> SectionLine:
    first, *rest = line.cells
    place = _place(line)
    return SectionLine(
        scale=scale,
        key=line.key,
        ref=line.ref,
        href=base + place if place else "",
        first=first.words,
        cells=tuple(
            SectionCell(
                head,
                _unbroken(cell.words) if head == "Lead" else cell.words,
                cell.status or "",
                cell.strong,
                head in NUMBERS,
                tuple(
                    (
                        ref,
                        f"{base}actions/{quote(ref)}/",
                        OFFICE_MARK if ref in cell.by_office else "",
                    )
                    for ref in cell.refs
                ),
            )
            for head, cell in zip(heads[1:], rest, strict=True)
        ),
        flag=line.flag,
        status=first.status or "",
        is_status=bool(first.status) and not line.ref,
        area=line.area,
        by_office=line.by_office,
    )


def _unbroken(leads: str) -> str:
    """Leads as printed, which break between posts alone: "CCG - CCM / SCC - HSS"."""
    return " / ".join(lead.replace(" ", "\u00a0") for lead in leads.split(" / "))


def _place(line: ReportLine) -> str:
    """The link of a line, relative to the plan's address; empty where it names many actions."""
    kind, _, key = line.key.partition(":")
    if kind == "contradictions" and key.startswith("q:"):
        return f"questions/#q-{quote(key[2:])}"
    if line.ref:
        return f"actions/{quote(line.ref)}/"
    if kind == CHANGED:
        return ""
    if kind == "indicators":
        return f"indicators/{quote(key)}/"
    if kind == "not_answered" and key:
        return f"actions/?organisation={quote(key)}"
    return "actions/"


def _board_questions(document: Highlight, kind: str) -> ReportSection:
    """The board's questions about earlier reports, as a section."""
    asked = document.open_questions if kind == OPEN else document.answered
    titles = {OPEN: "Still open from earlier reports", ANSWERED: "Answered since the last report"}
    last = "Asked by" if kind == OPEN else "Answer"
    return ReportSection(
        key=kind,
        title=f"{titles[kind]}: {len(asked)}",
        columns=("Action", "What the board asked", last),
        lines=tuple(
            _asked_line(kind, place, question) for place, question in enumerate(asked, start=1)
        ),
        total=len(asked),
        more=f"#{kind}",
    )


def _asked_line(kind: str, place: int, asked: BoardQuestionEntry) -> ReportLine:
    by = f"{asked.by}, {day_words(asked.asked_on)}"
    words = ("" if asked.ref else "The report", asked.words, asked.answer or by)
    return ReportLine(
        key=f"{kind}:{place}", ref=asked.ref, cells=tuple(ReportCell(words=text) for text in words)
    )
