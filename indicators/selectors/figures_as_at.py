"""Figures as they were known on a day, with small numbers suppressed.

Lists, charts, exports, challenges and publications all read figures here, so that none can show a
number that another suppresses. At most thirteen queries for any number of indicators.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from actions.models import Plan
from indicators.domain import trend_wording
from indicators.domain.enums import Judgement, Method, SeriesKind, Unit
from indicators.domain.headline import Headline
from indicators.domain.series import Figure, FigureSeries, Scale, SeriesRole
from indicators.domain.trend import Trend, figures_after_break, is_since
from indicators.models import EndEvent, Indicator, Measurement, Series, SeriesBreak, Target
from indicators.selectors.ends import MeasuringEnds
from indicators.selectors.free_text import (
    HiddenNumbers,
    hidden_numbers_for,
    leave_out_of_breaks,
    shown_ends,
)
from indicators.selectors.headline_trend import TrendCase, baseline_figure, headline_of
from indicators.selectors.hidden_figures import HiddenFigures, hidden_figures
from indicators.selectors.published_figures import (
    PublishedFigures,
    area_values,
    comparators,
    published_figures,
)

# What reads figures needs these beside them.
__all__ = ["Figure", "FigureSeries", "Reading", "SeriesRole", "reading", "readings"]


@dataclass(frozen=True, slots=True)
class FigureCorrection:
    """A corrected or withdrawn figure: the values before and after, as they may be shown."""

    series: str
    before: Figure
    after: Figure
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Reading:
    """An indicator as at a day: its series, comparators, targets, trend and next due day."""

    indicator: Indicator
    day: date
    lines: tuple[FigureSeries, ...]
    comparators: tuple[FigureSeries, ...]
    targets: tuple[Target, ...]
    headline: Headline  # what speaks for it: all below is of this
    trend: Trend[Figure]
    stale: bool  # whether the figure that is due has not come
    due: date | None
    is_fresh: bool = False  # `main` is of official statistics, and no later one is due by the day
    corrections: tuple[FigureCorrection, ...] = ()  # the newest first
    breaks: tuple[SeriesBreak, ...] = ()  # of all of its series, the earliest first
    end: EndEvent | None = None  # why it is measured no longer, if it is not
    series_ends: tuple[EndEvent, ...] = ()  # and which of its series are not

    @property
    def in_plan(self) -> bool:
        """Whether the plan names it. Counts are of these; the others are shown beside them."""
        return bool(self.indicator.intention.key_outcome.printed)

    @property
    def main(self) -> FigureSeries | None:
        """The series that is shown as its number; it may be worked out from several."""
        return self.headline.line

    @property
    def began(self) -> date | None:
        """The day on which the plan began: it was approved."""
        return self.indicator.plan.approved_on

    @property
    def break_days(self) -> tuple[date, ...]:
        """The days of breaks in what speaks for it."""
        if self.main is None:
            return ()
        parts = self.headline.parts if self.headline.combines else (self.main,)
        of = {part.series for part in parts}
        return tuple(row.first_day for row in self.breaks if row.series_id in of)

    @property
    def latest(self) -> Figure | None:
        """The last figure of the main series that is not a gap; it may be suppressed."""
        return self.main.latest if self.main else None

    @property
    def before(self) -> Figure | None:
        """The number before the latest figure, if no break parts the two."""
        earlier = (figure for figure in reversed(self._comparable) if figure is not self.latest)
        return next(earlier, None)

    @property
    def judgement(self) -> Judgement:
        """The judgement to show in lists. An indicator whose figures are out of date is not judged.

        If only the plan's own figure is late, the judgement of the leading official series is used.
        """
        if self.stale and not self.is_fresh and self.latest is not None:
            return Judgement.STALE
        return self.trend.judgement

    @property
    def sentence(self) -> str:
        """The main number in words: "91% in Sept 2019, up from 79% in Aug 2019"."""
        latest = self.latest
        if latest is None:
            ended = f" {self.end.sentence}." if self.end else ""
            return f"No data yet{self._due_words}.{ended}"
        sentence = f"{latest.printed} {latest.span.when}{self.aside}"
        compared = self.compared
        if compared and self.trend.end is latest:
            sentence += f", {compared}"
        sentence = sentence[:1].upper() + sentence[1:]
        until = "until then " if self.judgement is Judgement.STALE else ""
        sentence = f"{sentence}: {until}{self.trend.judgement.label.lower()}{self._due_words}."
        return f"{sentence} {self.end.sentence}." if self.end else sentence

    @property
    def judged_sentence(self) -> str:
        """The main number in words, and the test that judged it, if one did."""
        if self.trend.method is Method.NONE or self.judgement is Judgement.STALE:
            return self.sentence
        return f"{self.sentence} {self.reason}"

    @property
    def compared(self) -> str:
        """What the main number is compared with: "up from 39.7% in 2018"."""
        if self.main is None:
            return ""
        when = self.baseline_when
        return trend_wording.compared_in_words(self.trend, self.main.scale, baseline_when=when)

    @property
    def starts_from_named(self) -> bool:
        """Whether it is compared with the baseline that the plan names.

        It is not with a small one, which is hidden, nor across a break.
        """
        named, start = self.indicator.baseline, self.trend.baseline
        if named is None or start is None or self.main is None:
            return False
        is_shown = baseline_figure(self.indicator, self.main.scale, self.day).value is not None
        return is_shown and abs(start - named) < self.main.scale.step / 2

    @property
    def baseline_when(self) -> str:
        """The period of the baseline that the plan names, if it is compared with that."""
        return self.indicator.baseline_when if self.starts_from_named else ""

    @property
    def starts_before_plan(self) -> bool:
        """Whether the figure that it is compared with was there before the plan began."""
        start = self.trend.start
        return start is not None and self.began is not None and not is_since(start.span, self.began)

    @property
    def reason(self) -> str:
        """Why the verdict is what it is, in one sentence."""
        if self.main is None or self.latest is None:
            return ""
        reason = trend_wording.reason(self.trend, self.main.scale, self.began)
        if self.trend.judgement not in (Judgement.BEFORE_PLAN, Judgement.TOO_FEW):
            return reason
        last = trend_wording.figures_in_words(self._comparable)
        return f"{reason} The last figures: {last}." if last and self.trend.start else reason

    @property
    def _comparable(self) -> list[Figure]:
        """The figures of the main number that no break parts from the latest."""
        figures = self.main.figures if self.main else ()
        known = [figure for figure in figures if figure.value is not None]
        return figures_after_break(known, self.break_days)

    @property
    def aside(self) -> str:
        """The name of the series, if there are several, and whether the number is provisional."""
        remarks = []
        if self.main and sum(line.latest is not None for line in self.lines) > 1:
            remarks.append(self.headline.remark)
        if self.latest and self.latest.provisional:
            remarks.append("provisional")
        return f" ({', '.join(remarks)})" if remarks else ""

    @property
    def _due_words(self) -> str:
        if not self.stale or self.due is None:
            return ""
        return f"; the figure due on {self.due.day} {self.due:%B %Y} has not come"

    def beside(self, line: FigureSeries, role: SeriesRole) -> FigureSeries | None:
        """The comparator of a series in this role: England, for example, for the same measure."""
        if line.measure is None:
            return None
        return next(
            (
                comparator
                for comparator in self.comparators
                if comparator.role is role and comparator.measure == line.measure
            ),
            None,
        )


def readings(plan: Plan, day: date) -> tuple[Reading, ...]:
    """All indicators of a plan, in the plan's order."""
    indicators = Indicator.objects.of_plan(plan).with_aims()
    return _readings(plan, list(indicators), day)


