"""The wording of the highlight report for all its formats: numbered sections, lines with links.

Made from the document and its address alone: no database, no clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from governance.domain.dates import day_words
from governance.papers.document.schema import (
    BoardQuestionEntry,
    Highlight,
    ReportCell,
    ReportLine,
    ReportSection,
)

OPEN, ANSWERED = "open", "answered"
NUMBERS = frozenset(("Months", "Asked", "Answered", "Not answered"))
SHORT = frozenset(("From", "To", "Ends", "Planned start", "Months", "Status"))


@dataclass(frozen=True, slots=True)
class SectionCell:
    """One cell; `head` is its column's, `status` the status code if it is a status."""

    head: str
    words: str
    status: str
    strong: bool
    number: bool

    @property
    def short(self) -> bool:
        """Whether it should stay on one line."""
        return self.head in SHORT


@dataclass(frozen=True, slots=True)
class SectionLine:
    """One line; its first cell is its header. `href` is its link, `ref` the action's reference."""

    key: str
    ref: str
    href: str
    first: str
    cells: tuple[SectionCell, ...]
    flag: bool

    @property
    def name(self) -> str:
        """The name of the line in forms and links."""
        return self.ref or self.first


@dataclass(frozen=True, slots=True)
class ColumnHead:
    words: str
    number: bool


@dataclass(frozen=True, slots=True)
class HighlightSection:
    """One section; `lines` are those shown, of `total`; `href` leads to all of them."""

    number: int
    key: str
    title: str
    remark: str
    heads: tuple[ColumnHead, ...]
    lines: tuple[SectionLine, ...]
    total: int
    href: str

    @property
    def listed(self) -> str:
        """ "Listed: 9 of 41."; the caption of its lines on paper."""
        return f"Listed: {len(self.lines)} of {self.total}."

    @property
    def more(self) -> str:
        """ "12 more: see the list"; empty if all are shown."""
        rest = self.total - len(self.lines)
        return f"{rest} more: see the list" if rest > 0 else ""


def sections_of(document: Highlight, address: str) -> list[HighlightSection]:
    """All sections with all lines; the board's earlier questions come first.

    `address` is that of the report's page, ending in a slash, absolute or relative.
    """
    base = address.rstrip("/").rsplit("/", 2)[0] + "/"
    asked = [_board_questions(document, OPEN), _board_questions(document, ANSWERED)]
    sections = [section for section in (*asked, *document.sections) if section.lines]
    return [
        _section(number, section, base, address) for number, section in enumerate(sections, start=1)
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


def meeting(document: Highlight) -> str:
    """ "For the meeting of 19 November 2019"."""
    return f"For the meeting of {day_words(document.meeting.held_on)}"


def _section(number: int, section: ReportSection, base: str, address: str) -> HighlightSection:
    heads = section.columns
    return HighlightSection(
        number=number,
        key=section.key,
        title=section.title,
        remark=section.remark,
        heads=tuple(ColumnHead(head, head in NUMBERS) for head in heads),
        lines=tuple(_section_line(line, heads, base) for line in section.lines),
        total=section.total,
        href=f"{address}{section.more}",
    )


def _section_line(line: ReportLine, heads: Sequence[str], base: str) -> SectionLine:
    first, *rest = line.cells
    return SectionLine(
        key=line.key,
        ref=line.ref,
        href=base + _place(line),
        first=first.words,
        cells=tuple(
            SectionCell(head, cell.words, cell.status or "", cell.strong, head in NUMBERS)
            for head, cell in zip(heads[1:], rest, strict=True)
        ),
        flag=line.flag,
    )


def _place(line: ReportLine) -> str:
    """The link of a line, relative to the plan's address."""
    kind, _, key = line.key.partition(":")
    if kind == "contradictions" and key.startswith("q:"):
        return f"questions/#q-{quote(key[2:])}"
    if line.ref:
        return f"actions/{quote(line.ref)}/"
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
