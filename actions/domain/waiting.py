"""What waits for a person: one type for every kind of thing, and the order of the list. Pure.

The order is: longest past its day, then nearest day, then longest waiting. What has no day comes
after what has one. Things are never grouped by kind: the worst is first whatever it is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from actions.domain.digest import AGAIN_AFTER

# How long a person has for what has no day of its own. A plan sets its own for publications.
REVIEW_WITHIN = timedelta(days=7)  # after the updates of a round were due
DECIDE_WITHIN = timedelta(days=14)  # after a new end date was requested


@dataclass(frozen=True, slots=True)
class WaitingKind:
    """A kind of thing that waits, as the app that registers it names it.

    `code` stands in addresses and in what a digest remembers; `heading` is above each thing,
    `group` names the filter (several kinds may share one), `verb` is the button. `one` and `many`
    are the heading in the daily email after the number: "2 questions from the public need your
    answer".
    """

    code: str
    heading: str
    group: str
    verb: str
    one: str
    many: str
    intro: str = "Sign in to do it."
    has_own_reminder: bool = False  # its app reminds of it by a clock of its own
    again_after: timedelta = AGAIN_AFTER  # how soon the daily email names a thing again

    def counted(self, count: int) -> str:
        """ "1 new end date is waiting for your decision"."""
        return f"1 {self.one}" if count == 1 else f"{count} {self.many}"


@dataclass(frozen=True, slots=True)
class WaitingItem:
    """One thing that a person can end, and the address of the form that ends it.

    `subject` identifies the thing within its kind; `how_many` is how many of them are done in one
    go, such as the updates of an area. `due` is None where no day is set. `detail` may be a lazy
    text, which is worked out where it is read: `str(item.detail)`.
    """

    kind: WaitingKind
    plan: int
    subject: int
    title: str
    address: str
    detail: str = ""
    since: date | None = None
    due: date | None = None
    how_many: int = 1
    ref: str = ""

    def is_late(self, day: date) -> bool:
        """Whether its day has passed."""
        return self.due is not None and self.due < day

    def days_late(self, day: date) -> int:
        """Days past its day; 0 on the day itself, before it, and without one."""
        return max((day - self.due).days, 0) if self.due else 0


class WaitingCount(NamedTuple):
    """The number of things that wait, and of those that are late."""

    all: int = 0
    late: int = 0

    @property
    def sentence(self) -> str:
        """ "9 things wait for you, 4 are late"."""
        if not self.all:
            return "Nothing waits for you"
        words = "1 thing waits for you" if self.all == 1 else f"{self.all} things wait for you"
        if not self.late:
            return words
        return f"{words}, {self.late} {'is' if self.late == 1 else 'are'} late"


def in_order(items: Iterable[WaitingItem]) -> tuple[WaitingItem, ...]:
    """Worst first. The order does not depend on the order of what is given, nor on the day."""
    return tuple(sorted(items, key=_place))


def _place(item: WaitingItem) -> tuple[date, date, str, int, int, str]:
    # An earlier day is further past, or nearer: one comparison orders what is late and what is not.
    return (
        item.due or date.max,
        item.since or date.max,
        item.kind.code,
        item.plan,
        item.subject,
        item.title,
    )


def count(items: Collection[WaitingItem], day: date) -> WaitingCount:
    """How many things there are, and how many of them are late on that day."""
    return WaitingCount(len(items), sum(item.is_late(day) for item in items))


def lateness(days: int) -> str:
    """ "7 days late", from a month on in whole months: "2 months late"; empty for 0 days.

    >>> lateness(1), lateness(45), lateness(0)
    ('1 day late', '1 month late', '')
    """
    if days <= 0:
        return ""
    number, unit = (days, "day") if days < _MONTH else (days // _MONTH, "month")
    return f"{number} {unit}{'' if number == 1 else 's'} late"


_MONTH = 30  # days, for words about how late something is
