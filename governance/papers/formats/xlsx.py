"""The tables as an Excel workbook, the same bytes for the same document."""

from __future__ import annotations

from datetime import datetime
from typing import Any, BinaryIO

from governance.papers.quarterly import wording
from wsoa.core.spreadsheets import xlsx
from wsoa.core.spreadsheets.model import Sheet


def write_xlsx(sheets: list[Sheet], document: dict[str, Any], target: BinaryIO) -> None:
    xlsx.write_xlsx(
        sheets,
        target,
        title=wording.short_title(document),
        author=wording.author(document),
        created=datetime.fromisoformat(document["as_at"]),
    )
