"""The base of forms with a file, which may have been too large to be received."""

from __future__ import annotations

from typing import Any

from django import forms

from wsoa.core import uploads
from wsoa.core.forms.base import Form


class UploadForm(Form):
    """A form with a field `file`.

    `too_large` is the name of a file that was refused while it was received; `refusal` is the rest
    of the error message.
    """

    refusal = ""

    def __init__(self, *args: Any, too_large: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = uploads.clean_name(too_large) if too_large else ""
        if self.too_large:
            self.fields["file"].required = False

    def clean_file(self) -> Any:
        """Raises ValidationError for a file that was too large."""
        if self.too_large:
            raise forms.ValidationError(f"{self.too_large} {self.refusal}")
        return self.cleaned_data["file"]
