"""The verdict on an indicator, with the test that it comes from and what that compared. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from indicators.domain.cadence import TimeStretch
from indicators.domain.counts import Interval
from indicators.domain.enums import Judgement, Method
from indicators.domain.level_test import LevelTest
from indicators.domain.nearest_starters import StarterComparison
from indicators.domain.same_parts import PartComparison


class Lack(StrEnum):
    """What is missing where no test can speak."""

    TEST = "test"  # no counts, no other areas, fewer than twelve before
    BREAK = "break"  # a break parts the latest figures from the baseline
    SAME_PART = "same_part"  # counts, and no figure of the same month before
    BASELINE = "baseline"  # counts, and nothing to set them against
    NUMBER = "number"  # the latest figure has none that may be shown


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
    widened: float = 1.0  # the interval of counts, by what they differ more than counting explains
    parts: PartComparison | None = None
    lacks: Lack | None = None
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
