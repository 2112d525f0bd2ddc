"""The quarterly update as a committee paper in Word: front sheet, numbered paragraphs, appendices.

The text answers what a committee asks: what is late, what has changed, each area, and whether it
has made a difference. The plan itself, action by action, is an appendix on broad pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from governance.domain.front_sheet import FrontSheet
from governance.papers.document.imprint import Imprint
from governance.papers.document.schema import AreaEntry, IndicatorEntry, Quarterly
from governance.papers.formats import docx_appendices, word_places
from governance.papers.formats.docx_appendices import (
    CELL,
    SMALL,
    action_bookmarks,
    cell,
    heading,
    status_run,
)
from governance.papers.formats.format import DOCX, Format, Rendition
from governance.papers.formats.word_lists import ReportNumbers, report_numbers
from governance.papers.formats.word_parts import (
    Paragraph,
    TextRun,
    WordTable,
    add,
    add_table,
    text_paragraphs,
)
from governance.papers.formats.word_report import FileProperties, WordReport, numbered
from governance.papers.quarterly import wording
from governance.papers.quarterly.context import QuarterlyContext
from governance.papers.quarterly.front_sheet import own_front_sheet
from governance.papers.quarterly.late_context import LateAction
from governance.papers.quarterly.listed_changes import IN_AREAS, ChangeList, ListedChange

DRAFT = "Draft, not published"


def write_docx(
    document: Quarterly,
    imprint: Imprint,
    target: Path,
    *,
    front_sheet: FrontSheet | None = None,
) -> None:
    """Writes a cleaned quarterly document.

    Without a front sheet it has what the publication knows of itself. What has no day of
    publication says on its first page that it is a draft.
    """
    is_draft = imprint.published_on is None
    report = WordReport(imprint.word_template)
    text = _ReportText(report.document, document, is_draft)
    report.write_text(text.write)
    for appendix in docx_appendices.appendices(report.document, document, imprint):
        report.write_appendix(appendix.write, is_broad=appendix.is_broad)
    sheet = front_sheet or own_front_sheet(document, imprint)
    properties = FileProperties(
        title=wording.short_title(document),
        author=wording.author(document),
        subject=f"Progress of every action, {document.as_at_words}",
        comments=f"SHA-256 of the document: {imprint.sha256}",
        day=document.as_at,
    )
    places = places_of(document, sheet, is_draft)
    mark = DRAFT if is_draft else ""
    report.finish(places, properties, target, imprint.brand, mark=mark)


def places_of(document: Quarterly, sheet: FrontSheet, is_draft: bool) -> dict[str, str]:
    """What stands in the named places of a template, by their keys."""
    marks = [DRAFT] if is_draft else []
    marks += ["Illustrative statuses"] if document.illustrative else []
    return {
        "title": document.title,
        "plan": document.plan.title,
        "local area": document.plan.local_area,
        "as at": document.as_at_words,
        "marking": ". ".join(marks),
        **word_places.on_front_sheet(sheet),
    }


class _ReportText:
    """The numbered text of the report, appended to a Word document."""

    def __init__(self, paper: Any, document: Quarterly, is_draft: bool) -> None:
        self._paper, self._document, self._is_draft = paper, document, is_draft
        self._numbers: ReportNumbers = report_numbers(paper)
        self._bookmarks = action_bookmarks(document)
        self._change_list = ChangeList(document, self._place_of, IN_AREAS)

    def write(self) -> None:
        self._summary()
        self._late()
        self._changes()
        self._programme()
        self._areas()
        self._indicators()

    def _heading(self, text: str) -> None:
        heading = Paragraph(
            (TextRun(text),), "Heading1", keep_with_next=True, level=self._numbers.heading
        )
        add(self._paper, heading)

    def _subheading(self, text: str, level: int = 2) -> None:
        add(self._paper, heading(level, text))

    def _add(self, *texts: str) -> None:
        """Appends texts as numbered paragraphs; their lists stay lists."""
        for text in texts:
            paragraphs = text_paragraphs(self._paper, text)
            add(self._paper, *numbered(paragraphs, self._numbers.paragraph))

    def _table(
        self,
        title: str,
        alt: str,
        heads: Sequence[str],
        widths: Sequence[float],
        rows: Iterable[Sequence[Sequence[Paragraph]]],
    ) -> None:
        add_table(self._paper, WordTable(title, alt, heads, widths, rows, keeps_rows=True))

    # --- the sections of the report --------------------------------------------------------------

    def _summary(self) -> None:
        document = self._document
        self._heading("Summary")
        if self._is_draft:
            self._add(f"{DRAFT}: it may still change, and nobody has signed this version.")
        total = document.counts.total
        self._add(
            f"This report gives the progress of the {total} action{'' if total == 1 else 's'} of "
            f"{document.plan.title}, as at {document.as_at_words}. Every action, with its dates, "
            "lead, measures and statuses, is in Appendix 1.",
            wording.headline(document),
        )
        if document.correction:
            self._add(f"Corrected in this version: {document.correction}")
        if document.illustrative:
            self._add(f"Illustrative statuses: {document.illustrative}")
        rows = [
            [
                [
                    Paragraph(
                        (status_run(count.code, count.label, document.scale, bold=True),), CELL
                    )
                ],
                cell(count.words),
                cell(str(count.count)),
            ]
            for scale in (document.scale,)
            for count in document.key
        ]
        rows.append([cell(wording.NO_STATUS), cell(""), cell(str(document.counts.without))])
        heads = ("Status", "In the plan’s words", f"Actions, of {total}")
        alt = "Each status in the plan’s words, and how many actions have it"
        self._table("What the statuses mean", alt, heads, (42, 100, 28), rows)

    def _late(self) -> None:
        late = QuarterlyContext(self._document).late
        self._heading(f"What is late: {len(late)}")
        if not late:
            self._add("No action is past its end month and not complete.")
            return
        self._add(f"{wording.late_words(self._document)} The longest overdue is first.")
        heads = ("Ref", "Action", "We said", "We now say", "Why", self._document.period.name)
        alt = "Actions past their end month and not complete, the longest overdue first"
        rows = map(self._late_action, late)
        self._table("What is late", alt, heads, (14, 38, 27, 27, 38, 26), rows)

    def _late_action(self, late: LateAction) -> list[list[Paragraph]]:
        ref = TextRun(late.action.ref, bold=True, place=self._place_of(late.action.ref))
        new_end = late.new_end or "No new date"
        why = [TextRun(late.why or ("" if late.why_goes_on else "Not stated"))]
        if late.why_goes_on:
            words = f"The whole update of {late.action.ref}"
            why += [TextRun(" "), TextRun(words, place=ref.place)]
        return [
            [Paragraph((ref,), CELL)],
            [*cell(late.text), *cell(f"Lead: {late.action.lead}")],
            [*cell(late.action.end), *cell(late.late_words, bold=True)],
            [*cell(new_end), *(cell(late.new_end_words) if late.new_end_words else ())],
            [Paragraph(tuple(why), CELL)],
            [
                Paragraph(
                    (status_run(late.now.status, late.now.label, self._document.scale),), CELL
                ),
                *(paragraph for mark in wording.marks_of(late.now) for paragraph in cell(mark)),
            ],
        ]

    def _place_of(self, ref: str) -> str:
        return self._bookmarks[ref].name

    def _changes(self) -> None:
        changes = self._change_list.of_plan()
        if changes:
            self._heading(wording.changed_since(self._document))
            self._list_changes(changes)

    def _list_changes(self, changes: Iterable[ListedChange]) -> None:
        paragraphs = [Paragraph(change_runs(change)) for change in changes]
        add(self._paper, *numbered(paragraphs, self._numbers.paragraph))

    def _programme(self) -> None:
        programme = self._document.programme
        if programme.text:
            self._heading("The programme as a whole")
            self._add(programme.text)
            add(self._paper, Paragraph.of(programme.source, SMALL))

    def _areas(self) -> None:
        document = self._document
        title = f"{document.period.name}, area by area"
        self._heading(title)
        rows = [
            [
                cell(f"{area.ref}. {area.title}", bold=True),
                *(
                    cell(str(getattr(area.counts, name)))
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
        self._table(title, "Counts by area", heads, (70, 18, 26, 22, 18, 16), rows)
        for area in document.areas:
            self._area(area)

    def _area(self, area: AreaEntry) -> None:
        self._subheading(f"Area {area.ref}. {area.title}")
        counts = area.counts
        self._add(
            f"{counts.behind} of {counts.said} behind target or at significant risk, "
            f"{counts.to_plan} on track or yet to start, {counts.complete} complete."
        )
        self._list_changes(self._change_list.of_area(area))
        for part in area.commentary_parts:
            self._subheading(part.title, 3)
            self._add(part.text)
        if area.commentary and area.commentary.source:
            add(self._paper, Paragraph.of(area.commentary.source, SMALL))

    def _indicators(self) -> None:
        document = self._document
        if not document.indicators:
            return
        self._heading("Has it made a difference?")
        self._add(wording.judged_words(document))
        heads = ("Indicator", "What it says", "Target", "In a sentence")
        for key in wording.key_outcomes(document):
            self._subheading(key.title)
            rows = [
                [
                    cell(row.indicator.title, bold=True),
                    cell(row.indicator.judgement),
                    cell(row.indicator.target),
                    cell(_with_comment(row.indicator)),
                ]
                for row in key.rows
            ]
            alt = "Each indicator with its target and what its figures say"
            self._table(key.title, alt, heads, (58, 28, 32, 52), rows)


def change_runs(change: ListedChange) -> tuple[TextRun, ...]:
    """A change in a sentence, in which each action is a link to its place in the plan."""
    runs = [TextRun(change.before)]
    for number, link in enumerate(change.links):
        runs.append(TextRun("; " if number else ": "))
        runs.append(TextRun(link.named, place=link.path))
        runs += [TextRun(f" {link.after.rstrip(' .')}")] if link.after else []
    return (*runs, TextRun(".")) if change.links else tuple(runs)


def _with_comment(indicator: IndicatorEntry) -> str:
    """What the figures say, and the owner's comment on a red measure."""
    if not indicator.comment:
        return indicator.sentence
    comment = f"Comment of its owner: {indicator.comment} ({indicator.comment_by})"
    return f"{indicator.sentence} {comment}"


def _write(rendition: Rendition, path: Path) -> None:
    write_docx(rendition.document, rendition.imprint, path)


FORMAT = Format("docx", "Word (DOCX)", DOCX, _write, "The Word document", 8)
