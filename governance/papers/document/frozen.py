"""Freezing a document to canonical bytes with their SHA-256, and reading it back with a check.

Pure: no database, no clock.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from governance.papers.document import schema

Document = dict[str, Any]


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
class FrozenDocument:
    """The canonical text of a document and its SHA-256, in hexadecimal."""

    text: str
    sha256: str


def freeze(document: Document) -> FrozenDocument:
    """Checks a document against its schema and fixes its bytes.

    Keys are sorted, there is no white space, text is UTF-8: the same content is the same hash.
    Raises DocumentRefused, naming the place, for what the schema does not allow.
    """
    text = canonical(document)
    _check(document, text)
    return FrozenDocument(text, hash_of(text))


def thaw(text: str, sha256: str) -> Document:
    """Reads a frozen document back, after a check of its hash and its schema.

    Raises HashMismatch, FutureSchema, or DocumentRefused.
    """
    found = hash_of(text)
    if found != sha256:
        raise HashMismatch(sha256, found)
    try:
        document: Document = json.loads(text)
    except json.JSONDecodeError as error:
        raise DocumentRefused(f"The document is not JSON: {error}.") from None
    _check(document, text)
    return document


def check(document: Document) -> None:
    """Raises FutureSchema or DocumentRefused where the document does not fit its schema."""
    _check(document, canonical(document))


def canonical(document: Document) -> str:
    """The one text of a document. Raises DocumentRefused for what JSON cannot hold."""
    try:
        text = json.dumps(
            document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
        )
        text.encode()
    except (TypeError, ValueError) as error:
        raise DocumentRefused(f"The document cannot be written as JSON: {error}.") from None
    return text


def hash_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _check(document: Document, text: str) -> None:
    """Of the text itself, and strictly: "5" is no number, and 1 is no yes."""
    if not isinstance(document, dict):
        raise DocumentRefused("The document is not an object with named fields.")
    version = document.get("schema")
    if isinstance(version, bool):  # which counts as 1 otherwise
        raise DocumentRefused("The document does not fit its schema: schema: Input should be 1.")
    if isinstance(version, int) and version > schema.VERSION:
        raise FutureSchema(version)
    kind = schema.SCHEMAS.get(str(document.get("paper")))
    if kind is None:
        raise DocumentRefused(f"There is no paper of the kind {document.get('paper')!r}.")
    try:
        kind.model_validate_json(text, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = " › ".join(str(step) for step in first["loc"])
        raise DocumentRefused(
            f"The document does not fit its schema: {place}: {first['msg']}."
        ) from None
