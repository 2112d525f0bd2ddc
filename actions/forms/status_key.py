"""The form of a plan's own key: for each of the five codes the words, place, colour and shape."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.forms import BoundField

from actions.domain.enums import PRINTED_ORDER, Status
from actions.domain.kinds.scale import (
    FIVE,
    LONGEST_LABEL,
    LONGEST_MEANING,
    KeyRefused,
    ScaleStatus,
    StatusScale,
    own_key,
)
from actions.domain.status_palette import HueName, ShapeName
from actions.services.status_key import MISSING_REASON
from wsoa.accounts.models import User
from wsoa.core.forms.base import at_most
from wsoa.core.forms.reason_field import ReasonField
from wsoa.web.resubmission import ResubmittableForm

LONGEST_REASON: Final = 500
_NOT_IN_KEY = ("", "Not in the key")


@dataclass(frozen=True, slots=True)
class KeyEntryFields:
    """The fields of one status of the key; `five` is the one that it stands for in comparisons."""

    five: ScaleStatus
    place: BoundField
    label: BoundField
    meaning: BoundField
    colour: BoundField
    shape: BoundField


@dataclass(frozen=True, slots=True)
class Swatch:
    """A colour or a shape with its name, as a chip: any code, in a scale of its own."""

    value: str
    scale: StatusScale


def _swatch(name: str, hue: HueName, shape: ShapeName) -> Swatch:
    code = Status.COMPLETE
    shown = ScaleStatus(code, name.capitalize(), name, hue, shape, is_own=True)
    return Swatch(code.value, StatusScale({code: shown}, (code,), is_own=True))


class StatusKeyForm(ResubmittableForm):
    """A key: its statuses, in their order; or a way back to the statuses of the plan's kind."""

    goes_back = forms.BooleanField(
        label="Go back to the statuses of this kind of plan",
        required=False,
        help_text="What is entered above is then not used.",
    )
    reason = ReasonField(label="Reason", missing=MISSING_REASON, longest=LONGEST_REASON)

    def __init__(self, scale: StatusScale, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        for code in PRINTED_ORDER:
            self._add_entry(code, scale)
        self.order_fields((*self.entry_names(), "goes_back", "reason", "keep_for"))

    def entry_names(self) -> Iterator[str]:
        """The names of the fields of the statuses."""
        return (name for name in self.fields if "-" in name)

    @property
    def entries(self) -> tuple[KeyEntryFields, ...]:
        """The fields by status, for the page."""
        parts = ("place", "label", "meaning", "colour", "shape")
        return tuple(
            KeyEntryFields(FIVE.by_code[code], *(self[f"{code}-{part}"] for part in parts))
            for code in PRINTED_ORDER
        )

    @property
    def swatches(self) -> tuple[Swatch, ...]:
        """Each colour, and each shape, as a status would have it."""
        hues = [_swatch(hue.value, hue, ShapeName.DISC) for hue in HueName]
        return (*hues, *(_swatch(shape.value, HueName.BLACK, shape) for shape in ShapeName))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("goes_back") or self.errors:
            return cleaned
        places = [cleaned[f"{code}-place"] for code in self._chosen(cleaned)]
        for code in self._chosen(cleaned):
            if not cleaned[f"{code}-label"]:
                self.add_error(f"{code}-label", "Enter the words of this status")
            if places.count(cleaned[f"{code}-place"]) > 1:
                self.add_error(f"{code}-place", "Choose a place that no other status has")
        if not self.errors:
            try:
                own_key(self._key(cleaned))
            except KeyRefused as refused:
                self.add_error(None, str(refused))
        return cleaned

    def wanted(self) -> dict[str, Any]:
        """The arguments for `set_status_key`, once the form is valid."""
        cleaned = self.cleaned_data
        key = {} if cleaned["goes_back"] else self._key(cleaned)
        return {"key": key, "reason": cleaned["reason"]}

    @staticmethod
    def _chosen(cleaned: dict[str, Any]) -> list[Status]:
        chosen = [code for code in PRINTED_ORDER if cleaned.get(f"{code}-place")]
        return sorted(chosen, key=lambda code: int(cleaned[f"{code}-place"]))

    def _key(self, cleaned: dict[str, Any]) -> dict[str, object]:
        parts = ("label", "meaning", "colour", "shape")
        return {
            "statuses": [
                {"code": code.value} | {part: cleaned[f"{code}-{part}"] for part in parts}
                for code in self._chosen(cleaned)
            ]
        }

    def _add_entry(self, code: Status, scale: StatusScale) -> None:
        status = scale.by_code[code]
        place = scale.printed_order.index(code) + 1 if scale.has(code) else ""
        places = [_NOT_IN_KEY, *((str(n), str(n)) for n in range(1, len(PRINTED_ORDER) + 1))]
        added = {
            "place": forms.ChoiceField(
                label="Place in the key", required=False, choices=places, initial=str(place)
            ),
            "label": forms.CharField(
                label="Words",
                required=False,
                initial=status.label,
                help_text=f"{LONGEST_LABEL} characters or fewer. They stand in every cell.",
                validators=[at_most(LONGEST_LABEL, "Words")],
            ),
            "meaning": forms.CharField(
                label="Meaning, in full (optional)",
                required=False,
                initial=status.full_text if status.has_meaning else "",
                validators=[at_most(LONGEST_MEANING, "Meaning")],
            ),
            "colour": forms.ChoiceField(
                label="Colour", choices=_choices(HueName), initial=status.hue_name.value
            ),
            "shape": forms.ChoiceField(
                label="Shape", choices=_choices(ShapeName), initial=status.shape.value
            ),
        }
        self.fields.update({f"{code}-{name}": field for name, field in added.items()})


def _choices(names: type[HueName] | type[ShapeName]) -> list[tuple[str, str]]:
    return [(name.value, name.value.capitalize()) for name in names]
