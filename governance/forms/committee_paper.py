"""The form of a front sheet: of whom, to whom, for what a report goes to a committee."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django import forms

from governance.domain.front_sheet import FrontSheet
from wsoa.accounts.models import User
from wsoa.core.forms.base import at_most
from wsoa.web.resubmission import ResubmittableForm

LONGEST_LINE = 300
LONGEST_TEXT = 4_000


def _line(label: str, hint: str, rows: int = 1, longest: int = LONGEST_LINE) -> forms.CharField:
    """An optional entry of the front sheet."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows > 1 else forms.TextInput()
    return forms.CharField(
        label=label,
        required=False,
        help_text=hint,
        widget=widget,
        validators=[at_most(longest, label)],
    )


class CommitteePaperForm(ResubmittableForm):
    """The entries of a front sheet. None is required: an empty one is left out of the paper."""

    to = _line("Report to", "The committee or board, for example “Scrutiny committee”.", 2)
    date = _line("Date", "Of the meeting, as it is to be printed, for example 4 November 2019.")
    report_of = _line("Report of", "Who brings it, one a line.", 3, LONGEST_TEXT)
    author = _line("Author", "Name and post of who wrote it.", 2)
    purpose = _line("Purpose", "Why the committee receives it.", 4, LONGEST_TEXT)
    recommendation = _line(
        "Recommendation",
        "What the committee is asked to do. Start a line with “- ” for a bullet point.",
        5,
        LONGEST_TEXT,
    )
    implications = _line(
        "Implications",
        "For example for money, law and equality. Leave it empty if they are stated elsewhere.",
        5,
        LONGEST_TEXT,
    )
    background_papers = _line("Background papers", "One a line.", 5, LONGEST_TEXT)

    def __init__(self, user: User, first: FrontSheet, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, initial=asdict(first), **kwargs)

    @property
    def sheet(self) -> FrontSheet:
        """The front sheet, once the form is valid."""
        entries = {field.name: self.cleaned_data[field.name] for field in self.visible_fields()}
        return FrontSheet(**{name: _lines(text) for name, text in entries.items()})


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
