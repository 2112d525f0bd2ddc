"""The tables as an Excel workbook, the same bytes for the same document."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from governance.papers.document.schema import Quarterly
from governance.papers.formats.format import Format, Rendition
from governance.papers.quarterly import wording
from wsoa.core.spreadsheets import xlsx
from wsoa.core.spreadsheets.model import Sheet


def write_xlsx(sheets: list[Sheet], document: Quarterly, target: BinaryIO) -> None:
    xlsx.write_xlsx(
        sheets,
        target,
        title=wording.short_title(document),
        author=wording.author(document),
        created=datetime.fromisoformat(document.as_at),
    )


def _write_file(rendition: Rendition, path: Path) -> None:
    with path.open("wb") as target:
        write_xlsx(rendition.tables, rendition.document, target)


FORMAT = Format(
    "xlsx",
    "Excel (XLSX)",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    _write_file,
    "The Excel workbook",
    3,
)