def reading(indicator: Indicator, day: date) -> Reading:
    """One indicator as at a day."""
    return _readings(indicator.plan, [indicator], day)[0]


def _readings(plan: Plan, indicators: Sequence[Indicator], day: date) -> tuple[Reading, ...]:
    pks = [indicator.pk for indicator in indicators]
    by_pk = {indicator.pk: indicator for indicator in indicators}
    for indicator in indicators:
        indicator.plan = plan
    series_of: dict[int, list[Series]] = defaultdict(list)
    for series in Series.objects.of_indicators(pks).with_breaks():
        series.indicator = by_pk[series.indicator_id]
        series_of[series.indicator_id].append(series)
    measured: dict[int, list[Measurement]] = defaultdict(list)
    for measurement in Measurement.objects.of_indicators(pks).known_by(day).with_people():
        measured[measurement.series_id].append(measurement)
    targets: dict[int, list[Target]] = defaultdict(list)
    for target in Target.objects.of_indicators(pks):
        targets[target.indicator_id].append(target)
    every = [one for group in series_of.values() for one in group]
    published = published_figures(plan, every, day)
    notes = [
        (one.indicator, f"{row.note} {row.source}") for one in every for row in measured[one.pk]
    ]
    own = _OwnFigures(measured, hidden_figures(every), hidden_numbers_for(notes))
    cases = [_case(indicator, series_of[indicator.pk], own, published) for indicator in indicators]
    ends = shown_ends(indicators, day)
    leave_out_of_breaks((one.indicator, row) for one in every for row in one.breaks.all())
    areas = area_values([pair for case in cases for pair in case.trend_case.wanted()], day)
    return tuple(
        _reading(case, case.trend_case.trend(areas), tuple(targets[case.indicator.pk]), ends, day)
        for case in cases
    )


