"""Opening, extending, closing and reopening the periods of a plan."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from actions.domain.enums import PeriodEventKind
from actions.models import PeriodEvent, Plan, ReportingPeriod
from actions.selectors.periods import is_closed, name_of
from actions.services.locking import lock_and_bump_plan
from wsoa.accounts.models import User
from wsoa.audit.services import record
from wsoa.core.clock import now, today
from wsoa.core.months import Month

Kind = ReportingPeriod.Kind
# How the audit log names what was done to a period.
VERBS = {
    PeriodEventKind.OPENED: "open_round",
    PeriodEventKind.EXTENDED: "extend",
    PeriodEventKind.CLOSED: "close",
    PeriodEventKind.REOPENED: "reopen",
}
FARTHEST = timedelta(days=365)
BACKDATED = timedelta(days=31)


class PeriodRefused(Exception):
    """The period stays as it is. The message is for the programme manager; `field` is the
    field of the form that it belongs to, or nothing.
    """

    def __init__(self, message: str, field: str = "") -> None:
        self.field = field
        super().__init__(message)


@transaction.atomic
def open_round(
    *, by: User, plan: Plan, month: Month, opens: date, due: date, closes: date
) -> ReportingPeriod:
    """Opens a round for a month: a month within a quarter, or a quarter earlier than planned.

    A month belongs to the next quarter of the plan at or after it, and its updates count for
    that quarter. `opens` may be a day to come: the round then opens by itself.

    Raises PeriodRefused for a month that exists, has passed, or lies beyond the plan, and for
    days that are in no order.
    """
    lock_and_bump_plan(plan.pk)
    periods = list(plan.periods.all())
    if opens < today() - BACKDATED:
        raise PeriodRefused("That day is long past: a round opens now, or soon", "opens")
    _refuse_disorder(opens, due, closes)
    quarter = _quarter_for(month, periods)
    _refuse_passed(month, periods)
    if Month.of(quarter.first_day) == month:
        return _open_early(by, plan, quarter, opens, due, closes)
    _refuse_outside(closes, quarter)
    round_ = ReportingPeriod.objects.create(
        plan=plan,
        kind=Kind.MONTH,
        quarter=quarter,
        key=str(month),
        label=month.printed,
        first_day=month.first_day,
        opens=opens,
        due=due,
        closes=closes,
    )
    _record(by, PeriodEventKind.OPENED, round_, f"Opened the round of {name_of(round_)}")
    return round_


@transaction.atomic
def extend(*, by: User, period: ReportingPeriod, due: date, closes: date) -> ReportingPeriod:
    """Gives a period more time: due later, closes later, or both.

    Raises PeriodRefused where either would be earlier than it is, neither later, or the period
    is closed already.
    """
    lock_and_bump_plan(period.plan_id)
    period = _refetch(period)
    if is_closed(period, today()):
        raise PeriodRefused(
            f"{name_of(period)} is closed. Reopen it, and say why; an extension is for a period "
            "that is still open."
        )
    if due < period.due:
        raise PeriodRefused(
            f"Answers are due on {period.due:%-d %B %Y} now: an extension cannot be earlier", "due"
        )
    if closes < period.closes:
        raise PeriodRefused(
            f"It closes on {period.closes:%-d %B %Y} now: an extension cannot be earlier", "closes"
        )
    if (due, closes) == (period.due, period.closes):
        raise PeriodRefused("These are the days that it has now. Enter a later one", "due")
    _refuse_disorder(period.opens, due, closes)
    if period.quarter:
        _refuse_outside(closes, period.quarter)
    before = _days(period)
    period.due, period.closes = due, closes
    period.save(update_fields=["due", "closes"])
    _record(by, PeriodEventKind.EXTENDED, period, f"Extended {name_of(period)}", before)
    return period


@transaction.atomic
def close(*, by: User, period: ReportingPeriod) -> ReportingPeriod:
    """Locks a period now: it takes no update any more. With a quarter its months are locked.

    Raises PeriodRefused where it has not opened yet, or is closed already.
    """
    lock_and_bump_plan(period.plan_id)
    period = _refetch(period)
    if is_closed(period, today()):
        raise PeriodRefused(f"{name_of(period)} is closed already.")
    if period.opens > today():
        raise PeriodRefused(
            f"{name_of(period)} has not opened yet: it opens on {period.opens:%-d %B %Y}. "
            "There is nothing to close."
        )
    moment = now()
    period.locked_at = moment
    period.save(update_fields=["locked_at"])
    months = list(period.months.filter(locked_at=None))
    for month in months:
        month.locked_at = moment
        month.save(update_fields=["locked_at"])
        words = f"Closed {name_of(month)} with {name_of(period)}"
        _record(by, PeriodEventKind.CLOSED, month, words)
    _record(by, PeriodEventKind.CLOSED, period, f"Closed {name_of(period)}")
    return period


@transaction.atomic
def reopen(*, by: User, period: ReportingPeriod, closes: date, reason: str) -> ReportingPeriod:
    """Lets a closed period take updates again until `closes`; why stays on record.

    A later period may be open meanwhile: leads are still asked about that one, and nobody is
    reminded of this one; it takes corrections, each from the page of its action.

    Raises PeriodRefused where it is not closed, no reason is given, the day has passed, or its
    quarter is closed.
    """
    lock_and_bump_plan(period.plan_id)
    period = _refetch(period)
    reason = reason.strip()
    if not is_closed(period, today()):
        raise PeriodRefused(f"{name_of(period)} is not closed: there is nothing to reopen.")
    if not reason:
        raise PeriodRefused("Say why it is reopened", "reason")
    _refuse_day(closes)
    if closes < period.due:
        raise PeriodRefused(
            f"Answers were due on {period.due:%-d %B %Y}: it cannot close before that", "closes"
        )
    if period.quarter:
        if is_closed(period.quarter, today()):
            raise PeriodRefused(
                f"Its quarter, {name_of(period.quarter)}, is closed. Reopen that first."
            )
        _refuse_outside(closes, period.quarter)
    before = _days(period)
    period.closes, period.locked_at = closes, None
    period.save(update_fields=["closes", "locked_at"])
    summary = f"Reopened {name_of(period)} until {closes:%-d %B %Y}: {reason}"
    _record(by, PeriodEventKind.REOPENED, period, summary, before, reason)
    return period


def _refetch(period: ReportingPeriod) -> ReportingPeriod:
    return ReportingPeriod.objects.select_related("plan", "quarter").get(pk=period.pk)


def _open_early(
    by: User, plan: Plan, quarter: ReportingPeriod, opens: date, due: date, closes: date
) -> ReportingPeriod:
    if opens >= quarter.opens:
        raise PeriodRefused(
            f"{name_of(quarter)} is a quarter of the plan and opens by itself on "
            f"{quarter.opens:%-d %B %Y}. Enter an earlier day to open it early",
            "opens",
        )
    longest = quarter.months.order_by("-closes").first()
    if longest and closes < longest.closes:
        raise PeriodRefused(
            f"Its round of {name_of(longest)} closes on {longest.closes:%-d %B %Y}: "
            "the quarter cannot close before that",
            "closes",
        )
    before = _days(quarter)
    quarter.opens, quarter.due, quarter.closes = opens, due, closes
    quarter.save(update_fields=["opens", "due", "closes"])
    summary = f"Opened {name_of(quarter)} early, on {opens:%-d %B %Y}"
    _record(by, PeriodEventKind.OPENED, quarter, summary, before)
    return quarter


def _quarter_for(month: Month, periods: list[ReportingPeriod]) -> ReportingPeriod:
    quarters = [period for period in periods if period.kind == Kind.QUARTER]
    if not quarters:
        raise PeriodRefused("The plan has no quarters, so no round can belong to one.")
    found = next((each for each in quarters if each.first_day >= month.first_day), None)
    if found is None:
        raise PeriodRefused(
            f"The plan ends with {name_of(quarters[-1])}: a later month belongs to no quarter",
            "month",
        )
    return found


def _refuse_passed(month: Month, periods: list[ReportingPeriod]) -> None:
    """A month that exists, or that a later round has overtaken."""
    same = next((each for each in periods if each.first_day == month.first_day), None)
    if same and (same.kind == Kind.MONTH or same.opens <= today() or same.locked_at):
        raise PeriodRefused(f"{name_of(same)} is there already: see it in the calendar", "month")
    begun = [each for each in periods if each.opens <= today()]
    if begun and month.first_day < begun[-1].first_day:
        raise PeriodRefused(
            f"{name_of(begun[-1])} has opened already: a new round is of a later month", "month"
        )
    if month.first_day < Month.of(today()).plus(-3).first_day:
        raise PeriodRefused("That month is long past: a round asks how things are now", "month")


def _refuse_disorder(opens: date, due: date, closes: date) -> None:
    if due < opens:
        raise PeriodRefused(
            f"It opens on {opens:%-d %B %Y}: answers cannot be due before that", "due"
        )
    if closes < due:
        raise PeriodRefused(
            f"Answers are due on {due:%-d %B %Y}: it cannot close before that", "closes"
        )
    _refuse_day(closes)


def _refuse_day(closes: date) -> None:
    if closes < today():
        raise PeriodRefused("That day has passed: enter today or a day to come", "closes")
    if closes > today() + FARTHEST:
        raise PeriodRefused("That is more than a year away. Check the year", "closes")


def _refuse_outside(closes: date, quarter: ReportingPeriod) -> None:
    if closes > quarter.closes:
        raise PeriodRefused(
            f"Its quarter, {name_of(quarter)}, closes on {quarter.closes:%-d %B %Y}: "
            "it cannot close after that",
            "closes",
        )


def _days(period: ReportingPeriod) -> dict[str, date]:
    return {"opens": period.opens, "due": period.due, "closes": period.closes}


def _record(
    by: User,
    kind: PeriodEventKind,
    period: ReportingPeriod,
    summary: str,
    before: dict[str, date] | None = None,
    reason: str = "",
) -> None:
    """Adds the row of what was done, and audits it. `before` are the days that it had."""
    days = _days(period)
    moved = {name: day for name, day in (before or {}).items() if day != days[name]}
    PeriodEvent.objects.create(
        period=period,
        kind=kind,
        reason=reason,
        by=by,
        at=now(),
        **days,
        **{f"{name}_before": day for name, day in moved.items()},
    )
    detail: dict[str, object] = {name: str(day) for name, day in days.items()}
    if moved:
        detail["before"] = {name: str(day) for name, day in moved.items()}
    if reason:
        detail["reason"] = reason
    record(
        by=by,
        verb=VERBS[kind],
        plan=period.plan.slug,
        subject=f"period {period.key}",
        summary=summary[:500],
        detail=detail,
    )
