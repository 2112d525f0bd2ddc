"""Forms for commentary: of an area, in three fields, and of the programme, in one."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import QueryDict

from actions.domain.text_limits import LONGEST_TEXT
from actions.models import Commentary
from governance.services.commentary import CommentaryTexts
from wsoa.accounts.models import User
from wsoa.core.forms.base import at_most
from wsoa.web.resubmission import ResubmittableForm


def _box(label: str, rows: int, hint: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
        validators=[at_most(LONGEST_TEXT, label)],
    )


class CommentaryForm(ResubmittableForm):
    """The base form. `based_on` is the version that the writer saw, for conflict detection."""

    based_on = forms.IntegerField(required=False, widget=forms.HiddenInput)

    theirs = False  # whether somebody else wrote while this was being written

    def __init__(self, user: User, current: Commentary, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = current.texts | {"based_on": current.pk}
        super().__init__(user, *args, **kwargs)

    def rebase_on(self, theirs: Commentary) -> None:
        """Bases the form on the other person's version after a conflict."""
        self.theirs = True
        sent = cast(QueryDict, self.data).copy()
        sent["based_on"] = str(theirs.pk or "")
        self.data = sent

    @property
    def texts(self) -> CommentaryTexts:
        return {field.name: self.cleaned_data[field.name] for field in self.visible_fields()}


class AreaForm(CommentaryForm):
    """The commentary of an area."""

    developments = _box(
        "Developments", 8, "What was done. Start a line with “- ” for a bullet point."
    )
    evidence = _box(
        "Evidence of impact",
        6,
        "What is different for children, young people and families, and how you know.",
    )
    next_steps = _box("Next steps", 6, "What will be done, and by when.")


class ProgrammeForm(CommentaryForm):
    """The text about the programme as a whole."""

    programme = _box(
        "The programme as a whole",
        12,
        "It is printed before the areas. Start a line with “- ” for a bullet point.",
    )
