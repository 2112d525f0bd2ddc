"""The sheet of indicators: their figures, what they say, and comments on red measures. Pure."""

from __future__ import annotations

from governance.papers.document.schema import IndicatorEntry, Quarterly
from governance.papers.formats.tables_of_version_1 import SUPPRESSED
from wsoa.core.spreadsheets.model import Column, Sheet, SheetRow

_COMMENT = (
    Column("comment", "Comment of its owner on a red measure", 40),
    Column("comment_by", "Post and day of the comment", 24),
)


def indicators(document: Quarterly) -> Sheet:
    """One row a figure of an indicator, with the owner's comment on a red measure.

    The columns of comments are there only where an indicator has one: files of publications without
    any stay what they were, byte for byte.
    """
    with_comments = any(indicator.comment for indicator in document.indicators)
    rows = tuple(
        (*row, *_comment(indicator)) if with_comments else row
        for indicator in document.indicators
        for row in _figures(indicator)
    )
    columns: tuple[Column, ...] = (
        Column("key_outcome", "Key outcome", 34),
        Column("intention", "Intention", 34),
        Column("indicator", "Indicator", 40),
        Column("unit", "Unit", 16),
        Column("target", "Target", 20),
        Column("judgement", "What it says", 16),
        Column("sentence", "In a sentence", 40),
        Column("note", "Note on the indicator", 30),
        Column("series", "Series", 24),
        Column("kind", "Kind of figure", 18),
        Column("source", "Source", 34),
        Column("span", "Of", 12),
        Column("last_day", "Last day of that", 12),
        Column("figure", "Figure, as printed", 14),
        Column("value", "Value", 12, "number", "Empty where there is no number to be given"),
        Column("numerator", "Numerator", 12, "number"),
        Column("denominator", "Denominator", 12, "number"),
        Column("provisional", "Provisional", 11, "yes"),
        Column("figure_note", "Note on the figure", 30),
    )
    if with_comments:
        columns += _COMMENT
    note = (
        "One row a figure; an indicator that has none yet has one row. Small numbers stay out"
        f"{SUPPRESSED}"
    )
    return Sheet("Indicators", "Has it made a difference?", columns, rows, note)


def _figures(indicator: IndicatorEntry) -> list[SheetRow]:
    of_it = (
        *(indicator.key_outcome, indicator.intention, indicator.title, indicator.unit_words),
        *(indicator.target, indicator.judgement, indicator.sentence, indicator.note),
    )
    rows: list[SheetRow] = [
        (
            *(*of_it, line.name, line.kind, line.source or indicator.source),
            *(figure.span, figure.last_day, figure.words),
            *(figure.value, figure.numerator, figure.denominator),
            *(_yes(figure.provisional), figure.note),
        )
        for line in indicator.lines
        for figure in line.figures
    ]
    return rows or [(*of_it, "", "", indicator.source, "", "", "", None, None, None, "", "")]


def _comment(indicator: IndicatorEntry) -> SheetRow:
    return indicator.comment, indicator.comment_by


def _yes(flag: object) -> str:
    return "Yes" if flag else "No"
