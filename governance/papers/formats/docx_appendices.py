"""The appendices of the quarterly update in Word: the plan action by action, figures, leads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from actions.domain.kinds.scale import StatusScale
from governance.papers.document.imprint import Imprint
from governance.papers.document.schema import ActionEntry, AreaEntry, QuarterCell, Quarterly
from governance.papers.formats.word_lists import NO_NUMBER
from governance.papers.formats.word_parts import (
    IN_TABLE,
    Bookmark,
    Paragraph,
    TextRun,
    WordTable,
    add,
    add_table,
    text_paragraphs,
)
from governance.papers.formats.word_sections import BROAD_WIDTH
from governance.papers.quarterly import wording

CELL = "TableText"
CELL_LIST = "TableBullet"
SMALL = "Small"


@dataclass(frozen=True, slots=True)
class Appendix:
    """An appendix that is not written yet, and whether it is for broad pages."""

    title: str
    write: Callable[[], None]
    is_broad: bool = False


def appendices(paper: Any, document: Quarterly, imprint: Imprint) -> Iterator[Appendix]:
    """The appendices in order; each writes itself at the end of the paper, with its heading."""
    wanted: list[tuple[str, Callable[[], None], bool]] = [
        ("The plan, action by action", lambda: _plan(paper, document), True)
    ]
    if document.indicators:
        wanted.append(("Indicators and their figures", lambda: _indicators(paper, document), True))
    wanted += [
        ("Leads", lambda: _leads(paper, document), False),
        ("Abbreviations", lambda: _abbreviations(paper, document), False),
    ]
    if any(area.easy_read for area in document.areas):
        wanted.append(("Easy Read", lambda: _easy_read(paper, document), False))
    if document.sections:
        wanted.append(("From the plan", lambda: _front_matter(paper, document), False))
    wanted.append(("About this report", lambda: _about(paper, document, imprint), False))
    for number, (title, write, is_broad) in enumerate(wanted, 1):
        full = f"Appendix {number}: {title}"
        yield Appendix(full, _headed(paper, full, write), is_broad)


def action_bookmarks(document: Quarterly) -> dict[str, Bookmark]:
    """The place of each action in the appendix of the plan, by its reference.

    Numbers begin where those of bookmarks in a template of an area are not expected.
    """
    refs = (action.ref for _area, _outcome, action in document.actions())
    return {ref: Bookmark(f"action_{at}", 100_000 + at) for at, ref in enumerate(refs, 1)}


def heading(level: int, text: str) -> Paragraph:
    """A heading without a number, also where its style in a template has one."""
    return Paragraph((TextRun(text),), f"Heading{level}", keep_with_next=True, level=NO_NUMBER)


def _headed(paper: Any, title: str, write: Callable[[], None]) -> Callable[[], None]:
    def headed() -> None:
        add(paper, heading(1, title))
        write()

    return headed


def cell(text: str, *, bold: bool = False) -> list[Paragraph]:
    return [Paragraph.of(text, CELL, bold=bold)]


def _heading(paper: Any, level: int, text: str) -> None:
    add(paper, heading(level, text))


def _bullets(paper: Any, items: Iterable[str]) -> None:
    add(paper, *(Paragraph.of(item, "ListBullet") for item in items))


def status_run(code: str | None, label: str, scale: StatusScale, *, bold: bool = False) -> TextRun:
    if not code:
        return TextRun(wording.NO_STATUS)
    return TextRun(label, bold, colour=scale.status(code).hue.ink.lstrip("#").upper())


# --- the plan, action by action ------------------------------------------------------------------


def _plan(paper: Any, document: Quarterly) -> None:
    bookmarks = action_bookmarks(document)
    for area in document.areas:
        _heading(paper, 2, f"{area.ref}. {area.title}")
        add(
            paper,
            Paragraph.of(area.finding),
            *([Paragraph.of(area.note, SMALL)] if area.note else ()),
        )
        if area.responsible:
            add(paper, Paragraph.of("People responsible:", bold=True, keep=True))
            _bullets(paper, area.responsible)
        _actions(paper, document, area, bookmarks)
        _updates(paper, area)


def _actions(
    paper: Any, document: Quarterly, area: AreaEntry, bookmarks: Mapping[str, Bookmark]
) -> None:
    quarters = document.quarters
    heads = (
        *("Ref", "Action", "Start, end", "Lead", document.terms.measures),
        *(quarter.label for quarter in quarters),
    )
    each_quarter = 16.5 if len(quarters) > 4 else 20.0
    rest = BROAD_WIDTH - 13 - 24 - 20 - each_quarter * len(quarters)
    widths = (13, rest * 0.55, 24, 20, rest * 0.45, *(each_quarter for _ in quarters))
    for outcome in area.outcomes:
        _heading(paper, 3, f"{outcome.ref} {outcome.title}")
        for words in filter(None, (outcome.description, outcome.note)):
            add(paper, Paragraph.of(words))
        title = f"Outcome {outcome.ref}: its actions and their status by quarter"
        alt = "Each action with its dates, lead, measures, and its status in each quarter"
        rows = [
            _action(paper, action, bookmarks[action.ref], document.scale)
            for action in outcome.actions
        ]
        add_table(paper, WordTable(title, alt, heads, widths, rows))


def _action(
    paper: Any, action: ActionEntry, bookmark: Bookmark, scale: StatusScale
) -> Sequence[Sequence[Paragraph]]:
    dates = [f"{action.start} to {action.end}"]
    dates += [f"now {action.end_agreed}"] if action.end_agreed else []
    words = text_paragraphs(paper, action.text, IN_TABLE)
    if action.note:
        words.append(Paragraph.of(f"Note: {action.note}", CELL))
    intro = action.measures_intro
    return [
        [replace(Paragraph.of(action.ref, CELL, bold=True), bookmark=bookmark)],
        words,
        [
            *(Paragraph.of(date, CELL) for date in dates),
            *([Paragraph.of(action.late, CELL, bold=True)] if action.late else ()),
        ],
        cell(action.lead),
        [
            *([Paragraph.of(intro, CELL)] if intro else ()),
            *(Paragraph.of(measure, CELL_LIST) for measure in action.measures),
            *_work(action),
        ],
        *(_quarter(status, scale) for status in action.quarters),
    ]


def _work(action: ActionEntry) -> Iterator[Paragraph]:
    """How it is worked on, where that is filled in."""
    for part in action.work:
        yield Paragraph.of(f"{part.title}:", CELL, bold=True)
        yield from (Paragraph.of(words, CELL_LIST) for words in part.text.splitlines())


def _quarter(status: QuarterCell, scale: StatusScale) -> list[Paragraph]:
    if not status.status:
        return cell("–")
    words = Paragraph((status_run(status.status, status.label, scale, bold=status.now),), CELL)
    marks = wording.marks_of(status)
    if status.reason:
        marks.append("Reason given" + (", below" if status.now else ""))
    return [words, *(Paragraph((TextRun(mark, italic=True),), CELL) for mark in marks)]


def _updates(paper: Any, area: AreaEntry) -> None:
    """The leads' texts, the reasons for statuses better than the dates allow, and moved ends."""
    described = [(action, words) for action in area.actions if (words := _words(paper, action))]
    if not described:
        return
    _heading(paper, 3, f"Updates in area {area.ref}")
    for action, words in described:
        add(paper, Paragraph.of(f"Action {action.ref}", bold=True, keep=True), *words)


