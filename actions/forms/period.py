"""Forms of the programme manager: opening, extending, closing and reopening a period."""

from __future__ import annotations

from typing import Any

from django import forms

from actions.models import ReportingPeriod
from wsoa.core.forms.base import Form, at_most
from wsoa.core.forms.date_fields import MonthField

LONGEST_REASON = 2_000
TYPED_DAYS = ("%d %m %Y", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d")


def _day(label: str, hint: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=hint,
        input_formats=TYPED_DAYS,
        widget=forms.DateInput(
            format="%d %m %Y", attrs={"class": "govuk-input--width-10", "autocomplete": "off"}
        ),
        error_messages={
            "required": f"{label}: enter a date, for example 15 11 2019",
            "invalid": f"{label} must be a real date, for example 15 11 2019",
        },
    )


class RoundForm(Form):
    """The month of a new round, and its three days."""

    month = MonthField(
        label="Month of the reporting round",
        help_text="For example, 12 2019. Enter the month of a quarter to open that quarter early.",
        error_messages={"required": "Enter the month of the reporting round, for example 12 2019"},
    )
    opens = _day("Opens on", "For example, 15 11 2019. Leads can send updates from this date.")
    due = _day(
        "Updates are due by", "For example, 29 11 2019. Updates not sent by this date are late."
    )
    closes = _day(
        "Closes after", "For example, 15 12 2019. The last day on which leads can send updates."
    )


class ExtendForm(Form):
    """Later due and closing days for an open period."""

    due = _day(
        "Updates are due by",
        "For example, 15 11 2019. It cannot be earlier than the current due date.",
    )
    closes = _day(
        "Closes after",
        (
            "The last day on which leads can send updates. It cannot be earlier than the "
            "current closing date."
        ),
    )

    @classmethod
    def of(cls, period: ReportingPeriod, data: Any = None) -> ExtendForm:
        return cls(data, initial={"due": period.due, "closes": period.closes})


class CloseForm(Form):
    """A form without fields: the button confirms."""


class ReopenForm(Form):
    """The new closing day, and the reason."""

    closes = _day("Closes again after", "For example, 15 11 2019.")
    reason = forms.CharField(
        label="Reason for reopening",
        help_text="Everybody who can see the plan can read this in its history.",
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[at_most(LONGEST_REASON)],
        error_messages={"required": "Enter the reason for reopening"},
    )
