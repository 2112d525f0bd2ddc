"""The field that asks who has agreed to a new end date so far."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator

from actions.domain.date_ledger import fault_in_who_agreed

LONGEST_LINE = 300
TOO_LONG = (
    "Text must be %(limit_value)s characters or fewer. You entered %(show_value)s. Nothing was "
    "saved. Shorten the text and send it again."
)


def agreed_with_field() -> forms.CharField:
    """A single line that names a body or a post, or is empty."""
    return forms.CharField(
        label="Who has agreed to it so far (optional)",
        help_text="The body or the post, for example “The CCG” or “Head of SEN”.",
        required=False,
        validators=[MaxLengthValidator(LONGEST_LINE, TOO_LONG), _check],
    )


def _check(text: str) -> None:
    if fault := fault_in_who_agreed(text):
        raise ValidationError(fault)
