"""How each of many plans stands on a day, in numbers. A fixed number of queries.

What a worker has kept for the plan as it is now is read; the rest is counted in one go. The rules
are those of single plans (`ActionQuerySet`, `response_progress`); a test holds them together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date

from actions.domain.enums import Group, Status
from actions.domain.quarter_status import StatusEntry, is_complete, status_of_quarter
from actions.domain.waiting import REVIEW_WITHIN
from actions.models import Action, PlanFindings, ReportingPeriod, StatusUpdate
from actions.querysets.action import COUNTED_END
from actions.selectors.status_as_at import ENTRY_COLUMNS, entry_from

TOPIC = "counts"  # of the kept findings
_BEHIND = frozenset(Group.BEHIND.statuses)


@dataclass(frozen=True, slots=True)
class PlanCounts:
    """The actions of a plan on a day: all, behind or at risk, late, asked about, not answered.

    `asked` and `silent` are of the open round, `round` is its name and `due` its day; empty where
    no round is open. `to_accept` updates wait for a verdict, the first of them until `accept_due`.
    `clock` is what the plan's rounds bring next, on `clock_day`. Days are in ISO format.
    """

    total: int = 0
    behind: int = 0
    late: int = 0
    asked: int = 0
    silent: int = 0
    round: str = ""
    due: str = ""
    to_accept: int = 0
    accept_due: str = ""
    clock: str = ""
    clock_day: str = ""

    def as_json(self) -> dict[str, object]:
        return asdict(self)


_COUNTED = PlanCounts().as_json().keys()


def plan_counts(plans: Collection[int], day: date) -> dict[int, PlanCounts]:
    """By plan. One query where all of them are kept, four otherwise.

    What was kept before another number was counted as well is counted anew.
    """
    rows = PlanFindings.objects.on(TOPIC).of_plans(plans).current(day)
    found = {
        plan: PlanCounts(**content)
        for plan, content in rows.values_list("plan", "content")
        if content.keys() == _COUNTED
    }
    missing = [plan for plan in plans if plan not in found]
    return found | count_plans(missing, day) if missing else found


@dataclass(slots=True)
class _Quarters:
    """The periods of one plan that its counts rest on."""

    begun: list[int] = field(default_factory=list)  # the quarters that have; the last is current
    round: int | None = None
    round_first_day: date | None = None
    round_due: date | None = None
    before: int | None = None  # the quarter before that of the round
    to_accept: int = 0
    accept_due: date | None = None
    next: tuple[date, str] | None = None  # what comes next, and when


def count_plans(plans: Collection[int], day: date) -> dict[int, PlanCounts]:
    """The same, counted anew. Three queries for any number of plans."""
    quarters = _quarters(plans, day)
    begun = {quarter for of in quarters.values() for quarter in of.begun}
    rounds = {of.round for of in quarters.values() if of.round}
    before = {of.before for of in quarters.values() if of.before}
    return _count(plans, day, quarters, _statuses(begun | before, rounds))


def _quarters(plans: Collection[int], day: date) -> dict[int, _Quarters]:
    """One query."""
    found = {plan: _Quarters() for plan in plans}
    known: dict[int, list[tuple[int, date]]] = {plan: [] for plan in plans}
    open_now: dict[int, tuple[int, date, date, int]] = {}
    by_month: set[int | None] = set()  # quarters that have begun with the round of a month
    columns = ("pk", "plan", "kind", "quarter", "first_day", "opens", "due", "closes", "locked_at")
    periods = ReportingPeriod.objects.of_plans(plans).with_waiting_updates().order_by("first_day")
    for pk, plan, kind, quarter, first, *days, waiting in periods.values_list(*columns, "waiting"):
        opens, due, closes, locked = days
        if kind == ReportingPeriod.Kind.QUARTER:
            known[plan].append((pk, first))
            if opens <= day or pk in by_month:
                found[plan].begun.append(pk)
        elif opens <= day:
            by_month.add(quarter)
        if waiting:
            _add_waiting(found[plan], waiting, due + REVIEW_WITHIN)
        if locked is None:
            _set_next(found[plan], first, (opens, due, closes), day)
        if locked is None and opens <= day <= closes:
            open_now[plan] = (pk, first, due, quarter or pk)
    for plan, (pk, first, due, of_quarter) in open_now.items():
        of = found[plan]
        of.round, of.round_first_day, of.round_due = pk, first, due
        begins = next((begun for quarter, begun in known[plan] if quarter == of_quarter), first)
        earlier = [quarter for quarter, begun in known[plan] if begun < begins]
        of.before = earlier[-1] if earlier else None
    return found


def _add_waiting(of: _Quarters, waiting: int, due: date) -> None:
    of.to_accept += waiting
    of.accept_due = min(due, of.accept_due or due)


def _set_next(of: _Quarters, first: date, days: tuple[date, date, date], day: date) -> None:
    """Sets what comes next: that a round opens, that its updates are due, or that it closes."""
    for coming, what in zip(days, ("opens", "updates due", "closes"), strict=True):
        if coming >= day and (of.next is None or coming < of.next[0]):
            of.next = (coming, f"{first:%B %Y} {what}")


@dataclass(frozen=True, slots=True)
class _CountedUpdates:
    """The status by action and quarter, those that were left complete, and the actions answered
    in their round.
    """

    statuses: dict[tuple[int, int], str]
    complete: set[tuple[int, int]]
    answered: set[int]

    def last_of(self, action: int, quarters: Sequence[int]) -> str | None:
        """As `quarter_status.status_shown` has it for the last of these quarters."""
        for quarter in reversed(quarters):
            if status := self.statuses.get((action, quarter)):
                return status
        return None


def _statuses(quarters: Collection[int], rounds: Collection[int]) -> _CountedUpdates:
    """What the updates of these quarters and rounds say. One query."""
    entries: dict[tuple[int, int], list[StatusEntry]] = {}
    answered: set[int] = set()
    updates = StatusUpdate.objects.that_may_count().in_periods_or_quarters(rounds, quarters)
    for *columns, period in updates.values_list(*ENTRY_COLUMNS, "period"):
        entry = entry_from(*columns)
        if entry.quarter in quarters:
            entries.setdefault((entry.action, entry.quarter), []).append(entry)
        is_answer = not (entry.recorded or entry.replaced or entry.accepted is False)
        if period in rounds and is_answer:
            answered.add(entry.action)
    statuses = {}
    for place, of_action in entries.items():
        counted = status_of_quarter(of_action)
        statuses[place] = counted.status if counted else of_action[-1].status
    complete = {place for place, of_action in entries.items() if is_complete(of_action)}
    return _CountedUpdates(statuses, complete, answered)


def _count(
    plans: Iterable[int],
    day: date,
    quarters: Mapping[int, _Quarters],
    updates: _CountedUpdates,
) -> dict[int, PlanCounts]:
    """One query."""
    totals = {plan: [0, 0, 0, 0, 0] for plan in plans}
    month = day.replace(day=1)
    actions = Action.objects.of_plans(totals).annotate(ends=COUNTED_END)
    for pk, plan, start, ends in actions.values_list("pk", "plan", "start_month", "ends"):
        of, numbers = quarters[plan], totals[plan]
        status = updates.last_of(pk, of.begun)
        numbers[0] += 1
        numbers[1] += status in _BEHIND
        numbers[2] += ends is not None and ends < month and status != Status.COMPLETE
        if of.round is None or of.round_first_day is None:
            continue
        if start is not None and start > of.round_first_day:
            continue
        if (pk, of.before) in updates.complete:
            continue
        numbers[3] += 1
        numbers[4] += pk not in updates.answered
    return {plan: _plan_counts(numbers, quarters[plan]) for plan, numbers in totals.items()}


def _plan_counts(numbers: list[int], of: _Quarters) -> PlanCounts:
    total, behind, late, asked, silent = numbers
    clock_day, clock = of.next or (None, "")
    counts = PlanCounts(
        total=total,
        behind=behind,
        late=late,
        to_accept=of.to_accept,
        accept_due=of.accept_due.isoformat() if of.accept_due else "",
        clock=clock,
        clock_day=clock_day.isoformat() if clock_day else "",
    )
    if of.round_first_day is None or of.round_due is None:
        return counts
    named, due = f"{of.round_first_day:%B %Y}", of.round_due.isoformat()
    return replace(counts, asked=asked, silent=silent, round=named, due=due)
