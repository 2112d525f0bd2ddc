"""The box of a form that asks for a reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from wsoa.core.forms.base import at_most
from wsoa.core.reasons import fault_in_reason


class ReasonField(forms.CharField):
    """A text that says why. `missing` is the message where it does not; `longest` is in characters.

    It is required unless `required` is false; what is written must say something in both cases.
    """

    def __init__(self, *, missing: str, longest: int, rows: int = 3, **kwargs: Any) -> None:
        self.missing = missing
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        kwargs["error_messages"] = {"required": missing}
        kwargs["validators"] = [*kwargs.pop("validators", ()), at_most(longest)]
        super().__init__(**kwargs)

    def run_validators(self, value: str) -> None:
        super().run_validators(value)
        fault = fault_in_reason(value, self.missing) if value else ""
        if fault:
            raise ValidationError(fault)
