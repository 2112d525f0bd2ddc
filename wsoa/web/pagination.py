"""Links between the pages of a long list, for the component `pagination`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link to one page; without a number it stands for the pages that are left out."""

    number: int | None
    href: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class PageLinks:
    """The links from one page of a list to the others; empty where there is one page only."""

    numbers: tuple[PageLink, ...] = ()
    previous: str = ""
    next: str = ""


def page_links(page: Page[Any], address: Callable[[int], str]) -> PageLinks:
    """The links of a page: first, last, its neighbours. `address` gives the address of a page."""
    if not page.has_other_pages():
        return PageLinks()
    shown = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return PageLinks(
        numbers=tuple(
            PageLink(number, address(number), number == page.number)
            if isinstance(number, int)
            else PageLink(None)
            for number in shown
        ),
        previous=address(page.previous_page_number()) if page.has_previous() else "",
        next=address(page.next_page_number()) if page.has_next() else "",
    )
