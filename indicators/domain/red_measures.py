"""When a measure is red: clearly worse since the plan began, or its target missed. Pure.

A red measure asks its owner for a comment. A comment belongs to the facts behind it: another
figure, or another target, asks again. The facts are named without a number, because a number that
is suppressed later would stay readable beside the comment.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from indicators.domain.enums import Judgement
from indicators.domain.time_spans import Span


@dataclass(frozen=True, slots=True)
class RedFact:
    """Why a measure is red: the key of the facts, and the facts in words."""

    key: str
    about: str


def red_fact(judgement: Judgement, latest: Span | None, missed_by: date | None) -> RedFact | None:
    """Why a measure is red as at a day, or None.

    `latest` is the period of its latest figure, `missed_by` the day of the target that was missed.
    """
    if latest is None:
        return None
    missed = f"the target for {missed_by.day} {missed_by:%B %Y} was missed" if missed_by else ""
    if judgement is Judgement.WORSE:
        words = f"getting worse since the plan began, as at {latest.printed}"
        also = f"; {missed}" if missed else ""
        return RedFact(f"worse:{latest.kind}:{latest.key}", f"{words}{also}")
    if missed_by is not None:
        return RedFact(f"missed:{missed_by.isoformat()}", missed)
    return None
