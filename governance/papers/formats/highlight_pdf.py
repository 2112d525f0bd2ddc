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
from governance.papers.highlight import wording as wording
from governance.papers.highlight.page_fitting import most_that_fit, nearly_whole
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
    `sections` are the lines as on paper, with the annex, and `is_tight` whether their rows are set
    closer; both are known once the PDF is written.
    """

    document: Highlight
    address: str
    sha256: str
    progress: Progress
    brand: Brand | None = None
    word_template: bytes | None = None
    sections: Sequence[wording.HighlightSection] = ()
    is_tight: bool = False


@dataclass(frozen=True, slots=True)
class PrintedHighlight:
    """A report that was written as PDF: its pages, and the sections with the lines printed.

    `is_tight` says that its rows are set closer, so that all of a section stands there.
    """

    pages: int
    sections: Sequence[wording.HighlightSection]
    is_tight: bool


def render(
    document: Highlight,
    address: str,
    target: IO[bytes],
    progress: Progress,
    brand: Brand | None = None,
) -> PrintedHighlight:
    """Writes the PDF and returns what stands on it.

    `address` is the absolute one of the report's page. The same document gives the same lines.
    Raises Unrenderable, and whatever `progress` raises.
    """
    progress("Starting the typesetter", 3)
    from weasyprint import CSS, HTML
    from weasyprint.urls import FatalURLFetchingError

    write_letters()
    fetcher = make_fetcher(brand, document.scale)
    style = CSS(string=style_sheet(STYLE, brand, document.scale), url_fetcher=fetcher)
    sections = wording.sections_of(document, address)
    tried = 0

    def laid_out(shown: Sequence[wording.HighlightSection], is_tight: bool = False) -> Any:
        text = as_html(document, shown, address, brand, is_tight=is_tight)
        return HTML(string=text, url_fetcher=fetcher).render(stylesheets=[style], **LAYOUT)

    def pages_of(shown: Sequence[wording.HighlightSection], is_tight: bool = False) -> int:
        nonlocal tried
        tried += 1
        progress(f"Fitting it on {PAGES} pages", min(5 + 75 * tried // _ABOUT, 80))
        return len(laid_out(shown, is_tight).pages)

    try:
        shown, listed, is_tight = _fitted(document, sections, pages_of)
        paper = laid_out(shown, is_tight)
        progress("Writing the pages and their tags", 85)
        paper.write_pdf(target, finisher=finish, pdf_variant="pdf/ua-1")
    except FatalURLFetchingError as refused:  # a BaseException: it would end the worker
        raise Unrenderable(str(refused.__cause__ or refused)) from refused
    return PrintedHighlight(len(paper.pages), listed, is_tight)


Sections = list[wording.HighlightSection]


def _fitted(
    document: Highlight,
    sections: Sections,
    pages_of: Callable[[Sequence[wording.HighlightSection], bool], int],
) -> tuple[Sections, Sections, bool]:
    """The sections as they stand on paper, all their lines that are printed, and whether tight."""
    if document.late is None:
        sizes = [section.total for section in sections]

        def fits(lines: list[int], is_tight: bool = False) -> bool:
            return pages_of(wording.at_most(sections, lines), is_tight) <= PAGES

        lines = most_that_fit(sizes, fits)
        more = nearly_whole(sizes, lines)
        is_tight = more != lines and fits(more, True)
        shown = with_annex(sections, more if is_tight else lines)
        return shown, shown, is_tight
    all_of_it = PaperSections.of(sections)
    pages = all_of_it.fitted(
        lambda shown, is_tight: pages_of(shown, is_tight) == 1,
        lambda shown, is_tight: pages_of(shown, is_tight) <= PAGES,
    )
    return all_of_it.on_paper(pages), all_of_it.listed(pages), pages.is_tight


def as_html(
    document: Highlight,
    sections: Sequence[wording.HighlightSection],
    address: str,
    brand: Brand | None = None,
    *,
    is_tight: bool = False,
) -> str:
    """The report as HTML for the PDF; a tight one has its rows set closer."""
    first, rest = wording.headline(document)
    context = {
        "report": document,
        "sections": sections,
        "meeting": wording.meeting(document),
        "first": first,
        "rest": rest,
        "late": wording.late_sentence(document),
        "agreed_later": wording.agreed_later_sentence(document),
        "office": wording.office_sentence(document),
        "office_mark": wording.OFFICE_MARK,
        "address": address,
        "brand": brand,
        "is_tight": is_tight,
    }
    return get_template(TEMPLATE).render(context)


def _write(rendition: HighlightRendition, path: Path) -> int:
    with path.open("wb") as target:
        printed = render(
            rendition.document, rendition.address, target, rendition.progress, rendition.brand
        )
    rendition.sections, rendition.is_tight = printed.sections, printed.is_tight
    return printed.pages


FORMAT = Format("pdf", "PDF", "application/pdf", _write)
