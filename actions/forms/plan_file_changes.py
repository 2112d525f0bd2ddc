"""What a file changes in a plan: which of it is applied and, in force, the decision behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms

from actions.domain.plan_sheets import PlanDifference
from actions.forms.plan_editor import DECISION_FIELDS, PlanEditForm
from actions.models import Plan
from actions.services.plan_imports.answers import ImportClosed
from actions.services.plan_imports.confirm import ImportNotReady
from actions.services.plan_sheets import PlanFileRefused
from wsoa.accounts.models import User


class FileChangesForm(PlanEditForm):
    """The differences that were selected, by their keys; one decision counts for all of them."""

    change = forms.MultipleChoiceField(error_messages={"required": "Select what is to be applied"})
    field_order = ("change", *DECISION_FIELDS)

    def __init__(self, plan: Plan, user: User, *args: Any, keys: Iterable[str]) -> None:
        super().__init__(plan, user, *args)
        self.fields["change"].choices = [(key, key) for key in keys]  # type: ignore[attr-defined]

    @property
    def ticked(self) -> list[str] | None:
        """What was selected a moment ago; None on a first look."""
        found: list[str] | None = self["change"].value() if self.is_bound else None
        return found

    def chosen_of(self, differences: Iterable[PlanDifference]) -> list[PlanDifference]:
        """Those of a spreadsheet that were selected, in their order."""
        return [item for item in differences if item.code in self.cleaned_data["change"]]

    def carry_out(self, service: Callable[[], object]) -> bool:
        """Calls the service; what it refuses is an error of the form, and nothing was changed."""
        try:
            return super().carry_out(service)
        except (ImportNotReady, ImportClosed, PlanFileRefused) as refused:
            self.add_error(None, str(refused))
            return False
