"""What rows of lists say beside an end date: that another one is asked for, and moves in all."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from actions.domain.date_ledger import EndDateMove, moves_in_words
from actions.models import DateChange
from wsoa.core.compiled_queries import compiled_once
from wsoa.core.months import Month


@dataclass(frozen=True, slots=True)
class EndMarks:
    """`asked` is the end that waits for a decision, "Mar 2020"; `moved` the sum of two moves or
    more, "Moved twice, 5 months in all". Both may be empty.
    """

    asked: str = ""
    moved: str = ""

    @classmethod
    def of(cls, moves: Collection[EndDateMove]) -> EndMarks:
        waiting = [move.to.printed for move in moves if move.agreed is None]
        return cls(asked=waiting[-1] if waiting else "", moved=moves_in_words(moves))


NO_MARKS = EndMarks()


def end_marks(actions: Collection[int]) -> dict[int, EndMarks]:
    """The marks of the actions with these keys, of those that have a request. One query."""
    moves: dict[int, list[EndDateMove]] = {}
    for action, start, to, agreed in _moves_of(actions):
        moves.setdefault(action, []).append(EndDateMove(Month.of(start), Month.of(to), agreed))
    return {action: EndMarks.of(of_action) for action, of_action in moves.items()}


@compiled_once
def _moves_of(actions: Collection[int]) -> QuerySet[DateChange, Any]:
    return DateChange.objects.moves_of(actions)
