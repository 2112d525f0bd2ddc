"""The figures of a plan that people have entered, as at a day, with their cells for export."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from actions.models import Plan
from indicators.domain.enums import SeriesKind
from indicators.domain.figure_table import export_cells
from indicators.domain.series import Figure
from indicators.models import Indicator, Measurement, Series
from indicators.selectors.hidden_figures import hidden_figures


@dataclass(frozen=True, slots=True)
class CurrentFigure:
    """The current figure of a series and span, with its cells for export."""

    measurement: Measurement
    figure: Figure
    cells: dict[str, str]


@dataclass(slots=True)
class EnteredFigures:
    """The indicators, series and current figures of a plan. Three queries."""

    indicators: dict[str, Indicator] = field(default_factory=dict)
    series: dict[int, list[Series]] = field(default_factory=lambda: defaultdict(list))
    current: dict[tuple[int, str], CurrentFigure] = field(default_factory=dict)

    def figures_of(self, series: Series) -> list[Figure]:
        """The figures of a series as they may be shown, in chronological order."""
        figures = [entered.figure for (pk, _), entered in self.current.items() if pk == series.pk]
        return sorted(figures, key=lambda figure: figure.span.last_day)

    def numbers_of(self, series: Series) -> dict[str, tuple[date, float]]:
        """Last day and number of each figure of a series by span key, without suppressed ones."""
        return {
            key: (entered.figure.span.last_day, entered.figure.value)
            for (pk, key), entered in self.current.items()
            if pk == series.pk and entered.figure.value is not None
        }


def entered_figures(plan: Plan, day: date) -> EnteredFigures:
    """The entered figures in the plan's order; official series have no figures here."""
    ground = EnteredFigures()
    for indicator in Indicator.objects.of_plan(plan).with_aims():
        indicator.plan = plan
        ground.indicators[indicator.key] = indicator
    by_pk = {indicator.pk: indicator for indicator in ground.indicators.values()}
    series = {}
    for own_series in Series.objects.of_indicators(by_pk):
        own_series.indicator = by_pk[own_series.indicator_id]
        ground.series[own_series.indicator_id].append(own_series)
        series[own_series.pk] = own_series
    hidden = hidden_figures(series.values())
    for row in Measurement.objects.of_indicators(by_pk).as_known_on(day):
        own = series[row.series_id]
        figure = hidden.figure(row, own)
        cells = export_cells(own.indicator.key, own.name, figure)
        ground.current[own.pk, row.span_key] = CurrentFigure(row, figure, cells)
    return ground


def rows_to_export(plan: Plan, day: date) -> list[dict[str, str]]:
    """The cells of every entered figure, ordered by indicator, series and time."""
    ground = entered_figures(plan, day)
    by_series: dict[int, list[CurrentFigure]] = defaultdict(list)
    for (pk, _), entered in ground.current.items():
        by_series[pk].append(entered)
    return [
        entered_figure.cells
        for indicator in ground.indicators.values()
        for series in ground.series[indicator.pk]
        for entered_figure in sorted(
            by_series[series.pk], key=lambda entered: entered.figure.span.last_day
        )
        if series.kind != SeriesKind.OFFICIAL
    ]
