"""The form of the owner's comment on a red measure."""

from __future__ import annotations

from typing import ClassVar

from django import forms

from indicators.forms.setup import SetupForm
from indicators.services.red_comments import LONGEST_COMMENT
from wsoa.core.forms.base import at_most


class RedCommentForm(SetupForm):
    """Why the measure is red, and what is done about it."""

    parts: ClassVar = (("", "", ("text",)),)

    text = forms.CharField(
        label="Your comment",
        help_text=(
            "Why it is so, what is done about it, and when that should show. It is printed beside "
            "the measure in reports, and may be published: name nobody, and no child."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
        validators=[at_most(LONGEST_COMMENT, "Comment")],
        error_messages={"required": "Enter your comment"},
    )
