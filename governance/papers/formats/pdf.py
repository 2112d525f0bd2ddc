"""Rendering a document as an accessible PDF (PDF/UA-1).

Nothing here reads the database. WeasyPrint is imported inside functions: it takes seconds and a
hundred megabytes, which only a rendering worker should spend.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import get_template
from django.utils.html import format_html

from actions.domain import colour_tokens
from actions.domain.enums import Status
from actions.domain.kinds.scale import FIVE, StatusScale
from actions.templatetags import statuses
from governance.domain.easy_read.drawings import drawing_of
from governance.papers.formats import pdf_continued_rows, pdf_tags
from governance.papers.formats.format import Format, Progress, Rendition
from governance.papers.formats.pdf_actual_text import write_letters
from governance.papers.formats.pdf_continued_rows import repeat_row_headers
from governance.papers.formats.pdf_tags import finish
from governance.papers.quarterly import context, late_context, listed_changes, wording
from governance.papers.quarterly.context import PrintedContext
from wsoa.core import text
from wsoa.core.brands import Brand, style_rules
from wsoa.templatetags import wsoa as tags

if TYPE_CHECKING:
    from governance.papers.document.imprint import Imprint
    from governance.papers.document.schema import Quarterly

TEMPLATE = "reports/quarterly_print.html"
INCLUDED = (
    "reports/_print_brand.html",
    "reports/_counts.html",
    "reports/_further_counts.html",
    "published/_changes.html",
    "published/_change_link.html",
    "reports/_print_status.html",
    "reports/_print_indicators.html",
    "reports/_print_end.html",
    "reports/_plan_pieces.html",
)
STYLE = "print.css"
SHARED_STYLES = ("tokens.css", "print-fonts.css")
BRAND_STYLE = "print-brand.css"
LOGO = "brand:logo"  # its address in a paper
SHAPE = "shape:"  # shape:complete is the drawing of that status
DRAWING = "drawing:"  # drawing:school is that drawing of Easy Read

# With hints, a list begins with its own number.
LAYOUT = {"pdf_variant": "pdf/ua-1", "presentational_hints": True}
PAGES_PER_ACTION = 0.6  # of a publication, for its progress


class Unrenderable(Exception):
    """The document cannot be rendered; a retry would not help."""


@dataclass(frozen=True, slots=True)
class RenderedPdf:
    """A rendered PDF: the number of its pages."""

    pages: int


def render(
    document: Quarterly,
    target: IO[bytes],
    progress: Progress,
    pages: int,
    imprint: Imprint | None = None,
    brand: Brand | None = None,
) -> RenderedPdf:
    """Writes the document as PDF/UA-1 to the open file; with the imprint if it is published.

    The brand stands at the top of the first page.

    `pages` is a guess of the page count, for progress. Raises Unrenderable if the document lacks
    something that is printed, and whatever `progress` raises.
    """
    progress("Reading the frozen numbers", 1)
    html = as_html(document, imprint, brand)
    progress("Starting the typesetter", 3)
    with reported(progress, pages):
        return typeset(
            html, style_sheet(STYLE, brand, document.scale), target, brand, document.scale
        )


def typeset(
    html: str,
    style: str,
    target: IO[bytes],
    brand: Brand | None = None,
    scale: StatusScale = FIVE,
) -> RenderedPdf:
    """Writes HTML with this style sheet as PDF/UA-1.

    Raises Unrenderable if it names what a paper may not fetch.
    """
    from weasyprint import CSS, HTML
    from weasyprint.urls import FatalURLFetchingError

    write_letters()
    fetcher = make_fetcher(brand, scale)
    try:
        sheet = CSS(string=style, url_fetcher=fetcher)
        laid_out = HTML(string=html, url_fetcher=fetcher).render(stylesheets=[sheet], **LAYOUT)
        repeat_row_headers(laid_out.pages)
        laid_out.write_pdf(target, finisher=finish, pdf_variant="pdf/ua-1")
    except FatalURLFetchingError as refused:  # a BaseException: it would end the worker
        raise Unrenderable(str(refused.__cause__ or refused)) from refused
    return RenderedPdf(len(laid_out.pages))


def as_html(document: Quarterly, imprint: Imprint | None = None, brand: Brand | None = None) -> str:
    """The document as HTML for the PDF. Raises Unrenderable if it has no area."""
    if not document.areas:
        raise Unrenderable("The frozen document has no “areas”.")
    page = PrintedContext(document, imprint=imprint)
    return get_template(TEMPLATE).render({"report": document, "page": page, "brand": brand})


@lru_cache
def renderer_version() -> str:
    """A hash of everything that affects how a document looks: templates, styles, typesetter."""
    templates = [Path(settings.BASE_DIR, "templates", name) for name in (TEMPLATE, *INCLUDED)]
    code = (
        *(context, late_context, listed_changes, wording),
        *(statuses, tags, text, pdf_continued_rows, pdf_tags),
    )
    modules = [Path(str(module.__file__)) for module in code]
    parts = [*templates, *modules, Path(__file__)]
    digest = hashlib.sha256(f"{version('weasyprint')}{style_sheet(STYLE)}".encode())
    for part in (*parts, _css(BRAND_STYLE)):
        digest.update(part.read_bytes())
    return digest.hexdigest()


def make_fetcher(brand: Brand | None = None, scale: StatusScale = FIVE) -> Any:
    """A URL fetcher for the project's own shapes and drawings and the brand's logo. It refuses all
    else.
    """
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Fetcher(URLFetcher):  # type: ignore[misc]
        """Gives a paper its own pictures, and nothing else."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            if url.startswith(SHAPE) and url.removeprefix(SHAPE) in Status.values:
                shape = _shape(url, scale)
                return URLFetcherResponse(url, shape, {"Content-Type": "image/svg+xml"})
            if url.startswith(DRAWING) and (drawing := drawing_of(url.removeprefix(DRAWING))):
                return URLFetcherResponse(url, drawing.svg, {"Content-Type": "image/svg+xml"})
            if url == LOGO and brand and brand.logo:
                return URLFetcherResponse(url, brand.logo.png, {"Content-Type": "image/png"})
            raise PermissionError(f"A paper may not fetch {url}")

    return Fetcher(fail_on_errors=True)


