"""All formats of a paper in one go, in an order in which each knows what it must tell of others."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from governance.reports.documents import Document
from governance.reports.imprint import Imprint, MadeFile
from governance.reports.pdf import Progress


def render_all(
    document: Document, imprint: Imprint, folder: Path, progress: Progress
) -> list[MadeFile]:
    """Writes every format of a quarterly document into the folder, which is there and empty."""
    raise NotImplementedError


def render_pages(
    document: Document, imprint: Imprint, files: Sequence[MadeFile], folder: Path
) -> list[MadeFile]:
    """Writes the web pages only, whose imprint has changed: a version that was corrected says so.

    `files` are the paper's other files as they are.
    """
    raise NotImplementedError
