"""The forms of a highlight report: preparing it, remarks, the board's questions, and answers.

The services check the length of texts, so that an error is shown with the text still there.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from actions.models import Plan
from governance.models import Meeting
from governance.services.highlight import LONGEST_QUESTION
from wsoa.core.forms.base import Form
from wsoa.core.forms.date_fields import DayField
from wsoa.web.resubmission import ResubmittableForm

FIGURES = (
    "Enter the name of a figure in curly brackets and the count is filled in: {behind} of {total} "
    "actions, {behind_percent}, {on_track_or_to_start}, {complete}. You cannot save a count that "
    "does not match the data."
)


class HighlightPreparationForm(Form):
    """The meeting of a new report, and the day of its data."""

    meeting = forms.ChoiceField(
        label="Meeting",
        error_messages={
            "required": "Select a meeting",
            "invalid_choice": "Select a future meeting of the plan",
        },
    )
    as_at = DayField(
        label="Date of the data",
        help_text="The report includes everything recorded by the end of that day.",
        error_messages={"required": "Enter the date of the data"},
    )

    def __init__(self, plan: Plan, day: date, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"as_at": day}
        super().__init__(*args, **kwargs)
        self.meetings = {str(meeting.pk): meeting for meeting in plan.meetings.from_day(day)}
        choices = [(pk, str(meeting)) for pk, meeting in self.meetings.items()]
        self.fields["meeting"].choices = choices  # type: ignore[attr-defined]

    def clean_meeting(self) -> Meeting:
        return self.meetings[self.cleaned_data["meeting"]]


class RemarkForm(ResubmittableForm):
    """An officer's remark on a section of the highlight report."""

    words = forms.CharField(
        label="Your remark",
        help_text=FIGURES,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class BoardQuestionForm(ResubmittableForm):
    """A board member's question on a row of the highlight report."""

    words = forms.CharField(
        label="Your question",
        help_text=(
            f"At most {LONGEST_QUESTION} characters. Everybody who can read the report sees it."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter your question"},
    )
    line = forms.CharField(required=False, widget=forms.HiddenInput)


class BoardAnswerForm(ResubmittableForm):
    """The answer to a board member's question."""

    words = forms.CharField(
        label="Your answer",
        help_text="It is shown with the question and in the next report. You cannot edit it later.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter an answer"},
    )
