"""Forms of the programme manager: opening, extending, closing and reopening a period."""

from __future__ import annotations

from typing import Any

from django import forms

from actions.models import ReportingPeriod
from actions.services.periods import NO_REASON_FOR_REOPENING
from wsoa.core.forms.base import Form
from wsoa.core.forms.date_fields import MonthField
from wsoa.core.forms.reason_field import ReasonField

LONGEST_REASON = 2_000
TYPED_DAYS = ("%d %m %Y", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d")
MOST_DAYS = 180  # from the close of a quarter to its publication


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


class PublishWithinForm(Form):
    """The day by which a quarter is to be published, counted from its close."""

    days = forms.IntegerField(
        label="Publish a quarter within how many days of its close?",
        help_text="From the day after, it counts as published late.",
        min_value=1,
        max_value=MOST_DAYS,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
        error_messages={
            "required": f"Enter a number of days from 1 to {MOST_DAYS}",
            "invalid": f"Number of days must be a whole number from 1 to {MOST_DAYS}",
            "min_value": "Number of days must be 1 or more",
            "max_value": f"Number of days must be {MOST_DAYS} or fewer",
        },
    )


class CloseForm(Form):
    """A form without fields: the button confirms."""


class ReopenForm(Form):
    """The new closing day, and the reason."""

    closes = _day("Closes again after", "For example, 15 11 2019.")
    reason = ReasonField(
        label="Reason for reopening",
        help_text="Everybody who can see the plan can read this in its history.",
        missing=NO_REASON_FOR_REOPENING,
        longest=LONGEST_REASON,
    )
