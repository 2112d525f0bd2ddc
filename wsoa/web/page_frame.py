"""The frame of every page: menu, footer and notes around the content."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe

from wsoa.core.colours import COLOURS
from wsoa.web.extension_points import (
    FOOTER_LINKS,
    FRAME_TEXTS,
    MENU,
    PAGE_BRANDS,
    PAGE_SYMBOLS,
    FrameTexts,
    Link,
    PageBrand,
)
from wsoa.web.guide import guide_link


@dataclass(frozen=True, slots=True)
class MenuItem:
    """An item of the menu."""

    label: str
    href: str
    here: str  # what aria-current says: "page", "true" for a page below, or nothing
    read_out: str = ""


class PageFrame:
    """The frame for base.html. Evaluated lazily: a fragment computes nothing."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @property
    def home(self) -> str:
        """The address of the home page."""
        return resolve_url(settings.LOGIN_REDIRECT_URL)

    def menu(self) -> Iterator[MenuItem]:
        for source in MENU:
            if link := source(self.request):
                yield MenuItem(link.label, link.href, _here(self.request.path, link), link.read_out)

    def footer_links(self) -> Iterator[Link]:
        for source in FOOTER_LINKS:
            if link := source(self.request):
                yield link

    @property
    def guide(self) -> Link | None:
        """The page of the guide that helps with this page; None where there is none."""
        return guide_link(self.request)

    @cached_property
    def texts(self) -> FrameTexts:
        """Each text from the first registered source that has it."""
        frame_texts = [texts_of(self.request) for texts_of in FRAME_TEXTS]
        return FrameTexts(
            *(next(filter(None, texts), "") for texts in zip(*frame_texts, strict=True))
        )

    @cached_property
    def brand(self) -> PageBrand | None:
        """The brand of the page's local area; None where the page is of none, or it has none."""
        found = (brand_of(self.request) for brand_of in PAGE_BRANDS)
        return next(filter(None, found), None)

    @property
    def colour(self) -> str:
        """The colour of the header: the brand's, or the service's own."""
        return (self.brand.colour if self.brand else "") or COLOURS["brand"]

    def symbols(self) -> SafeString:
        return mark_safe("".join(PAGE_SYMBOLS))  # noqa: S308 (SafeString, each)


def _here(path: str, link: Link) -> str:
    if path == link.href:
        return "page"
    return "true" if path.startswith(link.href) and not link.is_above else ""
