"""Forms of organisations and posts: adding one, and a change from a day on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from actions.forms.people import PostForm
from actions.services.organisations import WantedChange
from wsoa.accounts.models import LocalArea, Organisation
from wsoa.core.forms.base import Form, Radios, at_most
from wsoa.core.forms.date_fields import DayField

RENAME, SUCCEED, NEW = "rename", "succeed", "new"
LONGEST_NAME = 200


def _code(*, required: bool = True) -> forms.RegexField:
    return forms.RegexField(
        r"^[A-Za-z0-9][A-Za-z0-9&._-]{0,19}$",
        label="Code",
        required=required,
        help_text="As plans print it before a post, for example ICB.",
        error_messages={
            "required": "Enter a code",
            "invalid": "Code must have letters, numbers, hyphens or full stops only, at most 20",
        },
    )


def _name(*, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label="Name",
        required=required,
        validators=[at_most(LONGEST_NAME, "Name")],
        error_messages={"required": "Enter a name"},
    )


class OrganisationForm(Form):
    """A new organisation of an area."""

    code = _code()
    name = _name()
    kind = forms.ChoiceField(
        label="Kind",
        choices=Organisation.Kind.choices,
        widget=Radios(attrs={"data-small": "1"}),
        error_messages={"required": "Select the kind of organisation"},
    )


def post_form(local_area: LocalArea, data: Any = None) -> PostForm:
    """The form of a new post, with the organisations that it can belong to."""
    return PostForm(Organisation.objects.named_in(local_area).current(), data)


class OrganisationChangeForm(Form):
    """What becomes of an organisation, and from which day."""

    change = forms.ChoiceField(
        label="What changes?",
        choices=[
            (RENAME, "It has a new name"),
            (NEW, "A new organisation takes over"),
            (SUCCEED, "An organisation that is here takes over: they merge"),
        ],
        widget=Radios(
            attrs={"data-small": "1"},
            hints={
                RENAME: "Enter the new name below.",
                NEW: "Enter its name and code below. Every post passes on.",
                SUCCEED: "Select it below. Every post passes on.",
            },
        ),
        error_messages={"required": "Select what changes"},
    )
    name = _name(required=False)
    code = _code(required=False)
    successor = forms.ChoiceField(label="Organisation that takes over", required=False)
    from_day = DayField(
        label="First day of the change",
        help_text=(
            "For example, 1 7 2022. What was printed before that day keeps the name of then."
        ),
        error_messages={"required": "Enter the first day of the change"},
    )

    def __init__(
        self,
        organisation: Organisation,
        others: Iterable[Organisation],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        self.others = {str(found.pk): found for found in others}
        self.fields["successor"].choices = [  # type: ignore[attr-defined]
            ("", "None of these"),
            *((pk, found.name) for pk, found in self.others.items()),
        ]
        self.fields["name"].help_text = "The new name, or that of the new organisation."
        self.fields["code"].label = "Code of the new organisation"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        change = cleaned.get("change")
        if change in {RENAME, NEW} and not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", "Enter the new name")
        if change == NEW and not cleaned.get("code") and "code" not in self.errors:
            self.add_error("code", "Enter the code of the new organisation")
        if change == SUCCEED and not cleaned.get("successor"):
            self.add_error("successor", "Select the organisation that takes over")
        return cleaned

    def wanted(self) -> WantedChange:
        """The change that a valid form asks for, with only what belongs to its kind."""
        cleaned = self.cleaned_data
        change = cleaned["change"]
        return WantedChange(
            organisation=self.organisation,
            from_day=cleaned["from_day"],
            name=cleaned["name"] if change in {RENAME, NEW} else "",
            code=cleaned["code"] if change == NEW else "",
            successor=self.others[cleaned["successor"]] if change == SUCCEED else None,
        )
