"""The files of a highlight report: its PDF on two pages, and a Word document of the same lines."""

from __future__ import annotations

import hashlib
from pathlib import Path

from governance.papers.document.frozen import Document
from governance.papers.document.imprint import RenderedFile
from governance.papers.formats.formula_guard import without_forbidden_characters
from governance.papers.formats.highlight_docx import write_docx
from governance.papers.formats.highlight_pdf import render
from governance.papers.formats.pdf import Progress

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
LONGEST_SLUG = 40


def render_highlight(
    document: Document, address: str, sha256: str, folder: Path, progress: Progress
) -> list[RenderedFile]:
    """Writes both into the folder, which is there and empty.

    `address` is the absolute one of the report's page, where its lines lead to. Raises
    Unrenderable, OSError, and whatever `progress` raises.
    """
    clean: Document = without_forbidden_characters(document)
    slug = clean["plan"]["slug"][:LONGEST_SLUG]
    stem = folder / f"{slug}-highlight-{clean['as_at']}"
    pdf, word = stem.with_suffix(".pdf"), stem.with_suffix(".docx")
    with pdf.open("wb") as target:
        pages, shown = render(clean, address, target, progress)
    progress("The Word document", 92)
    write_docx(clean, shown, address, sha256, word)
    return [_made(pdf, "pdf", pages), _made(word, "docx")]


def _made(path: Path, form: str, pages: int = 0) -> RenderedFile:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return RenderedFile(path.name, form, CONTENT_TYPES[form], path.stat().st_size, digest, pages)
