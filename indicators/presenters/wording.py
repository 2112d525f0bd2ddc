"""Wording of figures on pages: changes, targets, numbers, counts of judgements."""

from __future__ import annotations

from collections.abc import Iterable

from indicators.domain import trend_wording
from indicators.domain.enums import Judgement, TargetKind
from indicators.domain.time_spans import Span
from indicators.models import Target
from indicators.selectors.figures_as_at import Reading
from indicators.selectors.target_outcomes import number_in_words as number_in_words
from indicators.selectors.target_outcomes import stated_target

UNSTATED = "Not stated"


def change_in_words(reading: Reading) -> str:
    """ "Up 12 percentage points since 2018", "No change since 2017"; empty for one figure."""
    if reading.main is None:
        return ""
    when = reading.baseline_when
    return trend_wording.change_in_words(reading.trend, reading.main.scale, baseline_when=when)


def target_now(reading: Reading) -> Target | None:
    """The target that applies now: the first whose day has not passed, or else the last."""
    numbers = [target for target in reading.targets if target.kind == TargetKind.NUMBER]
    numbers.sort(key=lambda target: (target.by is None, target.by))
    coming = [target for target in numbers if target.by and target.by >= reading.day]
    others = [target for target in reading.targets if target.kind != TargetKind.NUMBER]
    return next(iter(coming or numbers[-1:] or others), None)


def target_in_words(reading: Reading, target: Target | None) -> str:
    """The target in its own wording, or in a plain sentence; empty if there is none."""
    if target is None:
        words = reading.indicator.intention.target
        return words[:1].upper() + words[1:]
    return stated_target(reading, target)


def printed_readings(known: Iterable[Reading]) -> list[Reading]:
    """The readings of indicators that the plan prints and that are still measured. Headlines count
    only these.
    """
    return [reading for reading in known if reading.in_plan and reading.end is None]


def count_judgements(judgements: list[Judgement]) -> dict[Judgement, int]:
    """The number of each judgement, in the order of the enum; zeros are left out."""
    return {
        judgement: judgements.count(judgement) for judgement in Judgement if judgement in judgements
    }


def is_same_period(span: Span, other: Span) -> bool:
    return (span.first_day, span.last_day) == (other.first_day, other.last_day)
