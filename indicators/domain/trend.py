"""Whether an indicator has become better since the plan began. Pure: no clock, no database.

One test gives the verdict of one indicator; two that may both speak would double the false alarms.
The first of these that its figures allow:

1. *Counts.* Latest figure and baseline are so many out of so many: the 95% interval of their
   difference (`counts.difference`). If there is no baseline, the trend (`counts.trend_is_clear`).
   Of parts of a year: the same months, quarters or terms before and since (`same_parts`), since
   months differ by season and by more than counting explains.
2. *Areas.* Values of many other areas: the change beside the changes of the areas that started
   nearest (`nearest_starters`).
3. *Level.* Twelve figures or more before the plan, else the first twelve: the level since against
   the level before (`level_test`). Counts of that many months are tested so first.
4. Otherwise none: too few to tell.

The baseline is the last figure before the plan began, or what the plan names. Nothing is compared
across a break in the series, nor with figures of a longer or shorter time (`cadence`). A figure is
of the time in which most of it lies. Gaps are skipped and never count as zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Generic

from indicators.domain.cadence import (
    are_parts_of_year,
    fill_a_year,
    first_year,
    is_as_long,
    is_same_part,
    last_year,
    like_the_last,
    middle_of,
    tolerance,
)
from indicators.domain.cadence import is_since as is_since
from indicators.domain.counts import Count, Interval, difference, same_kind, trend_is_clear
from indicators.domain.enums import Direction, Judgement, Method
from indicators.domain.level_test import (
    FEWEST_BEFORE,
    FEWEST_SINCE,
    TimedValue,
    level_test,
)
from indicators.domain.nearest_starters import beside_nearest
from indicators.domain.over_dispersion import widening_of_years
from indicators.domain.same_parts import CountedParts, PartComparison, beside_a_level
from indicators.domain.trend_record import F, Lack, MeasuredFigure
from indicators.domain.trend_record import Trend as Trend

_PLACES = 9  # beyond which a float is noise: 40.0 - 39.9
_TWO = 2


def trend(
    figures: Iterable[F],
    better: Direction | str,
    *,
    unit: float = 1.0,
    since: date | None = None,
    baseline: float | F | None = None,
    breaks: Iterable[date] = (),
    peers: Iterable[tuple[float | None, float | None]] | None = None,
) -> Trend[F]:
    """The trend of figures of one kind of span, in any order, since the plan began.

    `unit` is one unit of the last place shown: 1 for 91%, 0.1 for 12.3. `since` is the day on which
    the plan began. `baseline` is the figure or the number that the plan starts from; without it,
    the last figure that lies before. `breaks` are the days from which figures are of another
    definition. `peers` are the first and the last value of other areas over the same time.
    """
    known = _in_order(figures)
    if not known:
        return Trend(Judgement.NO_DATA)
    case = _ComparedFigures.of(known, since, baseline, tuple(breaks), unit)
    if not case.after:
        return case.without_verdict(Judgement.BEFORE_PLAN)
    found = (
        case.by_counts()
        or case.beside_areas(peers or ())
        or case.by_level()
        or case.without_verdict(Judgement.TOO_FEW)
    )
    return _in_direction(found, Direction(better))


def compared_ends(
    figures: Iterable[F],
    *,
    unit: float = 1.0,
    since: date | None = None,
    baseline: float | F | None = None,
    breaks: Iterable[date] = (),
) -> tuple[F, F] | None:
    """The baseline figure and the latest, of whose spans `peers` have to be; None without both."""
    known = _in_order(figures)
    if not known:
        return None
    case = _ComparedFigures.of(known, since, baseline, tuple(breaks), unit)
    if not case.after or case.start is None or case.baseline is None:
        return None
    return None if case.start is case.latest else (case.start, case.latest)


def _in_direction(found: Trend[F], better: Direction) -> Trend[F]:
    """The trend with its clear rise named better or worse; a clear rise is "better" until here."""
    if found.judgement not in (Judgement.BETTER, Judgement.WORSE):
        return found
    if better is Direction.NEITHER:
        return replace(found, judgement=Judgement.NOT_JUDGED)
    rises = found.judgement is Judgement.BETTER
    is_better = rises is (better is Direction.HIGHER)
    return replace(found, judgement=Judgement.BETTER if is_better else Judgement.WORSE)


def _in_order(figures: Iterable[F]) -> list[F]:
    """Those that are no gap, by time."""
    known = [figure for figure in figures if figure.value is not None]
    return sorted(known, key=lambda figure: (figure.span.last_day, figure.span.first_day))


def figures_after_break(figures: Sequence[F], breaks: Iterable[date]) -> list[F]:
    """Those of the same definition as the last: after the last break before it."""
    before = [day for day in breaks if figures and is_since(figures[-1].span, day)]
    return [f for f in figures if not before or is_since(f.span, max(before))]


@dataclass(frozen=True, slots=True)
class _ComparedFigures(Generic[F]):
    """Figures that may be compared, before the plan began and after; and where they start from."""

    figures: list[F]
    before: list[F]
    after: list[F]
    start: F | None
    baseline: float | None
    is_whole: bool  # no break between the baseline and the latest figure
    unit: float
    since: date | None
    is_named: bool  # whether the plan names what it starts from
    is_cut: bool  # whether a break parts earlier figures from these

    @classmethod
    def of(
        cls,
        known: list[F],
        since: date | None,
        baseline: float | F | None,
        breaks: tuple[date, ...],
        unit: float,
    ) -> _ComparedFigures[F]:
        same = figures_after_break(known, breaks)
        figures = like_the_last(same)
        before = [f for f in figures if since is not None and not is_since(f.span, since)]
        after = figures[len(before) :]
        start, number = _baseline(baseline, before, since, unit)
        at = middle_of(start.span) if start is not None else since
        if at is None:
            at = middle_of(known[0].span)
        latest = middle_of(figures[-1].span)
        whole = not any(at < day <= latest for day in breaks)
        if number is None and whole and after:
            start, number = (None, None) if before else (after[0], after[0].value)
        return cls(
            figures=figures,
            before=before,
            after=after,
            start=start,
            baseline=number if whole else None,
            is_whole=whole,
            unit=unit,
            since=since,
            is_named=baseline is not None,
            is_cut=len(same) < len(known),
        )

    @property
    def latest(self) -> F:
        return self.figures[-1]

    @property
    def has_baseline(self) -> bool:
        """Whether it starts from before the plan, or from what the plan names."""
        if self.baseline is None:
            return False
        return self.start is None or self.start is not self.after[0]

    @property
    def is_enough_for_level(self) -> bool:
        before = len(self.before) if len(self.before) >= FEWEST_BEFORE else FEWEST_BEFORE
        return len(self.figures) - before >= FEWEST_SINCE

    @property
    def lacks(self) -> Lack:
        """Why no test can speak."""
        if not self.is_whole or (self.is_cut and self.baseline is None):
            return Lack.BREAK
        if same_kind([_counted(self.latest)], self.unit) is None:
            return Lack.TEST
        is_alone = len(self.figures) < _TWO and not self.is_named
        is_part = are_parts_of_year(self.figures) and not is_alone
        return Lack.SAME_PART if is_part else Lack.BASELINE

    def without_verdict(self, judgement: Judgement) -> Trend[F]:
        """The latest figure and the one to read it beside: the baseline, else the one before it."""
        start, number = self.start, self.baseline
        if not self.after or not self.is_whole or (start is self.latest):
            start = self.figures[-_TWO] if len(self.figures) >= _TWO else None
            number = start.value if start is not None else None
        found = self._trend(judgement, start, number, _value(self.latest))
        return replace(found, lacks=self.lacks if judgement is Judgement.TOO_FEW else None)

    def by_counts(self) -> Trend[F] | None:
        """None if the counts are not known, or those of many months are tested by level."""
        if are_parts_of_year(self.figures):
            return None if self.is_enough_for_level else self._by_same_parts()
        if not self.has_baseline:
            return self._by_trend_of_counts()
        counts = self._counts_of_ends()
        if counts is None:
            return None
        return self._of_two_counts(*counts, self.start, self.baseline or 0.0)

    def _by_same_parts(self) -> Trend[F] | None:
        """None if no month since has its like before, or the counts of one are not known."""
        start = self._named_part() if self.is_named and self.baseline is not None else None
        if self.is_named and self.baseline is not None and start is None:
            return self._beside_named_level()
        before, after = self.before, self.after
        if start is not None:
            before = [start]
            after = [f for f in after if middle_of(f.span) > middle_of(start.span)]
        elif not before:
            before = first_year(self.figures)
            after = self.figures[len(before) :]
        pairs = _same_parts(before, after, tolerance(self.figures)) if after else []
        ends = [figure for pair in pairs for figure in pair]
        counts = same_kind([_counted(figure) for figure in ends], self.unit)
        if counts is None:
            return None
        parts = CountedParts(
            list(zip(counts[::2], counts[1::2], strict=True)),
            _counts_like(counts[0], self.before or before),
            _counts_like(counts[0], after),
        )
        return self._of_parts(parts.compared(), *(pairs[0] if len(pairs) == 1 else (None, None)))

    def _named_part(self) -> F | None:
        """The figure that the plan names, if it is of a part of a year as these are."""
        start = self.start
        if start is None and self.since is None:
            early = self.figures[:-1]
            start = next((f for f in early if f.value == self.baseline), None)
        return start if start is not None and is_as_long(start, self.latest) else None

    def _beside_named_level(self) -> Trend[F] | None:
        """What the plan names is of no month that is known here, so that a whole year is needed."""
        year = last_year(self.after)
        counts = same_kind([_counted(figure) for figure in year], self.unit)
        ends = self._counts_of_ends()
        if counts is None or ends is None or not fill_a_year(year):
            return None
        level = replace(ends[0], multiplier=counts[0].multiplier)
        return self._of_parts(beside_a_level(level, counts), None, None)

    def _of_parts(self, parts: PartComparison, start: F | None, end: F | None) -> Trend[F]:
        clear = parts.interval.without_zero and abs(parts.change) >= self.unit / 2
        judged = _way(parts.change) if clear else Judgement.NO_CLEAR_CHANGE
        found = self._trend(judged, start, parts.before, parts.since)
        return replace(
            found,
            end=end or self.latest,
            method=Method.SAME_PARTS,
            interval=parts.interval,
            parts=parts,
        )

    def _of_two_counts(self, first: Count, last: Count, start: F | None, value: float) -> Trend[F]:
        change = _less(_value(self.latest), value)
        widened = widening_of_years(_counts_like(last, self.before))
        between = difference(first, last).wider(change, widened)
        clear = between.without_zero and abs(change) >= self.unit / 2
        judged = _way(change) if clear else Judgement.NO_CLEAR_CHANGE
        found = self._trend(judged, start, value, _value(self.latest))
        return replace(found, method=Method.COUNTS, interval=between, widened=widened)

    def _counts_of_ends(self) -> tuple[Count, Count] | None:
        """The counts of baseline and latest figure.

        A baseline whose own count is not stated is taken to be out of as few as any figure.
        """
        ends = [_counted(self.latest)]
        if self.start is not None:
            ends.insert(0, _counted(self.start))
        counts = same_kind(ends, self.unit)
        if counts is not None and self.start is not None and len(counts) == _TWO:
            return counts[0], counts[1]
        if self.start is not None and self.start.denominator is not None:
            return None
        counts = same_kind([_counted(self.latest)], self.unit)
        if counts is None or self.baseline is None or self.baseline < 0:
            return None
        last = counts[0]
        fewest = min(f.denominator for f in self.figures if f.denominator)
        events = self.baseline / last.multiplier * fewest
        if last.is_proportion and events > fewest:
            return None
        return Count(events, fewest, last.multiplier, last.is_proportion), last

    def _by_trend_of_counts(self) -> Trend[F] | None:
        counts = same_kind([_counted(f) for f in self.after], self.unit)
        if counts is None or len(counts) < _TWO:
            return None
        if len(counts) == _TWO:
            return self._of_two_counts(counts[0], counts[1], self.after[0], _value(self.after[0]))
        first, last = self.after[0], self.after[-1]
        change = _less(_value(last), _value(first))
        rises = sum(c.share for c in counts[-2:]) > sum(c.share for c in counts[:2])
        clear = trend_is_clear(counts) and abs(change) >= self.unit / 2 and (change > 0) is rises
        judged = _way(change) if clear else Judgement.NO_CLEAR_CHANGE
        found = self._trend(judged, first, _value(first), _value(last))
        return replace(
            found, method=Method.COUNTS_TREND, interval=difference(counts[0], counts[-1])
        )

    def beside_areas(self, peers: Iterable[tuple[float | None, float | None]]) -> Trend[F] | None:
        """None if there are too few other areas, or nothing to start from."""
        if self.baseline is None or self.start is self.latest:
            return None
        last = _value(self.latest)
        areas = beside_nearest(self.baseline, last, peers)
        if areas is None or not areas.enough:
            return None
        clear = areas.is_clear and areas.less != areas.more
        judged = Judgement.NO_CLEAR_CHANGE
        if clear:
            judged = Judgement.BETTER if areas.less > areas.more else Judgement.WORSE
        found = self._trend(judged, self.start, self.baseline, last)
        return replace(found, method=Method.AREAS, areas=areas)

    def by_level(self) -> Trend[F] | None:
        """None if there are fewer than twelve before, or fewer than three since."""
        before = len(self.before) if len(self.before) >= FEWEST_BEFORE else FEWEST_BEFORE
        values = [TimedValue(middle_of(f.span), _value(f)) for f in self.figures]
        tested = level_test(values, before, unit=self.unit)
        if tested is None:
            return None
        judged = _way(tested.step) if tested.is_clear else Judgement.NO_CLEAR_CHANGE
        found = self._trend(judged, None, tested.level_before, tested.level_since)
        around = Interval(tested.step - tested.half_width, tested.step + tested.half_width)
        return replace(found, method=Method.LEVEL, level=tested, interval=around)

    def _trend(
        self, judgement: Judgement, start: F | None, baseline: float | None, now: float
    ) -> Trend[F]:
        change = None if baseline is None else _less(now, baseline)
        return Trend(
            judgement,
            change,
            start,
            self.latest,
            baseline=baseline,
            now=now,
            is_since_plan=self.since is not None,
        )


def _baseline(
    given: float | F | None, before: list[F], since: date | None, unit: float
) -> tuple[F | None, float | None]:
    """The figure and the number to start from: what is given, or the last figure before."""
    if isinstance(given, (int, float)):
        same = [f for f in before if abs(_value(f) - given) < unit / 2]
        return (same[-1], same[-1].value) if same else (None, float(given))
    if given is not None and given.value is not None:
        return given, given.value
    wholly = [f for f in before if since is not None and f.span.last_day < since]
    start = next(reversed(wholly or before), None)
    return start, (start.value if start is not None else None)


def _same_parts(before: Sequence[F], after: Sequence[F], days: float) -> list[tuple[F, F]]:
    """Of each part of the year the latest figure since, with the latest before; in order."""
    pairs: list[tuple[F, F]] = []
    free = list(before)
    for figure in reversed(last_year(after)):
        like = [one for one in free if is_same_part(one, figure, days) and is_as_long(one, figure)]
        if like:
            free.remove(like[-1])
            pairs.append((like[-1], figure))
    return pairs[::-1]


def _counts_like(kind: Count, figures: Iterable[MeasuredFigure]) -> list[Count]:
    return [
        Count(f.numerator, f.denominator, kind.multiplier, kind.is_proportion)
        for f in figures
        if f.numerator is not None
        and f.denominator
        and 0 <= f.numerator <= (f.denominator if kind.is_proportion else f.numerator)
    ]


def _way(change: float) -> Judgement:
    """A rise is "better" and a fall "worse", until `_in_direction` names them."""
    return Judgement.BETTER if change > 0 else Judgement.WORSE


def _counted(figure: MeasuredFigure) -> tuple[float, float | None, float | None]:
    return _value(figure), figure.numerator, figure.denominator


def _less(now: float, before: float) -> float:
    return round(now - before, _PLACES)


def _value(figure: MeasuredFigure) -> float:
    if figure.value is None:
        raise ValueError("a gap has no value")
    return figure.value
