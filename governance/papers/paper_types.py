"""The kinds of publication and report.

A new kind is a package that builds it, a schema in document/, and one `PaperType` here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from governance.domain.enums import PaperKind
from governance.papers import formats
from governance.papers.document.highlight_schema import Highlight
from governance.papers.document.imprint import Imprint, RenderedFile, ReportOrigin
from governance.papers.document.schema import Quarterly
from governance.papers.formats.format import Format, Progress
from governance.papers.formats.registry import HIGHLIGHT_FORMATS, QUARTERLY_FORMATS
from governance.papers.highlight.build import build_highlight
from governance.papers.quarterly.build_publication import build_publication

Kind = TypeVar("Kind", Quarterly, Highlight)


@dataclass(frozen=True, slots=True)
class PaperType(Generic[Kind]):
    """How one kind is built, rendered and shown.

    `schema` parses its frozen text. `is_public` is true for a kind that is signed and published for
    everybody. Other kinds are issued within the service, and their files have a `ReportOrigin` in
    place of an `Imprint`. `PaperKind` has the names and permissions.
    """

    kind: PaperKind
    schema: type[Kind]
    is_public: bool
    build: Callable[..., Kind]
    render: Callable[[Kind, Imprint | ReportOrigin, Path, Progress], list[RenderedFile]]
    formats: tuple[Format, ...]


def paper_type(kind: str) -> PaperType[Any]:
    """The type of a paper, by the kind in its row."""
    return PAPER_TYPES[PaperKind(kind)]


def _render_quarterly(
    document: Quarterly, imprint: Imprint | ReportOrigin, folder: Path, progress: Progress
) -> list[RenderedFile]:
    if not isinstance(imprint, Imprint):
        raise TypeError("A published paper is rendered with its imprint")
    return formats.render_all(document, imprint, folder, progress)


def _render_highlight(
    document: Highlight, origin: Imprint | ReportOrigin, folder: Path, progress: Progress
) -> list[RenderedFile]:
    return formats.render_highlight(
        document,
        origin.address,
        origin.sha256,
        folder,
        progress,
        brand=origin.brand,
        word_template=origin.word_template,
    )


QUARTERLY = PaperType(
    kind=PaperKind.QUARTERLY,
    schema=Quarterly,
    is_public=True,
    build=build_publication,
    render=_render_quarterly,
    formats=QUARTERLY_FORMATS,
)
HIGHLIGHT = PaperType(
    kind=PaperKind.HIGHLIGHT,
    schema=Highlight,
    is_public=False,
    build=build_highlight,
    render=_render_highlight,
    formats=HIGHLIGHT_FORMATS,
)
PAPER_TYPES: dict[PaperKind, PaperType[Any]] = {
    QUARTERLY.kind: QUARTERLY,
    HIGHLIGHT.kind: HIGHLIGHT,
}
