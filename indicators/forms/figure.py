"""Forms for one figure: entry and correction, withdrawal, and a new series."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final, cast

from django import forms
from django.http import QueryDict

from indicators.domain.entry_validation import (
    Entry,
    FigureRefused,
    FigureValue,
    read_span,
    read_value,
)
from indicators.domain.enums import SeriesKind, SpanKind, Unit
from indicators.domain.figure_table import number_text
from indicators.domain.series import Figure
from indicators.domain.time_spans import EXAMPLES, Span
from indicators.models import Measurement, Series
from indicators.selectors.entry_preview import scale_of, shown_figure, unusual_words
from indicators.services.figure_entry import LONGEST_NOTE, LONGEST_SOURCE, NO_REASON_FOR_WITHDRAWAL
from indicators.services.series import LONGEST_NAME
from wsoa.accounts.models import User
from wsoa.core.clock import today
from wsoa.core.forms.base import Radios, at_most
from wsoa.core.forms.date_fields import MonthField
from wsoa.core.forms.reason_field import ReasonField
from wsoa.core.months import Month
from wsoa.core.row_ids import read_id
from wsoa.web.resubmission import ResubmittableForm

PARTS: Final = ("value", "numerator", "denominator")
UNIT_HINTS: Final = {
    Unit.PERCENT: "A percentage such as 91 or 91.5, or a share such as 12 of 23.",
    Unit.COUNT: "A whole number such as 1,234.",
    Unit.RATE: "A number such as 4.2.",
    Unit.SCORE: "A number such as 46.3 or -0.42.",
    Unit.DAYS: "A number of days such as 12.5.",
    Unit.WEEKS: "A number of weeks such as 18.",
    Unit.POUNDS: "An amount such as 1,200 or 1200.50.",
}
GAP_HINT: Final = "If there is no figure: x not available, z not applicable, c suppressed."
_SPAN_HINTS: Final = {
    SpanKind.QUARTER: "For example, July to Sept 2019 or Q2 2019/20.",
    SpanKind.TERM: "For example, Autumn term 2019/20.",
}


def _narrow(label: str, width: int = 10, **options: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"class": f"govuk-input--width-{width}", "autocomplete": "off"})
    return forms.CharField(label=label, required=False, widget=widget, **options)


class FigureForm(ResubmittableForm):
    """The form for one figure of a series: its span, its value, and notes.

    With `standing` it is a correction: the span is fixed, and unchanged fields keep the stored
    value, even if it is suppressed. `numbers` are those of the series by their last day.
    """

    value = _narrow("Figure")
    numerator = _narrow("Numerator (optional)", 5)
    denominator = _narrow("Denominator (optional)", 5)
    provisional = forms.BooleanField(
        label="This figure is provisional",
        required=False,
        help_text=(
            "It is marked as provisional wherever it is shown, until a final figure replaces it."
        ),
    )
    source = forms.CharField(
        label="Source (optional)",
        required=False,
        help_text="Where it comes from, for example “SENDSARS records, 4 November 2019”.",
        validators=[at_most(LONGEST_SOURCE, "Source")],
    )
    note = forms.CharField(
        label="Note (optional)",
        required=False,
        help_text="Anything that readers need to know. Everybody who can see the plan can read it.",
        widget=forms.Textarea(attrs={"rows": 2}),
        validators=[at_most(LONGEST_NOTE, "Note")],
    )
    sure = forms.BooleanField(label="I have checked this figure and it is right", required=False)
    based_on = forms.CharField(required=False, widget=forms.HiddenInput)

    field_order = ("span", *PARTS, "provisional", "source", "note", "sure", "based_on")

    def __init__(
        self,
        series: Series,
        user: User,
        *args: Any,
        numbers: Sequence[tuple[date, float]] = (),
        current: Measurement | None = None,
        figure: Figure | None = None,
        next_span: Span | None = None,
        **kwargs: Any,
    ) -> None:
        self.series, self.current, self.numbers = series, current, numbers
        self.as_was = _as_typed(current, figure) if current and figure else {}
        self.span = figure.span if current and figure else None
        kwargs["initial"] = {"span": _span_to_show(next_span)} | self.as_was
        super().__init__(user, *args, **kwargs)
        if current is None:
            self.fields["span"] = _span_field(SpanKind(series.span_kind))
        self._dress()
        self.order_fields(self.field_order)
        self.unusual = ""
        self.entry: Entry | None = None

    def _dress(self) -> None:
        indicator = self.series.indicator
        unit = Unit(indicator.unit)
        words = f" ({indicator.unit_words})" if indicator.unit_words else ""
        self.fields["value"].label = f"Figure{words}"
        self.fields["value"].help_text = f"{UNIT_HINTS[unit]} {GAP_HINT}"
        self.fields["numerator"].help_text = indicator.numerator_words
        self.fields["denominator"].help_text = indicator.denominator_words
        has_parts = indicator.denominator_words or self.as_was.get("denominator")
        if unit is not Unit.PERCENT and not has_parts:
            del self.fields["numerator"], self.fields["denominator"]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        span, value = self._read_span(data), self._read_value(data)
        if span is None or value is None or "source" not in data or "note" not in data:
            return data
        note = data["note"]
        if self.current and note == self.as_was["note"]:
            note = self.current.note
        self.entry = Entry(span, value, data["provisional"], data["source"], note)
        self.unusual = unusual_words(
            self.numbers, shown_figure(self.series, self.entry), scale_of(self.series)
        )
        if self.unusual and not data["sure"]:
            self.add_error("sure", f"Are you sure? {self.unusual}")
        return data

    def _read_span(self, data: dict[str, Any]) -> Span | None:
        if self.span is not None:
            return self.span
        typed = data.get("span")
        if typed is None:
            return None
        try:
            return read_span(SpanKind(self.series.span_kind), str(typed), today())
        except FigureRefused as refused:
            self.add_error("span", str(refused))
            return None

    def _read_value(self, data: dict[str, Any]) -> FigureValue | None:
        typed = [data.get(name, "") for name in PARTS]
        was = self.current
        if was and typed == [self.as_was[name] for name in PARTS]:
            return was.figure_value
        try:
            return read_value(typed[0], Unit(self.series.indicator.unit), typed[1], typed[2])
        except FigureRefused as refused:
            self.add_error(refused.field, str(refused))
            return None

    def valid_entry(self) -> Entry:
        """The entry, once the form is valid."""
        if self.entry is None:
            raise ValueError("The form is not valid")
        return self.entry

    @property
    def rebased_on(self) -> int | None:
        """The id of the figure of this span that the person saw, for conflict detection."""
        return based_on_key(self.cleaned_data["based_on"], self.valid_entry().span)

    def rebase_on(self, theirs: Measurement) -> None:
        """Bases the form on the other person's figure after a conflict."""
        sent = cast(QueryDict, self.data).copy()
        sent["based_on"] = based_on_token(theirs)
        self.data = sent


