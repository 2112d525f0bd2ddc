"""References of actions as plans print them: "1.1.1", "A1", "1.1a", "Priority 1". Pure."""

from __future__ import annotations

import re
from typing import Final

_CORE: Final = (
    r"(?:[A-Z]{1,4}[-. ]?\d{1,3}(?:[.\-/]\d{1,3})*(?:\.?[a-z])?"
    r"|\d{1,3}(?:[./]\d{1,3})+(?:\.?[a-z]|\([a-z]\))?"
    r"|\d{1,3}[a-z]?)"
)
_KIND: Final = (
    r"(?:(?:actions?|outcomes?|objectives?|priority|priorities|areas?|aims?|themes?|strands?|goals?"
    r"|weakness|concerns?|workstreams?|work streams?|recommendations?|sections?"
    r"|ref(?:erence)?|step|task|item|no)"
    r"\b\.?\s*(?:(?:area|action|outcome|for priority action|for improvement|of weakness"
    r"|of significant weakness|no|number)\b\.?\s*)?)"
)
_NUMBERED: Final = re.compile(
    rf"^\s*(?P<kind>{_KIND})?(?P<ref>{_CORE})(?P<end>\s*[.:)\]–—-]+(?=\s|$)|\s*[:–—]|(?=\s)|$)\s*",
    re.IGNORECASE,
)
# Letters before a number that name something else: year groups, key stages, quarters, school years.
_NOT_REFS: Final = frozenset({"Y", "YR", "KS", "Q", "H", "COVID", "AP", "CYP", "R", "P16", "FY"})
_AREA_WORDS: Final = frozenset(
    [
        *("area", "priority", "prioritie", "theme", "strand", "recommendation", "section"),
        *("workstream", "weakness", "concern"),
    ]
)
_UNITS: Final = re.compile(
    r"^(?:%|per\b|weeks?\b|months?\b|days?\b|hours?\b|years?\b|schools?\b|pupils?\b|children\b"
    r"|young\b|parents?\b|out of\b|of the\b|to \d|st\b|nd\b|rd\b|th\b|" + r"\d)",
    re.IGNORECASE,
)


def split_ref(text: str) -> tuple[str, str]:
    """The reference at the start of a text, and the rest; ("", text) where there is none.

    >>> split_ref("1.1.1 Undertake a process")
    ('1.1.1', 'Undertake a process')
    >>> split_ref("Action A1: Review"), split_ref("20 week timescale")
    (('A1', 'Review'), ('', '20 week timescale'))
    """
    found = _NUMBERED.match(text)
    if not found:
        return "", text
    ref, rest = found["ref"].strip(), text[found.end() :].strip()
    letters = re.match(r"[A-Za-z]+", ref)
    if letters and (letters[0] != letters[0].upper() or letters[0] in _NOT_REFS):
        return "", text
    is_bare = re.fullmatch(r"\d{1,3}[a-z]?", ref) is not None
    if is_bare and rest and not found["kind"] and not found["end"].strip():
        return "", text
    if not found["kind"] and rest and _UNITS.match(rest):
        return "", text
    return ref.replace(" ", ""), rest


def kind_of_ref(text: str) -> str:
    """The word before a reference: "area", "outcome", "action", or "".

    >>> kind_of_ref("Priority 1: Strategy"), kind_of_ref("Outcome 1.1"), kind_of_ref("1.1 Text")
    ('area', 'outcome', '')
    >>> kind_of_ref("Weakness 2: Joint commissioning")
    'area'
    """
    found = re.match(r"\s*([A-Za-z]+)", text)
    word = found[1].lower() if found else ""
    name = word.rstrip("s")
    if name in _AREA_WORDS or word in _AREA_WORDS:
        return "area"
    if name in {"outcome", "objective", "aim", "goal"}:
        return "outcome"
    return "action" if name in {"action", "step", "task"} else ""


def ref_parts(ref: str) -> tuple[int | str, ...]:
    """The parts of a reference: numbers as numbers.

    >>> ref_parts("1.2a"), ref_parts("A1.2")
    ((1, 2, 'a'), ('A', 1, 2))
    """
    found = re.findall(r"\d+|[A-Za-z]+", ref)
    return tuple(int(part) if part.isdecimal() else part for part in found)


def depth_of(ref: str) -> int:
    """How many parts a reference has: 3 for "1.1.1" and "A1.2", 2 for "1.1" and "A1"."""
    return len(ref_parts(ref))


def parent_of(ref: str) -> str:
    """The reference above: "1.1" of "1.1.1" and of "1.1a", "" of "1" and of "A1".

    >>> parent_of("1.1.1"), parent_of("1.1a"), parent_of("A1.2"), parent_of("A1")
    ('1.1', '1.1', 'A1', '')
    """
    found = re.match(r"^(.*?\d)(?:[.\-/]\d+|\.?[a-z]|\([a-z]\))$", ref)
    return found[1] if found else ""


def is_next(before: str, ref: str) -> bool:
    """Whether a reference may follow another: the same group one further, or a group's first."""
    first, second = ref_parts(before), ref_parts(ref)
    if first[:-1] != second[:-1] or not first or not second:
        return True
    last, new = first[-1], second[-1]
    if isinstance(last, int) and isinstance(new, int):
        return new == last + 1
    if isinstance(last, str) and isinstance(new, str) and len(last) == len(new) == 1:
        return ord(new) == ord(last) + 1
    return True
