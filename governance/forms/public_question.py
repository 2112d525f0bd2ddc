"""Forms for the public: questions and email alerts; and the form for answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from actions.models import AreaOfWeakness, Plan
from governance.domain.enums import DismissalReason
from governance.public.questions import LONGEST
from wsoa.core.forms.base import Form, FormProblem, Radios, at_most

ADDRESS_IS_PRIVATE = (
    "We will not share your address. We delete it when we have answered your question."
)
NOT_AN_ADDRESS = "Enter an email address in the correct format, like name@example.com"
WHOLE_PLAN = "The whole plan"


class _HoneypotForm(Form):
    """A form with a honeypot field, in place of a CAPTCHA."""

    website = forms.CharField(
        required=False,
        label="Do not fill in this field",
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    @property
    def is_by_a_program(self) -> bool:
        return bool(self.data.get("website"))

    def visible_fields(self) -> list[forms.BoundField]:
        """The visible fields without the honeypot, for the error summary."""
        return [field for field in super().visible_fields() if field.name != "website"]


class QuestionForm(_HoneypotForm):
    """A question about an action, an area or the plan."""

    words = forms.CharField(
        label="Your question",
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=(
            f"Up to {LONGEST:,} characters. Do not include names or anything that could identify a "
            "child. We can answer questions about the plan, but not about a child’s case."
        ),
        error_messages={"required": "Enter your question"},
        validators=[at_most(LONGEST, "Your question")],
    )
    email = forms.EmailField(
        required=False,
        label="Your email address (optional)",
        help_text=f"Enter an address if you would like an answer. {ADDRESS_IS_PRIVATE}",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": NOT_AN_ADDRESS},
    )


class FollowForm(_HoneypotForm):
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
        label="Choose what to get emails about",
        help_text="We send one email for each published update, about every 3 months.",
        widget=forms.Select,
        error_messages={"invalid_choice": "Select the whole plan or one of its areas"},
    )

    def __init__(self, plan: Plan, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.areas = {area.ref: area for area in plan.areas.all()}
        choices = [(ref, f"Area {ref}: {area.title}") for ref, area in self.areas.items()]
        self.fields["area"].choices = [("", WHOLE_PLAN), *choices]  # type: ignore[attr-defined]

    def chosen_area(self) -> AreaOfWeakness | None:
        return self.areas.get(self.cleaned_data["area"])


class DismissalForm(Form):
    """One reason for the selected questions; `first` is the id of the first checkbox."""

    reason = forms.ChoiceField(
        choices=DismissalReason.choices,
        label="Why do you dismiss them?",
        help_text=(
            "Nobody gets an email. Email addresses that were left are deleted. You can restore a "
            "question under “Dismissed”."
        ),
        widget=Radios,
        error_messages={
            "required": "Select why you dismiss these questions",
            "invalid_choice": "Select why you dismiss these questions",
        },
    )

    def __init__(self, *args: Any, selected: Sequence[int] = (), first: str = "", **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.selected, self.first = selected, first

    def clean(self) -> None:
        if not self.selected:
            raise forms.ValidationError("Select the questions that you want to dismiss")

    @property
    def error_summary(self) -> list[FormProblem]:
        """The errors; one of the whole form is about the checkboxes."""
        whole = len(self.non_field_errors())
        return [
            problem._replace(field_id=self.first) if number < whole else problem
            for number, problem in enumerate(super().error_summary)
        ]


class PublicAnswerForm(Form):
    """The programme office's answer."""

    words = forms.CharField(
        label="Answer",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Enter an answer"},
        validators=[at_most(LONGEST, "Answer")],
    )
