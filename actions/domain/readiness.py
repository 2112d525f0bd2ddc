"""Whether a plan is ready to be worked with: what it lacks, and what cannot be. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from wsoa.core.months import Month, PlanDate


class ReadinessKind(StrEnum):
    """What is wrong, in the order in which the page lists it."""

    NO_OUTCOME = "Finding without an outcome"
    NO_ACTION = "Outcome without an action"
    NO_OFFICER = "Area without an accountable officer"
    NO_LEAD = "Action without a lead"
    VACANT_LEAD = "Lead that nobody holds"
    NO_MEASURE = "Action without a measure"
    NO_SOURCE = "Measure without a source"
    NO_TARGET = "Measure without a target"
    NO_GOVERNANCE = "No governance"
    DATES = "Dates outside the plan"
    UNEXPLAINED = "Abbreviation that is not explained"


@dataclass(frozen=True, slots=True)
class ReadinessFinding:
    """One thing that a plan lacks, or that cannot be.

    `ref` is of the action, outcome or area that it is about, and `action` whether it is an action.
    """

    kind: ReadinessKind
    text: str
    ref: str = ""
    is_of_action: bool = False


@dataclass(frozen=True, slots=True)
class ReadyAction:
    """What of an action is checked. `posts` are the codes of its leading posts."""

    ref: str
    text: str
    start: PlanDate
    end: PlanDate
    leads: tuple[str, ...]
    vacant: tuple[str, ...]
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanMonths:
    """The months that a plan is about: from its approval, or its first round, to its last round."""

    first: Month | None
    last: Month | None


def findings_of_action(action: ReadyAction, months: PlanMonths) -> Iterable[ReadinessFinding]:
    """What an action lacks, and dates of it that cannot be."""

    def found(kind: ReadinessKind, text: str) -> ReadinessFinding:
        return ReadinessFinding(kind, text, action.ref, is_of_action=True)

    if not action.leads:
        yield found(ReadinessKind.NO_LEAD, "nobody leads it")
    for code in action.vacant:
        yield found(ReadinessKind.VACANT_LEAD, f"nobody holds {code}")
    if not action.measures:
        yield found(ReadinessKind.NO_MEASURE, "it says not how its success is measured")
    for text in faults_in_dates(action.start, action.end, months):
        yield found(ReadinessKind.DATES, text)


def faults_in_dates(start: PlanDate, end: PlanDate, months: PlanMonths) -> Iterable[str]:
    """What is wrong with the dates of an action.

    >>> on = lambda year, month: PlanDate.of(Month(year, month).first_day)
    >>> list(faults_in_dates(on(2019, 9), on(2019, 7), PlanMonths(None, None)))
    ['it ends in July 2019, before it starts in Sept 2019']
    """
    if start.month and end.month and end.month < start.month:
        yield f"it ends in {end.month.printed}, before it starts in {start.month.printed}"
    if end.month and months.first and end.month < months.first:
        yield f"it ends in {end.month.printed}, before the plan begins in {months.first.printed}"
    late = [
        f"{verb} in {date.month.printed}"
        for verb, date in (("starts", start), ("ends", end))
        if date.month and months.last and date.month > months.last
    ]
    if late and months.last:
        yield f"it {late[0]}, after the last reporting round, {months.last.printed}"


# Two or more capitals, in which there may be small letters and signs: EHC, SENCOs, HoS, A&E.
_ABBREVIATION: Final = re.compile(r"\b[A-Z][A-Za-z]?(?:[&/]?[A-Z])+[A-Za-z]*\b")
_KNOWN_TO_ALL: Final = frozenset({"UK", "IT", "HR", "TV", "BBC", "PDF", "AM", "PM"})


def abbreviations_in(text: str) -> Iterable[str]:
    """The abbreviations that a text uses, without the s of a plural.

    >>> list(abbreviations_in("The SENCOs and the HoS review EHC plans in the UK"))
    ['SENCO', 'HoS', 'EHC']
    """
    for match in _ABBREVIATION.finditer(text):
        word = match[0]
        if word.endswith("s") and word[:-1].isupper():
            word = word[:-1]
        if word not in _KNOWN_TO_ALL and len(word) <= 10:
            yield word


def unexplained(
    texts: Iterable[tuple[str, str]], explained: Collection[str]
) -> tuple[ReadinessFinding, ...]:
    """The abbreviations that texts use and nothing explains, the most frequent first.

    `texts` are pairs of a place, such as "action 1.2.3", and a text; `explained` the terms of the
    glossary, with the codes of posts and organisations. A term of several words explains each.
    """
    known = {word for term in explained for word in _words(term)}
    counts: Counter[str] = Counter()
    first: dict[str, str] = {}
    for place, text in texts:
        for word in abbreviations_in(text):
            if not known.intersection(_words(word)):
                counts[word] += 1
                first.setdefault(word, place)
    return tuple(
        ReadinessFinding(
            ReadinessKind.UNEXPLAINED,
            f"{word}: {count} time{'' if count == 1 else 's'}, first in {first[word]}",
        )
        for word, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    )


def _words(term: str) -> set[str]:
    """A term, its words and its plural and singular, in small letters."""
    parts = {term, *re.split(r"[\s,;()/\-]+", term)} - {""}
    plain = {part.casefold() for part in parts}
    return plain | {part.removesuffix("s") for part in plain}


def by_kind(
    findings: Iterable[ReadinessFinding],
) -> Mapping[ReadinessKind, tuple[ReadinessFinding, ...]]:
    """The findings by what is wrong, in the order of the kinds; those without any are left out."""
    found = list(findings)
    grouped = {kind: tuple(one for one in found if one.kind is kind) for kind in ReadinessKind}
    return {kind: of_kind for kind, of_kind in grouped.items() if of_kind}
