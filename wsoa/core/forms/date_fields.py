"""A month and a year to be typed, as GOV.UK asks for dates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from wsoa.core.months import Month, parse_printed

EARLIEST, LATEST = 2000, 2099
_YEAR, _NUMBER = re.compile("[0-9]{4}"), re.compile("[0-9]{1,2}")


class MonthInput(forms.MultiWidget):
    """Two boxes under one legend: month, year."""

    template_name = "forms/month.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        box = {"inputmode": "numeric", "autocomplete": "off"}
        widths = ("govuk-input--width-2", "govuk-input--width-4")
        super().__init__([forms.TextInput(attrs=box | {"class": each}) for each in widths], attrs)

    def decompress(self, value: Month | None) -> list[str]:
        return [str(value.number), str(value.year)] if value else ["", ""]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        words = ("Month", "Year")
        for part, label in zip(context["widget"]["subwidgets"], words, strict=True):
            part["label"] = label
        return context


class MonthField(forms.MultiValueField):
    """Cleans to a Month, or None where both boxes are empty and it need not be given.

    The month may be typed as a number or as a word: 2, 02, Feb, February.
    """

    widget = MonthInput

    def __init__(self, **kwargs: Any) -> None:
        fields = (forms.CharField(max_length=20), forms.CharField(max_length=20))
        super().__init__(fields, require_all_fields=False, **kwargs)

    def clean(self, value: Any) -> Month | None:
        month, year = (str(part or "").strip() for part in [*(value or []), "", ""][:2])
        if not month and not year:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        return _month(month, year)

    def compress(self, data_list: Sequence[Any]) -> Month | None:
        raise NotImplementedError("clean() makes the month")


def _month(month: str, year: str) -> Month:
    if not month:
        raise ValidationError("Give the month too, such as 2 for February")
    if not year:
        raise ValidationError("Give the year too, such as 2020")
    in_year = int(year) if _YEAR.fullmatch(year) else 0
    if not EARLIEST <= in_year <= LATEST:
        raise ValidationError("The year must have four figures, such as 2020")
    if _NUMBER.fullmatch(month) and 1 <= int(month) <= 12:
        return Month(in_year, int(month))
    try:
        named = parse_printed(f"{month} {year}").month
    except ValueError:
        named = None
    if named is None:
        raise ValidationError("The month must be a number from 1 to 12")
    return named
