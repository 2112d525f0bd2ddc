"""The choice of a status, in the words and the order of the plan's key."""

from __future__ import annotations

from typing import cast

from django import forms

from actions.domain.enums import Status
from actions.domain.kinds.scale import StatusScale
from actions.templatetags.statuses import chip
from wsoa.core.forms.base import Radios


def offer_statuses(field: forms.Field, scale: StatusScale) -> None:
    """Offers the statuses of a scale as radio buttons, each with its meaning below it."""
    choices = cast(forms.ChoiceField, field)
    choices.choices = [(status.value, chip(status, "bare")) for status in scale.printed]
    complete = scale.full_text(Status.COMPLETE)
    cast(Radios, choices.widget).hints = {
        status.value: status.full_text for status in scale.printed if status.has_meaning
    } | {Status.COMPLETE.value: f"{complete}. Describe below what is different because of it."}
