"""The upload of an edited plan, and the choice of what of it to keep."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from actions.domain.plan_sheets import PlanDifference
from actions.services.plan_sheets import NO_REASON
from wsoa.core.forms.base import Form
from wsoa.core.forms.file_fields import ScannedFileField
from wsoa.core.forms.reason_field import ReasonField


class PlanSheetsForm(Form):
    """The workbook that was edited."""

    file = ScannedFileField(
        label="The plan, edited",
        help_text="Excel (xlsx) or OpenDocument (ods), as downloaded here.",
        error_messages={"required": "Select the file", "empty": "The file is empty"},
    )


class KeepForm(Form):
    """Which differences to keep, and why."""

    keep = forms.MultipleChoiceField(error_messages={"required": "Select what to keep"})
    reason = ReasonField(
        label="Reason for these changes",
        help_text="It stands in the history, and with each new end date that is requested.",
        missing=NO_REASON,
        longest=300,
    )

    def __init__(self, data: Any, differences: Iterable[PlanDifference]) -> None:
        super().__init__(data)
        choices = [(item.code, item.ref) for item in differences if not item.fault]
        self.fields["keep"].choices = choices  # type: ignore[attr-defined]

    def chosen_of(self, differences: Iterable[PlanDifference]) -> list[PlanDifference]:
        """Those that were selected, in their order."""
        return [item for item in differences if item.code in self.cleaned_data["keep"]]
