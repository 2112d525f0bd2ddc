"""All formats of a paper in one go, in an order in which the web page can tell of the others."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

from governance.papers.document.frozen import Document
from governance.papers.document.imprint import Imprint, RenderedFile
from governance.papers.formats import csv, docx, html, ods, pdf, xlsx
from governance.papers.formats import tables as sheets
from governance.papers.formats.formula_guard import without_forbidden_characters
from governance.papers.formats.json import as_json
from governance.papers.formats.pdf import Progress

_OFFICE = "application/vnd.openxmlformats-officedocument"
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv; charset=utf-8; header=present",
    "csv-metadata": "application/csvm+json",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "json": "application/json",
    "css": "text/css; charset=utf-8",
}
PAGE = "text/html; charset=utf-8"
_PAGES = {"html": "index.html", "large-print": "large-print.html", "plain": "plain.html"}
LONGEST_SLUG = 40
PAGES_PER_ACTION = 0.6  # of a PDF, for its progress


def render_all(
    document: Document, imprint: Imprint, folder: Path, progress: Progress
) -> list[RenderedFile]:
    """Writes every format of a quarterly document into the folder, which is there and empty.

    `progress` is told what is being made and how much is done, in per cent, and may raise to stop.
    Raises HashMismatch, Unrenderable, or OSError; what was written by then is incomplete.
    """
    progress("The data (JSON)", 1)
    frozen = as_json(document, imprint)
    made = [_write(folder, _name(document, imprint, "json"), "json", frozen)]
    clean: Document = without_forbidden_characters(document)
    made += _tables(clean, imprint, folder, progress)
    progress("The Word document", 8)
    path = folder / _name(document, imprint, "docx")
    docx.write_docx(clean, imprint, path)
    made.append(_file(path, "docx"))
    made.append(_pdf(clean, imprint, folder, progress))
    progress("The web pages", 94)
    made += render_pages(document, imprint, made, folder)
    progress("All formats are made", 99)
    return made


def render_pages(
    document: Document, imprint: Imprint, files: Sequence[RenderedFile], folder: Path
) -> list[RenderedFile]:
    """Writes the web pages and their style only: a version that was corrected says so on them.

    `files` are the other forms, as they are. Takes half a second.
    """
    made = [_write(folder, "style.css", "css", html.style_sheet())]
    areas = count(1)  # whatever their references are, their files have plain names
    for form, text in html.pages(without_forbidden_characters(document), imprint, files):
        name = _PAGES.get(form) or f"area-{next(areas)}.html"
        made.append(_write(folder, name, form, text.encode()))
    return made


def _tables(
    document: Document, imprint: Imprint, folder: Path, progress: Progress
) -> Iterator[RenderedFile]:
    tables = sheets.quarterly_tables(document, imprint)
    actions = next(each for each in tables if each.name == "Actions")
    progress("The table of actions (CSV)", 2)
    yield _write(folder, _name(document, imprint, "csv"), "csv", csv.as_csv(actions))
    described = csv.as_metadata(actions, document, imprint)
    yield _write(folder, _name(document, imprint, "csv-metadata"), "csv-metadata", described)
    progress("The Excel workbook", 3)
    path = folder / _name(document, imprint, "xlsx")
    with path.open("wb") as target:
        xlsx.write_xlsx(tables, document, target)
    yield _file(path, "xlsx")
    progress("The OpenDocument spreadsheet", 5)
    path = folder / _name(document, imprint, "ods")
    ods.write_ods(tables, document, path)
    yield _file(path, "ods")


def _pdf(document: Document, imprint: Imprint, folder: Path, progress: Progress) -> RenderedFile:
    def within(words: str, done: int) -> None:
        progress(f"The PDF: {words[:1].lower()}{words[1:]}", 10 + done * 84 // 100)

    path = folder / _name(document, imprint, "pdf")
    pages = round(document["counts"]["total"] * PAGES_PER_ACTION)
    with path.open("wb") as target:
        rendered = pdf.render(document, target, within, pages, imprint)
    return _file(path, "pdf", rendered.pages)


def _name(document: dict[str, Any], imprint: Imprint, form: str) -> str:
    """sheffield-2019-2019-10-v1.ods."""
    slug = document["plan"]["slug"][:LONGEST_SLUG]
    stem = quote(f"{slug}-{document['period']['key']}-v{imprint.version}", safe="")
    return f"{stem}.{'csv-metadata.json' if form == 'csv-metadata' else form}"


def _write(folder: Path, name: str, form: str, content: bytes) -> RenderedFile:
    path = folder / name
    path.write_bytes(content)
    return _file(path, form)


def _file(path: Path, form: str, pages: int = 0) -> RenderedFile:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    kind = CONTENT_TYPES.get(form, PAGE)
    return RenderedFile(path.name, form, kind, path.stat().st_size, digest, pages)
