"""The form with which an update goes back to its lead."""

from __future__ import annotations

from typing import Any

from django import forms

from actions.models import StatusUpdate
from wsoa.accounts.models import User
from wsoa.core.forms.base import at_most
from wsoa.web.resubmission import ResubmittableForm

LONGEST = 4_000


class ReturnForm(ResubmittableForm):
    """The reason for a return."""

    words = forms.CharField(
        label="Reason for returning it",
        help_text=(
            "The lead sees this at the top of their list. Everybody can see it on the action’s "
            "page."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter what the lead needs to change"},
        validators=[at_most(LONGEST)],
    )

    def __init__(self, update: StatusUpdate, user: User, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"r{update.pk}-%s")
        super().__init__(user, *args, **kwargs)
