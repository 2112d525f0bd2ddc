"""Fields of a request for a new end date: why, and which body or post has agreed, on which day."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms

from actions.domain.date_ledger import Decider
from actions.domain.enums import Slippage
from actions.models import Plan
from actions.selectors.deciders import deciders
from wsoa.core.forms.base import Radios
from wsoa.core.forms.date_fields import DayField

DeciderChoices = list[tuple[str, str | list[tuple[str, str]]]]


def decider_choices(found: Iterable[Decider], empty: str) -> DeciderChoices:
    """The options of a list of bodies and posts, in their groups, after an empty one."""
    by_group: dict[str, list[tuple[str, str]]] = {}
    for decider in found:
        by_group.setdefault(decider.group, []).append((decider.code, decider.name))
    return [("", empty), *by_group.items()]


class AgreedWithField(forms.ChoiceField):
    """A body or a post, or nobody yet. Its options are read when they are shown or checked."""

    def __init__(self) -> None:
        wrong = "“%(value)s” is not in the list. Select the body or the post, or “Nobody yet”"
        super().__init__(
            label="Who has agreed to it so far (optional)",
            help_text="The board or committee, or the post of the person.",
            required=False,
            error_messages={"invalid_choice": wrong},
        )

    def offer(self, plan: Plan) -> None:
        """Offers the bodies and the posts of a plan."""
        self.choices = lambda: decider_choices(deciders(plan), "Nobody yet")


def agreed_on_field() -> DayField:
    """The day on which the body or the post agreed."""
    return DayField(
        label="When did they agree?",
        help_text="The day of the meeting or of the message, for example 4 11 2019.",
        required=False,
    )


def slippage_field() -> forms.ChoiceField:
    """Whether the end slipped or was moved on purpose, where a request is optional."""
    return forms.ChoiceField(
        label="Why is the end date changing?",
        required=False,
        widget=Radios(attrs={"data-small": "1"}),
        choices=Slippage.choices,
    )
