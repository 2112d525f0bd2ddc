"""The filters of the audit log, in the query string."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from actions.forms.period import TYPED_DAYS
from actions.selectors.audit_log import AuditLogFilters
from wsoa.core.forms.base import Form, at_most

LONGEST = 200


def _text(label: str, hint: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        validators=[at_most(LONGEST, label)],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def _day(label: str, hint: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=hint,
        required=False,
        input_formats=TYPED_DAYS,
        widget=forms.DateInput(
            format="%d %m %Y", attrs={"class": "govuk-input--width-10", "autocomplete": "off"}
        ),
        error_messages={"invalid": f"{label} must be a real date, for example 15 11 2019"},
    )


class AuditLogForm(Form):
    """Person, kind of change, subject, and a range of days. All are optional."""

    person = _text("Person", "All or part of a name")
    verb = forms.ChoiceField(
        label="What was done",
        required=False,
        error_messages={"invalid_choice": "Select what was done from the list"},
    )
    subject = _text("About", "For example, 5.1.6")
    since = _day("From", "For example, 1 11 2019")
    until = _day("To", "For example, 15 11 2019")

    def __init__(self, verbs: Iterable[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verb"].choices = [("", "Anything"), *verbs]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "To must be the same day as From, or later")
        return cleaned

    def filters(self) -> AuditLogFilters:
        """The filters, once the form is valid."""
        return AuditLogFilters(**self.cleaned_data)
