"""The forms of an indicator's definition: a new indicator, and a change."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django import forms

from actions.models import Plan
from indicators.domain.definition import IndicatorDefinition
from indicators.domain.entry_validation import FigureRefused, FigureValue, read_value
from indicators.domain.enums import Direction, Gap, Interval, Unit
from indicators.domain.figure_table import number_text
from indicators.forms.setup import SetupForm
from indicators.models import Indicator
from indicators.selectors.definitions import (
    definition_of,
    intention_choices,
    key_outcome_choices,
    latest_change,
    owner_choices,
)
from indicators.services.indicator_setup import NO_REASON_FOR_CHANGE, AimPlace
from wsoa.accounts.models import User
from wsoa.core.forms.base import Radios, at_most
from wsoa.core.forms.date_fields import DayField
from wsoa.core.forms.reason_field import ReasonField
from wsoa.core.row_ids import read_id

LONGEST_TITLE: Final = 300
LONGEST_SHORT: Final = 80
LONGEST_REASON: Final = 300
_BASELINE: Final = {
    "value": "baseline",
    "numerator": "baseline_numerator",
    "denominator": "baseline_denominator",
}


def _text(label: str, longest: int, hint: str = "", **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        help_text=hint,
        validators=[at_most(longest, label.removesuffix(" (optional)"))],
        **options,
    )


def _number(label: str, hint: str = "", width: int = 10) -> forms.CharField:
    attrs = {"class": f"govuk-input--width-{width}", "autocomplete": "off"}
    widget = forms.TextInput(attrs=attrs)
    return forms.CharField(label=label, required=False, help_text=hint, widget=widget)


class DefinitionForm(SetupForm):
    """What an indicator measures, and how."""

    parts: ClassVar = (
        (
            "Where it stands in the plan",
            "",
            ("intention", "new_intention", "key_outcome", "new_key_outcome"),
        ),
        ("What it is", "", ("title", "short_title", "better", "unit", "unit_words", "decimals")),
        (
            "How it is worked out",
            "",
            ("numerator_words", "denominator_words", "formula", "source", "suppress_below"),
        ),
        ("Who gives it, and when", "", ("owner", "every", "next_due", "tolerance")),
        (
            "Baseline",
            "The figure to start from, if the plan names one. Otherwise the last figure before the "
            "plan was approved is used.",
            (
                *("baseline", "baseline_numerator", "baseline_denominator"),
                *("baseline_when", "baseline_source"),
            ),
        ),
        ("Notes", "", ("note", "reason")),
    )

    title = forms.CharField(
        label="Title, as the plan prints it",
        widget=forms.Textarea(attrs={"rows": 2}),
        validators=[at_most(LONGEST_TITLE, "Title")],
        error_messages={"required": "Enter the title of the indicator"},
    )
    short_title = forms.CharField(
        label="Short title",
        help_text="For lists and charts, for example “EHC plans within 20 weeks”.",
        validators=[at_most(LONGEST_SHORT, "Short title")],
        error_messages={"required": "Enter a short title"},
    )
    better = forms.ChoiceField(
        label="Which way is better?",
        choices=[
            (Direction.HIGHER.value, "A higher figure is better"),
            (Direction.LOWER.value, "A lower figure is better"),
            ("", "The plan does not say: its figures are not judged"),
        ],
        widget=Radios(attrs={"data-small": "1"}),
        required=False,
    )
    unit = forms.ChoiceField(
        label="Unit",
        choices=Unit.choices,
        error_messages={"invalid_choice": "Select the unit from the list"},
    )
    unit_words = _text("Unit in full (optional)", 80, "For example, “appeals per 10,000 pupils”.")
    decimals = forms.TypedChoiceField(
        label="Decimals shown",
        choices=[(str(count), str(count)) for count in range(5)],
        coerce=int,
        error_messages={"invalid_choice": "Select how many decimals are shown"},
    )
    numerator_words = _text(
        "Numerator: what is counted (optional)", 120, "For example, “plans issued in 20 weeks”."
    )
    denominator_words = _text(
        "Denominator: out of what (optional)", 120, "For example, “all new plans issued”."
    )
    formula = _text("Formula (optional)", 300, "If it is not the numerator over the denominator.")
    source = _text("Source (optional)", 300, "Where its figures come from.")
    suppress_below = _number(
        "Hide counts below (optional)",
        "For example, 5: then “fewer than 5” is shown everywhere.",
        width=5,
    )
    owner = forms.ChoiceField(
        label="Owner",
        required=False,
        help_text="The post that enters its figures and comments on them.",
        error_messages={"invalid_choice": "Select a post from the list"},
    )
    every = forms.ChoiceField(
        label="How often is it measured?", required=False, choices=Interval.choices
    )
    next_due = DayField(
        label="When is the next figure due? (optional)",
        required=False,
        help_text="For example, 15 1 2020. Each figure that comes moves the day on.",
    )
    tolerance = _number(
        "Tolerance (optional)",
        "How far our own and the official figure for one period may differ before a question is "
        "asked, in per cent of the official one. Without one, it is 12.5.",
        width=5,
    )
    baseline = _number("Baseline (optional)", "For example, 24 or 12 of 50.")
    baseline_numerator = _number("Numerator (optional)", width=5)
    baseline_denominator = _number("Denominator (optional)", width=5)
    baseline_when = _text("Period of the baseline (optional)", 60, "For example, 2018/19.")
    baseline_source = _text("Source of the baseline (optional)", 300)
    note = _text(
        "Note (optional)",
        2000,
        "Anything that readers need to know.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    reason = ReasonField(
        label="Why do you change it? (optional)",
        help_text="It is kept in the indicator’s history.",
        missing=NO_REASON_FOR_CHANGE,
        longest=LONGEST_REASON,
        rows=2,
        required=False,
    )

    def __init__(
        self, plan: Plan, user: User, *args: Any, indicator: Indicator | None = None, **kwargs: Any
    ) -> None:
        self.plan, self.definition = plan, IndicatorDefinition("", "")
        if indicator is not None:
            initial = _as_typed(definition_of(indicator))
            kwargs["initial"] = initial | {"based_on": str(latest_change(indicator))}
        super().__init__(user, *args, **kwargs)
        owners = [("", "No post named"), *owner_choices(plan)]
        self.fields["owner"].choices = owners  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        unit = Unit(data.get("unit") or Unit.PERCENT)
        suppress_below, tolerance = self._suppression(data), self._tolerance(data)
        baseline = self._baseline(data, unit)
        if not self.errors:
            copied = (
                *("title", "short_title", "unit_words", "decimals", "numerator_words"),
                *("denominator_words", "formula", "source", "next_due", "baseline_when"),
                *("baseline_source", "note"),
            )
            self.definition = IndicatorDefinition(
                unit=unit,
                better=Direction(data["better"]),
                every=Interval(data["every"]),
                owner=read_id(data["owner"]) if data["owner"] else None,
                tolerance=tolerance,
                suppress_below=suppress_below,
                baseline=baseline.value,
                baseline_numerator=baseline.numerator,
                baseline_denominator=baseline.denominator,
                **{name: data[name] for name in copied},
            )
        return data

    def _suppression(self, data: dict[str, Any]) -> int | None:
        typed = data.get("suppress_below", "")
        if not typed:
            return None
        if not (typed.isascii() and typed.isdecimal() and 2 <= int(typed[:9]) <= 100):
            self.add_error(
                "suppress_below", "Enter a whole number from 2 to 100, or leave it empty"
            )
            return None
        return int(typed)

    def _tolerance(self, data: dict[str, Any]) -> float | None:
        value = self.number("tolerance", Unit.SCORE)  # whatever the unit is: it may exceed 100
        if value is not None and value <= 0:
            self.add_error("tolerance", "Tolerance must be more than 0")
        return value

    def _baseline(self, data: dict[str, Any], unit: Unit) -> FigureValue:
        typed = [data.get(name, "") for name in _BASELINE.values()]
        if not any(typed):
            if data.get("baseline_when") or data.get("baseline_source"):
                self.add_error("baseline", "Enter the figure of the baseline as well")
            return FigureValue(None)
        try:
            value = read_value(typed[0], unit, typed[1], typed[2])
        except FigureRefused as refused:
            self.add_error(_BASELINE[refused.field], str(refused))
            return FigureValue(None)
        if value.gap is not Gap.NONE:
            self.add_error("baseline", "Enter a number, or leave the baseline empty")
        return value


class NewIndicatorForm(DefinitionForm):
    """A new indicator: its definition, and its place among the aims of the plan."""

    intention = forms.ChoiceField(
        label="Intention",
        required=False,
        help_text="What the plan intends; the indicator shows whether it comes true.",
        error_messages={"invalid_choice": "Select an intention from the list"},
    )
    new_intention = _text("Title of the new intention (optional)", 300, "If it is not in the list.")
    key_outcome = forms.ChoiceField(
        label="Key outcome of the new intention",
        required=False,
        error_messages={"invalid_choice": "Select a key outcome from the list"},
    )
    new_key_outcome = _text(
        "Title of a new key outcome (optional)", 300, "If that is not in the list either."
    )

    def __init__(self, plan: Plan, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(plan, user, *args, **kwargs)
        del self.fields["reason"]
        intentions = [("", "A new intention"), *intention_choices(plan)]
        outcomes = [("", "A new key outcome"), *key_outcome_choices(plan)]
        self.fields["intention"].choices = intentions  # type: ignore[attr-defined]
        self.fields["key_outcome"].choices = outcomes  # type: ignore[attr-defined]
        if not intentions[1:]:
            del self.fields["intention"]
        if not outcomes[1:]:
            del self.fields["key_outcome"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("intention"):
            self._refuse_two_places(data)
            return data
        if not data.get("new_intention") and "intention" not in self.errors:
            at = "intention" if "intention" in self.fields else "new_intention"
            self.add_error(at, "Select an intention, or enter the title of a new one")
        if data.get("new_intention") and not (data.get("key_outcome") or data["new_key_outcome"]):
            at = "key_outcome" if "key_outcome" in self.fields else "new_key_outcome"
            self.add_error(at, "Select the key outcome of the new intention, or enter a new one")
        return data

    def _refuse_two_places(self, data: dict[str, Any]) -> None:
        """An intention of the list and a new one: which of them is meant, only the author knows."""
        if data.get("new_intention"):
            self.add_error(
                "new_intention",
                "You selected an intention and entered a new one. To add the new one, select “A "
                "new intention” above; or leave this empty",
            )
        elif data.get("new_key_outcome"):
            self.add_error(
                "new_key_outcome",
                "The intention that you selected has a key outcome. Leave this empty, or select “A "
                "new intention” above and enter its title",
            )

    def place(self) -> AimPlace:
        """Where the indicator is to stand, once the form is valid."""
        data = self.cleaned_data
        outcome = data.get("key_outcome")
        return AimPlace(
            read_id(data["intention"]) if data.get("intention") else None,
            data["new_intention"],
            read_id(outcome) if outcome else None,
            data["new_key_outcome"],
        )


def _as_typed(definition: IndicatorDefinition) -> dict[str, Any]:
    """The values of a definition as its form shows them."""
    values = {
        name: getattr(definition, name) for name in IndicatorDefinition.__slots__ if name != "owner"
    }
    numbers = ("tolerance", *_BASELINE.values())
    typed = {name: "" if values[name] is None else number_text(values[name]) for name in numbers}
    below = definition.suppress_below
    return values | typed | {"owner": str(definition.owner or ""), "suppress_below": below or ""}
