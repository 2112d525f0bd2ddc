"""The end dates of a plan that moved, are requested to move, or are forecast to."""

from __future__ import annotations

from dataclasses import dataclass, replace

from actions.domain.date_ledger import EndDateMove, months_in_all, slippage_kind
from actions.domain.enums import Status
from actions.domain.organisation_history import OrganisationHistory
from actions.domain.update_texts import TEXT_FIELDS
from actions.models import DateChange, Plan, StatusUpdate
from actions.presenters.date_ledger import DateChangeEntry, date_change_entry, ends_now
from actions.presenters.end_marks import EndMarks
from actions.selectors.organisation_names import organisation_history
from wsoa.core.months import Month
from wsoa.core.text import cut, one_line

LONGEST_TEXT = 90
NOT_YET = "Not yet agreed"


@dataclass(frozen=True, slots=True)
class MovedEnd:
    """One action whose end date moved or may move, from the plan's own to the last requested."""

    ref: str
    text: str
    leads: str
    start: str
    to: str
    months: int
    why: str
    agreed_by: str
    times: int
    in_all: int
    entries: tuple[DateChangeEntry, ...]
    now: str  # the end that was agreed last; nothing where none was
    forecast: str = ""  # the month that its lead forecasts
    moves: tuple[EndDateMove, ...] = ()

    @property
    def marks(self) -> EndMarks:
        """What other lists say beside the end date of this action."""
        return EndMarks.of(self.moves)

    @property
    def agreed(self) -> bool:
        return self.agreed_by != NOT_YET

    @property
    def how_often(self) -> str:
        """The number of moves in words: "Twice"."""
        return {0: "Not yet", 1: "Once", 2: "Twice"}.get(self.times, f"{self.times} times")


@dataclass(frozen=True, slots=True)
class LaterForecast:
    """An action that its lead forecasts to end later than agreed, and of which nobody has asked
    for a new date.
    """

    ref: str
    text: str
    leads: str
    start: str
    now: str
    forecast: str
    months: int
    made: str


@dataclass(frozen=True, slots=True)
class PlanSlippage:
    """The end dates that moved, and those forecast to; most months first."""

    lines: tuple[MovedEnd, ...]
    refused: tuple[MovedEnd, ...]
    later: tuple[LaterForecast, ...] = ()

    @property
    def waiting(self) -> int:
        return sum(not line.agreed for line in self.lines)

    @property
    def agreed(self) -> int:
        return sum(line.times > 0 for line in self.lines)

    @property
    def months(self) -> int:
        return sum(line.in_all for line in self.lines)

    @property
    def again(self) -> int:
        """The number of actions with more than one move."""
        return sum(_asked(line) > 1 for line in self.lines)

    @property
    def remark(self) -> str:
        """A summary for scrutiny: "Mostly one or two months. 3 not agreed"."""
        few = sum(abs(line.months) <= 2 for line in self.lines)
        words = ["Mostly one or two months"] if few * 2 > len(self.lines) else []
        words += [f"{self.waiting} not agreed"] if self.waiting else []
        return ". ".join(words)


def _asked(line: MovedEnd) -> int:
    return sum(entry.open or entry.decision == "Agreed" for entry in line.entries)


def plan_slippage(plan: Plan) -> PlanSlippage:
    """Every end date that moved or is requested to move. Two queries for any number."""
    changes = DateChange.objects.of_plan(plan).with_people().select_related("action")
    by_action: dict[int, list[DateChange]] = {}
    for change in changes.order_by("action__order", "requested_at", "pk"):
        by_action.setdefault(change.action_id, []).append(change)
    history = organisation_history(plan)
    lines = [_moved(changes, history) for changes in by_action.values()]
    moved = sorted((line for line in lines if _asked(line)), key=lambda line: -line.months)
    return PlanSlippage(tuple(moved), tuple(line for line in lines if not _asked(line)))


def slippage_page(plan: Plan) -> PlanSlippage:
    """The same with what leads forecast beside it, and what they forecast that nobody has asked
    for. Three queries for any number.
    """
    slipped, forecasts = plan_slippage(plan), _forecasts(plan)
    asked = {
        line.ref
        for line in slipped.lines
        if any(date_change_entry.open for date_change_entry in line.entries)
    }
    later = [
        line for ref, update in forecasts.items() if ref not in asked and (line := _later(update))
    ]
    return PlanSlippage(
        tuple(_beside(line, forecasts) for line in slipped.lines),
        tuple(_beside(line, forecasts) for line in slipped.refused),
        tuple(sorted(later, key=lambda line: -line.months)),
    )


def _beside(line: MovedEnd, updates: dict[str, StatusUpdate]) -> MovedEnd:
    last = updates.get(line.ref)
    return replace(line, forecast=ends_now(last.forecast_month)) if last else line


def _forecasts(plan: Plan) -> dict[str, StatusUpdate]:
    """The last that was said of each action, by reference, where that has a forecast; in the
    plan's order.
    """
    updates = StatusUpdate.objects.in_periods_of(plan).current().select_related("action")
    wordless = updates.defer(*TEXT_FIELDS, "reason", "ask")
    last = {update.action_id: update for update in reversed(wordless.newest_first())}
    found = [update for update in last.values() if update.forecast_month]
    in_order = sorted(found, key=lambda update: update.action.order)
    return {update.action.ref: update for update in in_order}


def _later(update: StatusUpdate) -> LaterForecast | None:
    """The forecast, where it is later than the agreed end; None otherwise."""
    action, counts = update.action, update.action.agreed_end.month
    if update.forecast_month is None or counts is None or update.status == Status.COMPLETE:
        return None
    forecast = Month.of(update.forecast_month)
    months = counts.until(forecast)
    if months <= 0:
        return None
    return LaterForecast(
        ref=action.ref,
        text=cut(one_line(action.text), LONGEST_TEXT),
        leads=action.leads_printed,
        start=action.end_printed,
        now=ends_now(action.agreed_end_month),
        forecast=forecast.printed,
        months=months,
        made=f"{update.recorded_at:%-d %B %Y}",
    )


def _moved(changes: list[DateChange], history: OrganisationHistory) -> MovedEnd:
    action = changes[0].action
    not_refused = [change for change in changes if change.agreed is not False]
    last = (not_refused or changes)[-1]
    start, to = Month.of(changes[0].from_month), Month.of(last.to_month)
    moves = [_move(change) for change in changes]
    return MovedEnd(
        ref=action.ref,
        text=cut(one_line(action.text), LONGEST_TEXT),
        leads=action.leads_printed,
        start=start.printed,
        to=to.printed,
        months=start.until(to),
        why=_why(last, len(not_refused)),
        agreed_by=last.decision if last.agreed is not None else NOT_YET,
        times=sum(change.agreed is True for change in changes),
        in_all=months_in_all(moves),
        entries=tuple(date_change_entry(change, history) for change in changes),
        now=ends_now(action.agreed_end_month),
        moves=tuple(moves),
    )


def _move(change: DateChange) -> EndDateMove:
    return EndDateMove(Month.of(change.from_month), Month.of(change.to_month), change.agreed)


def _why(last: DateChange, place: int) -> str:
    """ "Slipped. Second new date: was Sept 2019. ..." """
    words = f"{slippage_kind(last.kind)}. "
    if place > 1:
        number = {2: "Second", 3: "Third"}.get(place, f"{place}th")
        words += f"{number} new date: was {Month.of(last.from_month).printed}. "
    return words + one_line(last.reason)
