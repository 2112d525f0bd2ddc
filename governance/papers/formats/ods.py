"""The tables as an OpenDocument spreadsheet, the same bytes for the same document."""

from __future__ import annotations

import io
from pathlib import Path

from governance.papers.document.schema import Quarterly
from governance.papers.formats import reproducible_zip
from governance.papers.formats.format import Format, Rendition
from governance.papers.quarterly import wording
from wsoa.core.spreadsheets import ods
from wsoa.core.spreadsheets.model import Sheet


def write_ods(sheets: list[Sheet], document: Quarterly, target: Path) -> None:
    made = io.BytesIO()
    created = f"{document.as_at}T00:00:00"
    ods.write_ods(sheets, made, title=wording.short_title(document), created=created)
    reproducible_zip.rewrite(made, target)


def _write(rendition: Rendition, path: Path) -> None:
    write_ods(rendition.tables, rendition.document, path)


FORMAT = Format(
    "ods",
    "Spreadsheet (ODS)",
    "application/vnd.oasis.opendocument.spreadsheet",
    _write,
    "The OpenDocument spreadsheet",
    5,
)
