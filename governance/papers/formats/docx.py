"""The quarterly update as a Word document that officers can edit: headings, lists, real tables."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from actions.domain.enums import LOOKS, Status
from governance.papers.document.imprint import Imprint
from governance.papers.document.schema import ActionEntry, AreaEntry, QuarterCell, Quarterly
from governance.papers.formats import reproducible_zip, word_style
from governance.papers.formats.format import DOCX, Format, Rendition
from governance.papers.formats.word_parts import (
    IN_TABLE,
    Paragraph,
    TextRun,
    WordTable,
    add,
    add_brand,
    add_table,
    text_paragraphs,
)
from governance.papers.quarterly import wording
from governance.papers.quarterly.context import QuarterlyContext

CELL = "TableText"
CELL_LIST = "TableBullet"
SMALL = "Small"
LONGEST = 255  # characters in a property of the file


def write_docx(document: Quarterly, imprint: Imprint, target: Path) -> None:
    """Writes a cleaned quarterly document."""
    import docx

    paper = docx.Document()
    word_style.apply(paper, document)
    add_brand(paper, imprint.brand)
    _opening(paper, document, imprint)
    _late(paper, document)
    _status_words(paper, document)
    _areas(paper, document)
    _programme(paper, document)
    for area in document.areas:
        _area(paper, document, area)
    _indicators(paper, document)
    _leads(paper, document)
    _abbreviations(paper, document)
    _front_matter(paper, document)
    properties = paper.core_properties
    properties.title = wording.short_title(document)
    properties.author = wording.author(document)
    properties.subject = f"Progress of every action, {document.as_at_words}"[:LONGEST]
    properties.language = "en-GB"
    properties.comments = f"SHA-256 of the document: {imprint.sha256}"
    properties.created = properties.modified = datetime.fromisoformat(document.as_at)
    made = io.BytesIO()
    paper.save(made)
    reproducible_zip.rewrite(made, target)


def _cell(text: str, *, bold: bool = False) -> list[Paragraph]:
    return [Paragraph.of(text, CELL, bold=bold)]


def _heading(paper: Any, level: int, text: str) -> None:
    add(paper, Paragraph.of(text, f"Heading{level}"))


def _bullets(paper: Any, items: Iterable[str]) -> None:
    add(paper, *(Paragraph.of(item, "ListBullet") for item in items))


# --- the first pages -----------------------------------------------------------------------------


def _opening(paper: Any, document: Quarterly, imprint: Imprint) -> None:
    add(
        paper,
        Paragraph.of(document.title, "Title"),
        Paragraph.of(document.plan.title, "Subtitle"),
        Paragraph.of(wording.headline(document)),
    )
    rows = [
        [_cell(name, bold=True), _cell(value)] for name, value in wording.about(document, imprint)
    ]
    title = "About this paper"
    add_table(
        paper, WordTable(title, "What it is, as at when, by whom", (title, ""), (50, 207), rows)
    )
    if document.changed:
        _heading(paper, 1, wording.changed_since(document))
        _bullets(paper, document.changed)


def _late(paper: Any, document: Quarterly) -> None:
    late = QuarterlyContext(document).late
    _heading(paper, 1, f"What is late: {len(late)}")
    if not late:
        add(paper, Paragraph.of("No action is past its end month and not complete."))
        return
    rows = [
        [
            _cell(late_action.action.ref, bold=True),
            _cell(late_action.outcome),
            _cell(late_action.action.lead),
            _cell(late_action.end),
            _cell(late_action.action.late, bold=True),
            [
                Paragraph(
                    (_status(late_action.now.status, late_action.now.label),),
                    CELL,
                ),
                *(_cell(f"Reason given: {late_action.reason}") if late_action.reason else ()),
            ],
        ]
        for late_action in late
    ]
    heads = ("Ref", "Outcome", "Lead", "End", "Late", document.period.name)
    alt = "Actions past their end month and not complete, the longest overdue first"
    add_table(paper, WordTable("What is late", alt, heads, (14, 93, 40, 40, 30, 40), rows))


def _status(code: str | None, label: str, *, bold: bool = False) -> TextRun:
    if not code:
        return TextRun(wording.NO_STATUS)
    return TextRun(label, bold, colour=LOOKS[Status(code)].ink.lstrip("#").upper())


def _status_words(paper: Any, document: Quarterly) -> None:
    _heading(paper, 1, "What the statuses mean")
    rows = [
        [
            [Paragraph((_status(status_count.code, status_count.label, bold=True),), CELL)],
            _cell(status_count.words),
            _cell(str(status_count.count)),
        ]
        for status_count in document.key
    ]
    rows.append([_cell(wording.NO_STATUS), _cell(""), _cell(str(document.counts.without))])
    heads = ("Status", "In the plan’s words", f"Actions, of {document.counts.total}")
    alt = "Each status in the plan’s words, and how many actions have it"
    add_table(paper, WordTable("What the statuses mean", alt, heads, (50, 140, 67), rows))


def _areas(paper: Any, document: Quarterly) -> None:
    title = f"{document.period.name}, area by area"
    _heading(paper, 1, title)
    rows = [
        [
            _cell(f"{area.ref}. {area.title}", bold=True),
            *(
                _cell(str(getattr(area.counts, name)))
                for name in ("total", "behind", "to_plan", "complete", "without")
            ),
        ]
        for area in document.areas
    ]
    heads = (
        document.terms.areas.capitalize(),
        *("Actions", "Behind target or at significant risk", "On track or yet to start"),
        *("Complete", wording.NO_STATUS),
    )
    add_table(paper, WordTable(title, "Counts by area", heads, (107, 24, 38, 36, 26, 26), rows))


def _programme(paper: Any, document: Quarterly) -> None:
    programme = document.programme
    if programme.text:
        _heading(paper, 1, "The programme as a whole")
        add(paper, *text_paragraphs(paper, programme.text), Paragraph.of(programme.source, SMALL))


# --- one area ------------------------------------------------------------------------------------


def _area(paper: Any, document: Quarterly, area: AreaEntry) -> None:
    _heading(paper, 1, f"{area.ref}. {area.title}")
    counts = area.counts
    add(
        paper,
        Paragraph.of(area.finding),
        *([Paragraph.of(area.note, SMALL)] if area.note else ()),
        Paragraph.of(
            f"{counts.behind} of {counts.said} behind target or at significant risk, "
            f"{counts.to_plan} on track or yet to start, {counts.complete} complete."
        ),
    )
    if area.responsible:
        _heading(paper, 2, "People responsible")
        _bullets(paper, area.responsible)
    if area.changed:
        _heading(paper, 2, wording.changed_since(document))
        _bullets(paper, area.changed)
    for part in area.commentary_parts:
        _heading(paper, 2, part.title)
        add(paper, *text_paragraphs(paper, part.text))
    if area.commentary and area.commentary.source:
        add(paper, Paragraph.of(area.commentary.source, SMALL))
    _actions(paper, document, area)
    _updates(paper, area)


def _actions(paper: Any, document: Quarterly, area: AreaEntry) -> None:
    quarters = document.quarters
    heads = (
        *("Ref", "Action", "Start, end", "Lead", document.terms.measures),
        *(quarter.label for quarter in quarters),
    )
    each_quarter = 16.5 if len(quarters) > 4 else 20.0
    rest = 257 - 13 - 24 - 20 - each_quarter * len(quarters)
    widths = (13, rest * 0.55, 24, 20, rest * 0.45, *(each_quarter for _ in quarters))
    _heading(paper, 2, f"Actions in area {area.ref}")
    for outcome in area.outcomes:
        _heading(paper, 3, f"{outcome.ref} {outcome.title}")
        for words in filter(None, (outcome.description, outcome.note)):
            add(paper, Paragraph.of(words))
        title = f"Outcome {outcome.ref}: its actions and their status by quarter"
        alt = "Each action with its dates, lead, measures, and its status in each quarter"
        rows = [_action(paper, action) for action in outcome.actions]
        add_table(paper, WordTable(title, alt, heads, widths, rows))


def _action(paper: Any, action: ActionEntry) -> Sequence[Sequence[Paragraph]]:
    dates = [f"{action.start} to {action.end}"]
    dates += [f"now {action.end_agreed}"] if action.end_agreed else []
    words = text_paragraphs(paper, action.text, IN_TABLE)
    if action.note:
        words.append(Paragraph.of(f"Note: {action.note}", CELL))
    intro = action.measures_intro
    return [
        _cell(action.ref, bold=True),
        words,
        [
            *(Paragraph.of(date, CELL) for date in dates),
            *([Paragraph.of(action.late, CELL, bold=True)] if action.late else ()),
        ],
        _cell(action.lead),
        [
            *([Paragraph.of(intro, CELL)] if intro else ()),
            *(Paragraph.of(measure, CELL_LIST) for measure in action.measures),
        ],
        *(_quarter(cell) for cell in action.quarters),
    ]


def _quarter(cell: QuarterCell) -> list[Paragraph]:
    if not cell.status:
        return _cell("–")
    words = Paragraph((_status(cell.status, cell.label, bold=cell.now),), CELL)
    marks = wording.marks_of(cell)
    if cell.reason:
        marks.append("Reason given" + (", below" if cell.now else ""))
    return [words, *(Paragraph((TextRun(mark, italic=True),), CELL) for mark in marks)]


def _updates(paper: Any, area: AreaEntry) -> None:
    """The leads' texts, the reasons for statuses better than the dates allow, and moved ends."""
    told_of = [(action, words) for action in area.actions if (words := _words(paper, action))]
    if not told_of:
        return
    _heading(paper, 2, f"Updates in area {area.ref}")
    for action, words in told_of:
        _heading(paper, 3, f"Action {action.ref}")
        add(paper, *words)


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
    if action.complete_without_evidence:
        made.append(Paragraph.of(wording.NO_EVIDENCE))
    if action.text_left_out:
        made.append(Paragraph.of(wording.LEFT_OUT))
    return made


