"""The form that asks for the day of a difference."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError

from wsoa.core.clock import today
from wsoa.core.forms.base import Form
from wsoa.core.forms.date_fields import DayField


class DifferenceDayForm(Form):
    """The day as at which the plan is compared with the plan as approved; today without one."""

    day = DayField(label="As at", required=False, help_text="For example 30 9 2019.")

    def clean_day(self) -> date:
        day: date | None = self.cleaned_data.get("day")
        if day and day > today():
            raise ValidationError("Day must be today or in the past")
        return day or today()

    @property
    def chosen(self) -> date:
        """The day; today where none was given, or none that can be."""
        return self.cleaned_data.get("day") or today() if self.is_valid() else today()
