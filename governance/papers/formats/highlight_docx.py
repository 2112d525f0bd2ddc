"""The highlight report as a Word document that the board's clerk can edit.

It has the same lines as the printed report. Nothing here reads the database.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from actions.domain.kinds.scale import StatusScale
from governance.domain.dates import day_words
from governance.domain.front_sheet import FrontSheet
from governance.papers.document.highlight_schema import Highlight
from governance.papers.formats import reproducible_zip, word_places, word_style
from governance.papers.formats.format import DOCX, Format
from governance.papers.formats.highlight_pdf import HighlightRendition
from governance.papers.formats.word_compact import WIDTH, make_compact
from governance.papers.formats.word_parts import (
    Paragraph,
    TextRun,
    WordTable,
    add,
    add_brand,
    add_table,
    link,
    text_paragraphs,
)
from governance.papers.formats.word_report import FileProperties, WordReport
from governance.papers.highlight import wording as wording
from wsoa.core.brands import Brand

CELL = "TableText"
_NARROW, _STATUS, _LONG = 17.0, 34.0, 66.0
# Millimetres by column; the first column takes what is left.
_WIDTHS = {
    "Months": _NARROW,
    "From": _NARROW,
    "To": _NARROW,
    "Ends": _NARROW,
    "End date": 28.0,
    "Late": _NARROW,
    "Plan’s own end": 24.0,
    "Agreed end": 24.0,
    "New date": 28.0,
    "Actions": _NARROW,
    "References": 88.0,
    "Asked": _NARROW,
    "Answered": _NARROW,
    "Not answered": _NARROW,
    "Planned start": _NARROW,
    "Since last time": _NARROW,
    "Lead": 28.0,
    "Status": _STATUS,
    "By post": 80.0,
    "What does not fit": 112.0,
    "Was": 28.0,
    "Now": 28.0,
    "England": 24.0,
    "Direction": 28.0,
    "What the board asked": 100.0,
    "Asked by": 44.0,
    "Answer": 50.0,
}


def write_docx(
    document: Highlight,
    sections: Sequence[wording.HighlightSection],
    address: str,
    sha256: str,
    target: Path,
    brand: Brand | None = None,
    word_template: bytes | None = None,
    front_sheet: FrontSheet | None = None,
    *,
    is_tight: bool = False,
) -> None:
    """Writes a cleaned document with the given lines of each section.

    It is as dense as the printed report, except in a local area's own Word template, or with a
    front sheet: then it is a paper for a committee, as a quarterly update is. A tight one has its
    rows set closer, where the printed report has.
    """
    import docx

    if word_template or front_sheet:
        report = _written_into(word_template, document, sections, address)
        texts = _places_of(document, front_sheet or _known_of(document))
        report.finish(texts, _properties(document, sha256), target, brand)
        return
    paper = docx.Document()
    word_style.apply(paper, document)
    make_compact(paper, is_tight=is_tight)
    add_brand(paper, brand)
    _opening(paper, document, address)
    _sections(paper, sections)
    _set_properties(paper, document, sha256)
    made = io.BytesIO()
    paper.save(made)
    reproducible_zip.rewrite(made, target)


def _set_properties(paper: Any, document: Highlight, sha256: str) -> None:
    properties = paper.core_properties
    properties.title = f"{document.plan.title}: {document.title}"
    properties.author = f"{document.plan.local_area} local area"
    properties.subject = f"Exceptions first, as at {document.as_at_words}"
    properties.language = "en-GB"
    properties.comments = f"SHA-256 of the document: {sha256}"
    properties.created = properties.modified = datetime.fromisoformat(document.as_at)


def _written_into(
    template: bytes | None,
    document: Highlight,
    sections: Sequence[wording.HighlightSection],
    address: str,
) -> WordReport:
    report = WordReport(template)

    def write() -> None:
        _opening(report.document, document, address)
        _sections(report.document, sections)

    report.write_text(write, width=WIDTH)
    return report


def _known_of(document: Highlight) -> FrontSheet:
    """Of a report without a front sheet of its own: the board, and the day of its meeting."""
    held_on = day_words(date.fromisoformat(document.meeting.held_on))
    return FrontSheet(to=document.meeting.body, date=held_on)


def _places_of(document: Highlight, sheet: FrontSheet) -> dict[str, str]:
    """What stands in the named places of a template, by their keys."""
    return {
        "title": document.title,
        "plan": document.plan.title,
        "local area": document.plan.local_area,
        "as at": document.as_at_words,
        "marking": "Illustrative statuses" if document.illustrative else "",
        **word_places.on_front_sheet(sheet),
    }


def _properties(document: Highlight, sha256: str) -> FileProperties:
    return FileProperties(
        title=f"{document.plan.title}: {document.title}",
        author=f"{document.plan.local_area} local area",
        subject=f"Exceptions first, as at {document.as_at_words}",
        comments=f"SHA-256 of the document: {sha256}",
        day=document.as_at,
    )


def _opening(paper: Any, document: Highlight, address: str) -> None:
    first, rest = wording.headline(document)
    add(
        paper,
        Paragraph.of(document.title, "Title"),
        Paragraph.of(f"{document.meeting.body}. {wording.meeting(document)}.", "Subtitle"),
        Paragraph((TextRun(first, bold=True), TextRun(f" {rest}"), *_late(document))),
        Paragraph.of(f"{document.plan.title}. As at {document.as_at_words}."),
    )
    if document.illustrative:
        add(paper, Paragraph.of(f"Illustrative statuses. {document.illustrative}", "Small"))
    office = wording.office_sentence(document)
    if office:
        add(paper, Paragraph.of(office, "Small"))
    add(paper, link(paper, "The report as a web page", address))
    counts = [[[Paragraph.of(str(status_count.count), CELL)] for status_count in document.key]]
    heads = [status_count.label for status_count in document.key]
    widths = [WIDTH / len(heads)] * len(heads)
    alt = "How many actions have each status"
    add_table(paper, WordTable("Actions by status", alt, heads, widths, counts))
    if document.remark:
        add(paper, *text_paragraphs(paper, document.remark))


def _late(document: Highlight) -> list[TextRun]:
    late, more = wording.late_sentence(document), wording.agreed_later_sentence(document)
    runs = [TextRun(f" {late}", bold=True, colour="931A1A")] if late else []
    return [*runs, TextRun(f" {more}")] if more else runs


def _sections(paper: Any, sections: Sequence[wording.HighlightSection]) -> None:
    """The sections; the first one of the annex begins on a new page."""
    before = False
    for section in sections:
        _section(paper, section, starts_annex=section.is_annex and not before)
        before = section.is_annex


def _section(paper: Any, section: wording.HighlightSection, *, starts_annex: bool) -> None:
    title = section.title if section.is_annex else f"{section.number}. {section.title}"
    add(paper, Paragraph.of(title, "Heading1", keep=True, on_new_page=starts_annex))
    if section.note or section.intro:
        note = f"{section.note}. {section.intro}" if section.note else section.intro
        add(paper, Paragraph.of(note.strip(), "Small"))
    if section.remark:
        add(paper, *text_paragraphs(paper, section.remark))
    heads = [head.label for head in section.heads]
    rows = [
        [_first(line), *(_cell(cell, line.scale) for cell in line.cells)] for line in section.lines
    ]
    add_table(paper, WordTable(section.title, section.title, heads, _widths(heads), rows))
    if section.is_cut:
        add(paper, Paragraph.of(section.listed, "Small"))


def _first(line: wording.SectionLine) -> list[Paragraph]:
    if line.is_status:
        words = [_status_run(line.status, line.first, line.scale)]
    elif line.ref:
        words = [TextRun(line.ref, bold=True), TextRun(f" {line.first}")]
        if line.status:
            words += [TextRun(" "), _status_run(line.status, line.status_label, line.scale)]
    else:
        words = [TextRun(line.first, bold=True)]
    if line.by_office:
        words.append(TextRun(f" {wording.OFFICE_MARK}"))
    if line.flag:
        words.append(TextRun(" Significant risk", bold=True, colour="931A1A"))
    return [Paragraph(tuple(words), CELL)]


def _status_run(status: str, words: str, scale: StatusScale) -> TextRun:
    return TextRun(words, bold=True, colour=scale.status(status).hue.ink[1:].upper())


def _cell(cell: wording.SectionCell, scale: StatusScale) -> list[Paragraph]:
    colour = scale.status(cell.status).hue.ink[1:].upper() if cell.status else ""
    bold = cell.strong or bool(cell.status)
    words = cell.text
    if cell.links:
        words = ", ".join(ref + mark for ref, _, mark in cell.links)
    return [Paragraph((TextRun(words, bold=bold, colour=colour),), CELL)]


def _widths(heads: Sequence[str]) -> list[float]:
    rest = [_WIDTHS.get(head, _STATUS if len(heads) == 3 else _LONG) for head in heads[1:]]
    return [WIDTH - sum(rest), *rest]


def _write(rendition: HighlightRendition, path: Path) -> None:
    write_docx(
        rendition.document,
        rendition.sections,
        rendition.address,
        rendition.sha256,
        path,
        rendition.brand,
        rendition.word_template,
        is_tight=rendition.is_tight,
    )


FORMAT = Format("docx", "Word", DOCX, _write, "The Word document", 92)