# --- the last pages ------------------------------------------------------------------------------


def _indicators(paper: Any, document: Quarterly) -> None:
    if not document.indicators:
        return
    _heading(paper, 1, "Has it made a difference?")
    add(paper, Paragraph.of(wording.judged_words(document)))
    heads = ("Indicator", "What it says", "Target", "In a sentence", "Figures")
    for key in wording.key_outcomes(document):
        _heading(paper, 2, key.title)
        rows = [_indicator(row) for row in key.rows]
        alt = "Each indicator with its target, what its figures say, and the figures"
        add_table(paper, WordTable(key.title, alt, heads, (62, 27, 36, 52, 80), rows))


def _indicator(row: wording.IndicatorSummary) -> Sequence[Sequence[Paragraph]]:
    indicator = row.indicator
    unit = f" ({indicator.unit_words})" if indicator.unit_words else ""
    figures = [
        Paragraph((TextRun(f"{name}: ", bold=True), TextRun(words)), CELL)
        for name, words in row.series
    ]
    figures += [Paragraph.of(f"Source: {source}", CELL) for source in row.sources]
    return [
        _cell(f"{indicator.title}{unit}", bold=True),
        _cell(indicator.judgement),
        _cell(indicator.target),
        [Paragraph.of(words, CELL) for words in (indicator.sentence, indicator.note) if words],
        figures or _cell("None yet"),
    ]


