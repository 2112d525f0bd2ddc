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
from wsoa.core.forms.file_fields import ScannedFileField

_TAKEN: Final = ".csv,.xlsx,.ods"


class ReleaseForm(UploadForm):
    """A published file, and the data that the file does not contain."""

    refusal = "must be smaller than 30 MB. Upload a selection of the data instead."

    file = ScannedFileField(
        label="File",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": _TAKEN}),
        help_text="CSV, XLSX or ODS as it was published, up to 30 MB.",
        error_messages={"required": "Choose a file"},
    )
    dictionary = ScannedFileField(
        label="Dictionary file (optional)",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv"}),
        help_text="Needed the first time for the Local Authority Interactive Tool. For Explore "
        "Education Statistics, choose the metadata file.",
    )
    published_on = DayField(
        label="Published on (optional)",
        required=False,
        help_text="The date on the publisher’s page, for example 16 4 2026. If you leave this "
        "empty, the usual month of publication is used for each figure.",
    )

    def clean_published_on(self) -> date | None:
        day: date | None = self.cleaned_data["published_on"]
        if day and day > today():
            raise forms.ValidationError("Publication date must be today or in the past")
        return day


class MappingForm(Form):
    """The measure and area that an indicator is mapped to, and the name of the series."""

    place = forms.ModelChoiceField(
        label="Area of the figures",
        queryset=Place.objects.none(),
        required=False,
        error_messages={
            "invalid_choice": ("Select one of the areas that have figures for this measure")
        },
    )
    name = forms.CharField(
        label="Name of the series",
        max_length=LONGEST_NAME,
        required=False,
        help_text="The name to show in lists and charts.",
    )

    def __init__(
        self, measure: PublishedMeasure, home: Place | None, *args: Any, **kwargs: Any
    ) -> None:
        given = {"name": measure.title[:LONGEST_NAME]}
        super().__init__(*args, initial=given, **kwargs)
        place = cast(Any, self.fields["place"])
        place.queryset = Place.objects.with_figures_of(measure)
        place.empty_label = f"{home.name}, the plan’s own" if home else "Select an area"
