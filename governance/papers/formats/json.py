"""The paper as data: the frozen document itself, byte for byte."""

from __future__ import annotations

from governance.papers.document.frozen import Document, HashMismatch, canonical, hash_of
from governance.papers.document.imprint import Imprint


def as_json(document: Document, imprint: Imprint) -> bytes:
    """Raises HashMismatch where this is not the document that was signed."""
    text = canonical(document)
    found = hash_of(text)
    if found != imprint.sha256:
        raise HashMismatch(imprint.sha256, found)
    return text.encode()
