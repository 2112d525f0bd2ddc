"""Forms for requesting a new end date and for deciding on the request."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localtime

from actions.domain.date_ledger import (
    NO_REASON_FOR_NEW_END,
    NO_REASON_FOR_REFUSAL,
    Decider,
    NewEnd,
    fault_in_agreement,
    fault_in_day_of_decision,
)
from actions.domain.enums import Slippage
from actions.forms.agreed_with import AgreedWithField, agreed_on_field, decider_choices
from actions.forms.update import LONGEST_DATE_REASON, fault_of_new_end
from actions.models import Action, DateChange
from wsoa.accounts.models import User
from wsoa.core.clock import today
from wsoa.core.forms.base import Radios
from wsoa.core.forms.date_fields import DayField, MonthField
from wsoa.core.forms.reason_field import ReasonField
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
    reason = ReasonField(
        label="Reason for the new date",
        missing=NO_REASON_FOR_NEW_END,
        longest=LONGEST_DATE_REASON,
    )
    agreed_with = AgreedWithField()
    agreed_on = agreed_on_field()

    def __init__(self, action: Action, user: User, *args: Any, **kwargs: Any) -> None:
        self.action = action
        super().__init__(user, *args, **kwargs)
        cast(AgreedWithField, self.fields["agreed_with"]).offer(action.plan)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("to"):
            fault = fault_of_new_end(self.action, cleaned["to"], cleaned.get("kind", ""))
            if fault:
                self.add_error("to", fault)
        if "agreed_with" in cleaned and "agreed_on" in cleaned:
            wrong = fault_in_agreement(cleaned["agreed_with"], cleaned["agreed_on"], today())
            if wrong:
                self.add_error(*wrong)
        return cleaned

    def new_end(self) -> NewEnd:
        """The request, once the form is valid."""
        cleaned = self.cleaned_data
        return NewEnd(
            cleaned["to"],
            Slippage(cleaned["kind"]),
            cleaned["reason"],
            cleaned["agreed_with"],
            cleaned["agreed_on"],
        )


class DecisionForm(ResubmittableForm):
    """The decision on a new end date, and who made it."""

    agreed = forms.ChoiceField(
        label="What was decided?",
        widget=Radios(attrs={"data-small": "1"}),
        choices=[("yes", "Agreed"), ("no", "Refused")],
        error_messages={"required": "Select whether the new end date is agreed or refused"},
    )
    decider = forms.ChoiceField(
        label="Who decided?",
        help_text="The board or committee, or the post of the person. A decision has a body or a "
        "post, not a name.",
        error_messages={
            "required": "Select the body or the post that decided",
            "invalid_choice": "Select the body or the post that decided",
        },
    )
    on = DayField(
        label="When was it decided?",
        help_text="The day of the meeting, for example 19 11 2019.",
        error_messages={"required": "Enter the day of the decision"},
    )

    reason = ReasonField(
        label="Reason for the decision",
        help_text="You must give one if the new end date is refused. Whoever requested it sees it "
        "on their first page, and everybody who sees the plan beside the date.",
        missing="Enter the reason",
        longest=LONGEST_DATE_REASON,
        required=False,
    )

    def __init__(
        self, change: DateChange, deciders: Iterable[Decider], user: User, *args: Any, **kwargs: Any
    ) -> None:
        self.asked_on = localtime(change.requested_at).date()
        super().__init__(user, *args, **kwargs)
        choices = decider_choices(deciders, "Select a body or a post")
        self.fields["decider"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("agreed") == "no" and not cleaned.get("reason", "-"):
            self.add_error("reason", NO_REASON_FOR_REFUSAL)
        return cleaned

    def clean_on(self) -> date | None:
        day: date | None = self.cleaned_data.get("on")
        fault = fault_in_day_of_decision(day, self.asked_on, today()) if day else ""
        if fault:
            raise ValidationError(fault)
        return day
