"""The form with which a plan is started from another one."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from actions.domain.kinds.registry import kinds
from actions.models import Plan
from actions.services.plan_starts import LONGEST_SHORT, LONGEST_TITLE
from wsoa.accounts.models import User
from wsoa.core.forms.base import at_most
from wsoa.web.resubmission import ResubmittableForm


class PlanStartForm(ResubmittableForm):
    """The kind and the names of the new plan, and which findings it carries on."""

    kind = forms.ChoiceField(
        label="Kind of plan", error_messages={"required": "Choose the kind of plan from the list"}
    )
    title = forms.CharField(
        label="Title",
        error_messages={"required": "Enter the title of the new plan"},
        validators=[at_most(LONGEST_TITLE, "Title")],
    )
    short_title = forms.CharField(
        label="Short title",
        help_text="For example, Sheffield 2021. Its address is made of it and stays.",
        error_messages={"required": "Enter a short title of the new plan"},
        validators=[at_most(LONGEST_SHORT, "Short title")],
    )
    areas = forms.TypedMultipleChoiceField(
        label="Findings to carry on",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one finding to carry on"},
    )
    field_order = ("kind", "title", "short_title", "areas", "keep_for")

    def __init__(self, origin: Plan, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        choices = [(kind.code, kind.name) for kind in kinds().values()]
        cast(forms.ChoiceField, self.fields["kind"]).choices = [("", "Choose"), *choices]
        findings = [(str(area.pk), str(area)) for area in origin.areas.all()]
        cast(forms.ChoiceField, self.fields["areas"]).choices = findings

    def wanted(self) -> dict[str, Any]:
        """The arguments for `start_plan_from`, once the form is valid."""
        return {name: self.cleaned_data[name] for name in ("kind", "title", "short_title", "areas")}
