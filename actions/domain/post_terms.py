"""Who holds a post from which day, when it passes from one person to the next. Days, not moments.

A term covers its first and its last day. An open end is None.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

DEPUTY_DAYS = 30
FARTHEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class HoldingTerm:
    """The term of one holder, by the key of its row."""

    key: int
    since: date | None
    until: date | None

    def covers(self, day: date) -> bool:
        return (self.since or date.min) <= day <= (self.until or date.max)


@dataclass(frozen=True, slots=True)
class TermsAfterHandOver:
    """The keys of terms that end the day before, and of those that never begin."""

    cut: tuple[int, ...]
    never_begun: tuple[int, ...]


def day_before(day: date) -> date:
    return day - timedelta(days=1)


def deputy_until(first_day: date) -> date:
    """The last day of 30 as a deputy.

    >>> deputy_until(date(2019, 12, 2))
    datetime.date(2019, 12, 31)
    """
    return first_day + timedelta(days=DEPUTY_DAYS - 1)


def terms_after_hand_over(terms: Iterable[HoldingTerm], first_day: date) -> TermsAfterHandOver:
    """What becomes of the terms of a post when somebody else holds it from `first_day` on.

    Those that reach that day end the day before it; those that would begin on it or later never
    begin. What was over before stays as it was.

    >>> terms_after_hand_over([HoldingTerm(1, None, None)], date(2019, 12, 2))
    TermsAfterHandOver(cut=(1,), never_begun=())
    """
    reaching = [term for term in terms if (term.until or date.max) >= first_day]
    never = [term.key for term in reaching if (term.since or date.min) >= first_day]
    return TermsAfterHandOver(
        cut=tuple(term.key for term in reaching if term.key not in never),
        never_begun=tuple(never),
    )
