"""A month and a year as people type them."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from wsoa.core.forms.base import Form
from wsoa.core.forms.date_fields import MonthField
from wsoa.core.months import Month


class MonthForm(Form):
    end = MonthField(label="End", required=False)


@pytest.mark.parametrize(
    ("month", "year", "meant"),
    [
        ("2", "2020", Month(2020, 2)),
        (" 02 ", "2020", Month(2020, 2)),
        ("Feb", "2020", Month(2020, 2)),
        ("september", "2019", Month(2019, 9)),
        ("", "", None),
        (" ", " ", None),
    ],
)
def test_a_month_is_a_number_or_a_name(month, year, meant):
    assert MonthField(required=False).clean([month, year]) == meant


@pytest.mark.parametrize(
    ("month", "year", "told"),
    [
        ("13", "2020", "Month must be a number from 1 to 12"),
        ("0", "2020", "Month must be a number from 1 to 12"),
        ("-1", "2020", "Month must be a number from 1 to 12"),
        ("²", "2020", "Month must be a number from 1 to 12"),
        ("on-going", "2020", "Month must be a number from 1 to 12"),
        ("9" * 5000, "2020", "Month must be a number from 1 to 12"),
        ("2", "20", "Year must include 4 numbers, for example 2020"),
        ("2", "1999", "Year must include 4 numbers, for example 2020"),
        ("2", "9" * 5000, "Year must include 4 numbers, for example 2020"),
        ("2", "٢٠٢٠", "Year must include 4 numbers, for example 2020"),
        ("2", "", "Date must include a year, for example 2020"),
        ("", "2020", "Date must include a month, for example 2 for February"),
    ],
)
def test_an_invalid_month_is_refused_with_a_reason(month, year, told):
    with pytest.raises(ValidationError, match=told):
        MonthField(required=False).clean([month, year])


def test_a_missing_required_month_is_an_error():
    with pytest.raises(ValidationError):
        MonthField().clean(["", ""])


def test_both_boxes_have_a_label_and_keep_what_was_typed():
    form = MonthForm({"end_0": "13", "end_1": "2020"})
    html = form["end"].as_field_group()
    assert form.error_summary[0].field_id == "id_end_0"
    assert '<label class="govuk-label govuk-date-input__label" for="id_end_0">Month</label>' in html
    assert '<label class="govuk-label govuk-date-input__label" for="id_end_1">Year</label>' in html
    assert 'value="13"' in html
    assert 'value="2020"' in html
    assert "Month must be a number from 1 to 12" in html


def test_the_initial_month_is_shown():
    html = MonthForm(initial={"end": Month(2019, 12)})["end"].as_field_group()
    assert 'value="12"' in html
    assert 'value="2019"' in html
