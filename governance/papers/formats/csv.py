"""The actions as CSV (RFC 4180, UTF-8), and the description of its columns as CSV on the Web."""

from __future__ import annotations

import json
from pathlib import Path

from governance.papers.document.imprint import Imprint
from governance.papers.document.schema import Quarterly
from governance.papers.formats.format import Format, Rendition
from governance.papers.formats.tables import is_of_version_1
from governance.papers.quarterly.listed_changes import without_links
from governance.papers.quarterly.wording import about, author, changed_since
from wsoa.core.spreadsheets.csv import write_csv
from wsoa.core.spreadsheets.model import Column, Sheet

GUARD = (
    "A text that a spreadsheet would calculate (it begins with =, +, - or @) has an apostrophe "
    "before it, which is not part of the text. A line within a text ends in LF."
)


def as_csv(sheet: Sheet, *, is_marked: bool = True) -> bytes:
    """The table, with its titles in the first line and the mark by which Excel knows UTF-8. Files
    of version 1 are without it.
    """
    titles = [column.title for column in sheet.columns]
    return write_csv([titles, *sheet.rows], encoding="utf-8-sig" if is_marked else "utf-8")


def as_metadata(sheet: Sheet, document: Quarterly, imprint: Imprint) -> bytes:
    """The metadata of that file by https://www.w3.org/TR/tabular-metadata/."""
    described = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": imprint.address_of("csv"),
        "dc:title": f"{document.plan.title}: {sheet.title}",
        "dc:description": f"{sheet.note} {GUARD}",
        "dc:publisher": author(document),
        "dc:identifier": imprint.sha256,
        "dc:isPartOf": imprint.address,
        "dc:temporal": document.as_at,
        **({"dc:issued": imprint.published_on.isoformat()} if imprint.published_on else {}),
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
            "columns": [_column(column) for column in sheet.columns],
            "primaryKey": sheet.columns[0].name,
        },
    }
    return (json.dumps(described, ensure_ascii=False, indent=1) + "\n").encode()


def _notes(document: Quarterly, imprint: Imprint) -> list[tuple[str, str]]:
    listed = without_links(document).of_plan()
    changes = [(changed_since(document), change.sentence) for change in listed]
    return [*about(document, imprint), *changes]


def _column(column: Column) -> dict[str, object]:
    kinds: dict[str, object] = {
        "text": "string",
        "prose": "string",
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


def _actions(rendition: Rendition) -> Sheet:
    return next(sheet for sheet in rendition.tables if sheet.name == "Actions")


def _write(rendition: Rendition, path: Path) -> None:
    is_marked = not is_of_version_1(rendition.document)
    path.write_bytes(as_csv(_actions(rendition), is_marked=is_marked))


def _write_metadata(rendition: Rendition, path: Path) -> None:
    path.write_bytes(as_metadata(_actions(rendition), rendition.document, rendition.imprint))


FORMAT = Format(
    "csv",
    "Actions (CSV)",
    "text/csv; charset=utf-8; header=present",
    _write,
    "The table of actions (CSV)",
    2,
)
METADATA = Format(
    "csv-metadata",
    "What the columns of the CSV mean (CSV on the Web)",
    "application/csvm+json",
    _write_metadata,
    done=2,
    suffix="csv-metadata.json",
    listed=False,
)
