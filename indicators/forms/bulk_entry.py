"""Forms for many figures: bulk entry, and the upload of a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from indicators.domain.entry_validation import Entry, FigureRefused, read_span, read_value
from indicators.domain.enums import SpanKind, Unit
from indicators.domain.figure_table import MOST_ROWS
from indicators.domain.time_spans import EXAMPLES, Span
from indicators.forms.figure import based_on_key, based_on_token
from indicators.forms.upload import UploadForm
from indicators.models import Series
from indicators.selectors.entry_preview import (
    BulkEntrySeries,
    scale_of,
    shown_figure,
    unusual_words,
)
from indicators.services.figure_entry import BulkEntryRefused, SeriesEntry
from wsoa.accounts.models import User
from wsoa.core.clock import today
from wsoa.core.forms.file_fields import ScannedFileField
from wsoa.web.resubmission import ResubmittableForm


class BulkEntryForm(ResubmittableForm):
    """Fields for the span and the figure of each series. Empty figures are skipped."""

    sure = forms.BooleanField(
        label=("I have checked these figures and they are right"), required=False
    )

    def __init__(
        self, rows: Sequence[BulkEntrySeries], user: User, *args: Any, **kwargs: Any
    ) -> None:
        self.rows = rows
        super().__init__(user, *args, **kwargs)
        for row in rows:
            pk, kind = row.series.pk, SpanKind(row.series.span_kind)
            which = f"{row.label}: {kind.label.lower()}, for example {EXAMPLES[kind]}"
            self.fields[f"span-{pk}"] = _cell(which, row.next_span)
            self.fields[f"value-{pk}"] = _cell(f"{row.label}: figure", None)
            self.fields[f"based_on-{pk}"] = forms.CharField(
                required=False,
                widget=forms.HiddenInput,
                initial=based_on_token(row.running) if row.running else "",
            )
        cells = [f"{part}-{row.series.pk}" for row in rows for part in ("span", "value")]
        self.order_fields([*cells, "sure", "keep_for"])
        self.given: list[SeriesEntry] = []
        self.unusual: list[str] = []

    def clean(self) -> dict[str, Any]:
        for row in self.rows:
            self._take(row)
        if not self.given and not self.errors:
            self.add_error(None, "Enter at least one figure")
        if self.unusual and not self.cleaned_data["sure"]:
            self.add_error("sure", "Confirm that you have checked the unusual figures")
        return self.cleaned_data

    def _take(self, row: BulkEntrySeries) -> None:
        pk = row.series.pk
        typed = self.cleaned_data[f"value-{pk}"]
        if not typed:
            return
        field = "span"
        try:
            kind = SpanKind(row.series.span_kind)
            span = read_span(kind, self.cleaned_data[f"span-{pk}"], today())
            field = "value"
            value = read_value(typed, Unit(row.series.indicator.unit))
        except FigureRefused as refused:
            self.add_error(f"{field}-{pk}", f"{row.label}: {refused}")
            return
        entry = Entry(span, value)
        based_on = based_on_key(self.cleaned_data[f"based_on-{pk}"], span)
        self.given.append(SeriesEntry(row.series, entry, based_on))
        figure = shown_figure(row.series, entry)
        words = unusual_words(row.numbers, figure, scale_of(row.series))
        if words:
            self.unusual.append(f"{row.label}, {span.printed}: {words}")

    def refuse(self, refused: BulkEntryRefused) -> None:
        """Adds the errors of the service to their fields."""
        for place, why in refused.why.items():
            pk = self.given[place].series.pk
            label = next(row.label for row in self.rows if row.series.pk == pk)
            self.add_error(f"span-{pk}", f"{label}: {why}. Correct it on its own page")


def _cell(label: str, span: Span | None) -> forms.CharField:
    attrs = {"aria-label": label, "autocomplete": "off"}
    typed = ""
    if span is not None:
        typed = span.printed if span.kind is SpanKind.MONTH else span.key
    return forms.CharField(
        label=label, required=False, initial=typed, widget=forms.TextInput(attrs=attrs)
    )


class PasteForm(ResubmittableForm):
    """Cells copied from a spreadsheet, and the series that they are of if they name none."""

    series = forms.ChoiceField(
        label="Which series are the cells of?",
        required=False,
        error_messages={"invalid_choice": "Select a series from the list"},
    )
    cells = forms.CharField(
        label="Cells",
        strip=False,
        help_text=(
            "Copy the cells in Excel and paste them here: periods in the first column, then "
            "figure, numerator, denominator and note; or periods across, with a row for each."
        ),
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        error_messages={"required": "Paste the cells first. There was nothing in the box"},
    )

    def __init__(
        self, rows: Sequence[BulkEntrySeries], user: User, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(user, *args, **kwargs)
        self.by_key = {str(row.series.pk): row for row in rows}
        choices = [
            ("", "The cells name the indicator"),
            *((key, row.label) for key, row in self.by_key.items()),
        ]
        self.fields["series"].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Series | None:
        """The series that was selected, once the form is valid."""
        row = self.by_key.get(self.cleaned_data["series"])
        return row.series if row else None


class FileForm(UploadForm):
    """File of figures."""

    refusal = "must be smaller than 10 MB. Upload it in parts."

    file = ScannedFileField(
        label="File of figures",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.ods,.txt,.tsv"}),
        help_text=f"CSV, Excel (xlsx) or OpenDocument (ods), up to 10 MB and {MOST_ROWS:,} rows.",
        error_messages={"required": "Choose a file"},
    )
