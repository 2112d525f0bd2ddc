"""The form to upload the Word template of a local area."""

from __future__ import annotations

from typing import Any

from django import forms

from governance.papers.formats import word_checks
from wsoa.accounts.models import User
from wsoa.core import uploads
from wsoa.core.forms.file_fields import ScannedFileField
from wsoa.web.resubmission import ResubmittableForm


class WordTemplateForm(ResubmittableForm):
    """A Word document. The service checks it, and says what is wrong with it."""

    template = ScannedFileField(
        label="Word template",
        help_text="A Word document (docx), smaller than 3 MB, without macros, comments or tracked "
        "changes.",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )

    def __init__(self, user: User, *args: Any, too_large: str = "", **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.too_large = uploads.clean_name(too_large) if too_large else ""

    def clean_template(self) -> tuple[str, bytes]:
        """The name and the content of the file."""
        if self.too_large:
            raise forms.ValidationError(word_checks.too_large(self.too_large))
        file = self.cleaned_data["template"]
        if file is None:
            raise forms.ValidationError("Choose the Word template")
        return file.name or "", file.read()
