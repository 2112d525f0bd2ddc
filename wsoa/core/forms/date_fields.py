"""Form fields for a month and for a day, in text boxes as the GOV.UK date input.

A month can be a number or a name: 2, 02, Feb, February.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError

from wsoa.core.months import Month, parse_printed

EARLIEST_YEAR: Final = 2000
LATEST_YEAR: Final = 2099


class DateBoxesInput(forms.MultiWidget):
    """Text boxes in one row, each with its label."""

    # Each box: what its name ends with, its label, and how many characters it is wide.
    boxes: ClassVar[tuple[tuple[str, str, int], ...]]

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        inputs: dict[str, forms.Widget | type[forms.Widget]] = {}
        for name, _, width in self.boxes:
            look = f"govuk-date-input__input govuk-input--width-{width}"
            box_attrs = {"class": look, "inputmode": "numeric", "autocomplete": "off"}
            inputs[name] = forms.TextInput(attrs=box_attrs)
        super().__init__(inputs, attrs)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for box, (_, label, _) in zip(context["widget"]["subwidgets"], self.boxes, strict=True):
            box["label"] = label
        return context


class MonthInput(DateBoxesInput):
    """Boxes for month and year, under one legend."""

    template_name = "forms/month.html"
    use_fieldset = True
    boxes = (("0", "Month", 2), ("1", "Year", 4))

    def decompress(self, value: Month | None) -> list[Any]:
        return [value.number, value.year] if value else ["", ""]


class DayInput(DateBoxesInput):
    """Boxes for day, month and year."""

    template_name = "forms/day.html"
    boxes = (("day", "Day", 2), ("month", "Month", 2), ("year", "Year", 4))

    def decompress(self, value: date | None) -> list[Any]:
        return [value.day, value.month, value.year] if value else ["", "", ""]

    def id_for_label(self, id_: str | None) -> str:
        return f"{id_}_0"


class MonthField(forms.Field):
    """Cleans to a Month, or to None if both boxes are empty and the field is optional."""

    widget = MonthInput

    def to_python(self, value: Any) -> Month | None:
        month, year = _typed(value, boxes=2)
        if not month and not year:
            return None
        if not month:
            raise ValidationError("Date must include a month, for example 2 for February")
        if not year:
            raise ValidationError("Date must include a year, for example 2020")
        if not (_is_year(year) and EARLIEST_YEAR <= int(year) <= LATEST_YEAR):
            raise ValidationError("Year must include 4 numbers, for example 2020")
        try:
            return Month(int(year), _month_number(month))
        except ValueError:
            raise ValidationError("Month must be a number from 1 to 12") from None


class DayField(forms.Field):
    """Cleans to a date, or to None if all boxes are empty and the field is optional."""

    widget = DayInput

    def to_python(self, value: Any) -> date | None:
        typed = _typed(value, boxes=3)
        if not any(typed):
            return None
        names = (name for name, _, _ in DayInput.boxes)
        missing = [name for name, text in zip(names, typed, strict=True) if not text]
        if missing:
            raise ValidationError(f"Date must include a {' and a '.join(missing)}")
        day, month, year = typed
        try:
            if not (_is_year(year) and _is_number(day)):
                raise ValueError
            # Three letters tell one month from another, however the rest is spelled.
            number = _month_number(month if _is_number(month) else month[:3])
            return date(int(year), number, int(day))
        except ValueError:
            raise ValidationError("Date must be a real date, for example 30 9 2019") from None


def _typed(value: Any, *, boxes: int) -> list[str]:
    """The submitted value of each box; empty for a missing one."""
    texts = [str(text or "").strip() for text in value or []]
    return [*texts, *[""] * boxes][:boxes]


def _is_number(text: str) -> bool:
    """Whether it is a number of few digits; a date cannot be made of one of thousands."""
    return text.isascii() and text.isdecimal() and len(text) <= 4


def _is_year(text: str) -> bool:
    return len(text) == 4 and _is_number(text)


def _month_number(text: str) -> int:
    """The month in its year, from 1 to 12. Raises ValueError for anything else."""
    if _is_number(text):
        number = int(text)
    else:
        month = parse_printed(f"{text} 2000").month
        number = month.number if month else 0
    if not 1 <= number <= 12:
        raise ValueError(f"{text[:20]!r} is not a month")
    return number
