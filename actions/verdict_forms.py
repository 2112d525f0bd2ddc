"""The form with which an update goes back to its lead."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator

from actions.models import StatusUpdate
from wsoa import keeping
from wsoa.accounts.models import User
from wsoa.forms import Form

LONGEST = 4_000


class ReturnForm(Form):
    """What is to change. `keep_for` says whose words these are."""

    words = forms.CharField(
        label="What is to change?",
        help_text="The lead sees this on top of their list, and everybody on the action’s page.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say what is to change, so that the lead knows"},
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

    def __init__(self, update: StatusUpdate, user: User, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"r{update.pk}-%s")
        kwargs["initial"] = {"keep_for": keeping.note_for(user)}
        super().__init__(*args, **kwargs)
