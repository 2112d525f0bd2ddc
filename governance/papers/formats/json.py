"""The frozen document itself as JSON, byte for byte."""

from __future__ import annotations

from pathlib import Path

from governance.papers.document.frozen import HashMismatch, canonical, hash_of
from governance.papers.document.imprint import Imprint
from governance.papers.document.schema import Quarterly
from governance.papers.formats.format import Format, Rendition


def as_json(document: Quarterly, imprint: Imprint) -> bytes:
    """The document's bytes. Raises HashMismatch if it is not the document that was signed."""
    text = canonical(document)
    actual = hash_of(text)
    if actual != imprint.sha256:
        raise HashMismatch(imprint.sha256, actual)
    return text.encode()


def _write(rendition: Rendition, path: Path) -> None:
    path.write_bytes(as_json(rendition.frozen, rendition.imprint))


FORMAT = Format("json", "Data (JSON)", "application/json", _write, "The data (JSON)", 1)
