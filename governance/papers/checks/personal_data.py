"""Possible personal data in a text: numbers of people, addresses, ages, dates of birth, initials.

Pure. These are suspicions: each leads to a warning that a person reads. Names are found by
plan_vocabulary.py. What is searched for, and what deliberately is not:

- An NHS number has 10 digits of which the last is the check digit (modulus 11); a unique pupil
  number (UPN) begins with its check letter. Other digits are neither.
- A telephone number is 10 or 11 digits from 0, or from +44; sums, dates and references are not.
- A date of birth is the word for it with a date, or a date in figures (12/03/2009) between 4 and
  26 years before the publication.
- An age is that of one person ("aged 7", "a 7-year-old"); a range of ages ("aged 14 to 18", "14+")
  is not.
- Initials are asked about beside a school: "K.B. at X school".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

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

# Not within a token of letters and digits, as links have them; but "NHS9434765919" is one.
_TEN_DIGITS = re.compile(
    r"(?:(?<![^\W_])|(?<=nhs)|(?<=no))(?<!\d[.,])\d{3}([ -]?)\d{3}\1\d{4}(?![^\W_])(?![.,]\d)",
    re.ASCII | re.IGNORECASE,
)
_CHECK_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_UPN = re.compile(
    rf"(?<![^\W_])[{_CHECK_LETTERS}]\d{{11}}[\d{_CHECK_LETTERS}](?![^\W_])",
    re.ASCII | re.IGNORECASE,
)
_POSTCODE = re.compile(
    r"\b(?:GIR ?0AA|[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d{1,2}|\d[A-HJKPSTUW]|[A-HK-Y]\d[ABEHMNPRV-Y])"
    r" ?\d[ABD-HJLNP-UW-Z]{2})\b",
    re.ASCII | re.IGNORECASE,
)
_NUMBERS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
)
_NUMBERS += "|sixteen|seventeen|eighteen|nineteen|twenty"
_YEARS = rf"(?:\d{{1,2}}|{_NUMBERS})"
_NO_RANGE = (
    r"(?!\d|\s*(?:\+|[-–/]|(?:to|and|or|until)\b|years?\s+(?:and|or|to)\b|onwards\b|plus\b))"
)
_AGE = re.compile(
    rf"(?<![\w+–/-])(?:(?:aged|age(?:\s+of)?)\s+{_YEARS}\b{_NO_RANGE}"
    rf"|(?<!\bto )(?<!\band )(?<!\bor ){_YEARS}[ -](?:years?|months?)[ -]old\b)",
    re.IGNORECASE,
)
_SCHOOL = r"(?i:school|academy|college|nursery|primary|secondary|class|pupil|child)"
_INITIALS = re.compile(
    rf"(?<![\w.])(?:[A-Z]\.\s?){{2,3}}(?=[\s,’')])(?:[^.!?\n]{{0,60}}?\b{_SCHOOL}\b)"
    rf"|\b{_SCHOOL}\b[^.!?\n]{{0,30}}?(?<![\w.])(?:[A-Z]\.\s?){{2,3}}(?!\w)"
    rf"|(?<![\w.&])[A-Z]{{2}}\s(?:at|in|from|of|attends|goes\sto)\s[^.!?\n]{{0,40}}?\b{_SCHOOL}\b"
)


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


def nhs_numbers(text: str) -> list[str]:
    """NHS numbers with a right check digit, as written: also in groups of 3, 3 and 4 digits."""
    return _once(match[0] for match in _TEN_DIGITS.finditer(text) if _is_nhs_number(match[0]))


def _is_nhs_number(written: str) -> bool:
    digits = [int(digit) for digit in written if digit.isdigit()]
    total = sum(weight * digit for weight, digit in zip(range(10, 1, -1), digits, strict=False))
    return (11 - total % 11) % 11 == digits[9]


def upns(text: str) -> list[str]:
    """Unique pupil numbers with a right check letter, permanent or temporary, as written."""
    return _once(match[0] for match in _UPN.finditer(text) if _is_upn(match[0].upper()))


def _is_upn(written: str) -> bool:
    """The check letter is the sum of the others, weighted by 2 to 13, modulus 23.

    The last of a temporary number is a letter, of the value that it has as a check letter.
    """
    values = (int(x) if x.isdigit() else _CHECK_LETTERS.index(x) for x in written[1:])
    total = sum(weight * value for weight, value in enumerate(values, start=2))
    return _CHECK_LETTERS[total % 23] == written[0]


def postcodes(text: str) -> list[str]:
    """Postcodes of the United Kingdom, as written."""
    return _once(match[0] for match in _POSTCODE.finditer(text))


def ages(text: str) -> list[str]:
    """The ages of single people, in figures or in words."""
    return _once(match[0] for match in _AGE.finditer(text))


def initials_at_school(text: str) -> list[str]:
    """Initials in the sentence of a school, with what stands between them."""
    return _once(match[0] for match in _INITIALS.finditer(text))


def _once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))
