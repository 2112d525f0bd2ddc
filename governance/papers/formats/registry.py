"""The formats of each kind of publication, and making their files.

A new format is a module with a `Format`, and one line here.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import count
from pathlib import Path
from urllib.parse import quote

from governance.domain.front_sheet import FrontSheet
from governance.papers.document.highlight_schema import Highlight
from governance.papers.document.imprint import (
    AREA,
    EASY_READ,
    EASY_READ_PDF,
    Imprint,
    RenderedFile,
    ReportOrigin,
)
from governance.papers.document.schema import Quarterly
from governance.papers.formats import (
    csv,
    docx,
    easy_read_pdf,
    highlight_docx,
    highlight_pdf,
    html,
    json,
    ods,
    pdf,
    xlsx,
)
from governance.papers.formats.format import (
    LONGEST_SLUG,
    Format,
    Progress,
    Rendition,
    rendered_file,
    titles,
    write_all,
)
from governance.papers.formats.formula_guard import cleaned
from governance.papers.highlight.wording import sections_of
from wsoa.core.brands import Brand

# In the order in which readers are offered them.
QUARTERLY_FORMATS: tuple[Format, ...] = (
    pdf.FORMAT,
    ods.FORMAT,
    csv.FORMAT,
    csv.METADATA,
    xlsx.FORMAT,
    docx.FORMAT,
    json.FORMAT,
)
HIGHLIGHT_FORMATS: tuple[Format, ...] = (highlight_pdf.FORMAT, highlight_docx.FORMAT)
DOWNLOADS = tuple(paper_format.form for paper_format in QUARTERLY_FORMATS if paper_format.listed)
PAGE, STYLE, PICTURE = "text/html; charset=utf-8", "text/css; charset=utf-8", "image/png"
_PAGES = {"html": "index.html", "large-print": "large-print.html", "plain": "plain.html"}


def render_all(
    document: Quarterly, imprint: Imprint, folder: Path, progress: Progress
) -> list[RenderedFile]:
    """Writes every format of a quarterly document into the folder, which exists and is empty.

    `progress` is called with the current stage and the per cent done, and may raise to stop. Raises
    HashMismatch, Unrenderable or OSError; the files written by then are incomplete.
    """
    rendition = Rendition(document, imprint, progress)
    stem = file_stem(document, imprint)
    made = write_all(QUARTERLY_FORMATS, rendition, folder, stem)
    made += _write_easy_read(rendition, folder, stem)
    progress("The web pages", 94)
    made += render_pages(document, imprint, made, folder)
    progress("All formats are made", 99)
    return made


def render_pages(
    document: Quarterly, imprint: Imprint, files: Sequence[RenderedFile], folder: Path
) -> list[RenderedFile]:
    """Writes only the web pages and their style, for a version that was corrected and now says so.

    `files` are the other forms, which stay. Takes half a second.
    """
    by_form = {file.form: file for file in files}
    offered = titles(
        [paper_format for paper_format in QUARTERLY_FORMATS if paper_format.form in by_form]
    )
    downloads = [(title, by_form[form]) for form, title in offered.items()]
    downloads += [
        (f"Easy Read, area {form.removeprefix(EASY_READ_PDF)} (PDF)", file)
        for form, file in by_form.items()
        if form.startswith(EASY_READ_PDF)
    ]
    made = [_write(folder, "style.css", "css", STYLE, html.style_sheet(imprint.brand))]
    if imprint.brand and imprint.brand.logo:
        made.append(_write(folder, "logo.png", "logo", PICTURE, imprint.brand.logo.png))
    # Whatever the references of areas are, their files have plain names.
    numbers = {AREA: count(1), EASY_READ: count(1)}
    clean = cleaned(document)
    for form, text in html.pages(clean, imprint, downloads, DOWNLOADS):
        kind = EASY_READ if form.startswith(EASY_READ) else AREA
        name = _PAGES.get(form) or f"{kind}{next(numbers[kind])}.html"
        made.append(_write(folder, name, form, PAGE, text.encode()))
    return made


def _write_easy_read(rendition: Rendition, folder: Path, stem: str) -> list[RenderedFile]:
    """Writes the Easy Read summary of each area that has one as a PDF."""
    document, imprint = rendition.document, rendition.imprint
    made = []
    for number, area in enumerate(easy_read_pdf.easy_read_areas(document, imprint), start=1):
        stage = f"Easy Read of area {area.area.ref} (PDF)"
        path = folder / f"{stem}-{EASY_READ}{number}.pdf"
        pages = easy_read_pdf.write_easy_read_pdf(
            document, imprint, area, path, partial(_within_stage, rendition, stage)
        )
        form = EASY_READ_PDF + area.area.ref
        made.append(rendered_file(path, form, easy_read_pdf.CONTENT_TYPE, pages))
    return made


def _within_stage(rendition: Rendition, stage: str, _words: str, _done: int) -> None:
    rendition.progress(stage, 94)


def render_highlight(
    document: Highlight,
    address: str,
    sha256: str,
    folder: Path,
    progress: Progress,
    *,
    brand: Brand | None = None,
    word_template: bytes | None = None,
) -> list[RenderedFile]:
    """Writes every format of a highlight report into the folder, which exists and is empty.

    `address` is the absolute one of the report's page, to which its lines link. Raises
    Unrenderable, OSError, and whatever `progress` raises.
    """
    clean = cleaned(document)
    rendition = highlight_pdf.HighlightRendition(
        clean, address, sha256, progress, brand, word_template
    )
    stem = f"{clean.plan.slug[:LONGEST_SLUG]}-highlight-{clean.as_at}"
    return write_all(HIGHLIGHT_FORMATS, rendition, folder, stem)


def write_committee_paper(
    document: Quarterly, imprint: Imprint, target: Path, *, front_sheet: FrontSheet
) -> None:
    """Writes a quarterly document in Word with the front sheet of a meeting. Takes a second."""
    docx.write_docx(cleaned(document), imprint, target, front_sheet=front_sheet)


def write_board_paper(
    document: Highlight, origin: ReportOrigin, target: Path, *, front_sheet: FrontSheet
) -> None:
    """Writes a highlight report in Word with the front sheet of a meeting and all of its lines."""
    clean = cleaned(document)
    highlight_docx.write_docx(
        clean,
        sections_of(clean, origin.address),
        origin.address,
        origin.sha256,
        target,
        origin.brand,
        origin.word_template,
        front_sheet,
    )


def file_stem(document: Quarterly, imprint: Imprint) -> str:
    """The name of a publication's files without their suffix: sheffield-2019-2019-10-v1."""
    slug = document.plan.slug[:LONGEST_SLUG]
    return quote(f"{slug}-{document.period.key}-v{imprint.version}", safe="")


def _write(folder: Path, name: str, form: str, content_type: str, content: bytes) -> RenderedFile:
    path = folder / name
    path.write_bytes(content)
    return rendered_file(path, form, content_type)
