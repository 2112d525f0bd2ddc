"""The form of the day of an event, from which key dates are counted."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from actions.domain.kinds.model import KindOfPlan
from actions.services.plan_events import LONGEST_SOURCE
from wsoa.accounts.models import User
from wsoa.core.clock import today
from wsoa.core.forms.base import at_most
from wsoa.core.forms.date_fields import DayField
from wsoa.web.resubmission import ResubmittableForm


class PlanEventForm(ResubmittableForm):
    """What happened, on which day, and where the day is from."""

    event = forms.ChoiceField(
        label="What happened", error_messages={"required": "Choose what happened from the list"}
    )
    day = DayField(
        label="Date",
        required=False,
        help_text="For example, 18 1 2019. Leave it empty to take back a date entered by mistake.",
    )
    source = forms.CharField(
        label="Where the date is from",
        help_text="For example, the letter that came with the report.",
        error_messages={"required": "Enter where the date is from"},
        validators=[at_most(LONGEST_SOURCE, "Where the date is from")],
    )
    field_order = ("event", "day", "source", "keep_for")

    def __init__(self, kind: KindOfPlan, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["event"])
        field.choices = [("", "Choose"), *((event.key, event.title) for event in kind.events)]

    def clean_day(self) -> Any:
        """A day still to come has not happened."""
        day = self.cleaned_data.get("day")
        if day and day > today():
            raise forms.ValidationError("Date must be today or in the past")
        return day

    def wanted(self) -> dict[str, Any]:
        """The arguments for `record_plan_event`, once the form is valid."""
        return {name: self.cleaned_data[name] for name in ("event", "day", "source")}
