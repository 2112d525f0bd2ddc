"""The imprint: facts about a publication that its document cannot contain.

Its hash, its signatures, its address, and the brand and Word template that were frozen with it.
Every format is rendered from the document and the imprint, and from nothing else. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from wsoa.core.brands import Brand

PAGES = ("large-print", "plain")  # forms with an address of their own, as the areas have
# Each with the reference of an area: the forms of its page, its Easy Read page, and that as PDF.
AREA, EASY_READ, EASY_READ_PDF = "area-", "easy-read-", "easy-pdf-"


@dataclass(frozen=True, slots=True)
class RenderedFile:
    """One finished file of a publication. `name` is within its folder, `size` is in bytes.

    `form` is html, large-print, plain, area-1, …, easy-read-1, …, easy-pdf-1, …, css, logo, pdf,
    ods, csv, csv-metadata, xlsx, docx or json; `pages` is 0 for forms without pages.
    """

    name: str
    form: str
    content_type: str
    size: int
    sha256: str
    pages: int = 0


@dataclass(frozen=True, slots=True)
class ReplacingVersion:
    """The version that corrected this one; `address` is absolute."""

    version: int
    address: str
    published_on: date
    note: str


@dataclass(frozen=True, slots=True)
class ReportOrigin:
    """The origin of an unpublished report: its hash, the absolute address of its page, a brand."""

    sha256: str
    address: str
    brand: Brand | None = None
    word_template: bytes | None = None


@dataclass(frozen=True, slots=True)
class Imprint:
    """The imprint of one version of a publication.

    `signed` holds "Name, post, for the council"; `address` is absolute, permanent, and that of this
    version: https://…/published/<plan>/<key>/v<version>/. `published_on` is empty before that;
    `replaced` is set if it was corrected since. `served_at` is the path of its pages
    before they are public, and `actions_at` that of the plan's actions; empty otherwise.
    Unless `is_plan_public`, the plan has no public pages yet, and nothing leads to them.
    """

    sha256: str
    version: int
    published_on: date | None
    signed: tuple[str, ...]
    address: str
    replaced: ReplacingVersion | None = None
    brand: Brand | None = None
    word_template: bytes | None = None  # of the local area; empty: the service's own
    served_at: str = ""
    actions_at: str = ""
    is_plan_public: bool = True

    def __post_init__(self) -> None:
        if not self.address.endswith(f"/v{self.version}/"):
            raise ValueError(f"{self.address} is not the address of version {self.version}.")

    @property
    def plan_path(self) -> str:
        """The path of the plan's publications: /published/<plan>/."""
        return urlsplit(self.address).path.rsplit("/", 3)[0] + "/"

    @property
    def actions_path(self) -> str:
        """The path of the actions' pages: the public ones, which a first preview has not yet."""
        return self.actions_at or f"{self.plan_path}actions/"

    def address_of(self, form: str) -> str:
        """The absolute address of one form of this version."""
        return self.address.rstrip("/") + place_of(form)

    def path_of(self, form: str) -> str:
        """The path of one form of this version."""
        if self.served_at:
            return self.served_at.rstrip("/") + place_of(form)
        return urlsplit(self.address_of(form)).path


def place_of(form: str) -> str:
    """The end of a form's path: what follows …/v1, or …/<key> for the latest version.

    The page itself ends in a slash.
    """
    if form == "html":
        return "/"
    if form == "css":
        return "/style.css"
    if form == "logo":
        return "/logo.png"
    if form == "csv-metadata":
        return ".csv-metadata.json"
    if form.startswith(AREA):
        return f"/areas/{form.removeprefix(AREA)}/"
    if form.startswith(EASY_READ):
        return f"/areas/{form.removeprefix(EASY_READ)}/easy-read/"
    if form.startswith(EASY_READ_PDF):
        return f"/areas/{form.removeprefix(EASY_READ_PDF)}/easy-read.pdf"
    return f"/{form}/" if form in PAGES else f".{form}"


def size_words(size: int) -> str:
    """A size in bytes in words, with decimal units: 62 KB; 1.4 MB."""
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} KB"
