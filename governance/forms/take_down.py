"""The form to take a publication down, and to decide on one that is down."""

from __future__ import annotations

from typing import Any

from django import forms

from governance.forms.publication import reason_field
from wsoa.accounts.models import User
from wsoa.web.resubmission import ResubmittableForm

OPERATIONS = ("take-down", "confirm", "ask-back", "put-back", "keep-down")


class TakeDownForm(ResubmittableForm):
    """`do` is what is done; only taking down needs a reason."""

    do = forms.ChoiceField(choices=[(do, do) for do in OPERATIONS], widget=forms.HiddenInput)
    reason = reason_field(
        "Why is it taken down?",
        "Enter why it is taken down",
        "For the others who publish and sign. Readers do not see it. Do not repeat a child’s name "
        "here.",
        rows=3,
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.fields["reason"].required = self["do"].value() == "take-down"
