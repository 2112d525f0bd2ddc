"""Forms of the programme manager: opening, extending, closing and reopening a period."""

from __future__ import annotations

from typing import Any

from django import forms

from actions.models import ReportingPeriod
from wsoa.core.forms.base import Form, at_most
from wsoa.core.forms.date_fields import MonthField

LONGEST_REASON = 2_000
_TYPED = ("%d %m %Y", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d")


def _day(label: str, hint: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=hint,
        input_formats=_TYPED,
        widget=forms.DateInput(
            format="%d %m %Y", attrs={"class": "govuk-input--width-10", "autocomplete": "off"}
        ),
        error_messages={
            "required": f"{label}: enter a day, such as 15 11 2019",
            "invalid": f"{label}: enter a real day, such as 15 11 2019",
        },
    )


class RoundForm(Form):
    """A month to open a round for, and its three days."""

    month = MonthField(
        label="Month of the round",
        help_text="For example, 12 2019. A quarter’s own month opens that quarter early.",
        error_messages={"required": "Month of the round: enter a month, such as 12 2019"},
    )
    opens = _day("Opens on", "Day, month, year, such as 15 11 2019. Leads can answer from then on.")
    due = _day("Answers are due by", "Such as 29 11 2019. From the day after, silence is late.")
    closes = _day("Closes after", "Such as 15 12 2019. The last day on which it takes an answer.")


class ExtendForm(Form):
    """Later days for a period that is still open."""

    due = _day("Answers are due by", "Day, month, year, such as 15 11 2019. Not earlier than now.")
    closes = _day("Closes after", "The last day on which it takes an answer. Not earlier than now.")

    @classmethod
    def of(cls, period: ReportingPeriod, data: Any = None) -> ExtendForm:
        return cls(data, initial={"due": period.due, "closes": period.closes})


class CloseForm(Form):
    """Nothing is asked: the button is the answer."""


class ReopenForm(Form):
    """Until when, and why."""

    closes = _day("Closes again after", "Day, month, year, such as 15 11 2019.")
    reason = forms.CharField(
        label="Why is it reopened?",
        help_text="Everybody who sees the plan can read this in its history.",
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[at_most(LONGEST_REASON)],
        error_messages={"required": "Say why it is reopened"},
    )
