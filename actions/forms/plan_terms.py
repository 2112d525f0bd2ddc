"""The form of a plan's printed terms."""

from __future__ import annotations

from typing import Any

from django import forms

from actions.domain.plan_changes import PlanPart
from actions.forms.plan_editor import PlanEditForm, seen_of
from actions.models import Plan
from actions.services.plan_editor.terms import LONGEST_TERM, PRINTED_TERMS
from wsoa.accounts.models import User
from wsoa.core.forms.base import at_most


class PlanTermsForm(PlanEditForm):
    """The plan's own terms; what is left empty is called as in plans of its kind."""

    def __init__(self, plan: Plan, user: User, *args: Any) -> None:
        initial: dict[str, Any] = {name: plan.terms.get(name, "") for name in PRINTED_TERMS}
        initial["seen"] = seen_of(plan, PlanPart.PLAN, plan.pk)
        super().__init__(plan, user, *args, initial=initial)
        usual = plan.kind_of_plan.terms
        for name, label in PRINTED_TERMS.items():
            self.fields[name] = forms.CharField(
                label=label,
                required=False,
                help_text=f"Leave it empty for “{getattr(usual, name)}”.",
                validators=[at_most(LONGEST_TERM, label)],
            )
        self.move_decision_last()

    @property
    def terms(self) -> dict[str, str]:
        """The terms by their names, once the form is valid."""
        return {name: self.cleaned_data[name] for name in PRINTED_TERMS}
