"""Sheets to download: `<sheet:form>` in an address, and the response."""

from __future__ import annotations

from django.http import HttpResponse

from wsoa.core.spreadsheets.files import SheetFormat, sheet_file
from wsoa.core.spreadsheets.model import Sheet


class SheetFormatConverter:
    """The end of an address that names a format; another end leads nowhere."""

    regex = "|".join(SheetFormat)

    def to_python(self, value: str) -> SheetFormat:
        return SheetFormat(value)

    def to_url(self, value: str) -> str:
        return value


class WorkbookConverter(SheetFormatConverter):
    """The same, for files of several sheets, which CSV has not."""

    regex = "|".join(form for form in SheetFormat if form is not SheetFormat.CSV)


def sheet_response(sheet: Sheet, form: SheetFormat, name: str) -> HttpResponse:
    """The sheet as a file of that name, to be saved and not shown."""
    return HttpResponse(
        sheet_file(sheet, form),
        content_type=form.media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}.{form}"'},
    )
