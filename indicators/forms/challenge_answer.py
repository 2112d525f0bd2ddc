"""The form for answering a challenge."""

from __future__ import annotations

from typing import Any

from django import forms

from indicators.services.challenge_answers import LONGEST
from wsoa.accounts.models import User
from wsoa.core.forms.base import at_most
from wsoa.web.resubmission import ResubmittableForm


class AnswerForm(ResubmittableForm):
    """The answer of an accountable officer."""

    words = forms.CharField(
        label="Your answer",
        help_text="It is shown beside the question on every page and in the board’s report. "
        "You cannot edit it, but a later answer replaces it.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter your answer"},
        validators=[at_most(LONGEST)],
    )

    def __init__(self, user: User, hash_: str, *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"q{hash_}-%s"
        super().__init__(user, *args, **kwargs)