def _words(paper: Any, action: ActionEntry) -> list[Paragraph]:
    made: list[Paragraph] = []
    if action.reason:
        reason = action.reason
        why = f"{reason.dates} Why “{reason.status}”:".strip()
        made += text_paragraphs(paper, reason.text, title=why)
    update = action.said
    for part in action.update_parts:
        made += text_paragraphs(paper, part.text, title=f"{part.title}:")
    if update and (update.post or update.not_accepted):
        accepted = "not yet accepted" if update.not_accepted else ""
        made.append(Paragraph.of(", ".join(filter(None, (update.post, accepted))), SMALL))
    for move in action.moves:
        made += text_paragraphs(paper, wording.move_words(move), title="End date:")
    if reopened := wording.reopened(action):
        made.append(Paragraph.of(reopened))
    if action.complete_without_evidence:
        made.append(Paragraph.of(wording.NO_EVIDENCE))
    if action.text_left_out:
        made.append(Paragraph.of(wording.LEFT_OUT))
    return made


# --- the other appendices ------------------------------------------------------------------------


def _indicators(paper: Any, document: Quarterly) -> None:
    heads = ("Indicator", "What it says", "Target", "Figures", "Sources and notes")
    for key in wording.key_outcomes(document):
        _heading(paper, 2, key.title)
        rows = [_indicator(row) for row in key.rows]
        alt = "Each indicator with its target, its figures and where they are from"
        add_table(paper, WordTable(key.title, alt, heads, (62, 27, 36, 72, 60), rows))


