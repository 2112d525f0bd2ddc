"""Noise in which nothing happens, of many kinds, lengths and rhythms: how much gets a verdict.

The usual run judges a few of each of some cells, spread over the grid; the long run all of them,
and prints the table of the highest of each kind.
"""

from __future__ import annotations

import sys

import pytest

from tests.support.noise_grid import BASELINES, KINDS, WILD_KINDS, NoiseCell, NoiseKind

LENGTHS = {
    "month": (
        *((2, 1), (3, 1), (6, 4), (10, 2), (11, 1), (11, 3), (11, 11), (8, 12), (12, 1), (12, 2)),
        *((12, 3), (12, 4), (12, 12), (14, 7), (24, 2), (24, 4), (24, 24), (60, 24)),
    ),
    "quarter": ((2, 1), (3, 2), (4, 1), (4, 4), (5, 6), (8, 4), (11, 2), (12, 3), (20, 12)),
    "term": ((2, 1), (3, 1), (3, 3), (5, 4), (12, 3), (18, 6)),
    "school year": ((1, 1), (2, 1), (3, 2), (6, 3), (12, 3), (20, 4)),
    "year": ((2, 1), (4, 3), (12, 4)),
}
OF_COUNTS, OF_LEVELS = 0.06, 0.03
LONG = 1000
# Where it is known to be more: figures that hang together by 0.8, so few that nobody can tell.
OF_FEW_THAT_HANG_TOGETHER = 0.075
# Fewer than five years before do not show that they differ by more than counting explains.
OF_WILD_YEARS = 0.50
# Counts that differ by more than counting explains and hang together, too: nor do few of these.
OF_WILD_THAT_HANGS_TOGETHER = 0.18
HANGS_TOGETHER = 0.8
MANY_ENOUGH = 24


def limit(cell: NoiseCell) -> float:
    """The share of verdicts that a cell may have."""
    figures, is_yearly = cell.before + cell.since, "year" in cell.rhythm
    if cell.kind in WILD_KINDS and is_yearly and cell.before < 5:
        return OF_WILD_YEARS
    if cell.kind in WILD_KINDS and cell.kind.neighbours:
        return OF_WILD_THAT_HANGS_TOGETHER
    if cell.kind.counted:
        return OF_COUNTS
    if cell.kind.neighbours >= HANGS_TOGETHER and figures <= MANY_ENOUGH:
        return OF_FEW_THAT_HANG_TOGETHER
    return OF_LEVELS if figures >= 15 else 0.0


def cells() -> list[NoiseCell]:
    """All of them: what is without counts has no use for another baseline."""
    return [
        NoiseCell(kind, rhythm, before, since, baseline)
        for kind in (*KINDS, *WILD_KINDS)
        for rhythm, lengths in LENGTHS.items()
        for before, since in lengths
        for baseline in (BASELINES if kind.counted else BASELINES[::3])
    ]


CELLS = cells()
EVERY_SO_MANYTH = 29  # has no factor in common with the lengths, so that all kinds have their turn
KINDS_BY_NAME = {kind.name: kind for kind in (*KINDS, *WILD_KINDS)}


def test_a_few_of_the_noise_keep_within_what_much_may() -> None:
    """Twelve of each of some cells; over all of a kind, with the slack that chance needs."""
    allowed: dict[str, float] = dict.fromkeys(KINDS_BY_NAME, 0.0)
    found: dict[str, float] = dict.fromkeys(KINDS_BY_NAME, 0.0)
    for cell in CELLS[::EVERY_SO_MANYTH]:
        allowed[cell.kind.name] += 12 * limit(cell)
        found[cell.kind.name] += 12 * cell.share(12, seed=1)
    too_many = {
        name: (count, allowed[name])
        for name, count in found.items()
        if count > allowed[name] + 3.1 * allowed[name] ** 0.5 + 1
    }
    assert too_many == {}


@pytest.mark.parametrize("season", [0.62, 1.5])
@pytest.mark.parametrize(("before", "since"), [(3, 1), (6, 4), (11, 1), (2, 12)])
def test_a_season_of_counts_is_no_change(season: float, before: int, since: int) -> None:
    """Half of 110, more in one half of the year: what gave a verdict in up to 91% of noise."""
    kind = next(k for k in KINDS if k.counted and k.season == season)
    for rhythm in ("month", "quarter", "term"):
        assert NoiseCell(kind, rhythm, before, since).share(40, seed=3) <= 0.15


@pytest.mark.long
def test_much_noise_keeps_within_the_limits(capsys: pytest.CaptureFixture[str]) -> None:
    shares = [(cell, cell.share(LONG, seed=2)) for cell in CELLS]
    highest: dict[NoiseKind, tuple[float, NoiseCell]] = {}
    for cell, share in shares:
        if cell.kind not in highest or share > highest[cell.kind][0]:
            highest[cell.kind] = share, cell
    with capsys.disabled():
        sys.stdout.write(f"\n| Noise ({LONG:,} of each cell) | Highest of its cells | Where |\n")
        for kind, (share, cell) in highest.items():
            where = cell.name.removeprefix(f"{kind.name}, ")
            sys.stdout.write(f"| {kind.name} | {share:.1%} | {where} |\n")
    chance = 3.1 / LONG**0.5
    missed = [
        (cell.name, share)
        for cell, share in shares
        if share > limit(cell) + chance * (limit(cell) * (1 - limit(cell))) ** 0.5
    ]
    assert missed == []
