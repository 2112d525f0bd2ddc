"""The date ledger: what a new end date may be, and how far ends have moved. Pure.

The plan's own end is the first entry and is never written over. Each change that is agreed
leads on from the end that counted before it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from actions.domain.enums import Slippage
from wsoa.core.months import Month, PlanDate
from wsoa.core.reasons import fault_in_reason

NO_REASON_FOR_NEW_END: Final = "Enter the reason for the new end date"
NO_REASON_FOR_REFUSAL: Final = "Enter the reason for refusing the new end date"


@dataclass(frozen=True, slots=True)
class NewEnd:
    """A request for a new end date.

    `agreed_with` is the code of the body or the post that has agreed so far, and `agreed_on` the
    day; neither is given where nobody has.
    """

    to: Month
    kind: Slippage
    reason: str
    agreed_with: str = ""
    agreed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Decider:
    """A body or a post that can decide on an end date. `post` is the key of a post."""

    code: str
    name: str
    group: str
    post: int | None = None


@dataclass(frozen=True, slots=True)
class EndDateMove:
    """A requested change of the end month; `agreed` is None until it is decided."""

    start: Month
    to: Month
    agreed: bool | None

    @property
    def months(self) -> int:
        """How much later; negative where the end came forward."""
        return self.start.until(self.to)


def fault_in_new_end(start: PlanDate, end: PlanDate, to: Month, kind: str) -> str:
    """Why a new end cannot be requested, as an error message; empty where it can.

    >>> from wsoa.core.months import parse_printed as on
    >>> fault_in(on("May 2019"), on("July 2019"), Month(2019, 7), "slipped")
    'It ends in July 2019 already: give another month'
    """
    if end.month is None:
        return "This action has no end month in the plan, so a new end date cannot be requested"
    if to == end.month:
        return f"The action already ends in {to.first_day:%B %Y}. Enter a different month"
    if start.month and to < start.month:
        return (
            f"New end date must be {start.month.first_day:%B %Y} or later, because the action "
            "starts then"
        )
    if kind == Slippage.SLIPPED and to < end.month:
        return (
            f"New end date must be after {end.month.first_day:%B %Y} if the date slipped. "
            "Enter a later month, or select that the date was moved on purpose"
        )
    return ""


def fault_in_reason_for_decision(reason: str, *, agreed: bool) -> str:
    """Why a decision lacks its reason, as an error message; empty where it does not.

    A refusal needs one. An agreement may have one, which must say something, too.

    >>> fault_in_reason_for_decision("", agreed=False)
    'Enter the reason for refusing the new end date'
    >>> fault_in_reason_for_decision("", agreed=True)
    ''
    """
    if agreed:
        return fault_in_reason(reason, "Enter the reason") if reason.strip() else ""
    return fault_in_reason(reason, NO_REASON_FOR_REFUSAL)


def fault_in_agreement(code: str, day: date | None, today: date) -> tuple[str, str] | None:
    """The field with an error in who has agreed so far and when, and the message; None without.

    `code` is that of a body or a post; both are empty where nobody has agreed yet.

    >>> fault_in_agreement("post-1", None, date(2019, 11, 15))
    ('agreed_on', 'Enter the day on which they agreed')
    """
    if not code and day:
        return "agreed_with", "Select the body or the post that agreed on that day"
    if code and day is None:
        return "agreed_on", "Enter the day on which they agreed"
    if day and day > today:
        return "agreed_on", "Day on which they agreed must be today or in the past"
    return None


def fault_in_day_of_decision(day: date, asked: date, today: date) -> str:
    """Why a request cannot have been decided on that day, as an error message; empty where it can.

    >>> fault_in_day_of_decision(date(2019, 11, 1), date(2019, 11, 4), date(2019, 11, 15))
    'Date of the decision must be the same as or after 4 November 2019, when it was requested'
    """
    if day > today:
        return "Date of the decision must be today or in the past"
    if day < asked:
        return (
            f"Date of the decision must be the same as or after {asked:%-d %B %Y}, when it was "
            "requested"
        )
    return ""


def end_that_counts(plans_own: Month | None, moves: Iterable[EndDateMove]) -> Month | None:
    """The last end agreed, or else the plan's own."""
    agreed = [move.to for move in moves if move.agreed]
    return agreed[-1] if agreed else plans_own


def months_in_all(moves: Iterable[EndDateMove]) -> int:
    """The sum of the agreed moves, in months; negative where the end came forward."""
    return sum(move.months for move in moves if move.agreed)


def moves_in_words(moves: Iterable[EndDateMove]) -> str:
    """ "Moved twice, 5 months in all"; empty where the end moved once or not at all."""
    agreed = [move for move in moves if move.agreed]
    if len(agreed) < 2:
        return ""
    times = "twice" if len(agreed) == 2 else f"{len(agreed)} times"
    months = months_in_all(agreed)
    many = f"{abs(months)} month{'' if abs(months) == 1 else 's'}"
    return f"Moved {times}, {many}{' earlier' if months < 0 else ''} in all"


def slippage_kind(kind: str) -> str:
    """ "Slipped" or "Deliberate", as reports print the kind of a change."""
    return "Slipped" if kind == Slippage.SLIPPED else "Deliberate"
