"""Forms of a series: its definition, a break, which series speak, and ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from django import forms

from indicators.domain.enums import EndKind, HeadlineRule, SeriesKind, SpanKind
from indicators.forms.setup import SetupForm
from indicators.models import Series
from indicators.services.figure_entry import LONGEST_NOTE, LONGEST_SOURCE
from indicators.services.indicator_ends import LONGEST_REASON, NO_REASON_FOR_END
from indicators.services.series import LONGEST_NAME
from indicators.services.series_setup import NO_REASON_FOR_BREAK
from wsoa.accounts.models import User
from wsoa.core.clock import today
from wsoa.core.forms.base import Radios, at_most
from wsoa.core.forms.date_fields import DayField
from wsoa.core.forms.reason_field import ReasonField

_ENTERED: Final = (SeriesKind.INTERNAL, SeriesKind.SURVEY)


class SeriesChangeForm(SetupForm):
    """The definition of a series. An official one stays official, and keeps its period."""

    parts: ClassVar = (("", "", ("name", "span_kind", "kind", "source", "note")),)

    name = forms.CharField(
        label="Name of the series",
        validators=[at_most(LONGEST_NAME, "Name")],
        error_messages={"required": "Enter a name for the series"},
    )
    span_kind = forms.ChoiceField(
        label="What period does each figure cover?",
        choices=SpanKind.choices,
        help_text="It can be changed as long as the series has no figures.",
    )
    kind = forms.ChoiceField(
        label="Where do the figures come from?",
        widget=Radios,
        choices=[(kind.value, kind.label) for kind in _ENTERED],
    )
    source = forms.CharField(
        label="Source (optional)", required=False, validators=[at_most(LONGEST_SOURCE, "Source")]
    )
    note = forms.CharField(
        label="Note (optional)",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        validators=[at_most(LONGEST_NOTE, "Note")],
    )

    def __init__(self, series: Series, based_on: int, user: User, *args: Any, **kw: Any) -> None:
        names = ("name", "span_kind", "kind", "source", "note")
        initial = {name: getattr(series, name) for name in names}
        kw["initial"] = initial | {"based_on": str(based_on)}
        super().__init__(user, *args, **kw)
        self.series = series
        if series.kind == SeriesKind.OFFICIAL:
            del self.fields["kind"], self.fields["span_kind"]

    def values(self) -> dict[str, Any]:
        """The arguments for the service, once the form is valid."""
        data = self.cleaned_data
        return {
            "name": data["name"],
            "kind": SeriesKind(data.get("kind", self.series.kind)),
            "span_kind": SpanKind(data.get("span_kind", self.series.span_kind)),
            "source": data["source"],
            "note": data["note"],
        }


class BreakForm(SetupForm):
    """A break in a series: from a day on, its figures are of another definition."""

    parts: ClassVar = (("", "", ("first_day", "reason")),)

    first_day = DayField(
        label="First day of what is counted in the new way",
        help_text="For example, 1 4 2020. Figures of periods that begin on or after it are new.",
        error_messages={"required": "Enter the first day of the new definition"},
    )
    reason = ReasonField(
        label="What changed?",
        help_text="As the page is to print it, for example “counted by day, no longer by case”.",
        missing=NO_REASON_FOR_BREAK,
        longest=LONGEST_REASON,
        rows=2,
    )


class EndForm(SetupForm):
    """The end of measuring, or that it is taken up again, with the day and the reason."""

    parts: ClassVar = (("", "", ("kind", "day", "reason")),)

    kind = forms.ChoiceField(
        label="What happened?",
        widget=Radios(
            hints={
                EndKind.ENDED.value: "The plan needs it no longer, or its aim is reached.",
                EndKind.DISCONTINUED.value: "Its figures are no longer collected or published.",
            }
        ),
        error_messages={"required": "Select what happened"},
    )
    day = DayField(
        label="From which day?",
        help_text="For example, 1 3 2020.",
        error_messages={"required": "Enter the day"},
    )
    reason = ReasonField(
        label="Reason",
        help_text="It is printed beside the indicator, for example “collection cancelled”.",
        missing=NO_REASON_FOR_END,
        longest=LONGEST_REASON,
        rows=2,
    )

    def __init__(self, is_ended: bool, user: User, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"day": today()}
        super().__init__(user, *args, **kwargs)
        kinds = [EndKind.DISCONTINUED, EndKind.ENDED]
        choices = [(kind.value, kind.label) for kind in kinds]
        if is_ended:
            corrected = [(key, f"{label}: correct the day or the reason") for key, label in choices]
            choices = [(EndKind.RESUMED.value, EndKind.RESUMED.label), *corrected]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]
        if is_ended:
            self.fields["kind"].initial = EndKind.RESUMED.value
            self.fields["reason"].help_text = "For example “collected again since April”."

    def values(self) -> dict[str, Any]:
        """The arguments for the service, once the form is valid."""
        data = self.cleaned_data
        return {"kind": EndKind(data["kind"]), "day": data["day"], "reason": data["reason"]}


class HeadlineForm(SetupForm):
    """Which series speak for an indicator: the rule, and the place of each series in it."""

    rule = forms.ChoiceField(
        label="What is the number of this indicator?",
        choices=HeadlineRule.choices,
        widget=Radios(
            hints={
                HeadlineRule.MAIN.value: "Select one series as the first below.",
                HeadlineRule.GAP_BETWEEN.value: (
                    "How far the first lags behind the second, and so on in pairs. A narrower gap "
                    "is better."
                ),
                HeadlineRule.ALL_OF.value: (
                    "Each is tested. It is better, or worse, only if all of them are."
                ),
            }
        ),
        error_messages={"required": "Select how its series speak"},
    )

    def __init__(
        self, series: Sequence[Series], rule: str, based_on: int, user: User, *args: Any, **kw: Any
    ) -> None:
        kw["initial"] = {"rule": rule, "based_on": str(based_on)}
        super().__init__(user, *args, **kw)
        self.series = {f"place_{one.pk}": one for one in series}
        choices = [("", "Does not speak"), *((str(n), _ordinal(n)) for n in _upto(len(series)))]
        for name, one in self.series.items():
            self.fields[name] = forms.ChoiceField(
                label=one.name,
                required=False,
                choices=choices,
                initial=str(one.headline_place or ""),
                error_messages={"invalid_choice": "Select a place from the list"},
            )

    @property
    def parts(self) -> Sequence[tuple[str, str, tuple[str, ...]]]:  # type: ignore[override]
        hint = "The place of each series in this."
        return (("", "", ("rule",)), ("Its series", hint, tuple(self.series)))

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        taken: dict[str, str] = {}
        for name, one in self.series.items():
            place = data.get(name)
            if place and place in taken:
                self.add_error(name, f"{one.name} has the same place as {taken[place]}")
            elif place:
                taken[place] = one.name
        if not taken and not self.errors:
            self.add_error("rule", "Select at least one series below")
        return data

    def chosen(self) -> list[Series]:
        """The series that speak, in their order."""
        placed = [(self.cleaned_data[name], one) for name, one in self.series.items()]
        return [one for place, one in sorted(placed, key=lambda pair: pair[0]) if place]


def _upto(count: int) -> range:
    return range(1, count + 1)


def _ordinal(number: int) -> str:
    return {1: "First", 2: "Second", 3: "Third", 4: "Fourth"}.get(number, f"Number {number}")
