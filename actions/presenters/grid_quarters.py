"""The columns of the grid: the quarters of a plan, of which those far from today are folded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from actions.domain.quarter_window import window_around
from actions.models import ReportingPeriod
from actions.selectors.periods import begun_quarters, quarters_of


@dataclass(frozen=True, slots=True)
class GridQuarter:
    """A column: its label, whether it is the current one, and whether it is yet to come."""

    pk: int
    label: str
    now: bool
    coming: bool

    @property
    def css(self) -> str:
        return "app-now" if self.now else "app-q--empty" if self.coming else ""

    @property
    def head_css(self) -> str:
        return "app-c-q app-now" if self.now else "app-c-q--empty" if self.coming else "app-c-q"


@dataclass(frozen=True, slots=True)
class GridQuarters:
    """The columns of a plan: the quarters that are shown, and those that are folded."""

    every: tuple[GridQuarter, ...]
    shown: tuple[GridQuarter, ...]
    earlier: tuple[GridQuarter, ...] = ()  # folded into one column
    later: tuple[GridQuarter, ...] = ()  # left out: nothing is reported of them yet

    @property
    def total(self) -> int:
        return len(self.every)

    @property
    def are_folded(self) -> bool:
        return len(self.shown) < len(self.every)

    @property
    def now(self) -> GridQuarter | None:
        return next((quarter for quarter in self.every if quarter.now), None)

    @property
    def earlier_span(self) -> str:
        """ "July 2019 to Jan 2022", or the one quarter; empty where none is folded."""
        if not self.earlier:
            return ""
        first, last = self.earlier[0].label, self.earlier[-1].label
        return first if first == last else f"{first} to {last}"

    @property
    def folded_in_words(self) -> str:
        """ "The 11 quarters before Apr 2022 and the 7 after July 2023 are folded."."""
        before, after = len(self.earlier), len(self.later)
        parts = []
        if before:
            parts.append(f"{_quarters(before)} before {self.shown[0].label}")
        if after:
            parts.append(f"{_quarters(after)} after {self.shown[-1].label}")
        return f"{' and '.join(parts)} {'is' if before + after == 1 else 'are'} folded."


def _quarters(count: int) -> str:
    return f"{count} quarter{'' if count == 1 else 's'}"


def grid_quarters(periods: Sequence[ReportingPeriod], today: date) -> tuple[GridQuarter, ...]:
    """The columns of the quarters of these periods; the current one is the last that has begun."""
    begun = [quarter.pk for quarter in begun_quarters(periods, today)]
    return tuple(
        GridQuarter(quarter.pk, quarter.label, quarter.pk in begun[-1:], quarter.pk not in begun)
        for quarter in quarters_of(periods)
    )


def quarters_shown(every: tuple[GridQuarter, ...], *, unfolded: bool) -> GridQuarters:
    """The quarters around the current one, and the others folded; or all of them."""
    if unfolded:
        return GridQuarters(every, every)
    current = next((place for place, quarter in enumerate(every) if quarter.now), None)
    window = window_around(current, len(every))
    return GridQuarters(
        every,
        shown=every[window.start : window.stop],
        earlier=every[: window.start],
        later=every[window.stop :],
    )
