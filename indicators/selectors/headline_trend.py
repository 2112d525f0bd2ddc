"""The headline of an indicator and its verdict since the plan began, as known by a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from indicators.domain.cadence import is_same_of_year
from indicators.domain.enums import Direction, Gap, HeadlineRule, Judgement, SpanKind
from indicators.domain.headline import Headline, all_of, combined_value, headline
from indicators.domain.series import Figure, FigureSeries, Scale, figure_of
from indicators.domain.time_spans import Span
from indicators.domain.trend import Trend, compared_ends, trend
from indicators.domain.trend_record import Lack
from indicators.models import Indicator, Series
from indicators.selectors.published_figures import AreaValues


def headline_of(
    indicator: Indicator, series: Sequence[Series], lines: Sequence[FigureSeries]
) -> Headline:
    """The headline that the indicator names; without one, its first series that has a figure."""
    by_series = {line.series: line for line in lines}
    placed = [(one.headline_place, by_series[one.pk]) for one in series if one.headline_place]
    parts = [line for _, line in sorted(placed, key=lambda pair: pair[0])]
    better = Direction(indicator.better)
    if parts:
        return headline(HeadlineRule(indicator.headline_rule), parts, better)
    first = next((line for line in lines if line.latest is not None), next(iter(lines), None))
    return headline(HeadlineRule.MAIN, [first] if first else [], better)


@dataclass(frozen=True, slots=True)
class TrendCase:
    """An indicator to be judged: its headline, and the series that it is made of."""

    indicator: Indicator
    headline: Headline
    series: tuple[Series, ...]
    home: int | None  # the plan's own place

    @property
    def began(self) -> date | None:
        return self.indicator.plan.approved_on

    def trend(self, areas: AreaValues) -> Trend[Figure]:
        """The verdict. Of several series that are tested each, of the one that is shown."""
        found = {line.series: self._trend_of(line, areas) for line in self.headline.tested}
        shown = self.headline.line
        if shown is None:
            return Trend(Judgement.NO_DATA)
        if self.headline.rule is HeadlineRule.ALL_OF:
            return replace(found[shown.series], judgement=all_of(list(found.values())))
        return found[shown.series]

    def wanted(self) -> Iterator[tuple[int, Span]]:
        """The measures and spans of which the values of other areas are needed."""
        for line in self.headline.tested:
            ends = compared_ends(
                self._of_one_kind(line),
                unit=line.scale.step,
                since=self.began,
                baseline=self._baseline(line),
                breaks=self._breaks(line),
            )
            for measure in self._measures(line) if ends else ():
                yield from ((measure, figure.span) for figure in ends or ())

    def _trend_of(self, line: FigureSeries, areas: AreaValues) -> Trend[Figure]:
        """A suppressed latest figure has no trend, which would reveal it."""
        if line.latest is not None and line.latest.gap is not Gap.NONE:
            return Trend(Judgement.TOO_FEW, lacks=Lack.NUMBER)
        figures, baseline, breaks = (
            self._of_one_kind(line),
            self._baseline(line),
            self._breaks(line),
        )
        unit = line.scale.step
        ends = compared_ends(figures, unit=unit, since=self.began, baseline=baseline, breaks=breaks)
        return trend(
            figures,
            self.headline.better,
            unit=unit,
            since=self.began,
            baseline=baseline,
            breaks=breaks,
            peers=self._peers(line, (ends[0].span, ends[1].span), areas) if ends else None,
        )

    def _peers(
        self, line: FigureSeries, ends: tuple[Span, Span], areas: AreaValues
    ) -> list[tuple[float | None, float | None]]:
        """The values of every other area at both ends, combined as the area's own are."""
        measures = self._measures(line)
        if not measures:
            return []
        by_end = [[areas.get((measure, span), {}) for measure in measures] for span in ends]
        own = {series.place_id or self.home for series in self.series}
        places = {place for values in by_end[0] for place in values} - own
        rule = self.headline.rule if self.headline.combines else HeadlineRule.MAIN
        better = Direction(self.indicator.better)
        pairs = []
        for place in places:
            first, last = (
                combined_value(rule, [values.get(place) for values in of_end], better)
                for of_end in by_end
            )
            pairs.append((first, last))
        return pairs

    def _measures(self, line: FigureSeries) -> list[int]:
        """The measures that the line is made of; none if one part is not published."""
        parts = self.headline.parts if self.headline.combines else (line,)
        measures = [series.measure_id for series in self._series_of(parts)]
        known = [measure for measure in measures if measure is not None]
        return known if len(known) == len(measures) else []

    def _series_of(self, parts: Sequence[FigureSeries]) -> list[Series]:
        by_pk = {series.pk: series for series in self.series}
        return [by_pk[part.series] for part in parts]

    def _of_one_kind(self, line: FigureSeries) -> list[Figure]:
        """The figures of the same kind of time as the latest: a year is not compared with a month.

        Figures of the year to date grow all year, so that September's is set against Septembers'.
        """
        latest = line.latest
        if latest is None:
            return []
        same = [figure for figure in line.figures if figure.span.kind is latest.span.kind]
        parts = self.headline.parts if self.headline.combines else (line,)
        if not any(series.year_to_date for series in self._series_of(parts)):
            return same
        return [figure for figure in same if is_same_of_year(figure.span, latest.span)]

    def _breaks(self, line: FigureSeries) -> list[date]:
        parts = self.headline.parts if self.headline.combines else (line,)
        return sorted(
            {row.first_day for series in self._series_of(parts) for row in series.breaks.all()}
        )

    def _baseline(self, line: FigureSeries) -> float | Figure | None:
        """What the plan names; None if it names nothing: then the last figure before it counts."""
        named = self.indicator.baseline is not None and line is self.headline.line
        return self._named_baseline(line) if named else None

    def _named_baseline(self, line: FigureSeries) -> float | Figure | None:
        """A small one is suppressed, and nothing starts from it."""
        indicator, latest = self.indicator, line.latest
        day = (self.began or (latest.span.first_day if latest else date.max)) - timedelta(days=1)
        figure = baseline_figure(indicator, line.scale, day)
        if indicator.baseline_denominator is None or latest is None:
            return indicator.baseline if figure.value is not None else None
        return figure


def baseline_figure(indicator: Indicator, scale: Scale, day: date) -> Figure:
    """The baseline that the plan names, as it may be shown, as a figure of that day."""
    return figure_of(
        Span.of(SpanKind.DAY, day.isoformat()),
        scale,
        value=indicator.baseline,
        numerator=indicator.baseline_numerator,
        denominator=indicator.baseline_denominator,
        suppress_below=indicator.suppress_below,
        source=indicator.baseline_source,
    )
