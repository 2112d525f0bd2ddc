"""A paper's document: checked, frozen to exact bytes, and read back only if they are the same.

Pure: no database, no clock.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from governance.reports import schema

Document = dict[str, Any]
KINDS: dict[str, type[schema.Part]] = {
    "quarterly": schema.Quarterly,
    "highlight": schema.Highlight,
}


class DocumentRefused(Exception):
    """This text cannot be shown as a paper. The message says what is wrong, for people."""


class HashMismatch(DocumentRefused):
    def __init__(self, wanted: str, found: str) -> None:
        super().__init__(
            f"The document is not the one that was frozen: its SHA-256 is {found[:12]}… and "
            f"should be {wanted[:12]}…. Nothing is shown or published from it."
        )


class FutureSchema(DocumentRefused):
    def __init__(self, version: object) -> None:
        super().__init__(
            f"The document is of schema version {version}; this service knows versions up to "
            f"{schema.VERSION}. Update the service, then try again."
        )


@dataclass(frozen=True, slots=True)
class Frozen:
    """The canonical text of a document and its SHA-256, in hexadecimal."""

    text: str
    sha256: str


def freeze(document: Document) -> Frozen:
    """Checks a document against its schema and fixes its bytes.

    Keys are sorted, there is no white space, text is UTF-8: the same content is the same hash.
    Raises DocumentRefused, naming the place, for what the schema does not allow.
    """
    check(document)
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return Frozen(text, hash_of(text))


def thaw(text: str, sha256: str) -> Document:
    """The document, where the text is exactly what was frozen and of a schema that is known.

    Raises HashMismatch, FutureSchema, or DocumentRefused.
    """
    found = hash_of(text)
    if found != sha256:
        raise HashMismatch(sha256, found)
    document: Document = json.loads(text)
    check(document)
    return document


def check(document: Document) -> None:
    """Raises FutureSchema or DocumentRefused where the document does not fit its schema."""
    version = document.get("schema")
    if isinstance(version, int) and version > schema.VERSION:
        raise FutureSchema(version)
    kind = KINDS.get(str(document.get("paper")))
    if kind is None:
        raise DocumentRefused(f"There is no paper of the kind {document.get('paper')!r}.")
    try:
        kind.model_validate(document)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = " › ".join(str(step) for step in first["loc"])
        raise DocumentRefused(f"The document is not complete: {place}: {first['msg']}.") from None


def hash_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
