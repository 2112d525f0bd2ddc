"""The Easy Read summaries that a publication would print, and which of them are cleared.

Simple words can tell of a child as well as hard ones: a summary is published only once the
publisher has read and cleared it, wherever it comes from.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from actions.models import ReportingPeriod
from governance.domain.easy_read.ideas import under_headings, words_of_heading
from governance.models import EasyReadClearance, EasyReadSummary
from governance.papers.document.easy_read import EasyReadLine, EasyReadPart, EasyReadText
from governance.papers.document.schema import Quarterly


@dataclass(frozen=True, slots=True)
class EasyReadToPrint:
    """One area's summary as it would be printed. `cleared` is None if that is undecided."""

    summary: EasyReadSummary
    cleared: bool | None
    why: str  # it is left out

    @property
    def ref(self) -> str:
        """The reference of its area."""
        return self.summary.area.ref

    @property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """Heading and text of each part, with the title first."""
        text = easy_read_text(self.summary)
        lines = ((part.heading, "\n".join(line.text for line in part.lines)) for part in text.parts)
        return (("Easy Read", text.title), *lines)


def easy_read_to_clear(*periods: ReportingPeriod) -> tuple[EasyReadToPrint, ...]:
    """The summaries of these quarters, in the plan's order. Three queries."""
    written = EasyReadSummary.objects.current().of_periods(periods).with_words()
    decided = {
        clearance.summary_id: clearance
        for clearance in EasyReadClearance.objects.of_periods(periods)
    }
    return tuple(
        _to_print(summary, decided.get(summary.pk))
        for summary in written.with_ideas().in_plan_order()
    )


def undecided_easy_read(found: Iterable[EasyReadToPrint]) -> tuple[EasyReadToPrint, ...]:
    return tuple(item for item in found if item.cleared is None)


def with_easy_read(document: Quarterly, period: ReportingPeriod) -> Quarterly:
    """The document with the summaries that are cleared. Areas without one stay as they are, so
    that a document without any is the same text as before there was Easy Read. Three queries.
    """
    cleared = {
        item.summary.area.ref: easy_read_text(item.summary)
        for item in easy_read_to_clear(period)
        if item.cleared
    }
    if not cleared:
        return document
    return document.with_values(
        areas=tuple(
            area.with_values(easy_read=cleared[area.ref]) if area.ref in cleared else area
            for area in document.areas
        )
    )


def easy_read_text(summary: EasyReadSummary) -> EasyReadText:
    """The summary as documents have it: its lines under printed headings."""
    return EasyReadText(
        title=summary.shown_title,
        parts=tuple(
            EasyReadPart(
                heading=words_of_heading(group.heading),
                lines=tuple(
                    EasyReadLine(text=idea.text, drawing=idea.drawing) for _, idea in group.ideas
                ),
            )
            for group in under_headings(summary.content)
        ),
        source=summary.source,
    )


def _to_print(summary: EasyReadSummary, decided: EasyReadClearance | None) -> EasyReadToPrint:
    return EasyReadToPrint(
        summary=summary,
        cleared=decided.cleared if decided else None,
        why=decided.reason if decided else "",
    )
