"""Parsing any cell of a statistics file."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.enums import Gap
from indicators.importing.statistics.parsed_file import (
    MOST_FAULTS_KEPT,
    SYMBOLS,
    ParseFaults,
    number_or_gap,
)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_is_read_unchanged(value: float) -> None:
    assert number_or_gap(repr(value)) == (value, Gap.NONE)


@given(st.integers(-(10**12), 10**12))
def test_thousands_may_be_grouped(value: int) -> None:
    assert number_or_gap(f"{value:,}") == (value, Gap.NONE)


@given(st.text())
def test_any_cell_is_a_number_a_gap_or_refused(words: str) -> None:
    try:
        value, gap = number_or_gap(words)
    except ValueError:
        return
    assert (value is None) == (gap is not Gap.NONE)
    assert value is None or math.isfinite(value)


@pytest.mark.parametrize("symbol", sorted(SYMBOLS))
def test_no_symbol_is_a_number(symbol: str) -> None:
    value, gap = number_or_gap(symbol)
    assert value is None
    assert gap is not Gap.NONE


@pytest.mark.parametrize("words", ["1_000", "inf", "-Infinity", "12,5", "1,23,456", "zz", "1 2"])
def test_what_only_looks_like_a_number_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="is n"):
        number_or_gap(words)


def test_a_percent_sign_is_ignored() -> None:
    assert number_or_gap("12.5%") == (12.5, Gap.NONE)


def test_all_faults_are_counted_and_a_thousand_kept() -> None:
    faults = ParseFaults()
    for row in range(MOST_FAULTS_KEPT + 5):
        faults.add(row, "Values", f"{row} is not a number")
    assert (faults.count, len(faults.kept)) == (MOST_FAULTS_KEPT + 5, MOST_FAULTS_KEPT)
