"""The quarterly update as web pages: folded, in large print, plain, and area by area.

The pages need no script, cookie or sign-in, and one style sheet, which is published with them. They
are rendered from a cleaned document and its imprint; nothing here reads the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from governance.domain.dates import day_words
from governance.papers.document.imprint import (
    AREA,
    EASY_READ,
    EASY_READ_PDF,
    Imprint,
    RenderedFile,
    size_words,
)
from governance.papers.document.schema import IndicatorEntry, Quarterly
from governance.papers.quarterly.context import AreaContext, QuarterlyContext
from governance.papers.quarterly.easy_read_context import CLOSING
from indicators.domain.enums import Judgement
from indicators.domain.indicator_counts import other_figures
from wsoa.core.brands import Brand, colour_of, style_rules

STYLES = ("tokens.css", "published.css")
NOT_MADE = "made when the update is published"  # of a file in a preview
BRAND_STYLE = "published-brand.css"
# What is said at once of an indicator; all others are below, folded.
TELLING = (Judgement.WORSE, Judgement.STALE, Judgement.NO_CLEAR_CHANGE, Judgement.BETTER)


@dataclass(frozen=True, slots=True)
class DownloadLink:
    """One file that readers are offered. In a preview most are not made yet: `path` is empty."""

    form: str
    name: str
    path: str
    facts: str
    sha256: str


@dataclass(frozen=True, slots=True)
class RenderedArea:
    """One area, rendered once for all the pages it is on."""

    part: AreaContext
    top: SafeString
    top_alone: SafeString  # with an opening for a page of its own, where the document has one
    text: SafeString
    words_alone: SafeString  # with headings for a page of its own
    actions: SafeString


@dataclass(frozen=True, slots=True)
class JudgementGroup:
    """The indicators with one judgement."""

    judgement: str
    indicators: tuple[IndicatorEntry, ...]

    @property
    def totals(self) -> str:
        """ "3", or "3 and 1 other figure" where one is not named by the plan."""
        named = sum(indicator.in_plan for indicator in self.indicators)
        others = len(self.indicators) - named
        return f"{named} and {other_figures(others)}" if others else str(named)


@dataclass(frozen=True, slots=True)
class PageLayout:
    """One page: its address; `variant` is large, plain or easy-page, if it is one of these."""

    here: str
    variant: str = ""
    folded: bool = False


def pages(
    document: Quarterly,
    imprint: Imprint,
    files: Iterable[tuple[str, RenderedFile]],
    offered: Sequence[str],
) -> Iterator[tuple[str, str]]:
    """The form and text of each page.

    `files` are the other finished forms, each with its title; `offered` are those to list first.
    """
    downloads = tuple(_download(imprint, title, file) for title, file in files)
    by_form = {download.form: download for download in downloads}
    page = QuarterlyContext(document, imprint.actions_path, imprint)
    areas = [_rendered_area(page, part) for part in page.areas]
    context = {
        "report": document,
        "page": page,
        "areas": areas,
        "imprint": imprint,
        "path": imprint.path_of("html"),
        "style": imprint.path_of("css"),
        "brand": imprint.brand,
        "logo": imprint.path_of("logo"),
        "theme_colour": colour_of(imprint.brand),
        "replaced_on": day_words(imprint.replaced.published_on) if imprint.replaced else "",
        "telling": tuple(_telling(document)),
        "downloads": downloads,
        "offered": offered,  # at the top; all are below
    }
    page_template = get_template("published/page.html")
    for form, variant in (("html", ""), ("large-print", "large"), ("plain", "plain")):
        layout = PageLayout(imprint.address_of(form), variant, folded=not variant)
        yield form, page_template.render(context | {"layout": layout})
    for area in areas:
        easy_read_pdf = by_form.get(EASY_READ_PDF + area.part.area.ref)
        own = context | {"rendered": area, "easy_read_pdf": easy_read_pdf}
        yield from _area_pages(area.part, imprint, own)


def _area_pages(
    part: AreaContext, imprint: Imprint, context: dict[str, object]
) -> Iterator[tuple[str, str]]:
    """The page of an area, and that of its Easy Read summary if it has one."""
    form = AREA + part.area.ref
    layout = PageLayout(imprint.address_of(form))
    yield form, get_template("published/area.html").render(context | {"layout": layout})
    if part.easy_read:
        form = EASY_READ + part.area.ref
        layout = PageLayout(imprint.address_of(form), "easy-page")
        own = {"easy_read": part.easy_read, "closing": CLOSING, "layout": layout}
        yield form, get_template("published/easy_read.html").render(context | own)


def style_sheet(brand: Brand | None = None) -> bytes:
    """The style sheet of the pages; with a brand, also its colour and what only it needs."""
    folder = Path(settings.BASE_DIR, "static", "css")
    names = (*STYLES, BRAND_STYLE) if brand else STYLES
    rules = style_rules(brand.colour) if brand and brand.colour else ""
    return b"".join((folder / name).read_bytes() for name in names) + rules.encode()


def _download(imprint: Imprint, title: str, file: RenderedFile) -> DownloadLink:
    if not file.size:
        return DownloadLink(file.form, title, "", NOT_MADE, "")
    pages = f"{file.pages} pages, " if file.pages else ""
    facts = f"{pages}{size_words(file.size)}"
    return DownloadLink(file.form, title, imprint.path_of(file.form), facts, file.sha256)


def _telling(document: Quarterly) -> Iterator[JudgementGroup]:
    for judgement in TELLING:
        judged = [
            indicator for indicator in document.indicators if indicator.judgement == judgement.label
        ]
        if judged:
            yield JudgementGroup(judgement.label, tuple(judged))


def _rendered_area(page: QuarterlyContext, part: AreaContext) -> RenderedArea:
    def rendered(name: str, level: int = 0, *, alone: bool = False) -> SafeString:
        context = {"report": page.report, "page": page, "part": part}
        context |= {"level": level, "alone": alone}
        return mark_safe(get_template(f"published/_area_{name}.html").render(context))  # noqa: S308

    return RenderedArea(
        part=part,
        top=rendered("top"),
        top_alone=rendered("top", alone=bool(part.area.opening)),
        text=rendered("words", level=4),
        words_alone=rendered("words", level=3),
        actions=rendered("actions"),
    )
