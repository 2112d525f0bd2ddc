"""Who has seen every figure that was ever shown, between corrections too, knows no small count."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date

import pytest

from indicators.domain.enums import SpanKind
from indicators.domain.known_sums import CountVersion, SeriesLinks, known_sums
from indicators.domain.shown_before import suppression_of
from indicators.domain.suppression import CountCell, HiddenReason, Suppression
from indicators.domain.time_spans import Span
from tests.support.possible_counts import possible

DAY = date(2020, 7, 15)
SEPT = Span.of(SpanKind.MONTH, "2020-09")
ALL, NORTH, SOUTH, EAST = 0, 1, 2, 3
BELOW = 4


def links_of(parts: int) -> list[SeriesLinks]:
    total = SeriesLinks(ALL, SpanKind.MONTH)
    return [total, *(SeriesLinks(n, SpanKind.MONTH, part_of=ALL) for n in range(1, parts + 1))]


def version(key: int, series: int, count: int, batch: str = "") -> CountVersion:
    return CountVersion(key, (series, SEPT), DAY, CountCell(count), batch)


def first_figures(*parts: int) -> list[CountVersion]:
    counts = (sum(parts), *parts)
    return [version(series + 1, series, count) for series, count in enumerate(counts)]


def ever_told(parts: int, versions: Sequence[CountVersion], first: int) -> Suppression:
    """What no page has shown, after the first figures and after each correction."""
    shown: set[int] = set()
    says_few: set[int] = set()
    for at in range(first, len(versions) + 1):
        found = suppression_of(links_of(parts), versions[:at], BELOW)
        keys = {one.key for one in versions[:at]}
        shown |= keys - found.reasons.keys()
        few = {key for key, reason in found.reasons.items() if reason is HiddenReason.FEW}
        says_few |= few - found.masked
    never = {one.key for one in versions} - shown
    reasons = {
        key: HiddenReason.FEW if key in says_few else HiddenReason.FROM_TOTAL for key in never
    }
    return Suppression(reasons)


def assert_nothing_is_told(parts: int, versions: Sequence[CountVersion]) -> Suppression:
    """Brute force: of each small version that was ever entered every value stays possible."""
    known = known_sums(links_of(parts), versions)
    told = ever_told(parts, versions, parts + 1)
    small = [key for key, cell in known.cells.items() if 0 < cell.events < BELOW]
    seen: dict[int, set[int]] = {key: set() for key in small if key in told.reasons}
    assert seen.keys() == set(small), "a small count was shown"
    for counts in possible(known.cells, known.sums, told, BELOW, most=14):
        for key in small:
            seen[key].add(counts.get(key, 0))
    summed = {key for one in known.sums for key in one.keys}
    rule = set(range(1, BELOW))
    for key in small:
        brief = [(one.key, one.place[0], one.cell and one.cell.events) for one in versions]
        assert key not in summed or rule <= seen[key], (key, brief, told, seen[key])
    return told


@pytest.mark.parametrize("part_first", [True, False])
def test_a_small_part_that_is_corrected_to_a_large_one_with_its_total(part_first: bool) -> None:
    """8 = 3 + 5 and 12 = 7 + 5: the old total, the new total and the new part give 3."""
    corrections = [(NORTH, 7), (ALL, 12)] if part_first else [(ALL, 12), (NORTH, 7)]
    versions = first_figures(3, 5)
    versions += [version(key, *one) for key, one in enumerate(corrections, start=4)]
    told = assert_nothing_is_told(2, versions)
    old_total, new_total, new_part = (
        1,
        *(4 + corrections.index(one) for one in ((ALL, 12), (NORTH, 7))),
    )
    assert {old_total, new_total, new_part} & told.reasons.keys()


@pytest.mark.parametrize("seed", range(60))
def test_nobody_who_has_seen_all_that_was_shown_narrows_a_small_count(seed: int) -> None:
    chance = random.Random(seed)
    parts = chance.choice((2, 2, 3))
    now = [chance.choice((1, 2, 3, 5, 6, 9)) for _ in range(parts)]
    versions = first_figures(*now)
    for _ in range(chance.randint(1, 2 if parts == 2 else 1)):
        at = chance.randrange(parts)
        now[at] = chance.choice((2, 5, 6, 8, 10))
        both = [(at + 1, now[at]), (ALL, sum(now))]
        for series, count in both if chance.random() < 0.5 else reversed(both):
            versions.append(version(len(versions) + 1, series, count))
    assert_nothing_is_told(parts, versions)


def test_what_a_file_corrects_at_once_is_one_correction() -> None:
    """Nobody sees the new part without the new total, so that the total may stay."""
    versions = first_figures(3, 5)
    versions += [version(4, NORTH, 7, "one file"), version(5, ALL, 12, "one file")]
    shown = {1, 2, 3, 4, 5} - suppression_of(links_of(2), versions, BELOW).reasons.keys()
    assert shown == {1, 5}
