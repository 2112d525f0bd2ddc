"""A day asked for as GOV.UK forms do: three boxes for day, month and year."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django import forms

_MONTHS: Final = [f"{date(2000, month, 1):%b}".lower() for month in range(1, 13)]
_PARTS: Final = {"day": ("Day", 2), "month": ("Month", 2), "year": ("Year", 4)}


class _Part(forms.TextInput):
    def __init__(self, label: str, width: int) -> None:
        self.label = label
        wide = f"govuk-date-input__input govuk-input--width-{width}"
        super().__init__(attrs={"class": wide, "inputmode": "numeric", "autocomplete": "off"})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["label"] = self.label
        return context


class DayInput(forms.MultiWidget):
    template_name = "forms/day.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        parts: Mapping[str, forms.Widget] = {name: _Part(*given) for name, given in _PARTS.items()}
        super().__init__(dict(parts), attrs)

    def decompress(self, value: date | None) -> list[Any]:
        return [value.day, value.month, value.year] if value else ["", "", ""]

    def id_for_label(self, id_: str | None) -> str:
        return f"{id_}_0"


class DayField(forms.Field):
    """A day; the month as a number or by its name. What was typed comes back as it was typed."""

    widget = DayInput

    def to_python(self, value: Any) -> date | None:
        typed = [str(part or "").strip() for part in value or []]
        if not any(typed):
            return None
        missing = [name for name, part in zip(_PARTS, typed, strict=True) if not part]
        if missing:
            raise forms.ValidationError(f"Give the {' and the '.join(missing)} as well")
        day, month, year = typed
        try:
            if len(year) != 4:
                raise ValueError
            return date(_number(year), _month(month), _number(day))
        except ValueError:
            raise forms.ValidationError(
                f"{' '.join(typed)[:40]} is no date. Give it such as 30 9 2019"
            ) from None


def _number(typed: str) -> int:
    if not (typed.isascii() and typed.isdecimal()):
        raise ValueError
    return int(typed)


def _month(typed: str) -> int:
    if typed.isdecimal():
        return _number(typed)
    return _MONTHS.index(typed[:3].lower()) + 1
