"""Whether an indicator has become better since the plan began. Pure: no clock, no database.

One test gives the verdict of one indicator; two that may both speak would double the false alarms.
The first of these that its figures allow:

1. *Counts.* Latest figure and baseline are so many out of so many: the 95% interval of their
   difference (`counts.difference`). If there is no baseline, the trend (`counts.trend_is_clear`).
2. *Areas.* Values of many other areas: the change beside the changes of the areas that started
   nearest (`nearest_starters`).
3. *Level.* Twelve figures or more before the plan, else the first twelve: the level since against
   the level before (`level_test`). Counts of that many months are tested so too, since the chance
   of counting is the least of what makes months differ.
4. Otherwise none: too few to tell.

The baseline is the last figure before the plan began, or what the plan names. Nothing is compared
across a break in the series. A figure is of the time in which most of it lies. Gaps are skipped
and never count as zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Generic, Protocol, TypeVar

from indicators.domain.counts import Count, Interval, difference, same_kind, trend_is_clear
from indicators.domain.enums import Direction, Judgement, Method
from indicators.domain.level_test import (
    FEWEST_BEFORE,
    FEWEST_SINCE,
    LevelTest,
    TimedValue,
    level_test,
)
from indicators.domain.nearest_starters import StarterComparison, beside_nearest

_PLACES = 9  # beyond which a float is noise: 40.0 - 39.9
_TWO = 2
LONGEST_PART_OF_YEAR = 100  # days: a quarter, and no more
FEWEST_AROUND_BASELINE = 3  # months or quarters before the plan, the baseline among them


class TimeStretch(Protocol):
    """The period of a figure."""

    @property
    def first_day(self) -> date: ...
    @property
    def last_day(self) -> date: ...


class MeasuredFigure(Protocol):
    """A figure as far as its trend needs it. A gap has no value."""

    @property
    def span(self) -> TimeStretch: ...
    @property
    def value(self) -> float | None: ...
    @property
    def numerator(self) -> float | None: ...
    @property
    def denominator(self) -> float | None: ...


F = TypeVar("F", bound=MeasuredFigure)


@dataclass(frozen=True, slots=True)
class Trend(Generic[F]):
    """The judgement, the test that it comes from, and what that test compared.

    `start` and `end` are the figures behind it; `start` is None if the baseline is a number that
    the plan names, or a level. `change` is from `baseline` to `now`: two figures, or two levels.
    """

    judgement: Judgement
    change: float | None = None
    start: F | None = None
    end: F | None = None
    method: Method = Method.NONE
    baseline: float | None = None
    now: float | None = None
    interval: Interval | None = None  # of the change: 95% of counts, 98% of levels
    areas: StarterComparison | None = None
    level: LevelTest | None = None
    hangs_on_one: bool = False  # clear from the baseline, and not from the months before it
    is_since_plan: bool = False  # whether a day was given on which the plan began

    @property
    def better(self) -> bool:
        return self.judgement is Judgement.BETTER

    @property
    def worse(self) -> bool:
        return self.judgement is Judgement.WORSE

    @property
    def direction(self) -> str:
        """ "Rising", "Falling", or an empty string if there is no clear change."""
        clear = (Judgement.BETTER, Judgement.WORSE, Judgement.NOT_JUDGED)
        if self.change is None or self.judgement not in clear:
            return ""
        return "Rising" if self.change > 0 else "Falling"


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
        (case.by_counts() if case.starts_with_counts else None)
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


def middle_of(span: TimeStretch) -> date:
    return span.first_day + timedelta(days=((span.last_day - span.first_day).days + 1) // 2)


def is_since(span: TimeStretch, day: date) -> bool:
    """Whether most of the time of a figure lies on or after a day."""
    return middle_of(span) >= day


def _is_part_of_year(span: TimeStretch) -> bool:
    return (span.last_day - span.first_day).days <= LONGEST_PART_OF_YEAR


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

    @classmethod
    def of(
        cls,
        known: list[F],
        since: date | None,
        baseline: float | F | None,
        breaks: tuple[date, ...],
        unit: float,
    ) -> _ComparedFigures[F]:
        figures = figures_after_break(known, breaks)
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
        return cls(figures, before, after, start, number if whole else None, whole, unit, since)

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
    def starts_with_counts(self) -> bool:
        """Counts of months or quarters that are enough for a level are tested by level instead."""
        if not _is_part_of_year(self.latest.span):
            return True
        before = len(self.before) if self.since is not None else min(12, len(self.figures))
        return before < FEWEST_BEFORE or len(self.figures) - before < FEWEST_SINCE

    def without_verdict(self, judgement: Judgement) -> Trend[F]:
        """The latest figure and the one to read it beside: the baseline, else the one before it."""
        start, number = self.start, self.baseline
        if not self.after or not self.is_whole or (start is self.latest):
            start = self.figures[-_TWO] if len(self.figures) >= _TWO else None
            number = start.value if start is not None else None
        return self._trend(judgement, start, number, _value(self.latest))

    def by_counts(self) -> Trend[F] | None:
        """None if the counts are not known."""
        if not self.has_baseline:
            return self._by_trend_of_counts()
        counts = self._counts_of_ends()
        if counts is None:
            return None
        found = self._of_two_counts(*counts, self.start, self.baseline or 0.0)
        if found.judgement is Judgement.NO_CLEAR_CHANGE or self._is_clear_of_earlier(found):
            return found
        return replace(found, judgement=Judgement.NO_CLEAR_CHANGE, hangs_on_one=True)

    def _is_clear_of_earlier(self, found: Trend[F]) -> bool:
        """Whether months or quarters are clear of those before the baseline, too.

        One bad month and back is no change, even if the bad month was the last before the plan.
        """
        earlier = self.before[-FEWEST_AROUND_BASELINE:-1] if self.start in self.before else []
        for figure in earlier if _is_part_of_year(self.latest.span) else ():
            counts = same_kind([_counted(figure), _counted(self.latest)], self.unit)
            if counts is None:
                continue
            between = difference(counts[0], counts[1])
            rises = between.low > 0 and found.judgement is Judgement.BETTER
            falls = between.high < 0 and found.judgement is Judgement.WORSE
            if not rises and not falls:
                return False
        return True

    def _of_two_counts(self, first: Count, last: Count, start: F | None, value: float) -> Trend[F]:
        between = difference(first, last)
        change = _less(_value(self.latest), value)
        clear = between.without_zero and abs(change) >= self.unit / 2
        judged = _way(change) if clear else Judgement.NO_CLEAR_CHANGE
        found = self._trend(judged, start, value, _value(self.latest))
        return replace(found, method=Method.COUNTS, interval=between)

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
