"""The filters of the portfolio, in the query string."""

from __future__ import annotations

from typing import Any

from django import forms

from actions.models import Plan
from wsoa.core.forms.base import Form

SHOW = ("behind", "late", "waiting", "published-late")


class PortfolioForm(Form):
    """Search, kind of plan and order. What is not understood counts as not asked for."""

    q = forms.CharField(label="Area or plan", required=False, max_length=100)
    kind = forms.ChoiceField(
        label="Kind of plan", required=False, choices=[("", "All kinds"), *Plan.Kind.choices]
    )
    sort = forms.ChoiceField(label="Sort by", required=False)
    show = forms.ChoiceField(
        required=False, widget=forms.HiddenInput, choices=[("", ""), *((key, key) for key in SHOW)]
    )

    def __init__(self, data: Any, sorts: dict[str, str]) -> None:
        super().__init__(data)
        self.fields["sort"].choices = list(sorts.items())  # type: ignore[attr-defined]

    def asked(self) -> dict[str, Any]:
        """The filters that are understood, and the page."""
        self.is_valid()
        return {**self.cleaned_data, "page": self.data.get("page")}
