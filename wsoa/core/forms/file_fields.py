"""The field for a file that somebody uploads. A test refuses any other one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings

from wsoa.core.uploads import UploadRefused
from wsoa.core.virus_scan import refuse_infected


class ScannedFileField(forms.FileField):
    """A file that the site's virus scanner has found nothing in, if the site has a scanner."""

    def clean(self, value: Any, initial: Any = None) -> Any:
        file = super().clean(value, initial)
        if file and file is not initial:
            try:
                refuse_infected(file, file.name or "", settings.VIRUS_SCANNER)
            except UploadRefused as refused:
                raise forms.ValidationError(str(refused)) from refused
        return file
