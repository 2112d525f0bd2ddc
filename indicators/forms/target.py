"""The form of a target, with the milestones on the way to it, and that of links to the plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django import forms

from indicators.domain.enums import TargetKind, Unit
from indicators.domain.figure_table import number_text
from indicators.domain.targets import AimByDay
from indicators.forms.setup import SetupForm
from indicators.models import Indicator, Series, Target
from indicators.selectors.plan_links import LinkableOutcome
from indicators.selectors.target_outcomes import milestones_of
from indicators.services.targets import TargetContent
from wsoa.accounts.models import User
from wsoa.core.forms.base import Radios, at_most
from wsoa.core.forms.date_fields import DayField

BLANK_STEPS: Final = 3
FEWEST_STEPS: Final = 4


class TargetForm(SetupForm):
    """One target of an indicator."""

    kind = forms.ChoiceField(
        label="What kind of target is it?",
        choices=[
            (TargetKind.NUMBER.value, "A number by a day"),
            (TargetKind.NATIONAL.value, "At least as good as England"),
            (TargetKind.SERIES.value, "At least as good as another series"),
            (TargetKind.DIRECTION.value, "A direction only"),
            (TargetKind.UNSTATED.value, "Not stated"),
        ],
        widget=Radios(
            attrs={"data-small": "1"},
            hints={
                TargetKind.NATIONAL.value: "England’s figure for the same measure and period.",
                TargetKind.SERIES.value: "Select a series of this indicator below.",
            },
        ),
        error_messages={"required": "Select the kind of target"},
    )
    value = forms.CharField(
        label="Number to be reached",
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"}),
    )
    by = DayField(
        label="By which day?",
        required=False,
        help_text="For example, 31 8 2020. A comparison without a day is never called missed.",
    )
    against = forms.ChoiceField(
        label="Series to compare with",
        required=False,
        error_messages={"invalid_choice": "Select a series from the list"},
    )
    wording = forms.CharField(
        label="As the plan words it (optional)",
        required=False,
        validators=[at_most(200, "Wording")],
    )
    source = forms.CharField(
        label="Source (optional)",
        required=False,
        help_text="Where the target is stated.",
        validators=[at_most(300, "Source")],
    )

    def __init__(
        self,
        indicator: Indicator,
        series: Iterable[Series],
        based_on: int,
        user: User,
        *args: Any,
        target: Target | None = None,
        **kwargs: Any,
    ) -> None:
        self.unit = Unit(indicator.unit)
        self.series = {str(one.pk): one for one in series}
        steps = milestones_of(target) if target else []
        kwargs["initial"] = _as_typed(target, based_on)
        super().__init__(user, *args, **kwargs)
        choices = [("", "No series"), *((pk, one.name) for pk, one in self.series.items())]
        self.fields["against"].choices = choices  # type: ignore[attr-defined]
        words = f" ({indicator.unit_words or self.unit.label.lower()})"
        self.fields["value"].label = f"Number to be reached{words}"
        self.steps = range(1, max(FEWEST_STEPS, len(steps) + BLANK_STEPS, _sent(self.data)) + 1)
        for step in self.steps:
            self._add_step(step, steps[step - 1] if step <= len(steps) else None)
        self.milestones: tuple[AimByDay, ...] = ()

    def _add_step(self, step: int, stored: AimByDay | None) -> None:
        day, typed = (stored.day, number_text(stored.value)) if stored else (None, "")
        widget = forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"})
        self.fields[f"day_{step}"] = DayField(
            label=f"Day of milestone {step}", required=False, initial=day
        )
        self.fields[f"value_{step}"] = forms.CharField(
            label=f"Number of milestone {step}", required=False, initial=typed, widget=widget
        )

    @property
    def parts(self) -> Sequence[tuple[str, str, tuple[str, ...]]]:  # type: ignore[override]
        steps = tuple(name for n in self.steps for name in (f"day_{n}", f"value_{n}"))
        hint = (
            "The steps on the way, if the plan names them. Leave the rest empty; three more are "
            "offered each time that you save."
        )
        return (
            ("", "", ("kind", "value", "by", "against", "wording", "source")),
            ("Milestones", hint, steps),
        )

    def clean(self) -> dict[str, Any]:
        found = []
        for step in self.steps:
            day = self.cleaned_data.get(f"day_{step}")
            value = self.number(f"value_{step}", self.unit)
            if day and value is not None:
                found.append(AimByDay(day, value))
            elif day and f"value_{step}" not in self.errors:
                self.add_error(f"value_{step}", f"Enter the number of milestone {step}")
            elif value is not None and f"day_{step}" not in self.errors:
                self.add_error(f"day_{step}", f"Enter the day of milestone {step}")
        self.milestones = tuple(found)
        self._refuse_idle_fields()
        if found and self.cleaned_data.get("kind") not in (None, TargetKind.NUMBER):
            self.add_error("kind", "Milestones lead to a number. Select “A number by a day”")
        return self.cleaned_data

    def _refuse_idle_fields(self) -> None:
        """What is typed, and would be dropped because of the kind of target."""
        kind = self.cleaned_data.get("kind")
        if kind not in (None, TargetKind.NUMBER) and self.cleaned_data.get("value"):
            self.add_error(
                "value",
                "This kind of target has no number. Select “A number by a day” above, or leave "
                "this empty",
            )
        if kind not in (None, TargetKind.SERIES) and self.cleaned_data.get("against"):
            self.add_error(
                "against",
                "This kind of target is compared with no series. Select “At least as good as "
                "another series” above, or select “No series”",
            )

    def content(self) -> TargetContent | None:
        """The target, once the form is valid; None with an error if its number is none."""
        data = self.cleaned_data
        kind = TargetKind(data["kind"])
        is_number = kind is TargetKind.NUMBER
        value = self.number("value", self.unit) if is_number else None
        if "value" in self.errors:
            return None
        is_compared = kind is TargetKind.SERIES
        return TargetContent(
            kind=kind,
            value=value,
            by=data["by"],
            wording=data["wording"],
            source=data["source"],
            against=self.series.get(data["against"]) if is_compared else None,
            milestones=self.milestones,
        )


def _sent(data: Any) -> int:
    """How many milestones a form was sent with, so that none of them is lost."""
    numbers = [name.removeprefix("value_") for name in data or () if name.startswith("value_")]
    known = [int(number) for number in numbers if number.isascii() and number.isdecimal()]
    return min(max(known, default=0), 60)


def _as_typed(target: Target | None, based_on: int) -> dict[str, Any]:
    """The values of a target as its form shows them; those of a new one."""
    seen = {"based_on": str(based_on)}
    if target is None:
        return seen | {"kind": TargetKind.NUMBER.value}
    return seen | {
        "kind": target.kind,
        "value": "" if target.value is None else number_text(target.value),
        "by": target.by,
        "against": str(target.against_id or ""),
        "wording": target.words,
        "source": target.source,
    }


class LinksForm(SetupForm):
    """The outcomes that should move an indicator, and the measures that it is evidence for."""

    def __init__(
        self,
        outcomes: Sequence[LinkableOutcome],
        linked: tuple[set[str], set[str]],
        based_on: int,
        user: User,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {"based_on": str(based_on)}
        super().__init__(user, *args, **kwargs)
        keys = [(str(outcome.pk), outcome.title) for outcome in outcomes]
        measures = [measure for outcome in outcomes for measure in outcome.measures]
        self.fields["outcomes"] = _keys(keys, linked[0])
        self.fields["measures"] = _keys(measures, linked[1])

    @property
    def chosen(self) -> tuple[set[str], set[str]]:
        """The keys that are selected on the page."""
        outcomes, measures = self["outcomes"].value(), self["measures"].value()
        return set(outcomes or ()), set(measures or ())

    def keys(self, name: str) -> list[int]:
        """The keys that were sent for "outcomes" or "measures", once the form is valid."""
        return [int(key) for key in self.cleaned_data[name]]


def _keys(choices: Iterable[tuple[str, str]], initial: set[str]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        choices=list(choices),
        initial=sorted(initial),
        required=False,
        error_messages={"invalid_choice": "Select from the list"},
    )
