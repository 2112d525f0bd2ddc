"""The base of the forms that set up an indicator: sections, refusals, and what follows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, NamedTuple, cast

from django import forms
from django.forms import BoundField
from django.http import QueryDict

from indicators.domain.entry_validation import FigureRefused, read_value
from indicators.domain.enums import Gap, Unit
from indicators.services.indicator_setup import (
    ChangedSince,
    ConsequencesNotConfirmed,
    SetupRefused,
)
from wsoa.core.row_ids import read_id
from wsoa.web.resubmission import ResubmittableForm


class FormSection(NamedTuple):
    """A part of a long form: its heading, a sentence below it, and its fields."""

    heading: str
    hint: str
    fields: tuple[BoundField, ...]


class SetupForm(ResubmittableForm):
    """A form in sections. `based_on` is the latest change of set-up that its author saw."""

    parts: ClassVar[Sequence[tuple[str, str, tuple[str, ...]]]] = ()

    sure = forms.BooleanField(
        label="I have read this, and past figures may be read in the new way", required=False
    )
    based_on = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks: tuple[str, ...] = ()

    @property
    def sections(self) -> Iterator[FormSection]:
        for heading, hint, names in self.parts:
            found = tuple(self[name] for name in names if name in self.fields)
            if found:
                yield FormSection(heading, hint, found)

    @property
    def seen_change(self) -> int | None:
        """The latest change that the author saw; None where the page did not say."""
        based_on: str = self.cleaned_data.get("based_on", "")
        return 0 if based_on == "0" else read_id(based_on)

    def refuse(self, refused: SetupRefused) -> None:
        """Shows why the service refused: at its field, or as a question to confirm."""
        if isinstance(refused, ConsequencesNotConfirmed):
            self.asks = refused.sentences
        if isinstance(refused, ChangedSince):  # who saves again has read of that change
            sent = cast(QueryDict, self.data).copy()
            sent["based_on"] = str(refused.change.pk)
            self.data = sent
        self.add_error(refused.field if refused.field in self.fields else None, str(refused))

    def number(self, field: str, unit: Unit) -> float | None:
        """The number typed in a field, in this unit; None with an error for anything else."""
        typed = self.cleaned_data.get(field, "")
        if not typed:
            return None
        try:
            value = read_value(typed, unit)
        except FigureRefused as refused:
            self.add_error(field, str(refused))
            return None
        if value.gap is not Gap.NONE:
            self.add_error(field, "Enter a number, or leave it empty")
        return value.value
