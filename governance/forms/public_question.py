"""Forms for the public: questions and email alerts; and the form for answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from actions.models import AreaOfWeakness, Plan
from governance.public.questions import LONGEST
from wsoa.core.forms.base import Form

WHERE_NONE = "Your address goes to nobody else. It is removed when your answer is sent."
NOT_AN_ADDRESS = "Enter an email address in the right form, such as name@example.org"
WHOLE_PLAN = "The whole plan"


class _ForPeople(Form):
    """A form with a honeypot field, in place of a CAPTCHA."""

    website = forms.CharField(
        required=False,
        label="Leave this empty",
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    @property
    def is_by_a_program(self) -> bool:
        return bool(self.data.get("website"))

    def visible_fields(self) -> list[forms.BoundField]:
        """The visible fields without the honeypot, for the error summary."""
        return [field for field in super().visible_fields() if field.name != "website"]


class QuestionForm(_ForPeople):
    """A question about an action, an area or the plan."""

    words = forms.CharField(
        label="Your question",
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=(
            f"At most {LONGEST:,} characters. Please leave out names and anything by which a child "
            "could be recognised: this is about the plan, and nobody here can see a child’s case."
        ),
        error_messages={"required": "Write your question"},
    )
    email = forms.EmailField(
        required=False,
        label="Your email address (you may leave this empty)",
        help_text=f"Only if you would like an answer. {WHERE_NONE}",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": NOT_AN_ADDRESS},
    )

    def clean_words(self) -> str:
        return _short_enough(str(self.cleaned_data["words"]))


class FollowForm(_ForPeople):
    """A subscription to emails about a plan or an area."""

    email = forms.EmailField(
        label="Your email address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "Enter your email address",
            "invalid": NOT_AN_ADDRESS,
            "max_length": NOT_AN_ADDRESS,
        },
    )
    area = forms.ChoiceField(
        required=False,
        label="What you want to be told of",
        help_text="One email for each update that is published, about every three months.",
        widget=forms.Select,
        error_messages={"invalid_choice": "Choose the whole plan or one of its areas"},
    )

    def __init__(self, plan: Plan, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.areas = {area.ref: area for area in plan.areas.all()}
        choices = [(ref, f"Area {ref}: {area.title}") for ref, area in self.areas.items()]
        self.fields["area"].choices = [("", WHOLE_PLAN), *choices]  # type: ignore[attr-defined]

    def chosen_area(self) -> AreaOfWeakness | None:
        return self.areas.get(self.cleaned_data["area"])


class PublicAnswerForm(Form):
    """The programme office's answer."""

    words = forms.CharField(
        label="Answer",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Enter an answer"},
    )

    def clean_words(self) -> str:
        return _short_enough(str(self.cleaned_data["words"]))


def _short_enough(words: str) -> str:
    if len(words) > LONGEST:
        raise ValidationError(
            f"{len(words):,} characters are too many; at most {LONGEST:,}. Nothing was sent; "
            "shorten it and send again."
        )
    return words
