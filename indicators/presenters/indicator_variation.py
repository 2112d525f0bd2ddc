"""The XmR chart of months or quarters: average, limits from before the plan, and signals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.safestring import SafeString, mark_safe

from indicators.domain.series import Figure, Scale
from indicators.domain.trend import figures_after_break, is_since
from indicators.domain.xmr import XmrChart, xmr
from indicators.presenters import variation_svg
from indicators.presenters.chart_canvas import FileWords
from indicators.presenters.variation_svg import VariationContent
from indicators.selectors.figures_as_at import Reading

_LONGEST_SPAN = 100  # days: a quarter, and no more


@dataclass(frozen=True, slots=True)
class VariationChart:
    """The chart with its sentence, and a row for each figure: period, figure, signals."""

    svg: SafeString
    sentence: str
    note: str
    rows: tuple[tuple[str, str, str], ...]


def variation_chart(reading: Reading, title: str) -> VariationChart | None:
    """None for an indicator without twelve months or quarters."""
    content = variation_of(reading, title)
    if content is None:
        return None
    rows = tuple(
        (figure.span.printed, figure.printed, ", ".join(signal.value for signal in signals))
        for figure, signals in zip(content.figures, content.drawn.signals, strict=True)
    )
    rows += tuple((name, content.scale.printed(value), "–") for name, value, _ in content.levels)
    svg = variation_svg.chart(content)
    return VariationChart(mark_safe(svg), content.description, _note(reading, content), rows)  # noqa: S308 (numbers, escaped)


def variation_file(reading: Reading, words: FileWords) -> str:
    """The chart as an SVG file of its own; empty where there is none."""
    content = variation_of(reading, reading.indicator.short_title)
    if content is None:
        return ""
    notes = [content.description, _note(reading, content), *words.notes]
    return variation_svg.file(content, replace(words, notes=notes))


def variation_of(reading: Reading, title: str) -> VariationContent | None:
    """What the chart shows; None for an indicator without twelve months or quarters."""
    main = reading.main
    if main is None or main.latest is None:
        return None
    kind = main.latest.span.kind
    known = [f for f in main.figures if f.value is not None and f.span.kind is kind]
    figures = figures_after_break(known, reading.break_days)
    if not figures or not _is_part_of_year(figures[-1]):
        return None
    began = reading.began
    drawn = xmr([figure.value or 0.0 for figure in figures], _before(figures, began))
    if drawn is None:
        return None
    return VariationContent(figures, drawn, main.scale, title, _sentence(figures, drawn))


def _before(figures: Sequence[Figure], began: date | None) -> int:
    """How many of the figures are of a time before the plan."""
    return sum(not is_since(figure.span, began) for figure in figures) if began else 0


def _is_part_of_year(figure: Figure) -> bool:
    return (figure.span.last_day - figure.span.first_day).days <= _LONGEST_SPAN


def _sentence(figures: list[Figure], drawn: XmrChart) -> str:
    marked = [f for f, signals in zip(figures, drawn.signals, strict=True) if signals]
    if not marked:
        return f"No figure of {len(figures)} signals more than usual variation."
    count = f"{len(marked)} of {len(figures)} figures signal more than usual variation"
    return f"{count}, the first in {marked[0].span.printed}."


def _note(reading: Reading, content: VariationContent) -> str:
    drawn, scale = content.drawn, content.scale
    before = _before(content.figures, reading.began)
    finer = Scale(scale.unit, min(scale.decimals + 1, 4))
    whose = f"the {drawn.before} figures before the plan"
    if before < drawn.before:
        whose = f"the first {drawn.before} figures"
    return (
        f"Average {finer.printed(drawn.average)} and limits {finer.printed(drawn.low)} to "
        f"{finer.printed(drawn.high)}: of {whose}, never redrawn. "
        "The scale does not begin at 0. A ring around a mark is a signal."
    )