def _indicator(row: wording.IndicatorSummary) -> Sequence[Sequence[Paragraph]]:
    indicator = row.indicator
    unit = f" ({indicator.unit_words})" if indicator.unit_words else ""
    figures = [
        Paragraph((TextRun(f"{name}: ", bold=True), TextRun(words)), CELL)
        for name, words in row.series
    ]
    comment = f"Comment of its owner: {indicator.comment} ({indicator.comment_by})"
    notes = [
        *(f"Source: {source}" for source in row.sources),
        indicator.note,
        comment if indicator.comment else "",
    ]
    return [
        cell(f"{indicator.title}{unit}", bold=True),
        cell(indicator.judgement),
        cell(indicator.target),
        figures or cell("None yet"),
        [Paragraph.of(words, CELL) for words in notes if words],
    ]


def _leads(paper: Any, document: Quarterly) -> None:
    add(paper, Paragraph.of(f"Who held each post on {document.as_at_words}."))
    rows = [
        [
            cell(post.code, bold=True),
            [Paragraph.of(words, CELL) for words in (post.title, post.note) if words],
            cell(post.organisation),
            cell(post.holder or wording.NOBODY),
        ]
        for post in document.posts
    ]
    heads = ("Lead", "Post", "Organisation", "Held by")
    add_table(
        paper, WordTable("Leads", "The posts behind the leads", heads, (26, 66, 44, 34), rows)
    )


def _easy_read(paper: Any, document: Quarterly) -> None:
    """The summaries in easy words: one idea a paragraph. The drawings are in their own PDFs."""
    for area in document.areas:
        summary = area.easy_read
        if summary is None:
            continue
        _heading(paper, 2, f"Area {area.ref}. {summary.title}")
        for part in summary.parts:
            _heading(paper, 3, part.heading)
            add(paper, *(Paragraph.of(line.text) for line in part.lines))
        if summary.source:
            add(paper, Paragraph.of(summary.source, SMALL))


def _abbreviations(paper: Any, document: Quarterly) -> None:
    rows = [[cell(entry.term, bold=True), cell(entry.meaning)] for entry in document.glossary]
    alt = "Abbreviations and what they stand for"
    add_table(paper, WordTable("Abbreviations", alt, ("Abbreviation", "Meaning"), (32, 138), rows))


def _front_matter(paper: Any, document: Quarterly) -> None:
    for section in wording.sections(document):
        _heading(paper, 2, section.title)
        for piece in section.pieces:
            if piece.kind == "heading":
                _heading(paper, 3, piece.text)
            elif piece.items:
                _bullets(paper, piece.items)
            else:
                add(paper, Paragraph.of(piece.text))
        if section.source:
            add(paper, Paragraph.of(f"Source: {section.source}", SMALL))


def _about(paper: Any, document: Quarterly, imprint: Imprint) -> None:
    facts = wording.about(document, imprint)
    if imprint.published_on is None:  # nothing is at its address yet
        facts = [(name, value) for name, value in facts if value != imprint.address]
    rows = [[cell(name, bold=True), cell(value)] for name, value in facts]
    alt = "What the report is, as at when, who signed it, and how to check it"
    add_table(
        paper, WordTable("About this report", alt, ("What", "In this report"), (42, 128), rows)
    )
