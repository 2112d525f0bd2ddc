"""The highlight report as PDF/UA-1 on two pages of A4. Nothing here reads the database.

Late actions have first claim on both pages; where they do not fit, they are counted by area. What
does not fit, of any section, is counted, and the whole section follows in an annex.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.template.loader import get_template

from governance.papers.document.highlight_schema import Highlight
from governance.papers.formats.format import Format, Progress
from governance.papers.formats.pdf import (
    LAYOUT,
    Unrenderable,
    make_fetcher,
    style_sheet,
)
from governance.papers.formats.pdf_actual_text import write_letters
from governance.papers.formats.pdf_tags import finish
from governance.papers.highlight import wording as told
from governance.papers.highlight.page_fitting import most_that_fit
from governance.papers.highlight.paper_sections import PaperSections, with_annex
from wsoa.core.brands import Brand

TEMPLATE = "reports/highlight_print.html"
STYLE = "highlight-print.css"
PAGES = 2
_ABOUT = 9  # layouts, for the progress


@dataclass(slots=True)
class HighlightRendition:
    """A highlight report while its files are made.

    `document` is without forbidden characters; `address` is the absolute one of its page.
    `sections` are the lines as on paper, with the annex; known once the PDF is written.
    """

    document: Highlight
    address: str
    sha256: str
    progress: Progress
    brand: Brand | None = None
    word_template: bytes | None = None
    sections: Sequence[told.HighlightSection] = ()


def render(
    document: Highlight,
    address: str,
    target: IO[bytes],
    progress: Progress,
    brand: Brand | None = None,
) -> tuple[int, list[told.HighlightSection]]:
    """Writes the PDF; returns its number of pages, and the sections with the lines printed.

    `address` is the absolute one of the report's page. The same document gives the same lines.
    Raises Unrenderable, and whatever `progress` raises.
    """
    progress("Starting the typesetter", 3)
    from weasyprint import CSS, HTML
    from weasyprint.urls import FatalURLFetchingError

    write_letters()
    fetcher = make_fetcher(brand)
    style = CSS(string=style_sheet(STYLE, brand), url_fetcher=fetcher)
    sections = told.sections_of(document, address)
    tried = 0

    def laid_out(shown: Sequence[told.HighlightSection]) -> Any:
        html = HTML(string=as_html(document, shown, address, brand), url_fetcher=fetcher)
        return html.render(stylesheets=[style], **LAYOUT)

    def pages_of(shown: Sequence[told.HighlightSection]) -> int:
        nonlocal tried
        tried += 1
        progress(f"Fitting it on {PAGES} pages", min(5 + 75 * tried // _ABOUT, 80))
        return len(laid_out(shown).pages)

    try:
        shown, listed = _fitted(document, sections, pages_of)
        paper = laid_out(shown)
        progress("Writing the pages and their tags", 85)
        paper.write_pdf(target, finisher=finish, pdf_variant="pdf/ua-1")
    except FatalURLFetchingError as refused:  # a BaseException: it would end the worker
        raise Unrenderable(str(refused.__cause__ or refused)) from refused
    return len(paper.pages), listed


Sections = list[told.HighlightSection]


def _fitted(
    document: Highlight,
    sections: Sections,
    pages_of: Callable[[Sequence[told.HighlightSection]], int],
) -> tuple[Sections, Sections]:
    """The sections as they stand on paper, and all their lines that are printed."""
    if document.late is None:
        sizes = [section.total for section in sections]
        lines = most_that_fit(sizes, lambda lines: pages_of(told.at_most(sections, lines)) <= PAGES)
        shown = with_annex(sections, lines)
        return shown, shown
    all_of_it = PaperSections.of(sections)
    pages = all_of_it.fitted(
        lambda shown: pages_of(shown) == 1, lambda shown: pages_of(shown) <= PAGES
    )
    return all_of_it.on_paper(pages), all_of_it.listed(pages)


def as_html(
    document: Highlight,
    sections: Sequence[told.HighlightSection],
    address: str,
    brand: Brand | None = None,
) -> str:
    first, rest = told.headline(document)
    context = {
        "report": document,
        "sections": sections,
        "meeting": told.meeting(document),
        "first": first,
        "rest": rest,
        "late": told.late_sentence(document),
        "agreed_later": told.agreed_later_sentence(document),
        "office": told.office_sentence(document),
        "office_mark": told.OFFICE_MARK,
        "address": address,
        "brand": brand,
    }
    return get_template(TEMPLATE).render(context)


def _write(rendition: HighlightRendition, path: Path) -> int:
    with path.open("wb") as target:
        pages, rendition.sections = render(
            rendition.document, rendition.address, target, rendition.progress, rendition.brand
        )
    return pages


FORMAT = Format("pdf", "PDF", "application/pdf", _write)
