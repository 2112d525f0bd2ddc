"""Which sums of an indicator's figures anybody can add up, of every version that was known. Pure.

- Series that are the parts of another: its figure is the sum of theirs, for the same period, or
  for all periods within its own (twelve months and a year).
- A year to date: two of its figures differ by what was counted between them.
- A year to date and a plain series of the same counts, whether or not anybody has said that one
  is a part of the other: April's year to date is April. It counts where the figures add up.

A figure and its corrections are versions. What stood together at any time can be added up, also
later: corrections are listed, and papers of a day in the past show what was known then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from indicators.domain.enums import SpanKind, YearToDate
from indicators.domain.suppression import CountCell, HiddenReason, KnownSum, PassingState
from indicators.domain.time_spans import Span

_FIRST_MONTHS = {YearToDate.CALENDAR: 1, YearToDate.FINANCIAL: 4, YearToDate.SCHOOL: 9}
_ONE_DAY = timedelta(days=1)
Place = tuple[int, Span]  # a series, and a period of it


@dataclass(frozen=True, slots=True)
class SeriesLinks:
    """What is known of how the figures of a series add up."""

    series: int
    span_kind: SpanKind
    part_of: int | None = None
    year_to_date: YearToDate = YearToDate.NO


@dataclass(frozen=True, slots=True)
class CountVersion:
    """One version of a figure: its key, its place, when it was known; a gap has no count.

    Versions with the same `batch`, if it is not empty, were saved at once: of one file.
    """

    key: int
    place: Place
    known_on: date
    cell: CountCell | None
    batch: str = ""


@dataclass(slots=True)
class KnownSums:
    """The sums, and their cells: those of versions, and derived ones with keys below zero.

    `passing` are the states that did not add up, between those that did, in order.
    """

    sums: list[KnownSum] = field(default_factory=list)
    passing: list[PassingState] = field(default_factory=list)
    cells: dict[int, CountCell] = field(default_factory=dict)


def known_sums(series: Sequence[SeriesLinks], versions: Iterable[CountVersion]) -> KnownSums:
    """The sums of the series of one indicator."""
    by_place: dict[Place, list[CountVersion]] = defaultdict(list)
    found = KnownSums()
    for version in sorted(versions, key=lambda one: (one.known_on, one.key)):
        by_place[version.place].append(version)
        if version.cell is not None:
            found.cells[version.key] = version.cell
    spans: dict[int, list[Span]] = defaultdict(list)
    for own, span in sorted(by_place, key=lambda place: place[1].first_day):
        spans[own].append(span)
    for total in series:
        parts = [one for one in series if one.part_of == total.series]
        for span in spans[total.series] if parts else ():
            places = _parts_of(total, span, parts, spans)
            if places:
                _add_states(found, by_place, (total.series, span), places)
        if total.year_to_date is not YearToDate.NO:
            _add_differences(found, by_place, total, spans[total.series])
            for plain in series:
                if plain.year_to_date is YearToDate.NO:
                    _add_since_year_began(found, by_place, (total, plain), spans)
    found.sums = list({(one.total, one.parts): one for one in reversed(found.sums)}.values())[::-1]
    return found


def year_begins(day: date, year: YearToDate) -> date:
    """The first day of the year that a day lies in."""
    first = date(day.year, _FIRST_MONTHS[year], 1)
    return first if first <= day else first.replace(year=day.year - 1)


def _parts_of(
    total: SeriesLinks, span: Span, parts: Sequence[SeriesLinks], spans: Mapping[int, list[Span]]
) -> list[Place]:
    """The places that add up to a total; none if a period of one of them has no figure."""
    places: list[Place] = []
    for part in parts:
        same = part.span_kind is span.kind and part.year_to_date is total.year_to_date
        first = span.first_day
        if total.year_to_date is not YearToDate.NO and not same:
            first = year_begins(span.last_day, total.year_to_date)
        within = [
            one
            for one in spans[part.series]
            if (one == span if same else first <= one.first_day and one.last_day <= span.last_day)
        ]
        if not within or not _covers(within, first, span.last_day):
            return []
        places += [(part.series, one) for one in within]
    return places


def _covers(spans: Sequence[Span], first: date, last: date) -> bool:
    """Whether spans in order follow each other from the first to the last day."""
    gapless = all(b.first_day == a.last_day + _ONE_DAY for a, b in pairwise(spans))
    return gapless and spans[0].first_day == first and spans[-1].last_day == last


def _add_states(
    found: KnownSums,
    by_place: Mapping[Place, list[CountVersion]],
    total: Place,
    parts: Sequence[Place],
) -> None:
    """The sum of what stood together, after each version that any of them got.

    Between two corrections that belong together, figures do not add up: such a state tells nothing
    yet, and what was shown in it must not tell anything later. If none adds up, each counts, by as
    much as it is off.
    """
    states = [tuple(one.key for one in state) for state in _states(by_place, (total, *parts))]
    sums = [KnownSum(of_total, tuple(of_parts)) for of_total, *of_parts in states]
    exact = [one for one in sums if _is_exact(one, found.cells)]
    found.sums += exact or sums
    settled = frozenset(key for one in exact for key in one.keys)
    for place, (one, keys) in enumerate(zip(sums, states, strict=True)):
        if exact and one not in exact:
            earlier = zip(*states[:place], strict=True) if place else ((),) * len(keys)
            found.passing.append(
                PassingState(
                    keys, tuple(map(frozenset, earlier)), settled, is_current=one == sums[-1]
                )
            )


def _is_exact(known: KnownSum, cells: Mapping[int, CountCell]) -> bool:
    return cells[known.total].events == sum(cells[part].events for part in known.parts)


def _states(
    by_place: Mapping[Place, list[CountVersion]], places: Sequence[Place]
) -> list[tuple[CountVersion, ...]]:
    """Each set of versions, one a place, that stood together, without those that have a gap."""
    every = sorted(
        (version for place in places for version in by_place[place]),
        key=lambda one: (one.known_on, one.key),
    )
    current: dict[Place, CountVersion] = {}
    states: dict[tuple[int, ...], tuple[CountVersion, ...]] = {}
    for version in every:
        current[version.place] = version
        state = [current[place] for place in places if place in current]
        if len(state) == len(places) and all(one.cell is not None for one in state):
            states[tuple(one.key for one in state)] = tuple(state)
    return list(states.values())


def _add_differences(
    found: KnownSums,
    by_place: Mapping[Place, list[CountVersion]],
    series: SeriesLinks,
    spans: Sequence[Span],
) -> None:
    """What was counted between two figures of one year that follow each other."""
    year = series.year_to_date
    for before, after in pairwise(spans):
        if year_begins(before.last_day, year) != year_begins(after.last_day, year):
            continue
        for first, last in _states(by_place, ((series.series, before), (series.series, after))):
            between = _difference(first.cell, last.cell)
            if between is not None:
                key = -1 - len(found.cells)
                found.cells[key] = between
                found.sums.append(
                    KnownSum(last.key, (first.key, key), HiddenReason.FROM_YEAR_TO_DATE)
                )


def _add_since_year_began(
    found: KnownSums,
    by_place: Mapping[Place, list[CountVersion]],
    pair: tuple[SeriesLinks, SeriesLinks],
    spans: Mapping[int, list[Span]],
) -> None:
    """A year to date as the sum of a plain series: since the year began, and since the last figure
    of the year to date from which the plain one has every period. Only what adds up exactly, since
    the plain one may well count something else.
    """
    own, plain = pair
    for at, span in enumerate(spans[own.series]):
        began = year_begins(span.last_day, own.year_to_date)
        plain_spans = [one for one in spans[plain.series] if began <= one.first_day]
        starts = [
            (one.last_day + _ONE_DAY, [(own.series, one)])
            for one in reversed(spans[own.series][:at])
            if began <= one.last_day < span.last_day
        ]
        nearest = (
            [*before, *((plain.series, one) for one in _filling(plain_spans, first, span.last_day))]
            for first, before in starts
            if _filling(plain_spans, first, span.last_day)
        )
        of_year = [(plain.series, one) for one in _filling(plain_spans, began, span.last_day)]
        for places in (next(nearest, []), of_year):
            if places:
                _add_exact_states(found, by_place, (own.series, span), places)


def _filling(spans: Sequence[Span], first: date, last: date) -> list[Span]:
    """Those within the days, if they fill them without a gap; else none."""
    within = [one for one in spans if first <= one.first_day and one.last_day <= last]
    return within if within and _covers(within, first, last) else []


def _add_exact_states(
    found: KnownSums,
    by_place: Mapping[Place, list[CountVersion]],
    total: Place,
    parts: Sequence[Place],
) -> None:
    for of_total, *of_parts in _states(by_place, (total, *parts)):
        known = KnownSum(
            of_total.key, tuple(part.key for part in of_parts), HiddenReason.FROM_YEAR_TO_DATE
        )
        if _is_exact(known, found.cells):
            found.sums.append(known)


def _difference(first: CountCell | None, last: CountCell | None) -> CountCell | None:
    """None if the year to date has fallen, which is a correction and no count."""
    if first is None or last is None or last.events < first.events:
        return None
    others = None
    if first.others is not None and last.others is not None:
        others = last.others - first.others
    if others is not None and others < 0:
        return None
    return CountCell(last.events - first.events, others, derived=True)
