"""The page around a form that sets up an indicator."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.urls import reverse

from indicators.models import Indicator
from indicators.selectors.plan_links import LinkableOutcome


@dataclass(frozen=True, slots=True)
class SetupFormPage:
    """What stands around the form: headings, sentences before it, its button, the way back."""

    heading: str
    caption: str
    button: str
    back: str
    back_label: str
    intro: tuple[str, ...] = ()


def setup_form_page(indicator: Indicator, heading: str, button: str, *intro: str) -> SetupFormPage:
    """The page of a form that is reached from the set-up of an indicator."""
    back = reverse("indicator-setup", args=[indicator.plan.slug, indicator.key])
    return SetupFormPage(heading, indicator.short_title, button, back, "Set-up", intro)


@dataclass(frozen=True, slots=True)
class LinkChoice:
    """A check box: its key, its label, and whether it is selected."""

    key: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class OutcomeChoices:
    """An outcome with its measures of success. `area` is named at the first one of each area."""

    area: str
    link: LinkChoice
    measures: tuple[LinkChoice, ...]

    @property
    def is_open(self) -> bool:
        """Whether a measure is selected, so that the list is shown unfolded."""
        return any(measure.is_chosen for measure in self.measures)


def outcome_choices(
    linkable: Iterable[LinkableOutcome], outcomes: Collection[str], measures: Collection[str]
) -> list[OutcomeChoices]:
    """The outcomes of the plan as check boxes; the keys of those that are selected are given."""
    shown: list[OutcomeChoices] = []
    area = ""
    for outcome in linkable:
        link = LinkChoice(str(outcome.pk), outcome.title, str(outcome.pk) in outcomes)
        below = (LinkChoice(key, label, key in measures) for key, label in outcome.measures)
        first = outcome.area if outcome.area != area else ""
        shown.append(OutcomeChoices(first, link, tuple(below)))
        area = outcome.area
    return shown
