"""Extension points of the site. The apps above register with them at start."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString

from wsoa.accounts.models import User
from wsoa.core.extension_points import ExtensionPoint

# --- the frame of every page --------------------------------------------------------------------


class Link(NamedTuple):
    """A link of the menu or the footer.

    `is_above` marks a page whose address is a prefix of other menu pages, so that it is not current
    on theirs. `read_out` is added to the words for screen readers.
    """

    label: str
    href: str
    is_above: bool = False
    read_out: str = ""


class FrameTexts(NamedTuple):
    """The texts around a page: the person's role, a notice above, a note in the footer."""

    signed_in_as: str = ""
    notice: str = ""
    footnote: str = ""


@dataclass(frozen=True, slots=True)
class SiteLink:
    """A link to a page by its URL name, for everybody or for signed-in people."""

    label: str
    name: str
    for_signed_in: bool = False

    def __call__(self, request: HttpRequest) -> Link | None:
        user = getattr(request, "user", None)
        if self.for_signed_in and not (user and user.is_authenticated):
            return None
        return Link(self.label, _address(self.name))


@lru_cache(maxsize=100)
def _address(name: str) -> str:
    """Cached: every page asks for every link of its footer."""
    return reverse(name)


# None where the link is not for who asks, or leads nowhere from this page.
LinkSource = Callable[[HttpRequest], Link | None]

MENU: ExtensionPoint[LinkSource] = ExtensionPoint(
    "an item of the menu", read_by="wsoa.web.page_frame"
)
FOOTER_LINKS: ExtensionPoint[LinkSource] = ExtensionPoint(
    "a link in the footer", read_by="wsoa.web.page_frame"
)
FRAME_TEXTS: ExtensionPoint[Callable[[HttpRequest], FrameTexts]] = ExtensionPoint(
    "texts around every page", read_by="wsoa.web.page_frame"
)
PAGE_SYMBOLS: ExtensionPoint[SafeString] = ExtensionPoint(
    "SVG symbols that a page refers to", read_by="wsoa.web.page_frame"
)


@dataclass(frozen=True, slots=True)
class PageBrand:
    """How the local area of a page shows itself in the header.

    `style` and `logo` are addresses that answer whoever may see the page; each may be empty.
    """

    name: str
    colour: str = ""
    style: str = ""
    logo: str = ""
    logo_alt: str = ""


PAGE_BRANDS: ExtensionPoint[Callable[[HttpRequest], PageBrand | None]] = ExtensionPoint(
    "the brand of the local area that a page is of", read_by="wsoa.web.page_frame"
)


class GuidePage(NamedTuple):
    """A page of the guide, by its name, and the names of the addresses that it helps with."""

    page: str
    names: tuple[str, ...]


GUIDE_PAGES: ExtensionPoint[GuidePage] = ExtensionPoint(
    "a page of the guide that helps with a page", read_by="wsoa.web.guide"
)

# --- who somebody is --------------------------------------------------------------------------


class RoleSource(NamedTuple):
    """The roles that an app knows: all their codes, and those that somebody has."""

    codes: frozenset[str]
    roles_of: Callable[[User], Iterable[str]]


PERSON_ROLES: ExtensionPoint[RoleSource] = ExtensionPoint(
    "roles that somebody can have on the site", read_by="wsoa.web.middleware"
)

# --- what is let through ------------------------------------------------------------------------


class LargerUpload(NamedTuple):
    """Paths that accept larger files than evidence, and their limit in bytes.

    `path` is a pattern: a `*` stands for any text.
    """

    path: str
    most: int


OPEN_PATHS: ExtensionPoint[str] = ExtensionPoint(
    "the beginning of addresses that need no sign-in", read_by="wsoa.web.middleware"
)
PUBLIC_PATHS: ExtensionPoint[str] = ExtensionPoint(
    "the beginning of addresses that answer everybody alike", read_by="wsoa.web.middleware"
)
LARGER_UPLOADS: ExtensionPoint[LargerUpload] = ExtensionPoint(
    "an address that takes larger files", read_by="wsoa.web.upload_handler"
)
