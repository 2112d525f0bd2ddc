"""The formats of publications, each made from the document and its imprint alone."""

from __future__ import annotations

from governance.papers.formats.registry import (
    render_all,
    render_highlight,
    render_pages,
    write_board_paper,
    write_committee_paper,
)

__all__ = [
    "render_all",
    "render_highlight",
    "render_pages",
    "write_board_paper",
    "write_committee_paper",
]
