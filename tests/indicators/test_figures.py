"""Parsing an entered figure: its number, gap and span; and unusual changes."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indicators.domain.entry_validation import (
    FigureRefused,
    FigureValue,
    Jump,
    gap_of,
    read_span,
    read_value,
    unusual,
)
from indicators.domain.enums import Gap, SpanKind, Unit

TODAY = date(2019, 11, 15)
P, C = Unit.PERCENT, Unit.COUNT


@pytest.mark.parametrize(
    ("typed", "unit", "number"),
    [
        ("91", P, 91.0),
        ("91%", P, 91.0),
        (" 91.5 % ", P, 91.5),
        ("91 per cent", P, 91.0),
        ("0", P, 0.0),
        ("100", P, 100.0),
        ("1,234", C, 1234.0),
        ("1,234,567", C, 1234567.0),
        ("12.0", C, 12.0),
        ("1,234.5", Unit.RATE, 1234.5),
        (".5", Unit.RATE, 0.5),
        ("−0.42", Unit.SCORE, -0.42),
        ("-0.42", Unit.SCORE, -0.42),
        ("£1,200.50", Unit.POUNDS, 1200.5),
        ("-£5", Unit.POUNDS, -5.0),
        ("12 days", Unit.DAYS, 12.0),
        ("18 weeks", Unit.WEEKS, 18.0),
    ],
)
def test_numbers_are_parsed_as_written(typed, unit, number):
    assert read_value(typed, unit) == FigureValue(number)


@pytest.mark.parametrize(
    ("typed", "unit", "told"),
    [
        ("", P, "Enter a figure, or a symbol such as x for not available"),
        ("91,5", P, "“91,5” has a comma as the decimal point. Enter 91.5"),
        ("1.234,5", Unit.RATE, "“1.234,5” has a comma as the decimal point. Enter 1234.5"),
        ("1,234", P, "“1,234” has a comma. Enter a percentage with a point, for example 91.5"),
        ("140 %", P, "“140 %” is not between 0 and 100. Percentage must be between 0 and 100"),
        ("-1", P, "“-1” is not between 0 and 100. Percentage must be between 0 and 100"),
        ("-3", C, "“-3” is below 0. Enter 0 or more"),
        ("-3", Unit.RATE, "“-3” is below 0. Enter 0 or more"),
        ("-3", Unit.DAYS, "“-3” is below 0. Enter 0 or more"),
        ("2.5", C, "“2.5” is not a whole number. Figure must be a whole number"),
        ("abc", C, "“abc” is not a number"),
        ("1e5", C, "“1e5” is not a number"),
        ("inf", C, "“inf” is not a number"),
        ("١٢", C, "“١٢” is not a number"),
        ("12,34,567", C, "“12,34,567” is not a number"),
        ("1" * 20, C, f"“{'1' * 20}” is too large"),
        ("91%", C, "“91%” is in per cent, but this figure is not"),
        ("12 days", Unit.WEEKS, "“12 days” is in days, but this figure is not"),
        ("£12", C, "“£12” is in pounds, but this figure is not"),
        ("12 of 23", C, "“12 of 23” is a share, but this figure is not a percentage"),
        ("30 of 20", P, "Numerator must not be more than the denominator: “30” is more than “20”"),
        (
            "1 of 0",
            P,
            ("Denominator must be more than 0. If there is no figure, enter x for not available"),
        ),
        ("2.5 of 10", P, "“2.5” is not a whole number. Enter a whole number"),
        ("-1 of 10", P, "“-1” is below 0. Enter 0 or more"),
        ("1% of 10", P, "“1%” is not a plain number"),
    ],
)
def test_invalid_figures_for_a_unit_are_refused_with_a_reason(typed, unit, told):
    with pytest.raises(FigureRefused) as refused:
        read_value(typed, unit)
    assert (refused.value.field, str(refused.value)) == ("value", told)


@pytest.mark.parametrize("typed", ["12 of 23", "12 out of 23", "12/23", "12 OF 23"])
def test_a_fraction_in_words_is_a_percentage_with_its_parts(typed):
    assert read_value(typed, P) == FigureValue(1200 / 23, Gap.NONE, 12.0, 23.0)


@pytest.mark.parametrize(
    ("typed", "gap"),
    [
        ("z", Gap.NOT_APPLICABLE),
        ("Z", Gap.NOT_APPLICABLE),
        ("not applicable", Gap.NOT_APPLICABLE),
        ("x", Gap.NOT_AVAILABLE),
        ("-", Gap.NOT_AVAILABLE),
        ("–", Gap.NOT_AVAILABLE),
        ("c", Gap.SUPPRESSED),
        ("fewer than 5", Gap.SUPPRESSED),
        ("<5", Gap.SUPPRESSED),
        ("low", Gap.LOW),
    ],
)
def test_a_symbol_is_a_gap_and_never_zero(typed, gap):
    assert (gap_of(typed), read_value(typed, P)) == (gap, FigureValue(None, gap))


def test_a_gap_has_no_parts():
    with pytest.raises(FigureRefused, match="Leave the numerator and denominator empty"):
        read_value("x", P, "1", "2")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (("90", "21", "23"), ("value", "“90” does not match 21 of 23, which is 91.3%")),
        (("", "21", ""), ("denominator", "Enter the denominator as well (out of how many)")),
        (("", "", "23"), ("numerator", "Enter the numerator as well (how many)")),
        (
            ("", "30", "20"),
            (
                "numerator",
                ("Numerator must not be more than the denominator: “30” is more than “20”"),
            ),
        ),
        (
            ("", "1", "0"),
            (
                "denominator",
                (
                    "Denominator must be more than 0. If there is no figure, enter x for not "
                    "available"
                ),
            ),
        ),
        (("", "2,5", "10"), ("numerator", "“2,5” has a comma as the decimal point. Enter 2.5")),
    ],
)
def test_parts_that_contradict_the_figure_are_refused_at_their_field(typed, told):
    with pytest.raises(FigureRefused) as refused:
        read_value(typed[0], P, *typed[1:])
    assert (refused.value.field, str(refused.value)) == told


def test_a_count_is_its_numerator_and_a_mean_need_not_be_a_share():
    with pytest.raises(FigureRefused, match="does not match the numerator, 12"):
        read_value("11", C, "12", "23")
    assert read_value("12.5", Unit.DAYS, "250.0", "20") == FigureValue(12.5, Gap.NONE, 250.0, 20.0)


@given(st.integers(1, 5000), st.integers(0, 5000), st.integers(0, 3))
def test_a_share_rounded_to_any_place_agrees_with_its_parts(bottom, top, places):
    assume(top <= bottom)
    typed = f"{100 * top / bottom:.{places}f}"
    assert read_value(typed, P, str(top), str(bottom)).value == float(typed)


@given(st.integers(1, 5000), st.integers(0, 5000))
def test_a_share_off_by_more_than_rounding_is_refused(bottom, top):
    assume(top <= bottom)
    wrong = 100 * top / bottom + 0.6
    assume(wrong <= 100)
    with pytest.raises(FigureRefused):
        read_value(f"{wrong:.1f}", P, str(top), str(bottom))


@given(st.integers(-(10**11), 10**11))
def test_a_count_with_its_thousands_is_the_same_number_or_refused(number):
    if number < 0:
        with pytest.raises(FigureRefused):
            read_value(f"{number:,}", C)
    else:
        assert (
            read_value(f"{number:,}", C) == read_value(str(number), C) == FigureValue(float(number))
        )


@given(st.text(max_size=30), st.sampled_from(Unit))
def test_any_text_is_a_figure_a_gap_or_refused_with_a_reason(typed, unit):
    try:
        value = read_value(typed, unit)
    except FigureRefused as refused:
        told = (refused.field, bool(str(refused)))
    else:
        told = ("value", (value.value is None) == (value.gap is not Gap.NONE))
    assert told == ("value", True)


# --- spans -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "typed", "key"),
    [
        ("month", "2019-09", "2019-09"),
        ("month", "Sept 2019", "2019-09"),
        ("month", "september 2019", "2019-09"),
        ("month", "Sep-19", "2019-09"),
        ("month", "9/2019", "2019-09"),
        ("month", "2019-09-01", "2019-09"),
        ("month", "01/09/2019", "2019-09"),
        ("quarter", "2019-Q3", "2019-Q3"),
        ("quarter", "q3 2019/20", "2019-Q4"),
        ("year", "2019", "2019"),
        ("school_year", "2018/19", "2018/19"),
        ("school_year", "2018-19", "2018/19"),
        ("financial_year", "2018/2019", "2018/19"),
        ("day", "2019-09-30", "2019-09-30"),
        ("day", "30/9/2019", "2019-09-30"),
        ("wave", "2018", "2018"),
        ("wave", "May 2018", "2018-05"),
    ],
)
def test_spans_are_parsed_as_people_and_spreadsheets_write_them(kind, typed, key):
    assert read_span(SpanKind(kind), typed, TODAY).key == key


@pytest.mark.parametrize(
    ("kind", "typed", "told"),
    [
        ("month", "", "Enter the period of the figure, for example 2019-09"),
        ("month", "autumn", "“autumn” is not a month. Enter it like 2019-09"),
        (
            "month",
            "2019-09-29",
            "“2019-09-29” is a day, and this series has months. Enter it like 2019-09",
        ),
        ("month", "Dec 2019", "Dec 2019 is in the future"),
        ("year", "2020", "2020 is in the future"),
        ("day", "31/9/2019", "“31/9/2019” is not in the calendar. Enter it like 2019-09-30"),
        (
            "school_year",
            "2018/20",
            "“2018/20” has two years that do not follow each other. Enter it like 2018/19",
        ),
    ],
)
def test_invalid_and_future_spans_are_refused(kind, typed, told):
    with pytest.raises(FigureRefused) as refused:
        read_span(SpanKind(kind), typed, TODAY)
    assert (refused.value.field, str(refused.value)) == ("span", told)


def test_a_year_to_date_needs_a_year_that_has_begun():
    assert read_span(SpanKind.YEAR, "2019", TODAY).key == "2019"


# --- jumps -------------------------------------------------------------------------------------


def test_more_than_three_times_the_usual_change_is_unusual():
    others = [50.0, 52.0, 51.0, 53.0]  # usually 2
    assert unusual(others, 59.0) is None
    assert unusual(others, 59.1) == Jump(pytest.approx(6.1), 2.0)
    assert unusual(others, 46.9) == Jump(pytest.approx(-6.1), 2.0)


def test_three_changes_are_needed_to_know_what_is_usual():
    assert unusual([], 90.0) is None
    assert unusual([50.0, 51.0, 52.0], 90.0) is None


def test_in_a_constant_series_any_change_is_unusual():
    assert unusual([5.0] * 4, 5.0) is None
    assert unusual([5.0] * 4, 5.5) == Jump(0.5, 0.0)


def test_an_earlier_figure_is_compared_with_its_predecessor_or_successor():
    others = [10.0, 12.0, 14.0, 16.0, 40.0]
    assert unusual(others, 15.0, at=3) is None
    assert unusual(others, 90.0, at=3) == Jump(76.0, 2.0)
    assert unusual(others, 20.0, at=0) == Jump(10.0, 2.0)


def test_the_usual_change_is_based_on_the_last_24_changes():
    long_ago = [0.0, 100.0] * 30
    lately = [50.0, 51.0] * 13
    assert unusual(long_ago + lately, 60.0) == Jump(9.0, 1.0)
    assert unusual(lately + long_ago, 60.0) is None


numbers = st.lists(st.integers(-1000, 1000).map(float), min_size=4, max_size=12)


@given(numbers, st.integers(-1000, 1000), st.integers(-500, 500))
def test_adding_a_constant_changes_no_jump(others, new, more):
    assert unusual([each + more for each in others], new + more) == unusual(others, new)


@given(numbers, st.integers(-1000, 1000))
def test_negating_a_series_reverses_the_jump(others, new):
    jump, turned = unusual(others, new), unusual([-each for each in others], -new)
    assert (jump is None) == (turned is None)
    if jump and turned:
        assert (jump.change, jump.usual) == (-turned.change, turned.usual)


@given(numbers, st.integers(-1000, 1000), st.sampled_from([2.0, 4.0, 0.5]))
def test_scaling_a_series_does_not_change_the_verdict(others, new, times):
    jump = unusual(others, float(new))
    other = unusual([each * times for each in others], new * times)
    assert (jump is None) == (other is None)
