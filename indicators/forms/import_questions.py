"""The form for what is asked of a file before it is imported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms

from indicators.domain.import_questions import LONGEST_ANSWER, ImportQuestion
from wsoa.core.forms.base import Form, Radios


class ImportQuestionForm(Form):
    """A field for each question: a choice, or a text."""

    def __init__(self, questions: Sequence[ImportQuestion], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in questions:
            self.fields[str(question.key)] = _field(question)

    def clean(self) -> dict[str, Any]:
        for question in self.questions:
            answered = replace(question, answer=self.cleaned_data.get(question.key, ""))
            if answered.is_wrong:
                self.add_error(
                    str(question.key), f"Enter {question.expects}, or delete the file below"
                )
        return self.cleaned_data

    @property
    def answers(self) -> dict[str, str]:
        """What was answered, by question. Empty answers are left out."""
        given = {name: self.data.get(name, "").strip() for name in self.fields}
        return {name: answer for name, answer in given.items() if answer}


def _field(question: ImportQuestion) -> forms.Field:
    if question.options:
        return forms.ChoiceField(
            label=question.text,
            help_text=question.hint,
            choices=question.options,
            widget=Radios,
            initial=question.answer or None,
            error_messages={"required": "Select one of the answers"},
        )
    return forms.CharField(
        label=question.text,
        help_text=question.hint,
        initial=question.answer or question.suggestion,
        max_length=LONGEST_ANSWER,
        error_messages={"required": "Enter an answer"},
    )
