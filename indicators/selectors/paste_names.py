"""The names by which pasted cells may call a series, and the periods that they may be of."""

from __future__ import annotations

from datetime import date

from actions.models import Plan
from indicators.domain.enums import SeriesKind, SpanKind
from indicators.domain.pasted_figures import PasteContext, SeriesName
from indicators.domain.period_words import is_period
from indicators.models import Series
from indicators.selectors.entered_figures import EnteredFigures, entered_figures


def paste_context(plan: Plan, series: Series | None, day: date) -> PasteContext:
    """What pasted cells of a plan are read by; `series` is that of cells without a name."""
    ground = entered_figures(plan, day)
    kinds = [SpanKind(series.span_kind)] if series else _kinds(ground)
    chosen = None
    if series is not None:
        key = next(one.key for one in ground.indicators.values() if one.pk == series.indicator_id)
        chosen = SeriesName(key, " ".join(series.name.split()))
    return PasteContext(
        chosen, _names(ground), lambda text: any(is_period(kind, text) for kind in kinds)
    )


def _kinds(ground: EnteredFigures) -> list[SpanKind]:
    """The kinds of periods of the series that figures are entered in."""
    every = (series for of_one in ground.series.values() for series in of_one)
    own = {SpanKind(series.span_kind) for series in every if series.kind != SeriesKind.OFFICIAL}
    return [kind for kind in SpanKind if kind in own]


def _names(ground: EnteredFigures) -> dict[str, SeriesName]:
    """In lower case: key, title and short title of each indicator, alone and with each series."""
    names: dict[str, SeriesName] = {}
    for indicator in ground.indicators.values():
        titles = [" ".join(title.split()) for title in (indicator.title, indicator.short_title)]
        for title in (indicator.key, *titles):
            names.setdefault(title.casefold(), SeriesName(indicator.key))
        for series in ground.series[indicator.pk]:
            name = " ".join(series.name.split())
            for title in (indicator.key, *titles):
                names.setdefault(f"{title}, {name}".casefold(), SeriesName(indicator.key, name))
    return names
