"""Freezing a document to canonical bytes with their SHA-256, and reading it back with a check.

Documents are parsed where their text is read and serialised where they are frozen, and nowhere in
between. Pure: no database, no clock.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel, Field, ValidationError

from governance.papers.document.highlight_schema import Highlight
from governance.papers.document.parts import VERSION, DocumentPart
from governance.papers.document.schema import Quarterly

Kind = TypeVar("Kind", Quarterly, Highlight)


class DocumentRefused(Exception):
    """The text is not a valid document. The message says what is wrong, for people."""


class HashMismatch(DocumentRefused):
    """The document's text is not that of its SHA-256."""

    def __init__(self, expected: str, actual: str) -> None:
        super().__init__(
            f"The document is not the one that was frozen: its SHA-256 is {actual[:12]}… and "
            f"should be {expected[:12]}…. Nothing is shown or published from it."
        )


class FutureSchema(DocumentRefused):
    """The document is of a schema version that this service does not know."""

    def __init__(self, version: object) -> None:
        super().__init__(
            f"The document is of schema version {version}; this service knows versions up to "
            f"{VERSION}. Update the service, then try again."
        )


@dataclass(frozen=True, slots=True)
class FrozenDocument:
    """The canonical text of a document and its SHA-256, in hexadecimal."""

    text: str
    sha256: str


def freeze(document: Kind) -> FrozenDocument:
    """Checks a document against its schema and fixes its bytes.

    Keys are sorted, without white space, in UTF-8: equal content has an equal hash. Raises
    DocumentRefused, naming the place, for content that the schema does not allow.
    """
    text = canonical(document)
    parse(text, type(document))
    return FrozenDocument(text, hash_of(text))


def thaw(text: str, sha256: str, kind: type[Kind]) -> Kind:
    """Parses a frozen document, after a check of its hash and its schema.

    Raises HashMismatch, FutureSchema or DocumentRefused.
    """
    actual = hash_of(text)
    if actual != sha256:
        raise HashMismatch(sha256, actual)
    return parse(text, kind)


def parse(text: str, kind: type[Kind]) -> Kind:
    """Parses a document from JSON, strictly: "5" is not a number, and 1 is not true.

    Raises FutureSchema for a later schema version, or DocumentRefused.
    """
    try:
        head = _Head.model_validate_json(text)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        what = (
            f"JSON: {fault['msg']}" if fault["type"] == "json_invalid" else "an object with fields"
        )
        raise DocumentRefused(f"The document is not {what}.") from None
    if isinstance(head.version, bool):  # which counts as 1 otherwise
        raise DocumentRefused(
            "The document does not fit its schema: schema: Input should be 1 or 2."
        )
    if isinstance(head.version, int) and head.version > VERSION:
        raise FutureSchema(head.version)
    with refused_in_words():
        return kind.model_validate_json(text, by_alias=True, by_name=False)


class _Head(BaseModel):
    """The schema version of a document, whatever else it contains."""

    version: object = Field(None, alias="schema")


@contextmanager
def refused_in_words() -> Iterator[None]:
    """Raises DocumentRefused, naming the place, if a document does not fit its schema."""
    try:
        yield
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = " › ".join(str(step) for step in first["loc"])
        raise DocumentRefused(
            f"The document does not fit its schema: {place}: {first['msg']}."
        ) from None


def canonical(part: DocumentPart) -> str:
    """The canonical JSON of a document or part of it, without keys that were never set.

    Raises DocumentRefused for values that JSON cannot represent.
    """
    try:
        text = json.dumps(
            part.model_dump(by_alias=True, exclude_unset=True),
            sort_keys=True,
            separators=(",", ":"),
            ensure_ascii=False,
            allow_nan=False,
        )
        text.encode()
    except (TypeError, ValueError) as error:
        raise DocumentRefused(f"The document cannot be written as JSON: {error}.") from None
    return text


def plain(part: DocumentPart | None) -> object:
    """The canonical JSON as objects and lists, for a JSON column; None for None."""
    return json.loads(canonical(part)) if part else None


def hash_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
