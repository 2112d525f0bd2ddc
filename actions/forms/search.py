"""The search of a plan and its filters, in the query string."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from django import forms

from wsoa.core.forms.base import Form


class ChoicesOfSearch(Protocol):
    """What a search can be limited to: keys with their words."""

    @property
    def kinds(self) -> Sequence[tuple[str, str]]: ...
    @property
    def areas(self) -> Sequence[tuple[str, str]]: ...
    @property
    def leads(self) -> Sequence[tuple[str, str]]: ...
    @property
    def periods(self) -> Sequence[tuple[str, str]]: ...


class SearchForm(Form):
    """Words, and what to look in. What is not understood counts as not asked for.

    `area` is the plan's word for one of its areas.
    """

    q = forms.CharField(
        label="Search for", required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    kind = forms.ChoiceField(label="In", required=False)
    area = forms.ChoiceField(label="Area", required=False)
    lead = forms.ChoiceField(label="Lead", required=False)
    period = forms.ChoiceField(label="Quarter", required=False)

    def __init__(self, data: Any, choices: ChoicesOfSearch, area: str = "area") -> None:
        super().__init__(data)
        self.fields["area"].label = area.capitalize()
        for name, none, known in (
            ("kind", "Everything", choices.kinds),
            ("area", "All areas", choices.areas),
            ("lead", "All leads", choices.leads),
            ("period", "All quarters", choices.periods),
        ):
            self.fields[name].choices = [("", none), *known]  # type: ignore[attr-defined]

    def asked(self) -> dict[str, str]:
        """What is understood of the query string."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}
