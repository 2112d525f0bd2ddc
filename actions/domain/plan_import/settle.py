"""An entry of an import once the guesses about it are answered. Pure.

What a person corrected in an entry by hand counts more than any answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from actions.domain.enums import Status
from actions.domain.plan_import.guess_kinds import GuessEffect, kind_of
from actions.domain.plan_import.states import GuessAnswer
from wsoa.core.months import parse_printed

EDGES: Final = ("start", "end")
BOTH_DATES: Final = "period_cell"


class ValueRefused(ValueError):
    """A value that somebody gave in place of a guess. The message says what to enter."""


@dataclass(frozen=True, slots=True)
class GuessReply:
    """An answered guess: what it was about, and what a person said."""

    kind: str
    taken_for: str
    texts: frozenset[str]
    places: frozenset[str]
    answer: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Replies:
    """The answered guesses by the place of the row that they are about."""

    by_place: Mapping[str, tuple[GuessReply, ...]]

    @classmethod
    def of(cls, replies: Iterable[GuessReply]) -> Replies:
        made: dict[str, list[GuessReply]] = {}
        for reply in replies:
            if reply.answer != GuessAnswer.YES:
                for place in reply.places:
                    made.setdefault(place, []).append(reply)
        return cls({place: tuple(found) for place, found in made.items()})

    def at(self, place: str) -> tuple[GuessReply, ...]:
        """Those of one row that are not a plain "yes"."""
        return self.by_place.get(place, ())


def checked_value(kind: str, value: str) -> str:
    """A value that may stand in place of a guess, as it is kept. Raises ValueRefused.

    >>> checked_value("to_be_confirmed", " Sept 2019 "), checked_value("status_words", "at_risk")
    ('Sept 2019', 'at_risk')
    """
    plain = " ".join(value.split())
    effect = kind_of(kind).effect
    if effect is GuessEffect.DATE:
        try:
            parse_printed(plain)
        except ValueError:
            raise ValueRefused("Enter a month such as Sept 2019, On-going, or -") from None
    elif effect is GuessEffect.STATUS and plain not in Status.values:
        raise ValueRefused("Select a status")
    elif effect is GuessEffect.LEAD and not plain:
        raise ValueRefused("Enter the code or the title of the post that leads")
    elif not kind_of(kind).takes_value:
        raise ValueRefused("Answer yes or no")
    return plain


def is_left_out(place: str, replies: Replies) -> bool:
    """Whether the answers leave a row out."""
    return any(
        reply.answer == GuessAnswer.NO and kind_of(reply.kind).effect is GuessEffect.ROWS
        for reply in replies.at(place)
    )


def is_group_left_out(title: str, replies: Replies) -> bool:
    """Whether the answers leave an area or an outcome out: guesses are about its title."""
    return any(
        reply.answer == GuessAnswer.NO
        and kind_of(reply.kind).effect is GuessEffect.ROWS
        and title[:199] in {text[:199] for text in reply.texts}
        for found in replies.by_place.values()
        for reply in found
    )


def settled(
    content: Mapping[str, Any], place: str, replies: Replies, corrected: Mapping[str, Any]
) -> dict[str, Any]:
    """The fields of an entry by the answers and by what was corrected by hand.

    Values are as `entries_of` makes them. Nothing of the arguments is changed.
    """
    made = dict(content)
    for reply in replies.at(place):
        effect = kind_of(reply.kind).effect
        if effect is GuessEffect.DATE:
            _settle_dates(made, reply)
        elif effect is GuessEffect.LEAD:
            _settle_leads(made, reply)
        elif effect is GuessEffect.STATUS:
            _settle_statuses(made, reply)
    return made | dict(corrected)


def _settle_dates(made: dict[str, Any], reply: GuessReply) -> None:
    for edge in EDGES:
        reading = made.get(edge)
        if not reading:
            continue
        is_own = reading["kind"] == reply.kind and reading["printed"][:199] in {
            text[:199] for text in reply.texts
        }
        if is_own or reply.kind == BOTH_DATES:
            date = None
            if reply.answer == GuessAnswer.VALUE:
                date = parse_printed(reply.value).export()
            made[edge] = reading | {"date": date}


def _settle_leads(made: dict[str, Any], reply: GuessReply) -> None:
    given = [reply.value] if reply.answer == GuessAnswer.VALUE else []
    guessed = reply.taken_for.split("; ")
    leads = list(made.get("leads", ()))
    found = [code for code in leads if code in guessed]
    if not found:
        return
    at = leads.index(found[0])
    kept = [code for code in leads if code not in guessed]
    before = sum(code not in guessed for code in leads[:at])
    made["leads"] = list(dict.fromkeys([*kept[:before], *given, *kept[before:]]))


def _settle_statuses(made: dict[str, Any], reply: GuessReply) -> None:
    made["statuses"] = {
        key: reading | {"proposed": reply.value if reply.answer == GuessAnswer.VALUE else ""}
        if reading["printed"] in reply.texts
        else reading
        for key, reading in made.get("statuses", {}).items()
    }
