"""The date ledger: what a new end date may be, and how far ends have moved. Pure.

The plan's own end is the first entry and is never written over. Each change that is agreed
leads on from the end that counted before it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from actions.domain.enums import Slippage
from wsoa.core.months import Month, PlanDate


@dataclass(frozen=True, slots=True)
class NewEnd:
    """A request for a new end date."""

    to: Month
    kind: Slippage
    reason: str
    agreed_with: str = ""


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


def end_that_counts(plans_own: Month | None, moves: Iterable[EndDateMove]) -> Month | None:
    """The last end agreed, or else the plan's own."""
    agreed = [move.to for move in moves if move.agreed]
    return agreed[-1] if agreed else plans_own


def months_in_all(moves: Iterable[EndDateMove]) -> int:
    """The sum of the agreed moves, in months; negative where the end came forward."""
    return sum(move.months for move in moves if move.agreed)


def slippage_kind(kind: str) -> str:
    """ "Slipped" or "Deliberate", as reports print the kind of a change."""
    return "Slipped" if kind == Slippage.SLIPPED else "Deliberate"
