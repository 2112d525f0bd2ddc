"""Days and periods that cannot be in the definition of an indicator. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from indicators.domain.definition import IndicatorDefinition
from indicators.domain.definition_faults import (
    baseline_period_fault,
    definition_faults,
    next_due_fault,
)

BEGAN, TODAY = date(2019, 5, 17), date(2019, 11, 15)


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("2018/19", ""),
        ("2019/20", ""),  # the financial year had begun
        ("2018", ""),
        ("Sept 2018", ""),
        ("Q1 2018/19", ""),
        ("year to 31 March 2019", ""),
        ("", "Enter the period of the baseline. Enter it like 2018/19, 2018 or Sept 2018"),
        ("before the plan", "“before the plan” is not a period. Enter it like 2018/19"),
        ("2014/16", "“2014/16” has two years that do not follow each other. Enter it like"),
        ("Q1 2019", "“Q1 2019” is Jan to March 2019 in the calendar year, and April to June"),
        ("2025/26", "“2025/26” is in the future"),
        ("Sept 2019", "“Sept 2019” is after 17 May 2019, on which the plan began"),
    ],
)
def test_the_period_of_a_baseline_is_one_of_before_the_plan(typed: str, fault: str) -> None:
    found = baseline_period_fault(typed, BEGAN, TODAY)
    assert found.startswith(fault)
    assert bool(found) is bool(fault)


def test_a_plan_without_a_day_refuses_the_future_alone() -> None:
    assert baseline_period_fault("Sept 2019", None, TODAY) == ""
    assert "future" in baseline_period_fault("Dec 2019", None, TODAY)
    assert next_due_fault(date(1900, 1, 1), None) == ""


def test_what_was_there_before_is_left_as_it_is() -> None:
    before = IndicatorDefinition(
        "a", "a", next_due=date(1900, 1, 1), baseline=24, baseline_when="by hand"
    )
    assert list(definition_faults(before, replace(before, note="b"), BEGAN, TODAY)) == []
    fields = [fault.field for fault in definition_faults(None, before, BEGAN, TODAY)]
    assert fields == ["next_due", "baseline_when"]
