"""The form with which a person pauses their reminders."""

from __future__ import annotations

from django import forms

from wsoa.core.forms.base import Form


class PauseForm(Form):
    """A choice whether reminders are paused."""

    paused = forms.BooleanField(
        label="Pause my reminders",
        required=False,
        help_text=(
            "We will still email you when a reporting round opens, and when the programme "
            "manager chases you."
        ),
    )

    def done(self) -> str:
        """The confirmation message, once the form is valid."""
        if self.cleaned_data["paused"]:
            return (
                "Your reminders are paused. We will still email you when a reporting round opens."
            )
        return "Your reminders are on again."
