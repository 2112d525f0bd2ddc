"""The form with which a question is answered."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator

from indicators.services.answers import LONGEST
from wsoa import keeping
from wsoa.accounts.models import User
from wsoa.forms import Form


class AnswerForm(Form):
    """What the accountable officer says. `keep_for` says whose words these are."""

    words = forms.CharField(
        label="Your answer",
        help_text="It stands beside the question on every page and in the board’s paper. "
        "It cannot be edited; a later answer takes its place.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write an answer"},
        # Not max_length: with its attribute the browser would cut off a pasted text in silence.
        validators=[
            MaxLengthValidator(
                LONGEST,
                f"%(show_value)s characters are too many; at most {LONGEST:,}. "
                "Nothing was saved; shorten it and send again.",
            )
        ],
    )
    keep_for = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, user: User, hash_: str, *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"q{hash_}-%s"
        kwargs["initial"] = {"keep_for": keeping.note_for(user)}
        super().__init__(*args, **kwargs)
