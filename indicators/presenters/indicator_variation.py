"""The XmR chart of months or quarters: average, limits from before the plan, and signals."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from indicators.domain.series import Figure, Scale
from indicators.domain.trend import figures_after_break, is_since
from indicators.domain.xmr import XmrChart, xmr
from indicators.presenters import variation_svg
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
    main = reading.main
    if main is None or main.latest is None:
        return None
    kind = main.latest.span.kind
    known = [f for f in main.figures if f.value is not None and f.span.kind is kind]
    figures = figures_after_break(known, reading.break_days)
    if not figures or not _is_part_of_year(figures[-1]):
        return None
    began = reading.began
    before = sum(not is_since(figure.span, began) for figure in figures) if began else 0
    drawn = xmr([figure.value or 0.0 for figure in figures], before)
    if drawn is None:
        return None
    sentence = _sentence(figures, drawn)
    svg = variation_svg.chart(figures, drawn, main.scale, title=title, description=sentence)
    rows = tuple(
        (figure.span.printed, figure.printed, ", ".join(signal.value for signal in signals))
        for figure, signals in zip(figures, drawn.signals, strict=True)
    )
    return VariationChart(mark_safe(svg), sentence, _note(drawn, main.scale, before), rows)  # noqa: S308 (numbers, escaped)


def _is_part_of_year(figure: Figure) -> bool:
    return (figure.span.last_day - figure.span.first_day).days <= _LONGEST_SPAN


def _sentence(figures: list[Figure], drawn: XmrChart) -> str:
    marked = [f for f, signals in zip(figures, drawn.signals, strict=True) if signals]
    if not marked:
        return f"No figure of {len(figures)} signals more than usual variation."
    count = f"{len(marked)} of {len(figures)} figures signal more than usual variation"
    return f"{count}, the first in {marked[0].span.printed}."


def _note(drawn: XmrChart, scale: Scale, before: int) -> str:
    finer = Scale(scale.unit, min(scale.decimals + 1, 4))
    whose = f"the {drawn.before} figures before the plan"
    if before < drawn.before:
        whose = f"the first {drawn.before} figures"
    return (
        f"Average {finer.printed(drawn.average)} and limits {finer.printed(drawn.low)} to "
        f"{finer.printed(drawn.high)}: of {whose}, never redrawn. "
        "The scale does not begin at 0."
    )
