"""The sections of the highlight report: the worst first, then what changed and what is new.

In the board's reading order; a section without lines is left out.
"""

from __future__ import annotations

from collections.abc import Callable

from governance.papers.document.highlight_schema import ReportSection
from governance.papers.highlight.section_lines import HighlightFacts
from governance.papers.highlight.sections_dates import decisions, due, slipped
from governance.papers.highlight.sections_indicators import does_not_fit, indicators
from governance.papers.highlight.sections_late import agreed_later, late
from governance.papers.highlight.sections_work import (
    changed,
    not_answered,
    not_started,
    reopened,
    risks,
)

IN_ORDER: tuple[Callable[[HighlightFacts], ReportSection], ...] = (
    late,
    decisions,
    risks,
    agreed_later,
    reopened,
    changed,
    not_started,
    slipped,
    due,
    indicators,
    not_answered,
    does_not_fit,
)


def sections(facts: HighlightFacts) -> tuple[ReportSection, ...]:
    """The sections that have lines."""
    made = (make_section(facts) for make_section in IN_ORDER)
    return tuple(section for section in made if section.lines)
