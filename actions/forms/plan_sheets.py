"""The upload of an edited plan."""

from __future__ import annotations

from wsoa.core.forms.base import Form
from wsoa.core.forms.file_fields import ScannedFileField


class PlanSheetsForm(Form):
    """The workbook that was edited."""

    file = ScannedFileField(
        label="The plan, edited",
        help_text="Excel (xlsx) or OpenDocument (ods), as downloaded here.",
        error_messages={"required": "Select the file", "empty": "The file is empty"},
    )
