"""The form of an Easy Read summary: a title, and lines of a heading, words and a picture.

Its buttons add, move and take out lines without a script: the page comes back with the lines
rearranged, and with what was typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.http import QueryDict

from governance.domain.easy_read.arrangement import EasyReadContent, RemovedIdea
from governance.domain.easy_read.drawings import DRAWINGS
from governance.domain.easy_read.ideas import (
    HEADINGS,
    LONGEST_IDEA,
    LONGEST_TITLE,
    EasyReadHeading,
    IllustratedIdea,
)
from governance.models import EasyReadSummary
from wsoa.accounts.models import User
from wsoa.core.forms.base import Form, FormProblem, at_most
from wsoa.web.resubmission import ResubmittableForm

IDEA, REMOVED = "idea", "removed"
MOST_SENT = 200  # lines that are read of a form
_FIELDS = ("heading", "text", "drawing")
_NUMBERED = re.compile(rf"({IDEA}|{REMOVED})-([0-9]{{1,3}})-text")


class EasyReadIdeaForm(Form):
    """One line."""

    heading = forms.ChoiceField(
        label="Heading",
        required=False,
        choices=[(key.value, words) for key, words in HEADINGS.items()],
        error_messages={"invalid_choice": "Choose one of the headings"},
    )
    text = forms.CharField(
        label="Words",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        validators=[at_most(LONGEST_IDEA)],
    )
    drawing = forms.ChoiceField(
        label="Picture",
        required=False,
        choices=[("", "Choose a picture"), *((key, made.name) for key, made in DRAWINGS.items())],
        widget=forms.Select(attrs={"data-drawing": ""}),
        error_messages={"invalid_choice": "Choose one of the pictures"},
    )

    def __init__(self, number: int, idea: IllustratedIdea) -> None:
        prefix = f"{IDEA}-{number}"
        values = (idea.heading or EasyReadHeading.ABOUT.value, idea.text, idea.drawing)
        sent = {f"{prefix}-{name}": value for name, value in zip(_FIELDS, values, strict=True)}
        super().__init__(sent, prefix=prefix)
        self.number = number
        self.idea = idea


class EasyReadForm(ResubmittableForm):
    """A summary as it is typed. `based_on` is the version that the writer saw."""

    based_on = forms.IntegerField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(
        label="What it is about",
        required=False,
        help_text="In a few easy words. Empty: the title of the area.",
        validators=[at_most(LONGEST_TITLE, "What it is about")],
    )

    theirs = False  # whether somebody else wrote while this was being written

    def __init__(
        self, user: User, content: EasyReadContent, based_on: int | None, *, sent: bool = False
    ) -> None:
        values = {"title": content.title, "based_on": based_on}
        super().__init__(user, values if sent else None, initial=values)
        self.user, self.content, self.based_on_version = user, content, based_on
        self.ideas = [EasyReadIdeaForm(place, idea) for place, idea in enumerate(content.ideas)]

    def is_valid(self) -> bool:
        return super().is_valid() and not any(idea.errors for idea in self.ideas)

    @property
    def error_summary(self) -> list[FormProblem]:
        """All errors, those of lines with the number of the line."""
        of_lines = (
            FormProblem(problem.field_id, f"Line {idea.number + 1}: {problem.message}")
            for idea in self.ideas
            for problem in idea.error_summary
        )
        return [*super().error_summary, *of_lines]

    def rebased_on(self, theirs: EasyReadSummary) -> EasyReadForm:
        """The same input on the other person's version, after a conflict."""
        form = EasyReadForm(self.user, self.content, theirs.pk, sent=True)
        form.theirs = True
        return form


def content_sent(data: QueryDict) -> EasyReadContent:
    """The lines as they were sent, in the order of their numbers."""
    return EasyReadContent(
        title=data.get("title", ""),
        ideas=tuple(_idea(data, IDEA, number) for number in _numbers(data, IDEA)),
        removed=tuple(
            RemovedIdea(_place(data, number), _idea(data, REMOVED, number))
            for number in _numbers(data, REMOVED)
        ),
    )


def version_sent(data: QueryDict) -> int | None:
    """The version that the writer saw; None for none, or for what is no number of one."""
    field = cast(forms.IntegerField, EasyReadForm.base_fields["based_on"])
    try:
        return cast(int | None, field.clean(data.get("based_on", "")[:18]))
    except forms.ValidationError:
        return None


def _numbers(data: QueryDict, kind: str) -> Iterable[int]:
    found = (match for name in data if (match := _NUMBERED.fullmatch(name)))
    return sorted({int(match[2]) for match in found if match[1] == kind})[:MOST_SENT]


def _idea(data: QueryDict, kind: str, number: int) -> IllustratedIdea:
    values: list[Any] = [data.get(f"{kind}-{number}-{name}", "") for name in _FIELDS]
    return IllustratedIdea(*values)


def _place(data: QueryDict, number: int) -> int:
    sent = data.get(f"{REMOVED}-{number}-place", "")
    return int(sent) if re.fullmatch("[0-9]{1,3}", sent) else MOST_SENT
