"""Opening, extending, closing and reopening the periods of a plan."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from actions.domain.enums import PeriodEventKind
from actions.models import PeriodEvent, Plan, ReportingPeriod
from actions.selectors.periods import is_closed, name_of
from actions.services.locking import lock_and_bump_plan
from wsoa.accounts.models import User
from wsoa.audit.services import record_audit
from wsoa.core.clock import now, today
from wsoa.core.months import Month
from wsoa.core.reasons import fault_in_reason

NO_REASON_FOR_REOPENING = "Enter the reason for reopening"

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
def set_publish_within(*, by: User, plan: Plan, days: int) -> None:
    """Sets within how many days of its close a quarter is to be published. Audits a change only."""
    lock_and_bump_plan(plan.pk)
    changed = Plan.objects.filter(pk=plan.pk).exclude(publish_within_days=days)
    if changed.update(publish_within_days=days):
        record_audit(
            by=by,
            verb="publish_within",
            plan=plan,
            subject="plan",
            summary=f"Quarters are to be published within {days} days of their close",
        )


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
        raise PeriodRefused("Opening date must be recent or in the future", "opens")
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
    _record(by, PeriodEventKind.OPENED, round_, f"Opened the reporting round of {name_of(round_)}")
    return round_


@transaction.atomic
def extend(*, by: User, period: ReportingPeriod, due: date, closes: date) -> ReportingPeriod:
    """Extends a period: due later, closes later, or both.

    Raises PeriodRefused where either would be earlier than it is, neither later, or the period
    is closed already.
    """
    lock_and_bump_plan(period.plan_id)
    period = _refetch(period)
    if is_closed(period, today()):
        raise PeriodRefused(
            f"{name_of(period)} is closed, so it cannot be extended. Reopen it and give a reason."
        )
    if due < period.due:
        raise PeriodRefused(f"Due date must be {period.due:%-d %B %Y} or later", "due")
    if closes < period.closes:
        raise PeriodRefused(f"Closing date must be {period.closes:%-d %B %Y} or later", "closes")
    if (due, closes) == (period.due, period.closes):
        raise PeriodRefused("These are the current dates. Enter at least one later date", "due")
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
    """Closes a period now: it takes no more updates. The months of a quarter close with it.

    Raises PeriodRefused where it has not opened yet, or is closed already.
    """
    lock_and_bump_plan(period.plan_id)
    period = _refetch(period)
    if is_closed(period, today()):
        raise PeriodRefused(f"{name_of(period)} is already closed.")
    if period.opens > today():
        raise PeriodRefused(
            f"{name_of(period)} has not opened yet, so it cannot be closed. It opens on "
            f"{period.opens:%-d %B %Y}."
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
    """Reopens a closed period until `closes`. The reason is recorded.

    A later period may be open meanwhile: leads are still asked about that one, and nobody is
    reminded of this one; it takes corrections, each from the page of its action.

    Raises PeriodRefused where it is not closed, no reason is given, the day has passed, or its
    quarter is closed.
    """
    lock_and_bump_plan(period.plan_id)
    period = _refetch(period)
    reason = reason.strip()
    if not is_closed(period, today()):
        raise PeriodRefused(f"{name_of(period)} is not closed, so it cannot be reopened.")
    if fault := fault_in_reason(reason, NO_REASON_FOR_REOPENING):
        raise PeriodRefused(fault, "reason")
    _refuse_day(closes)
    if closes < period.due:
        raise PeriodRefused(
            f"Closing date must be {period.due:%-d %B %Y} or later, because updates were due then",
            "closes",
        )
    if period.quarter:
        if is_closed(period.quarter, today()):
            raise PeriodRefused(
                f"Its quarter, {name_of(period.quarter)}, is closed. Reopen the quarter first."
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
            f"{name_of(quarter)} is a quarter of the plan and opens automatically on "
            f"{quarter.opens:%-d %B %Y}. Enter an earlier date to open it early",
            "opens",
        )
    longest = quarter.months.order_by("-closes").first()
    if longest and closes < longest.closes:
        raise PeriodRefused(
            f"Closing date must be {longest.closes:%-d %B %Y} or later, because the round of "
            f"{name_of(longest)} in this quarter closes then",
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
        raise PeriodRefused("The plan has no quarters, so a reporting round cannot be opened.")
    found = next((quarter for quarter in quarters if quarter.first_day >= month.first_day), None)
    if found is None:
        raise PeriodRefused(
            (
                f"The plan ends with {name_of(quarters[-1])}: enter a month within a quarter of "
                "the plan"
            ),
            "month",
        )
    return found


def _refuse_passed(month: Month, periods: list[ReportingPeriod]) -> None:
    """Refuses a month that has a round already, or that precedes a later round."""
    same = next((period for period in periods if period.first_day == month.first_day), None)
    if same and (same.kind == Kind.MONTH or same.opens <= today() or same.locked_at):
        raise PeriodRefused(
            f"{name_of(same)} already has a reporting round. See it in the calendar", "month"
        )
    begun = [period for period in periods if period.opens <= today()]
    if begun and month.first_day < begun[-1].first_day:
        raise PeriodRefused(
            f"{name_of(begun[-1])} has already opened. Enter a later month", "month"
        )
    if month.first_day < Month.of(today()).plus(-3).first_day:
        raise PeriodRefused("Month must be recent or in the future", "month")


def _refuse_disorder(opens: date, due: date, closes: date) -> None:
    if due < opens:
        raise PeriodRefused(
            f"Due date must be {opens:%-d %B %Y} or later, because the round opens then", "due"
        )
    if closes < due:
        raise PeriodRefused(
            f"Closing date must be {due:%-d %B %Y} or later, because updates are due then", "closes"
        )
    _refuse_day(closes)


def _refuse_day(closes: date) -> None:
    if closes < today():
        raise PeriodRefused("Date must be today or in the future", "closes")
    if closes > today() + FARTHEST:
        raise PeriodRefused("Date must be within the next year. Check the year", "closes")


def _refuse_outside(closes: date, quarter: ReportingPeriod) -> None:
    if closes > quarter.closes:
        raise PeriodRefused(
            f"Closing date must be {quarter.closes:%-d %B %Y} or earlier, because the quarter "
            f"{name_of(quarter)} closes then",
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
    """Adds the event of a period and audits it. `before` holds its previous days."""
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
    record_audit(
        by=by,
        verb=VERBS[kind],
        plan=period.plan,
        subject=f"period {period.key}",
        summary=summary[:500],
        detail=detail,
    )
