"""Forms for official statistics: the upload of a release, and the mapping of a measure."""

from __future__ import annotations

from datetime import date
from typing import Any, Final, cast

from django import forms

from indicators.forms.upload import UploadForm
from indicators.models import Place, PublishedMeasure
from indicators.services.measure_mapping import LONGEST_NAME
from wsoa.core.clock import today
from wsoa.core.forms.base import Form
from wsoa.core.forms.date_fields import DayField

_TAKEN: Final = ".csv,.xlsx,.ods"


class ReleaseForm(UploadForm):
    """A file as its publisher gives it, and what the file does not state."""

    refusal = "is larger than 30 MB, which is the most. Make a selection, and send that."

    file = forms.FileField(
        label="File",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": _TAKEN}),
        help_text="CSV, XLSX or ODS as it was published, at most 30 MB.",
        error_messages={"required": "Choose the file"},
    )
    dictionary = forms.FileField(
        label="Its dictionary (optional)",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv"}),
        help_text="Of the Local Authority Interactive Tool it is needed the first time; of Explore "
        "Education Statistics it is the metadata file.",
    )
    published_on = DayField(
        label="Published on (optional)",
        required=False,
        help_text="As the publisher’s page says, such as 16 4 2026. Left empty, each figure counts "
        "from the month in which it is usually published.",
    )

    def clean_published_on(self) -> date | None:
        day: date | None = self.cleaned_data["published_on"]
        if day and day > today():
            raise forms.ValidationError(f"{day:%-d %B %Y} is yet to come")
        return day


class MappingForm(Form):
    """Which measure an indicator is, of which area, and what the line is to be called."""

    place = forms.ModelChoiceField(
        label="Of which area?",
        queryset=Place.objects.none(),
        required=False,
        error_messages={"invalid_choice": "Choose one of the areas that have figures of it"},
    )
    name = forms.CharField(
        label="What is the line called?",
        max_length=LONGEST_NAME,
        required=False,
        help_text="As lists and charts are to name it.",
    )

    def __init__(
        self, measure: PublishedMeasure, home: Place | None, *args: Any, **kwargs: Any
    ) -> None:
        given = {"name": measure.title[:LONGEST_NAME]}
        super().__init__(*args, initial=given, **kwargs)
        place = cast(Any, self.fields["place"])
        place.queryset = Place.objects.with_figures_of(measure)
        place.empty_label = f"{home.name}, the plan’s own" if home else "Choose an area"
