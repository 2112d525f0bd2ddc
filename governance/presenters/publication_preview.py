"""The web pages of a draft as readers will see them, for the people who sign it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.urls import reverse

from governance.models import Paper, PreviewPdf
from governance.papers.document.imprint import EASY_READ_PDF, RenderedFile, size_words
from governance.papers.document.schema import Quarterly
from governance.papers.formats import html
from governance.papers.formats.easy_read_pdf import CONTENT_TYPE as EASY_READ_TYPE
from governance.papers.formats.formula_guard import cleaned
from governance.papers.formats.registry import DOWNLOADS, PAGE, PICTURE, QUARTERLY_FORMATS, STYLE
from governance.presenters.job_progress import JobProgress
from governance.services.previews import preview_imprint, preview_of
from governance.services.publication_drafts import read


@dataclass(frozen=True, slots=True)
class PreviewFile:
    """One page, style sheet or picture of the preview."""

    content: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class PreviewCard(JobProgress):
    """The addresses of page and PDF as readers will get them; `state` is that of the PDF."""

    page_href: str
    pdf_href: str
    href: str  # of this card alone
    state: str
    facts: str
    stage: str
    done: int
    error: str
    has_easy_read: bool = False  # as PDFs that can be read before signing

    @property
    def announcement(self) -> str:
        """The progress as a sentence, for screen readers."""
        if self.is_ready:
            return "The PDF is ready."
        return "The PDF was not made." if self.is_failed else "The PDF is being made."


def preview_card(paper: Paper) -> PreviewCard:
    """The links to the previews of a draft, with the state of its PDF."""
    preview = preview_of(paper)
    place = [paper.plan.slug, paper.key]
    return PreviewCard(
        page_href=reverse("publication-preview", args=place),
        pdf_href=reverse("publication-preview-pdf", args=place),
        href=reverse("publication-preview-progress", args=place),
        state=_state(preview),
        facts=f"{preview.pages} pages, {size_words(preview.size)}" if preview else "",
        stage=preview.stage if preview else "",
        done=preview.done if preview else 0,
        error=preview.error if preview else "",
        has_easy_read=bool(preview and preview.easy_read_path(1).is_file()),
    )


def _state(preview: PreviewPdf | None) -> str:
    """Its state; empty if it was not requested, or its file is gone."""
    if preview is None:
        return ""
    is_gone = preview.state == PreviewPdf.State.READY and not preview.is_ready
    return "" if is_gone else preview.state


def preview_downloads(
    preview: PreviewPdf | None, document: Quarterly
) -> list[tuple[str, RenderedFile]]:
    """What readers will be offered, each with its title; of these only the PDF and those in Easy
    Read are made before.
    """
    files = []
    for paper_format in QUARTERLY_FORMATS:
        file = RenderedFile("", paper_format.form, paper_format.content_type, 0, "")
        if paper_format.form == "pdf" and preview and preview.is_ready:
            file = replace(file, size=preview.size, pages=preview.pages)
        files.append((paper_format.title, file))
    return files + _easy_read_files(preview, document)


def _easy_read_files(
    preview: PreviewPdf | None, document: Quarterly
) -> list[tuple[str, RenderedFile]]:
    found = []
    refs = [area.ref for area in document.areas if area.easy_read]
    for number, ref in enumerate(refs, start=1):
        path = preview.easy_read_path(number) if preview and preview.is_ready else None
        size = path.stat().st_size if path and path.is_file() else 0
        name = path.name if path and size else ""
        file = RenderedFile(name, EASY_READ_PDF + ref, EASY_READ_TYPE, size, "")
        found.append((f"Easy Read, area {ref} (PDF)", file))
    return found


def preview_file(paper: Paper, place: str) -> PreviewFile | None:
    """The file at this place below the preview's address; None if there is none.

    Raises PaperRefused if the frozen text fails its hash check.
    """
    served_at = reverse("publication-preview", args=[paper.plan.slug, paper.key])
    imprint = preview_imprint(paper, served_at, reverse("actions", args=[paper.plan.slug]))
    if place == "style.css":
        return PreviewFile(html.style_sheet(imprint.brand), STYLE)
    if place == "logo.png" and imprint.brand and imprint.brand.logo:
        return PreviewFile(imprint.brand.logo.png, PICTURE)
    document = cleaned(read(paper, Quarterly))
    preview = preview_of(paper)
    downloads = preview_downloads(preview, document)
    for _title, file in downloads:
        if preview and file.name and imprint.path_of(file.form) == served_at + place:
            return PreviewFile(preview.path.with_name(file.name).read_bytes(), EASY_READ_TYPE)
    for form, text in html.pages(document, imprint, downloads, DOWNLOADS):
        if imprint.path_of(form) == served_at + place:
            return PreviewFile(text.encode(), PAGE)
    return None
