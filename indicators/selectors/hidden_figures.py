"""Which figures are hidden, and why. What may be shown of a figure is asked here, for every door.

A figure is hidden for good: what is decided takes in every version that was ever known, so that
what is shown as at a day in the past does not tell what is hidden now.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from indicators.domain.enums import Gap, SpanKind, Unit, YearToDate
from indicators.domain.known_sums import CountVersion, SeriesLinks
from indicators.domain.quoted_numbers import quote_of
from indicators.domain.series import Figure, Scale, count_cell, figure_of
from indicators.domain.shown_before import suppression_of
from indicators.domain.suppression import HiddenReason, Suppression, small_reason
from indicators.models import Indicator, Measurement, Series
from indicators.selectors.published_figures import span_of

NOTE_LEFT_OUT = "This note is not shown: it quotes a number that is hidden because it is small."


@dataclass(frozen=True, slots=True)
class HiddenFigures:
    """The measurements that are hidden beside those that are small, by their ids."""

    pks: frozenset[int] = frozenset()

    def figure(self, measurement: Measurement, series: Series) -> Figure:
        """One measurement as it may be shown; it may be one that was superseded."""
        return _figure(measurement, series, is_hidden=measurement.pk in self.pks)

    def figures(
        self,
        rows: Iterable[Measurement],
        series: Series,
        also: Collection[float] = (),
    ) -> dict[int, Figure]:
        """Measurements of a series by id, all its versions among them, as they may be shown.

        A note or a source that quotes a hidden number of the series, or one of `also`, is left
        out: "3, not 30".
        """
        known = list(rows)
        figures = {row.pk: self.figure(row, series) for row in known}
        secret = {
            *also,
            *(
                number
                for row in known
                if figures[row.pk].gap is Gap.SUPPRESSED
                for number in (row.value, row.numerator, row.denominator)
                if number is not None
            ),
        }
        if not secret:
            return figures
        return {
            pk: replace(
                figure,
                note=NOTE_LEFT_OUT if quote_of(figure.note, secret) else figure.note,
                source=series.source if quote_of(figure.source, secret) else figure.source,
            )
            for pk, figure in figures.items()
        }


def hidden_figures(series: Iterable[Series]) -> HiddenFigures:
    """What is hidden of the figures of these indicators, given all of their series.

    One query, or none if no small number could be worked out: no series is a part of another or a
    year to date, or small numbers are not hidden.
    """
    by_indicator: dict[int, list[Series]] = defaultdict(list)
    for one_series in series:
        by_indicator[one_series.indicator_id].append(one_series)
    linked = {pk: own for pk, own in by_indicator.items() if _adds_up(own)}
    found = _suppressions(linked)
    return HiddenFigures(
        frozenset(
            key
            for hidden in found.values()
            for key, reason in hidden.reasons.items()
            if key in hidden.masked or reason not in (HiddenReason.FEW, HiddenReason.FEW_LEFT)
        )
    )


def hidden_numbers(indicators: Iterable[Indicator]) -> dict[int, frozenset[float]]:
    """The numbers of indicators' figures that are not shown, as they were typed and as they would
    be printed, by indicator. Three queries, or none if none hides small numbers.

    For the check of free text only: they are never to be shown.
    """
    wanted = {one.pk: one for one in indicators if one.suppress_below}
    if not wanted:
        return {}
    series = {one.pk: one for one in Series.objects.of_indicators(wanted)}
    for one in series.values():
        one.indicator = wanted[one.indicator_id]
    hidden = hidden_figures(series.values())
    found: dict[int, set[float]] = defaultdict(set)
    for one_indicator in wanted.values():
        found[one_indicator.pk] |= _small_baseline(one_indicator)
    for row in Measurement.objects.of_indicators(wanted):
        own = series[row.series_id]
        if hidden.figure(row, own).gap is Gap.SUPPRESSED:
            numbers = [n for n in (row.value, row.numerator, row.denominator) if n is not None]
            found[own.indicator_id].update(numbers)
            found[own.indicator_id].update(round(n, own.indicator.decimals) for n in numbers)
    return {pk: frozenset(numbers) for pk, numbers in found.items()}


def _small_baseline(indicator: Indicator) -> set[float]:
    """The numbers of the baseline that the plan names, if it is small and so not shown."""
    parts = (indicator.baseline, indicator.baseline_numerator, indicator.baseline_denominator)
    cell = count_cell(Unit(indicator.unit), *parts)
    is_small = cell is not None and small_reason(cell, indicator.suppress_below or 0)
    return {part for part in parts if part is not None} if is_small else set()


def hidden_figures_of(indicator: Indicator) -> HiddenFigures:
    """The same of one indicator; two queries at most, none if it hides no small numbers."""
    return hidden_figures(series_of(indicator)) if indicator.suppress_below else HiddenFigures()


def shown_figure_of(measurement: Measurement) -> Figure:
    """One measurement as it may be shown. Two queries at most."""
    return hidden_figures_of(measurement.series.indicator).figure(measurement, measurement.series)


def series_of(indicator: Indicator) -> list[Series]:
    """All series of an indicator, in order. One query."""
    every = list(Series.objects.of_indicators([indicator.pk]))
    for series in every:
        series.indicator = indicator
    return every


def own_series_of(indicator: Indicator) -> list[Series]:
    """Those that figures are entered in. One query."""
    return list(Series.objects.of_indicators([indicator.pk]).own())


def _adds_up(series: Sequence[Series]) -> bool:
    below = series[0].indicator.suppress_below
    return bool(below) and any(one.part_of_id or one.year_to_date for one in series)


def _suppressions(series: Mapping[int, Sequence[Series]]) -> dict[int, Suppression]:
    """By indicator, of all that was ever known. One query, or none."""
    if not series:
        return {}
    rows: dict[int, list[Measurement]] = defaultdict(list)
    for row in Measurement.objects.of_indicators(series):
        rows[row.series_id].append(row)
    return {pk: _suppression(own, rows) for pk, own in series.items()}


def _suppression(
    series: Sequence[Series], rows: Mapping[int, Collection[Measurement]]
) -> Suppression:
    indicator = series[0].indicator
    unit = Unit(indicator.unit)
    links = [
        SeriesLinks(one.pk, SpanKind(one.span_kind), one.part_of_id, YearToDate(one.year_to_date))
        for one in series
    ]
    versions = (
        CountVersion(
            row.pk,
            (one.pk, span_of(one.span_kind, row.span_key)),
            row.known_on,
            count_cell(unit, row.value, row.numerator, row.denominator),
            row.at.isoformat(),
        )
        for one in series
        for row in rows[one.pk]
    )
    below = indicator.suppress_below or 0
    return _decided(tuple(links), tuple(sorted(versions, key=lambda one: one.key)), below)


@lru_cache(maxsize=256)
def _decided(
    series: tuple[SeriesLinks, ...], versions: tuple[CountVersion, ...], below: int
) -> Suppression:
    """The same figures give the same answer: the proof of a large table takes seconds."""
    return suppression_of(series, versions, below)


def _figure(measurement: Measurement, series: Series, *, is_hidden: bool) -> Figure:
    indicator = series.indicator
    return figure_of(
        span_of(series.span_kind, measurement.span_key),
        Scale(Unit(indicator.unit), indicator.decimals),
        value=measurement.value,
        gap=measurement.gap,
        numerator=measurement.numerator,
        denominator=measurement.denominator,
        suppress_below=indicator.suppress_below,
        is_hidden=is_hidden,
        provisional=measurement.provisional,
        source=measurement.source or series.source,
        note=measurement.note,
        known_on=measurement.known_on,
    )


# --- what was hidden, and why -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HiddenFigure:
    """A figure that is not shown: where it stands, and the reason, never the number."""

    series: str
    span: str
    last_day: date
    reason: str


@dataclass(slots=True)
class HiddenOfIndicator:
    """The hidden figures of an indicator, the latest first."""

    indicator: Indicator
    figures: list[HiddenFigure] = field(default_factory=list)


def hidden_by_indicator(indicators: Iterable[Indicator], day: date) -> list[HiddenOfIndicator]:
    """What is hidden of the current figures of indicators, with the reason. Two queries."""
    wanted = {one.pk: one for one in indicators if one.suppress_below}
    by_indicator: dict[int, list[Series]] = defaultdict(list)
    for series in Series.objects.of_indicators(wanted).own():
        series.indicator = wanted[series.indicator_id]
        by_indicator[series.indicator_id].append(series)
    rows: dict[int, list[Measurement]] = defaultdict(list)
    for row in Measurement.objects.of_indicators(wanted):
        rows[row.series_id].append(row)
    listed = []
    for pk, own in by_indicator.items():
        found = _suppression(own, rows)
        # What is masked does not say that it is small, here either.
        reasons = found.reasons | dict.fromkeys(found.masked, HiddenReason.FROM_TOTAL)
        listed.append(HiddenOfIndicator(wanted[pk], _hidden_of(own, rows, reasons, day)))
    return listed


def _hidden_of(
    series: Sequence[Series],
    rows: Mapping[int, Collection[Measurement]],
    reasons: Mapping[int, HiddenReason],
    day: date,
) -> list[HiddenFigure]:
    below = series[0].indicator.suppress_below or 0
    unit = Unit(series[0].indicator.unit)
    figures = []
    for one in series:
        known = [row for row in rows[one.pk] if row.known_on <= day]
        superseded = {row.supersedes_id for row in known}
        for row in known:
            cell = count_cell(unit, row.value, row.numerator, row.denominator)
            reason = reasons.get(row.pk) or (cell and small_reason(cell, below))
            if row.pk not in superseded and reason:
                span = span_of(one.span_kind, row.span_key)
                figures.append(
                    HiddenFigure(one.name, span.printed, span.last_day, reason.in_words(below))
                )
    return sorted(figures, key=lambda figure: figure.last_day, reverse=True)