def based_on_token(seen: Measurement) -> str:
    """The id and span of a figure on the page."""
    return f"{seen.pk}:{seen.span_key}"


def based_on_key(note: str, span: Span) -> int | None:
    """The id of the figure that the person saw, if it has the span that was entered."""
    pk, _, key = note.partition(":")
    return read_id(pk) if key == span.key else None


def _as_typed(current: Measurement, figure: Figure) -> dict[str, Any]:
    """The initial values of a correction. A percentage with parts is calculated from them."""
    parts = figure.numerator is not None and figure.denominator is not None
    value = figure.printed if figure.value is None else number_text(figure.value)
    return {
        "value": value,
        "numerator": number_text(figure.numerator)
        if parts and figure.numerator is not None
        else "",
        "denominator": number_text(figure.denominator) if parts and figure.denominator else "",
        "provisional": current.provisional,
        "source": current.source,
        "note": figure.note.replace("\r\n", "\n"),
    }


def _span_field(kind: SpanKind) -> forms.Field:
    if kind is SpanKind.MONTH:
        return MonthField(
            label="Month of the figure",
            error_messages={"required": "Enter the month and year of the figure"},
        )
    return _narrow(
        f"{kind.label} of the figure",
        help_text=_SPAN_HINTS.get(kind, f"For example, {EXAMPLES[kind]}."),
    )


def _span_to_show(span: Span | None) -> Any:
    if span is None:
        return None
    return Month.of(span.first_day) if span.kind is SpanKind.MONTH else span.key


class WithdrawForm(ResubmittableForm):
    """The reason for withdrawing a figure."""

    why = ReasonField(
        label="Reason for withdrawing it",
        help_text="In one sentence. It is shown in place of the figure.",
        missing=NO_REASON_FOR_WITHDRAWAL,
        longest=500,
        rows=2,
    )


class SeriesForm(ResubmittableForm):
    """The name of a new series, and the span of its figures."""

    name = forms.CharField(
        label="Name of the series",
        help_text="For example, “Year to date”, or the service that it covers.",
        validators=[at_most(LONGEST_NAME, "Name")],
        error_messages={"required": "Enter a name for the series"},
    )
    span_kind = forms.ChoiceField(
        label="What period does each figure cover?",
        widget=Radios(
            hints={key.value: (f"For example, {words}") for key, words in EXAMPLES.items()}
        ),
        choices=SpanKind.choices,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Select the period that each figure covers"
        ),
    )
    kind = forms.ChoiceField(
        label="Where do the figures come from?",
        widget=Radios,
        choices=[(kind.value, kind.label) for kind in (SeriesKind.INTERNAL, SeriesKind.SURVEY)],
        initial=SeriesKind.INTERNAL.value,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Select where the figures come from"
        ),
    )
    source = forms.CharField(
        label="Source (optional)",
        required=False,
        help_text=(
            "Where the figures come from. It is shown for every figure that has no source of "
            "its own."
        ),
        validators=[at_most(LONGEST_SOURCE, "Source")],
    )

    def values(self) -> dict[str, Any]:
        """The arguments for the service, once the form is valid."""
        data = self.cleaned_data
        return {
            "name": data["name"],
            "kind": SeriesKind(data["kind"]),
            "span_kind": SpanKind(data["span_kind"]),
            "source": data["source"],
        }
