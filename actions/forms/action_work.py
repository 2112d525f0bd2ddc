"""Forms of an action's steps, of what it waits for, and of its resources."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms

from actions.models import Action
from actions.services import action_work as services
from wsoa.accounts.models import User
from wsoa.core.forms.base import at_most
from wsoa.core.forms.date_fields import DayField
from wsoa.web.resubmission import ResubmittableForm


class WorkForm(ResubmittableForm):
    """A form that one service carries out for an action: it takes the fields by their names."""

    service: Callable[..., object]

    def __init__(self, action: Action, user: User, *args: Any) -> None:
        self.action, self.user = action, user
        super().__init__(user, *args)

    def carry_out(self) -> bool:
        """Calls the service where the form is valid; False where it is not, or was refused."""
        if not self.is_valid():
            return False
        columns = {name: self.cleaned_data[name] for name in self.fields if name != "keep_for"}
        try:
            self.service(by=self.user, action=self.action, **columns)
        except services.WorkRefused as refused:
            field = refused.field if refused.field in self.fields else None
            self.add_error(field, str(refused))
            return False
        return True


class StepForm(WorkForm):
    """A new step."""

    text = forms.CharField(
        label="Step",
        validators=[at_most(services.LONGEST_STEP, "Step")],
        error_messages={"required": "Enter the step"},
    )
    due = DayField(label="To be done by", required=False, help_text="For example 29 11 2019.")

    service = staticmethod(services.add_step)


class WaitForm(WorkForm):
    """Another action that this one waits for."""

    awaited = forms.TypedChoiceField(
        label="Waits for",
        error_messages={
            "required": "Select another action of this plan",
            "invalid_choice": "Select another action of this plan",
        },
    )

    def __init__(self, action: Action, user: User, *args: Any) -> None:
        super().__init__(action, user, *args)
        rows = action.plan.actions.besides(action).in_plan_order()
        self.others = {str(other.pk): other for other in rows}
        choices = [(pk, f"{other.ref} {other.title}"[:120]) for pk, other in self.others.items()]
        field = self.fields["awaited"]
        field.choices = [("", "Select an action"), *choices]  # type: ignore[attr-defined]
        field.coerce = self.others.__getitem__  # type: ignore[attr-defined]

    service = staticmethod(services.add_wait)


class ResourceForm(WorkForm):
    """Money or staff for the action."""

    amount = forms.CharField(
        label="Amount",
        help_text="As it is worded, for example £12,000 or half a post.",
        validators=[at_most(services.LONGEST_AMOUNT, "Amount")],
        error_messages={"required": "Enter the amount"},
    )
    source = forms.CharField(
        label="Source",
        help_text="For example the high needs block.",
        validators=[at_most(services.LONGEST_SOURCE, "Source")],
        error_messages={"required": "Enter the source"},
    )
    agreed_by = forms.CharField(
        label="Agreed by (optional)",
        required=False,
        validators=[at_most(services.LONGEST_SOURCE, "Agreed by")],
    )

    service = staticmethod(services.add_resource)


WORK_FORMS: dict[str, type[WorkForm]] = {
    "step": StepForm,
    "wait": WaitForm,
    "resource": ResourceForm,
}