def _leads(paper: Any, document: Quarterly) -> None:
    _heading(paper, 1, "Leads")
    add(paper, Paragraph.of(f"Who held each post on {document.as_at_words}."))
    rows = [
        [
            _cell(post.code, bold=True),
            [Paragraph.of(words, CELL) for words in (post.title, post.note) if words],
            _cell(post.organisation),
            _cell(post.holder or wording.NOBODY),
        ]
        for post in document.posts
    ]
    heads = ("Lead", "Post", "Organisation", "Held by")
    add_table(
        paper, WordTable("Leads", "The posts behind the leads", heads, (37, 100, 70, 50), rows)
    )


def _abbreviations(paper: Any, document: Quarterly) -> None:
    _heading(paper, 1, "Abbreviations")
    rows = [[_cell(entry.term, bold=True), _cell(entry.meaning)] for entry in document.glossary]
    alt = "Abbreviations and what they stand for"
    add_table(paper, WordTable("Abbreviations", alt, ("Abbreviation", "Meaning"), (47, 210), rows))


def _front_matter(paper: Any, document: Quarterly) -> None:
    for section in wording.sections(document):
        _heading(paper, 1, section.title)
        for piece in section.pieces:
            if piece.kind == "heading":
                _heading(paper, 2, piece.words)
            elif piece.items:
                _bullets(paper, piece.items)
            else:
                add(paper, Paragraph.of(piece.words))
        if section.source:
            add(paper, Paragraph.of(f"Source: {section.source}", SMALL))


def _write(rendition: Rendition, path: Path) -> None:
    write_docx(rendition.document, rendition.imprint, path)


FORMAT = Format("docx", "Word (DOCX)", DOCX, _write, "The Word document", 8)
