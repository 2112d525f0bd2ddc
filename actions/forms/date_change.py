"""Forms for requesting a new end date and for deciding on the request."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator

from actions.domain.date_ledger import NewEnd
from actions.domain.enums import Slippage
from actions.forms.update import LONGEST_DATE_REASON, TOO_LONG, fault_of_new_end, line_field
from actions.models import Action
from wsoa.accounts.models import User
from wsoa.core.forms.base import Radios
from wsoa.core.forms.date_fields import MonthField
from wsoa.web.resubmission import ResubmittableForm


class NewEndForm(ResubmittableForm):
    """A request for a new end date, without an update."""

    to = MonthField(
        label="New end month",
        error_messages={"required": "Enter the month and year of the new end date"},
    )
    kind = forms.ChoiceField(
        label="Why is the end date changing?",
        widget=Radios(attrs={"data-small": "1"}),
        choices=Slippage.choices,
        error_messages={"required": "Select whether the date slipped or was moved on purpose"},
    )
    reason = forms.CharField(
        label="Reason for the new date",
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[MaxLengthValidator(LONGEST_DATE_REASON, TOO_LONG)],
        error_messages={"required": "Enter the reason for the new end date"},
    )
    agreed_with = line_field("Who has agreed to it so far (optional)", required=False)

    def __init__(self, action: Action, user: User, *args: Any, **kwargs: Any) -> None:
        self.action = action
        super().__init__(user, *args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("to"):
            fault = fault_of_new_end(self.action, cleaned["to"], cleaned.get("kind", ""))
            if fault:
                self.add_error("to", fault)
        return cleaned

    def new_end(self) -> NewEnd:
        """The request, once the form is valid."""
        cleaned = self.cleaned_data
        return NewEnd(
            cleaned["to"], Slippage(cleaned["kind"]), cleaned["reason"], cleaned["agreed_with"]
        )


class DecisionForm(ResubmittableForm):
    """The decision on a new end date, and who made it."""

    agreed = forms.ChoiceField(
        label="What was decided?",
        widget=Radios(attrs={"data-small": "1"}),
        choices=[("yes", "Agreed"), ("no", "Refused")],
        error_messages={"required": "Select whether the new end date is agreed or refused"},
    )
    decision = line_field(
        "Who decided, and when?",
        help_text=(
            "For example, “Improvement Board, 17 Sept 2019”, or your own name and today’s date."
        ),
        error_messages={
            "required": (
                "Enter who decided and when, for example a board and the date of its meeting"
            )
        },
    )
