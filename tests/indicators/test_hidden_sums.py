"""What the sums that nobody declared, and two corrections one after the other, must not tell."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest

from indicators.domain.enums import SpanKind, YearToDate
from indicators.domain.known_sums import CountVersion, SeriesLinks, known_sums
from indicators.domain.suppression import CountCell, suppression
from indicators.domain.time_spans import Span

DAY = date(2020, 7, 15)
MONTHLY, TO_DATE, QUARTERLY = 1, 2, 3
ALL, NORTH, SOUTH = 1, 2, 3


def counted(key: int, series: int, kind: SpanKind, span: str, count: int) -> CountVersion:
    return CountVersion(key, (series, Span.of(kind, span)), DAY, CountCell(count))


def shown(links: list[SeriesLinks], versions: Iterable[CountVersion]) -> set[int]:
    """The keys of the figures that are not hidden below 5."""
    known = known_sums(links, versions)
    hidden = suppression(known.cells, known.sums, 5, known.passing).reasons
    return {key for key in known.cells if key > 0} - set(hidden)


def months_of(series: int, *counts: int) -> list[CountVersion]:
    return [
        counted(10 * series + n, series, SpanKind.MONTH, f"2020-{n:02}", count)
        for n, count in enumerate(counts, start=4)
    ]


@pytest.mark.parametrize("part_of", [None, QUARTERLY])
def test_a_year_to_date_is_the_sum_of_the_months_without_being_declared(part_of) -> None:  # type: ignore[no-untyped-def]
    links = [
        SeriesLinks(MONTHLY, SpanKind.MONTH, part_of=part_of),
        SeriesLinks(TO_DATE, SpanKind.MONTH, year_to_date=YearToDate.FINANCIAL),
        SeriesLinks(QUARTERLY, SpanKind.QUARTER),
    ]
    versions = [*months_of(MONTHLY, 7, 9, 3), *months_of(TO_DATE, 7, 16, 19)]
    april, may, june, april_to_date, may_to_date, june_to_date = (one.key for one in versions)
    if part_of:
        versions.append(counted(40, QUARTERLY, SpanKind.QUARTER, "2020-Q2", 19))
    left = shown(links, versions)
    assert june not in left
    total_known = june_to_date in left or 40 in left
    before_known = may_to_date in left or (may in left and (april in left or april_to_date in left))
    assert not (total_known and before_known)


def test_months_that_begin_after_the_year_to_date_are_subtracted_from_it() -> None:
    links = [
        SeriesLinks(MONTHLY, SpanKind.MONTH),
        SeriesLinks(TO_DATE, SpanKind.MONTH, year_to_date=YearToDate.FINANCIAL),
    ]
    months, to_date = months_of(MONTHLY, 7, 9, 3)[1:], months_of(TO_DATE, 7, 16, 19)
    left = shown(links, [*months, to_date[0], to_date[2]])
    assert not {15, 24, 26} <= left


def test_a_year_to_date_of_something_else_hides_nothing() -> None:
    links = [
        SeriesLinks(MONTHLY, SpanKind.MONTH),
        SeriesLinks(TO_DATE, SpanKind.MONTH, year_to_date=YearToDate.FINANCIAL),
    ]
    left = shown(links, [*months_of(MONTHLY, 7, 9, 3), *months_of(TO_DATE, 70, 160, 190)])
    assert left == {14, 15, 24, 25, 26}


AREAS = [
    SeriesLinks(ALL, SpanKind.MONTH),
    SeriesLinks(NORTH, SpanKind.MONTH, part_of=ALL),
    SeriesLinks(SOUTH, SpanKind.MONTH, part_of=ALL),
]


@pytest.mark.parametrize("corrections", [[(NORTH, 7), (ALL, 10)], [(ALL, 10), (NORTH, 7)]])
def test_what_was_shown_between_two_corrections_stays_shown_and_tells_nothing(
    corrections: list[tuple[int, int]],
) -> None:
    versions = [
        counted(series, series, SpanKind.MONTH, "2020-09", count)
        for series, count in ((ALL, 8), (NORTH, 5), (SOUTH, 3))
    ]
    ever_shown = shown(AREAS, versions)
    for key, (series, count) in enumerate(corrections, start=4):
        versions.append(counted(key, series, SpanKind.MONTH, "2020-09", count))
        ever_shown |= shown(AREAS, versions)
    counts = {one.key: one.cell for one in versions}
    known = known_sums(AREAS, versions)
    for known_sum in known.sums:  # nothing that was ever shown leaves one unknown in a sum
        unknown = set(known_sum.keys) - ever_shown
        assert len(unknown) != 1, (known_sum, ever_shown, counts)


def test_figures_that_are_all_corrected_since_are_shown() -> None:
    counts = [(ALL, 3), (NORTH, 2), (SOUTH, 1), (ALL, 30), (NORTH, 10), (SOUTH, 20)]
    versions = [
        counted(key, series, SpanKind.MONTH, "2020-09", count)
        for key, (series, count) in enumerate(counts, start=1)
    ]
    assert shown(AREAS, versions) == {4, 5, 6}
