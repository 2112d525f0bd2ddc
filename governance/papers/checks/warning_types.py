"""A warning before publication: its kind, its place, and its key.

The key of a warning contains the fact itself. A warning accepted with a reason stays accepted while
the fact is the same, and has to be reviewed again when it changes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

LONGEST_KEY = 200


class WarningKind(StrEnum):
    """A kind of warning before publication; the value is its key in stored decisions."""

    NOTHING_CORRECTED = "nothing-corrected"
    NOT_CLEARED = "not-cleared"
    OUT_OF_DATE = "out-of-date"
    CHANGES = "changes"
    MISSTATED = "misstated"
    PERSON = "person"
    NHS_NUMBER = "nhs-number"
    UPN = "upn"
    BIRTH = "birth"
    AGE = "age"
    INITIALS = "initials"
    EMAIL = "email"
    TELEPHONE = "telephone"
    POSTCODE = "postcode"
    NOT_ACCEPTED = "not-accepted"
    UNEXPLAINED = "unexplained"
    NO_EVIDENCE = "no-evidence"
    NO_NEW_DATE = "no-new-date"
    NO_COMMENTARY = "no-commentary"
    NO_ALT = "no-alt"
    NOT_HTTPS = "not-https"
    NO_GLYPH = "no-glyph"
    HARD_TO_READ = "hard-to-read"
    NO_EASY_READ = "no-easy-read"


class RepairPage(StrEnum):
    """The page to correct it on: an action, its dates, the quarter, an Easy Read summary, the
    plan's text, or this.
    """

    ACTION = "action"
    DATES = "dates"
    QUARTER = "quarter"
    EASY_READ = "easy-read"
    PLAN = "plan"
    TEXTS = "texts"
    CHANGES = "changes"
    FREEZE = "freeze"


@dataclass(frozen=True, slots=True)
class TextPlace:
    """The name of a text's place, with the page and the references to correct it."""

    name: str
    where: RepairPage
    area: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class PublicationWarning:
    """One warning: its `problem`; and `fix`, which says who can correct it, and how.

    What may tell of a person is `found` in `texts`, which are known by their SHA-256: a decision on
    it holds for exactly these.
    """

    key: str
    kind: WarningKind
    place: TextPlace
    problem: str
    fix: str
    found: str = ""
    texts: tuple[str, ...] = ()


class DecidedText(Protocol):
    """A lead's text, and whether it may be published; None if that is undecided."""

    @property
    def ref(self) -> str: ...
    @property
    def parts(self) -> tuple[tuple[str, str], ...]: ...
    @property
    def cleared(self) -> bool | None: ...


def warning_key(*parts: str) -> str:
    """The fact as one line; if it is too long, its end is replaced by a digest."""
    key = "|".join(" ".join(str(part).split()) for part in parts)
    if len(key) <= LONGEST_KEY:
        return key
    digest = short_digest(key)
    return f"{key[: LONGEST_KEY - len(digest) - 1]}~{digest}"


def short_digest(text: str) -> str:
    """The first 16 hex digits of the SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
