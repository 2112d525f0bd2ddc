"""The table of baseline, milestones and targets, as improvement plans print it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from indicators.domain.series import Figure
from indicators.domain.targets import Reached
from indicators.selectors.baselines import baseline_of
from indicators.selectors.figures_as_at import Reading
from indicators.selectors.target_outcomes import TargetOutcome, target_outcomes


@dataclass(frozen=True, slots=True)
class TargetTableRow:
    """A row of the table: the baseline, a milestone or a target."""

    label: str
    by: str
    aim: str
    actual: str
    actual_period: str
    england: str
    reached: str
    is_missed: bool = False


def target_table(reading: Reading) -> tuple[TargetTableRow, ...]:
    """The rows, the baseline first; none without a number or a series to reach."""
    rows = [_row(outcome) for outcome in target_outcomes(reading)]
    return (*_baseline(reading), *rows) if rows else ()


def _baseline(reading: Reading) -> Iterable[TargetTableRow]:
    found = baseline_of(reading)
    if found is not None:
        yield TargetTableRow("Baseline", "", "", found.figure.printed, found.when, "", "")


def _row(outcome: TargetOutcome) -> TargetTableRow:
    actual = outcome.actual
    by = f"{outcome.by.day} {outcome.by:%B %Y}" if outcome.by else ""
    return TargetTableRow(
        outcome.label,
        by,
        outcome.aim,
        actual.printed if actual else "",
        actual.span.printed if actual else "",
        _printed(outcome.england),
        outcome.reached.value,
        outcome.reached is Reached.NO,
    )


def _printed(figure: Figure | None) -> str:
    return figure.printed if figure and figure.value is not None else ""