def _shape(url: str, scale: StatusScale) -> str:
    status = scale.status(url.removeprefix(SHAPE))
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" width="16" height="16">'
        '<path fill="{}" fill-rule="evenodd" d="{}"/></svg>',
        status.hue.ink,
        status.path,
    )


def style_sheet(name: str, brand: Brand | None = None, scale: StatusScale = FIVE) -> str:
    """The text of a style sheet, with its colours, one rule for each status, and the brand."""
    files = (*SHARED_STYLES, name, BRAND_STYLE) if brand else (*SHARED_STYLES, name)
    rules = style_rules(brand.colour) if brand and brand.colour else ""
    sheets = "".join(_css(file).read_text() for file in files)
    return sheets + colour_tokens.print_rules(scale) + rules


def _css(name: str) -> Path:
    return Path(settings.BASE_DIR, "static", "css", name)


class _Steps(logging.Handler):
    """A log handler that turns WeasyPrint's steps into progress in words and per cent."""

    def __init__(self, progress: Progress, pages: int) -> None:
        super().__init__(logging.INFO)
        self.progress = progress
        self.pages = max(pages, 1)

    def handle(self, record: logging.LogRecord) -> bool:
        # Not emit(): what `progress` raises must stop the rendering, not be logged and lost.
        step = re.match(r"Step (\d)", record.getMessage())
        page = re.search(r"Page (\d+)$", record.getMessage())
        if page:
            number = int(page[1])
            about = max(self.pages, number)
            self.progress(f"Laying out page {number} of about {about}", 12 + 58 * number // about)
        elif step and step[1] in _STEPS:
            self.progress(*_STEPS[step[1]])
        return True


_STEPS = {
    "3": ("Applying the style", 5),
    "4": ("Building the tables", 9),
    "6": ("Writing the pages and their tags", 72),
    "7": ("Embedding the fonts", 90),
}


@contextmanager
def reported(progress: Progress, pages: int) -> Iterator[None]:
    """Calls `progress` with each step of the typesetter; `pages` is a guess of their number."""
    logger = logging.getLogger("weasyprint.progress")
    steps = _Steps(progress, pages)
    before = logger.level, logger.propagate
    logger.addHandler(steps)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(steps)
        logger.level, logger.propagate = before


def _write(rendition: Rendition, path: Path) -> int:
    def within(words: str, done: int) -> None:
        rendition.progress(f"The PDF: {words[:1].lower()}{words[1:]}", 10 + done * 84 // 100)

    document = rendition.document
    pages = round(document.counts.total * PAGES_PER_ACTION)
    with path.open("wb") as target:
        imprint = rendition.imprint
        return render(document, target, within, pages, imprint, imprint.brand).pages


FORMAT = Format("pdf", "PDF", "application/pdf", _write, done=10)
