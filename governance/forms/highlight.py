"""The forms of a highlight report: preparing it, remarks, the board's questions, and answers.

How long a text may be is for the service to say: it says so in words, with the text still there.
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
    "Write a figure by its name in curly brackets, and the count is filled in: {behind} of {total} "
    "actions, {behind_percent}, {on_track_or_to_start}, {complete}. A count that the data does not "
    "bear out is refused."
)


class HighlightPreparationForm(Form):
    """For which meeting, and as at which day."""

    meeting = forms.ChoiceField(
        label="For which meeting?",
        error_messages={
            "required": "Choose the meeting",
            "invalid_choice": "Choose one of the plan’s meetings to come",
        },
    )
    as_at = DayField(
        label="As at which day?",
        help_text="What was said, decided and known by the end of that day is in it.",
        error_messages={"required": "Give the day"},
    )

    def __init__(self, plan: Plan, day: date, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"as_at": day}
        super().__init__(*args, **kwargs)
        self.meetings = {str(each.pk): each for each in plan.meetings.from_day(day)}
        choices = [(pk, str(each)) for pk, each in self.meetings.items()]
        self.fields["meeting"].choices = choices  # type: ignore[attr-defined]

    def clean_meeting(self) -> Meeting:
        return self.meetings[self.cleaned_data["meeting"]]


class RemarkForm(ResubmittableForm):
    words = forms.CharField(
        label="Your remark",
        help_text=FIGURES,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class BoardQuestionForm(ResubmittableForm):
    words = forms.CharField(
        label="Your question",
        help_text=f"At most {LONGEST_QUESTION} characters. Everybody who reads the report sees it.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write your question"},
    )
    line = forms.CharField(required=False, widget=forms.HiddenInput)


class BoardAnswerForm(ResubmittableForm):
    words = forms.CharField(
        label="Your answer",
        help_text="It stands beside the question, and in the next report. It cannot be edited.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write an answer"},
    )
