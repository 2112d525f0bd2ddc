"""The form of an internal note on an action."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from actions.domain.mentions import mentioned_in, mentions_of_nobody
from actions.services.notes import NoteRefused
from wsoa.accounts.models import User
from wsoa.core.forms.base import at_most
from wsoa.web.resubmission import ResubmittableForm

LONGEST_NOTE = 5_000


class NoteForm(ResubmittableForm):
    """A note, and whom it mentions: the people who are selected, and those named after an "@"."""

    text = forms.CharField(
        label="Note",
        help_text="Do not include names of children or medical details.",
        widget=forms.Textarea(attrs={"rows": 5}),
        validators=[at_most(LONGEST_NOTE, "Note")],
        error_messages={"required": "Enter a note"},
    )
    people = forms.MultipleChoiceField(
        label="Mention (optional)",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="They see it in their list of what waits, and in their daily email. You can also "
        "type @ and a name in the note.",
        error_messages={"invalid_choice": "Select only people who can read these notes"},
    )
    field_order = ("text", "people", "keep_for")

    def __init__(self, readers: Sequence[User], user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.readers = {reader.pk: reader for reader in readers if reader.pk != user.pk}
        self.names = {reader.name for reader in readers} | {user.name}
        people: Any = self.fields["people"]
        people.choices = [(str(pk), f"@{reader.name}") for pk, reader in self.readers.items()]

    def clean_text(self) -> str:
        """Refuses a name after an "@" that would reach nobody, before anybody relies on it."""
        text: str = self.cleaned_data["text"]
        if nobody := mentions_of_nobody(text, self.names):
            raise forms.ValidationError(
                f"“@{nobody[0]}” would reach nobody: only the people listed below can read these "
                "notes. Select them there, use their whole name, or leave out the “@”"
            )
        return text

    def mentioned(self) -> list[User]:
        """Everybody whom the note mentions, once the form is valid."""
        selected = {int(pk) for pk in self.cleaned_data["people"]}
        names = {pk: reader.name for pk, reader in self.readers.items()}
        named = mentioned_in(self.cleaned_data["text"], names)
        return [self.readers[pk] for pk in sorted(selected | named)]

    def refuse(self, refused: NoteRefused) -> None:
        """Adds the error of the service to its field."""
        self.add_error(refused.field, str(refused))
