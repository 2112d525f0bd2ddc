"""The form of an action's short title."""

from __future__ import annotations

from typing import Any

from django import forms

from actions.domain.short_titles import LONGEST_SHORT_TITLE
from wsoa.accounts.models import User
from wsoa.core.forms.base import at_most
from wsoa.web.resubmission import ResubmittableForm


class ShortTitleForm(ResubmittableForm):
    """The short title; without one, reports use the action's first clause."""

    short_title = forms.CharField(
        label="Short title",
        required=False,
        help_text=f"{LONGEST_SHORT_TITLE} characters or fewer, in plain words. Leave it empty to "
        "use the beginning of the action’s text.",
        validators=[at_most(LONGEST_SHORT_TITLE, "Short title")],
    )
    field_order = ("short_title", "keep_for")

    def __init__(self, short_title: str, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, initial={"short_title": short_title}, **kwargs)
