"""End dates as pages tell them: one action's ledger, and what moved in the whole plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from actions.enums import Slippage
from actions.ledger import Move, months_in_all
from actions.models import Action, DateChange, Plan, StatusUpdate
from wsoa.accounts.models import User
from wsoa.periods import Month
from wsoa.text import cut, one_line

LONGEST_TEXT = 90
NOT_YET = "Not yet agreed"


@dataclass(frozen=True, slots=True)
class Entry:
    """One request for a new end, as the ledger prints it."""

    pk: int
    which: str
    start: str
    to: str
    months: str
    kind: str
    reason: str
    agreed_with: str
    asked: str
    decided: str
    open: bool


@dataclass(frozen=True, slots=True)
class Forecast:
    """When the lead thinks that it will end; agreed by nobody."""

    month: str
    months: str
    said: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every end date of one action: the plan's own, each asked for, the lead's forecast."""

    plans_own: str
    with_the_plan: str
    entries: tuple[Entry, ...]
    forecast: Forecast | None
    now: str
    open: int | None  # the request that waits for its decision

    @property
    def told(self) -> bool:
        """Whether there is more to tell than the date in the plan."""
        return bool(self.entries or self.forecast)


@dataclass(frozen=True, slots=True)
class LedgerPage:
    ledger: Ledger
    may_ask: bool
    may_decide: bool
    has_month: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """One action whose end moved, or is to: from the plan's own end to the last asked for."""

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
    entries: tuple[Entry, ...]

    @property
    def agreed(self) -> bool:
        return self.agreed_by != NOT_YET

    @property
    def words(self) -> str:
        """How often, in words: "Twice"."""
        return {0: "Not yet", 1: "Once", 2: "Twice"}.get(self.times, f"{self.times} times")


@dataclass(frozen=True, slots=True)
class Slipped:
    """The plan's ends that moved: most months first."""

    lines: tuple[Moved, ...]
    refused: tuple[Moved, ...]

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
        """How many have moved, or are to, more than once."""
        return sum(_asked(line) > 1 for line in self.lines)

    @property
    def remark(self) -> str:
        """As scrutiny asks: "Mostly one or two months. 3 not agreed"."""
        few = sum(abs(line.months) <= 2 for line in self.lines)
        words = ["Mostly one or two months"] if few * 2 > len(self.lines) else []
        words += [f"{self.waiting} not agreed"] if self.waiting else []
        return ". ".join(words)


def _asked(line: Moved) -> int:
    return sum(each.open or each.which == "Agreed" for each in line.entries)


def ledger_page(action: Action, user: User) -> LedgerPage:
    """The ledger with what this person can do to it."""
    return LedgerPage(
        ledger=ledger_of(action, action.updates.current().newest_first()),
        may_ask=user.has_perm("actions.ask_for_date", action),
        may_decide=user.has_perm("actions.decide_on_date", action),
        has_month=action.agreed_end.month is not None,
    )


def ledger_of(action: Action, newest_first: Iterable[StatusUpdate]) -> Ledger:
    """The ledger of an action, with the forecast in the last of what was said of it."""
    entries = tuple(entry(change) for change in action.date_changes.with_people())
    approved = action.plan.approved_on
    return Ledger(
        plans_own=action.end_printed,
        with_the_plan=f"With the plan, {approved:%-d %B %Y}" if approved else "With the plan",
        entries=entries,
        forecast=_forecast(action, newest_first),
        now=ends_now(action.agreed_end_month),
        open=next((each.pk for each in entries if each.open), None),
    )


def entry(change: DateChange) -> Entry:
    """One request, in words."""
    start, to = Month.of(change.from_month), Month.of(change.to_month)
    names = {None: "Asked for", True: "Agreed", False: "Refused"}
    return Entry(
        pk=change.pk,
        which=names[change.agreed],
        start=start.printed,
        to=to.printed,
        months=_signed(start.until(to)),
        kind=_kind(change.kind),
        reason=change.reason,
        agreed_with=change.agreed_with,
        asked=f"{_who(change)}, {change.asked_at:%-d %B %Y}",
        decided=change.decision,
        open=change.agreed is None,
    )


def _who(change: DateChange) -> str:
    if change.post:
        return change.post.said_as
    return change.asked_by.name if change.asked_by else "Programme office"


def _kind(kind: str) -> str:
    return "Slipped" if kind == Slippage.SLIPPED else "Deliberate"


def _signed(months: int) -> str:
    return str(months) if months >= 0 else f"−{-months}"


def _forecast(action: Action, newest_first: Iterable[StatusUpdate]) -> Forecast | None:
    said = next(iter(newest_first), None)
    if said is None or said.forecast_month is None:
        return None
    month = Month.of(said.forecast_month)
    own = action.end.month
    return Forecast(
        month=month.printed,
        months=_signed(own.until(month)) if own else "–",
        said=f"Said on {said.said_at:%-d %B %Y}",
    )


def ends_now(agreed: date | None) -> str:
    """ "Feb 2020", where another end than the plan's has been agreed."""
    return Month.of(agreed).printed if agreed else ""


def ends_in_words(printed: str, agreed: date | None) -> str:
    """ "Oct 2019, now Feb 2020"."""
    now = ends_now(agreed)
    return f"{printed}, now {now}" if now else printed


def slippage(plan: Plan) -> Slipped:
    """Every end of the plan that moved or is asked to. One query for any number."""
    changes = DateChange.objects.of_plan(plan).with_people().select_related("action")
    by_action: dict[int, list[DateChange]] = {}
    for change in changes.order_by("action__order", "asked_at", "pk"):
        by_action.setdefault(change.action_id, []).append(change)
    lines = [_moved(changes) for changes in by_action.values()]
    moved = [line for line in lines if _asked(line)]
    moved.sort(key=lambda line: -line.months)
    return Slipped(tuple(moved), tuple(line for line in lines if not _asked(line)))


def _moved(changes: list[DateChange]) -> Moved:
    action = changes[0].action
    standing = [change for change in changes if change.agreed is not False]
    last = (standing or changes)[-1]
    start, to = Month.of(changes[0].from_month), Month.of(last.to_month)
    moves = [_move(change) for change in changes]
    return Moved(
        ref=action.ref,
        text=cut(one_line(action.text), LONGEST_TEXT),
        leads=action.leads_printed,
        start=start.printed,
        to=to.printed,
        months=start.until(to),
        why=_why(last, len(standing)),
        agreed_by=last.decision if last.agreed is not None else NOT_YET,
        times=sum(change.agreed is True for change in changes),
        in_all=months_in_all(moves),
        entries=tuple(entry(change) for change in changes),
    )


def _move(change: DateChange) -> Move:
    return Move(Month.of(change.from_month), Month.of(change.to_month), change.agreed)


def _why(last: DateChange, place: int) -> str:
    """ "Slipped. Second new date: was Sept 2019. ..." """
    words = f"{_kind(last.kind)}. "
    if place > 1:
        number = {2: "Second", 3: "Third"}.get(place, f"{place}th")
        words += f"{number} new date: was {Month.of(last.from_month).printed}. "
    return words + one_line(last.reason)
