"""The form that says how the series of an indicator add up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from indicators.domain.enums import YearToDate
from indicators.models import Series
from indicators.services.series_sums import SeriesSums
from wsoa.accounts.models import User
from wsoa.web.resubmission import ResubmittableForm


class SeriesSumsForm(ResubmittableForm):
    """Two choices a series: what it is a part of, and whether each figure is the year so far."""

    def __init__(
        self, series: Sequence[Series], user: User, data: QueryDict | None = None, **more: Any
    ) -> None:
        super().__init__(user, data, **more)
        self.series = series
        for own in series:
            others = [(str(one.pk), one.name) for one in series if one.pk != own.pk]
            self.fields[f"part_of_{own.pk}"] = forms.ChoiceField(
                label=f"{own.name}: is it a part of another series?",
                required=False,
                choices=[("", "No"), *((pk, f"Yes, of {name}") for pk, name in others)],
                initial=str(own.part_of_id or ""),
            )
            self.fields[f"year_{own.pk}"] = forms.ChoiceField(
                label=f"{own.name}: is each figure the year so far?",
                required=False,
                choices=YearToDate.choices,
                initial=own.year_to_date,
            )

    def sums(self) -> dict[int, SeriesSums]:
        """The argument for the service, once the form is valid."""
        return {
            own.pk: SeriesSums(
                int(self.cleaned_data[f"part_of_{own.pk}"] or 0) or None,
                YearToDate(self.cleaned_data[f"year_{own.pk}"]),
            )
            for own in self.series
        }
