"""Possible personal data in a text: names, email addresses, telephone numbers, dates of birth.

Pure. These are suspicions: each leads to a warning that a person reads. What is searched for, and
what deliberately is not:

- A name is a title and a capitalised word ("Mrs Khan"), or one of the common given names
  (given_names.py), alone or with capitalised words after it. People who hold a listed post, or are
  listed as responsible, are known. Schools, hospitals, roads and saints are not people. Names that
  are neither common nor follow a title are not found: people also read the exact texts before
  they clear them.
- A telephone number is 10 or 11 digits from 0, or from +44; sums, dates and references are not.
- A date of birth is the word for it with a date, or a date in figures (12/03/2009) between 4 and
  26 years before the publication.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from governance.papers.checks.given_names import GIVEN_NAMES

_TITLE = r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Cllr|Councillor|Sir|Dame|Rev|Reverend)\.?"
_WORD = r"[A-Z](?:['’][A-Z])?[a-z]+(?:[-'’][A-Z][a-z]+)*"
_TITLED = re.compile(rf"\b{_TITLE}\s+(?:[A-Z]\.?\s+)?{_WORD}(?:\s+{_WORD}){{0,2}}")
_RUN = re.compile(rf"\b{_WORD}(?:\s+{_WORD})*")
_ONLY_TITLE = re.compile(rf"^{_TITLE}\s+")
# Beside these a name is that of a place or a body.
_PLACES_WORDS = """
Academy Act Avenue Award Building Centre Charity Church Clinic College Court Estate Foundation
Fund Group Hall Hospice Hospital House Infirmary Junior Lane Library Model Nursery Park Place
Primary Programme Project Report Road School Secondary Street Team Test Theatre Trust Unit
University Way Ward
"""
_PLACES = frozenset(_PLACES_WORDS.split())
_BEFORE_PLACES = frozenset(("King", "Queen", "Prince", "Princess", "Saint", "St", "Lord", "Lady"))

_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_TELEPHONE = re.compile(
    r"(?<![\w£$€.,/:-])(?:\+44[\s.-]?(?:\(0\)[\s.-]?)?|\(?0)[1-9](?:[\s.()-]{0,2}\d){8,9}(?![\w/]|[.,:]\d)"
)
_NOT_HTTPS = re.compile(r"\b(?:http|ftp)://[^\s<>\"')\]]+", re.IGNORECASE)
_IMAGE = re.compile(r"!\[(?P<alt>[^\]]*)\]\([^)]*\)|<img\b(?P<tag>[^>]*)>", re.IGNORECASE)
_ALT = re.compile(r"\balt\s*=\s*(?:\"\s*[^\s\"]|'\s*[^\s'])", re.IGNORECASE)

_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_DATE = (
    rf"(?:\d{{1,2}}[./-]\d{{1,2}}[./-](?:\d{{4}}|\d{{2}})|\d{{4}}-\d{{2}}-\d{{2}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{_MONTHS})[a-z]*\.?,?\s+\d{{4}})"
)
_BIRTH = re.compile(
    rf"\b(?:date of birth|d\.?o\.?b\b\.?|born(?:\s+on)?)\W{{0,3}}(?:(?:is|was)\s+)?{_DATE}",
    re.IGNORECASE,
)
_IN_FIGURES = re.compile(r"(?<![\w./-])(\d{1,2})[./](\d{1,2})[./](\d{4})(?![\w/-])")
_YOUNGEST, _OLDEST = 4, 26  # years before the paper


def emails(text: str) -> list[str]:
    """Email addresses, in order."""
    return _once(match[0].rstrip(".'-") for match in _EMAIL.finditer(text))


def telephones(text: str) -> list[str]:
    """Telephone numbers of the United Kingdom, as written."""
    return _once(match[0].strip() for match in _TELEPHONE.finditer(text))


def links_not_https(text: str) -> list[str]:
    return _once(match[0].rstrip(".,;:") for match in _NOT_HTTPS.finditer(text))


def images_without_words(text: str) -> list[str]:
    """The images in a text, in Markdown or HTML, that have no alternative text."""
    return _once(
        match[0]
        for match in _IMAGE.finditer(text)
        if not (match["alt"] or "").strip() and not _ALT.search(match["tag"] or "")
    )


def births(text: str, as_at: date) -> list[str]:
    """Possible dates of birth."""
    birth_phrases = [match[0] for match in _BIRTH.finditer(text)]
    for match in _IN_FIGURES.finditer(text):
        years = as_at.year - int(match[3])
        if _YOUNGEST <= years <= _OLDEST and not any(
            match[0] in period for period in birth_phrases
        ):
            birth_phrases.append(match[0])
    return _once(birth_phrases)


def people(text: str, known: Iterable[str]) -> list[str]:
    """The names in a text that are not among the known people, as written."""
    listed = {name.strip() for name in known if name.strip()}
    parts = {part for name in listed for part in name.split()}
    surnames = {name.split()[-1] for name in listed}
    names: list[str] = []
    rest = text
    for match in _TITLED.finditer(text):
        bare = _ONLY_TITLE.sub("", match[0])
        if bare not in listed and bare.split()[-1] not in surnames:
            names.append(" ".join(match[0].split()))
        rest = rest.replace(match[0], " . ")
    for match in _RUN.finditer(rest):
        names += _in_run(match[0].split(), listed, parts)
    return _once(names)


def _in_run(words: list[str], listed: set[str], parts: set[str]) -> Iterable[str]:
    """The name in a run of capitalised words: from the given name on, unless part of a place."""
    first = next((at for at, word in enumerate(words) if _bare(word) in GIVEN_NAMES), None)
    if first is None:
        return
    before, name = words[:first], [_bare(word) for word in words[first : first + 3]]
    if _PLACES.intersection(words[first + 1 :]) or _BEFORE_PLACES.intersection(before[-1:]):
        return
    known = " ".join(name[:2]) in listed or (len(name) == 1 and name[0] in parts)
    if not known:
        yield " ".join(name)


def _bare(word: str) -> str:
    """The word without a possessive s."""
    return re.sub(r"['’]s$", "", word)


def _once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))
