"""What is true of a published paper but cannot stand in its document: its hash, who signed, where
it is. Every format is rendered from the document and this, and from nothing else. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

PAGES = ("large-print", "plain")  # forms with an address of their own, as the areas have
AREA = "area-"  # and its reference: the form of the page of one area


@dataclass(frozen=True, slots=True)
class RenderedFile:
    """One file of a paper, complete. `name` is within the paper's folder, `size` is bytes.

    `form` is html, large-print, plain, area-1, …, css, pdf, ods, csv, csv-metadata, xlsx, docx or
    json; `pages` is 0 where a form has none.
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
    out_on: date
    note: str


@dataclass(frozen=True, slots=True)
class ReportOrigin:
    """Of a paper that is not published: its hash, and the absolute address of its page."""

    sha256: str
    address: str


@dataclass(frozen=True, slots=True)
class Imprint:
    """Of one version of a paper.

    `signed` holds "Name, post, for the council"; `address` is absolute, permanent, and of this
    very version: https://…/published/<plan>/<key>/v<version>/. `out_on` is empty before a paper
    is out; `replaced` is of one that was corrected since.
    """

    sha256: str
    version: int
    out_on: date | None
    signed: tuple[str, ...]
    address: str
    replaced: ReplacingVersion | None = None

    def __post_init__(self) -> None:
        if not self.address.endswith(f"/v{self.version}/"):
            raise ValueError(f"{self.address} is not the address of version {self.version}.")

    @property
    def plan_path(self) -> str:
        """/published/<plan>/, where a plan's papers are."""
        return urlsplit(self.address).path.rsplit("/", 3)[0] + "/"

    def address_of(self, form: str) -> str:
        """The absolute address of one form of this version."""
        return self.address.rstrip("/") + place_of(form)

    def path_of(self, form: str) -> str:
        """The same without the site."""
        return urlsplit(self.address_of(form)).path


def place_of(form: str) -> str:
    """Where a form is: what follows …/v1, which is the page itself with a slash.

    The same follows …/<key> for the latest version.
    """
    if form == "html":
        return "/"
    if form == "css":
        return "/style.css"
    if form == "csv-metadata":
        return ".csv-metadata.json"
    if form.startswith(AREA):
        return f"/areas/{form.removeprefix(AREA)}/"
    return f"/{form}/" if form in PAGES else f".{form}"


def size_words(size: int) -> str:
    """62 KB; 1.4 MB: as the makers of disks count."""
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} KB"
