"""The single question of "no change" for an action past its agreed end: when is it to end?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from actions.domain.status_change import is_still_to_come
from actions.forms.change_prompts import forecast_hint
from actions.models import Action
from wsoa.core.clock import today
from wsoa.core.forms.base import Form
from wsoa.core.forms.date_fields import MonthField
from wsoa.core.months import Month


class NoChangeForm(Form):
    """The forecast that "no change" needs, and the update that the person saw."""

    forecast = MonthField(
        label="In which month do you expect it to end?",
        error_messages={"required": "Enter the month in which you expect it to end"},
    )
    based_on = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, action: Action, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"n{action.pk}-%s")
        super().__init__(*args, **kwargs)
        self.fields["forecast"].help_text = forecast_hint(action, is_unchanged=True)

    @classmethod
    def sent(cls, action: Action, sent: QueryDict) -> NoChangeForm:
        """The form as it was sent; as it is first shown, where only "No change" was clicked."""
        if "forecast_0" in sent:
            return cls(action, sent)
        return cls(action, initial={"based_on": sent.get("based_on", "")})

    def clean_forecast(self) -> Month | None:
        forecast: Month | None = self.cleaned_data["forecast"]
        if forecast and not is_still_to_come(forecast, today()):
            raise forms.ValidationError(
                f"Forecast must be {today():%B %Y} or later, because it is not complete yet"
            )
        return forecast

    @property
    def month(self) -> Month | None:
        """The forecast, where one was sent."""
        return self.cleaned_data["forecast"] if self.is_bound else None
