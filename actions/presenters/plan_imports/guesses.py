"""Step 3: every guess with its source, grouped by kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from actions.domain.enums import Status
from actions.domain.kinds.scale import StatusScale
from actions.domain.plan_import.guess_kinds import GuessEffect, GuessKind, kind_of, place_of_kind
from actions.domain.plan_import.states import GuessAnswer
from actions.domain.recognition.leads import KnownLead
from actions.models import ImportGuess, PlanImport
from actions.selectors.known_leads import known_leads
from actions.selectors.plan_imports import scale_for

MOST_SHOWN: Final = 60  # of one kind; the others by "yes to all", or on the next look
_FILL: Final = re.compile(r"#([0-9A-Fa-f]{6})")
_FIELD: Final = re.compile(r"(?:answer|value)-(\d{1,18})")
_MOST_PLACES: Final = 6


@dataclass(frozen=True, slots=True)
class GuessItem:
    """A guess with what a person answered, or typed a moment ago."""

    pk: int
    text: str
    fill: str
    meaning: str
    rows: int
    places: str
    answer: str
    value: str
    fault: str


@dataclass(frozen=True, slots=True)
class GuessGroup:
    """The guesses of one kind."""

    kind: GuessKind
    count: int
    waiting: int
    items: tuple[GuessItem, ...]
    more: int

    @property
    def takes_status(self) -> bool:
        return self.kind.effect is GuessEffect.STATUS

    @property
    def takes_lead(self) -> bool:
        return self.kind.effect is GuessEffect.LEAD


@dataclass(frozen=True, slots=True)
class GuessesPage:
    """The page of step 3."""

    groups: tuple[GuessGroup, ...]
    count: int
    waiting: int
    statuses: list[tuple[str, str]]
    leads: tuple[KnownLead, ...]


def guesses_page(
    plan_import: PlanImport, typed: Mapping[int, tuple[str, str]], faults: Mapping[int, str]
) -> GuessesPage:
    """The guesses of an import by their kinds; `typed` is what was sent and not kept."""
    guesses = sorted(
        plan_import.guesses.all(), key=lambda guess: (place_of_kind(guess.kind), guess.kind)
    )
    leads = known_leads(plan_import.local_area)
    known = frozenset(lead.code for lead in leads)
    scale = scale_for(plan_import)
    groups = tuple(
        _group(code, list(found), typed, faults, known, scale)
        for code, found in groupby(guesses, key=lambda guess: guess.kind)
    )
    return GuessesPage(
        groups=groups,
        count=len(guesses),
        waiting=sum(group.waiting for group in groups),
        statuses=[(entry.value, entry.label) for entry in scale.printed],
        leads=tuple(leads),
    )


def _group(
    code: str,
    guesses: list[ImportGuess],
    typed: Mapping[int, tuple[str, str]],
    faults: Mapping[int, str],
    known: frozenset[str],
    scale: StatusScale,
) -> GuessGroup:
    shown = sorted(guesses, key=lambda guess: (bool(guess.answer), guess.order))[:MOST_SHOWN]
    shown.sort(key=lambda guess: guess.order)
    return GuessGroup(
        kind=kind_of(code),
        count=len(guesses),
        waiting=sum(not guess.answer for guess in guesses),
        items=tuple(_item(guess, typed, faults, known, scale) for guess in shown),
        more=len(guesses) - len(shown),
    )


def _item(
    guess: ImportGuess,
    typed: Mapping[int, tuple[str, str]],
    faults: Mapping[int, str],
    known: frozenset[str],
    scale: StatusScale,
) -> GuessItem:
    answer, value = typed.get(guess.pk, (guess.answer, guess.value))
    fill = _FILL.search(guess.text)
    more = len(guess.places) - _MOST_PLACES
    places = ", ".join(guess.places[:_MOST_PLACES])
    return GuessItem(
        pk=guess.pk,
        text=guess.text,
        fill=fill[0] if fill else "",
        meaning=_meaning(guess, known, scale),
        rows=len(guess.places),
        places=f"{places} and {more} more" if more > 0 else places,
        answer=answer,
        value=value or (_proposed(guess, scale) if not answer else ""),
        fault=faults.get(guess.pk, ""),
    )


def _meaning(guess: ImportGuess, known: frozenset[str], scale: StatusScale) -> str:
    """What a guess is taken for: a status in the plan's words; who leads and is not here is new."""
    effect = kind_of(guess.kind).effect
    if effect is GuessEffect.STATUS:
        words = guess.taken_for
        for code in sorted(Status, key=lambda found: -len(found.label)):
            words = words.replace(code.label, scale.label(scale.nearest(code)))
        return words
    if effect is not GuessEffect.LEAD:
        return guess.taken_for
    codes = (code if code in known else f"{code} (new)" for code in guess.taken_for.split("; "))
    return "; ".join(codes)


def _proposed(guess: ImportGuess, scale: StatusScale) -> str:
    """The status that a guess proposes, as its select shows it first."""
    if kind_of(guess.kind).effect is not GuessEffect.STATUS:
        return ""
    codes = (code for code in Status if code.label == guess.taken_for.partition(";")[0])
    found = next(codes, None)
    return scale.nearest(found).value if found else ""


def answers_in(plan_import: PlanImport, sent: Mapping[str, str]) -> dict[int, tuple[str, str]]:
    """The answers in a form, by the key of their guess.

    A value that is typed, or a status other than the one proposed, counts without an answer, too.
    """
    scale = scale_for(plan_import)
    keys = {int(found[1]) for name in sent if (found := _FIELD.fullmatch(name))}
    made: dict[int, tuple[str, str]] = {}
    for guess in plan_import.guesses.filter_keys(keys):
        answer = sent.get(f"answer-{guess.pk}", "")
        value = sent.get(f"value-{guess.pk}", "")
        if answer in GuessAnswer.values:
            made[guess.pk] = (answer, value)
        elif value.strip() and value != _proposed(guess, scale):
            made[guess.pk] = (GuessAnswer.VALUE, value)
    return made
