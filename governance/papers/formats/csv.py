"""The actions as CSV (RFC 4180, UTF-8), and what its columns mean as CSV on the Web."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from governance.papers.document.imprint import Imprint
from governance.papers.formats.formula_guard import guarded
from governance.papers.formats.tables import TableCell, TableColumn, TableSheet
from governance.papers.quarterly.wording import about, author, changed_since

GUARD = (
    "A text that a spreadsheet would calculate (it begins with =, +, - or @) has an apostrophe "
    "before it, which is not part of the text. A line within a text ends in LF."
)


def as_csv(sheet: TableSheet) -> bytes:
    """The table with its titles in the first line."""
    made = io.StringIO(newline="")
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow([guarded(each.title) for each in sheet.columns])
    writer.writerows([_cell(each) for each in row] for row in sheet.rows)
    return made.getvalue().encode()


def _cell(cell: TableCell) -> str | int | float:
    if cell is None:
        return ""
    return guarded(cell) if isinstance(cell, str) else cell


def as_metadata(sheet: TableSheet, document: dict[str, Any], imprint: Imprint) -> bytes:
    """https://www.w3.org/TR/tabular-metadata/ of that file."""
    described = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": imprint.address_of("csv"),
        "dc:title": f"{document['plan']['title']}: {sheet.title}",
        "dc:description": f"{sheet.note} {GUARD}",
        "dc:publisher": author(document),
        "dc:identifier": imprint.sha256,
        "dc:isPartOf": imprint.address,
        "dc:temporal": document["as_at"],
        **({"dc:issued": imprint.out_on.isoformat()} if imprint.out_on else {}),
        "notes": [{"name": name, "value": value} for name, value in _notes(document, imprint)],
        "dialect": {
            "encoding": "utf-8",
            "delimiter": ",",
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
            "lineTerminators": ["\r\n"],
        },
        "tableSchema": {
            "columns": [_column(each) for each in sheet.columns],
            "primaryKey": sheet.columns[0].name,
        },
    }
    return (json.dumps(described, ensure_ascii=False, indent=1) + "\n").encode()


def _notes(document: dict[str, Any], imprint: Imprint) -> list[tuple[str, str]]:
    changes = [(changed_since(document), words) for words in document.get("changed", ())]
    return [*about(document, imprint), *changes]


def _column(column: TableColumn) -> dict[str, Any]:
    kinds: dict[str, Any] = {
        "text": "string",
        "number": "number",
        "yes": {"base": "boolean", "format": "Yes|No"},
    }
    about_it = {"dc:description": column.about} if column.about else {}
    return {
        "name": column.name,
        "titles": column.title,
        "datatype": kinds[column.kind],
        **about_it,
    }
