"""The form of how a local area shows itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, BinaryIO, cast

from django import forms

from wsoa.accounts.models import AreaBrand, LocalArea, User
from wsoa.core import logos, uploads
from wsoa.core.brands import EXAMPLE, BrandFault, checked_alt, checked_colour, checked_name
from wsoa.core.forms.file_fields import ScannedFileField
from wsoa.core.logos import LogoPicture, read_logo
from wsoa.web.resubmission import ResubmittableForm


class BrandForm(ResubmittableForm):
    """Name, colour, logo with its description. Each error says what is needed; all are shown.

    An empty file field keeps the present logo.
    """

    name = forms.CharField(
        label="Name of the area",
        help_text="As it stands in the header of your pages and on the first page of papers.",
        required=False,
    )
    colour = forms.CharField(
        label="Colour (optional)",
        help_text=(
            f"For example {EXAMPLE}. White text stands on it in the header and on buttons, so it "
            "must be dark enough. Leave it empty for the colour of the service."
        ),
        required=False,
    )
    logo = ScannedFileField(
        label="Logo (optional)",
        help_text="PNG or JPEG, smaller than 2 MB, at most 4,000 pixels wide and high. It is shown "
        "on white, and becomes public with what you publish.",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ",".join(f".{end}" for end in logos.ENDINGS)}),
    )
    alt = forms.CharField(
        label="What does the logo show?",
        help_text="For people who do not see it, for example “Example City Council”. Needed with a "
        "logo.",
        required=False,
    )
    remove_logo = forms.BooleanField(label="Remove the logo", required=False)

    field_order = ("name", "colour", "logo", "alt", "remove_logo", "keep_for")

    def __init__(
        self, local_area: LocalArea, user: User, *args: Any, too_large: str = "", **kwargs: Any
    ) -> None:
        self.brand = local_area.brand
        super().__init__(user, *args, initial=_initial(local_area, self.brand), **kwargs)
        self.too_large = uploads.clean_name(too_large) if too_large else ""
        if not self.has_logo:
            del self.fields["remove_logo"]

    @property
    def has_logo(self) -> bool:
        return self.brand is not None and self.brand.logo_id is not None

    def clean_name(self) -> str:
        return _accepted(checked_name, self.cleaned_data["name"])

    def clean_colour(self) -> str:
        colour: str = self.cleaned_data["colour"]
        return _accepted(checked_colour, colour) if colour else ""

    def clean_logo(self) -> LogoPicture | None:
        if self.too_large:
            raise forms.ValidationError(logos.too_large(self.too_large))
        file = self.cleaned_data["logo"]
        if file is None:
            return None
        try:
            return read_logo(cast(BinaryIO, file.file), file.name or "")
        except uploads.UploadRefused as refused:
            raise forms.ValidationError(str(refused)) from refused

    def clean_alt(self) -> str:
        alt: str = self.cleaned_data["alt"]
        keeps_logo = self.has_logo and "remove_logo" not in self.data
        return _accepted(checked_alt, alt) if alt or self.sent_file or keeps_logo else ""

    def clean(self) -> dict[str, Any]:
        if self.sent_file and self.cleaned_data.get("remove_logo"):
            self.add_error("remove_logo", "Choose a new logo or remove it, not both")
        return self.cleaned_data

    @property
    def sent_file(self) -> str:
        """The name of the file that was sent, also if it was too large to be taken."""
        file = self.files.get("logo")
        return self.too_large or (uploads.clean_name(file.name or "") if file else "")

    @property
    def choose_again(self) -> str:
        """The name of a valid file in an invalid form: it has to be selected again."""
        good = self.is_bound and self.errors and "logo" not in self.errors
        return self.sent_file if good else ""

    def wanted(self) -> dict[str, Any]:
        """The arguments for `set_brand`, once the form is valid."""
        names = ("name", "colour", "logo", "alt", "remove_logo")
        return {name: self.cleaned_data[name] for name in names if name in self.fields}


def _initial(local_area: LocalArea, brand: AreaBrand | None) -> dict[str, Any]:
    if brand is None:
        return {"name": local_area.name}
    return {"name": brand.name, "colour": brand.colour, "alt": brand.logo_alt}


def _accepted(check: Callable[[str], str], text: str) -> str:
    """The text as it will be stored. Raises ValidationError with the reason against it."""
    try:
        return check(text)
    except BrandFault as fault:
        raise forms.ValidationError(str(fault)) from fault