@dataclass(frozen=True, slots=True)
class _OwnFigures:
    """The measurements of each series that are known by the day, and what may be shown of them."""

    measured: dict[int, list[Measurement]]
    hidden: HiddenFigures
    numbers: HiddenNumbers

    def of(self, series: Series) -> dict[int, Figure]:
        """All versions of the figures of a series, by the id of the measurement."""
        also = self.numbers.of.get(series.indicator_id, ())
        return self.hidden.figures(self.measured[series.pk], series, also)


@dataclass(frozen=True, slots=True)
class _IndicatorCase:
    """An indicator whose series are read, before the values of other areas are."""

    indicator: Indicator
    series: list[Series]
    lines: tuple[FigureSeries, ...]
    comparators: tuple[FigureSeries, ...]
    corrections: tuple[FigureCorrection, ...]
    trend_case: TrendCase


def _case(
    indicator: Indicator,
    series: list[Series],
    own: _OwnFigures,
    published: PublishedFigures,
) -> _IndicatorCase:
    lines = tuple(_own_line(own_series, own, published) for own_series in series)
    home = published.home.pk if published.home else None
    speaks = headline_of(indicator, series, lines)
    return _IndicatorCase(
        indicator,
        series,
        lines,
        comparators(series, published),
        _corrections(series, own),
        TrendCase(indicator, speaks, tuple(series), home),
    )


def _reading(
    case: _IndicatorCase,
    trend: Trend[Figure],
    targets: tuple[Target, ...],
    ends: MeasuringEnds,
    day: date,
) -> Reading:
    main = case.trend_case.headline.line
    end = ends.of_indicators.get(case.indicator.pk)
    due = None if end else _due(case.indicator, case.lines, main, day)
    breaks = [row for one_series in case.series for row in one_series.breaks.all()]
    return Reading(
        indicator=case.indicator,
        day=day,
        lines=case.lines,
        comparators=case.comparators,
        targets=targets,
        headline=case.trend_case.headline,
        trend=trend,
        stale=due is not None and due < day,
        due=due,
        is_fresh=main is not None and (main.next_published or date.min) >= day,
        corrections=case.corrections,
        breaks=tuple(sorted(breaks, key=lambda row: row.first_day)),
        end=end,
        series_ends=tuple(
            ends.of_series[one.pk] for one in case.series if one.pk in ends.of_series
        ),
    )


def _due(
    indicator: Indicator, lines: Iterable[FigureSeries], main: FigureSeries | None, day: date
) -> date | None:
    """The day on which the next figure is due. For figures that people enter, the indicator states
    it.

    If all series are published, or the leading official series is itself out of date, the day is
    estimated from the last publication.
    """
    published = main.next_published if main else None
    is_ours = any(line.kind is not SeriesKind.OFFICIAL for line in lines)
    if published is None or (is_ours and published >= day):
        return indicator.next_due
    return max(published, indicator.next_due or published)


def _own_line(
    series: Series,
    own: _OwnFigures,
    published: PublishedFigures,
) -> FigureSeries:
    if series.measure_id is not None:
        place = series.place or published.home
        if place is not None:
            return published.line(series, place, SeriesRole.OWN, series.name)
    figures = own.of(series)
    return FigureSeries(
        series.name,
        SeriesRole.OWN,
        SeriesKind(series.kind),
        tuple(figures[row.pk] for row in _current(own.measured[series.pk])),
        Scale(Unit(series.indicator.unit), series.indicator.decimals),
        series.pk,
        source=series.source,
        note=series.note,
    )


def _current(known: list[Measurement]) -> Iterable[Measurement]:
    """The measurements that no other known one supersedes."""
    superseded = {row.supersedes_id for row in known}
    return (row for row in known if row.pk not in superseded)


def _corrections(series: Iterable[Series], own: _OwnFigures) -> tuple[FigureCorrection, ...]:
    corrections = []
    for single_series in series:
        figures = own.of(single_series)
        for row in own.measured[single_series.pk]:
            before = figures.get(row.supersedes_id or 0)
            if before is not None:
                name, by = single_series.name, row.by.name if row.by else ""
                correction = FigureCorrection(name, before, figures[row.pk], by, row.known_on)
                corrections.append(correction)
    return tuple(sorted(corrections, key=lambda correction: correction.on, reverse=True))
