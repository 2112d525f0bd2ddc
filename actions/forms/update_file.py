"""The upload of a file of updates, and the choice of the post that it is sent for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from wsoa.core.forms.base import Form
from wsoa.core.forms.file_fields import ScannedFileField


class UpdateFileForm(Form):
    """The workbook that was filled in."""

    file = ScannedFileField(
        label="The file, filled in",
        help_text="Excel (xlsx) or OpenDocument (ods).",
        error_messages={"required": "Select the file", "empty": "The file is empty"},
    )


class PostForm(Form):
    """Whose updates the programme office sends."""

    post = forms.ChoiceField(label="Post", required=False)

    def __init__(self, data: Any, posts: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        choices = [("", "Select a post"), *posts]
        self.fields["post"].choices = choices  # type: ignore[attr-defined]
