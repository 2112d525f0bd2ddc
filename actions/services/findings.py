"""Counting again what is kept for pages over many plans. A worker does it; each may run twice."""

from __future__ import annotations

from django.utils import timezone

from actions.models import Plan, PlanFindings, WaitingTotals
from actions.selectors.person_in_plans import person_in_plans
from actions.selectors.plan_counts import TOPIC, count_plans
from actions.selectors.waiting import counts_by_plan, stamp_of, waiting_for
from wsoa.accounts.models import User
from wsoa.core.clock import today
from wsoa.runtime.broker import enqueue

MOST_AT_ONCE = 200  # plans in one run of the worker


def renew_counts(*, most: int = MOST_AT_ONCE) -> int:
    """Counts the plans again that were written to, and all of them on a new day; returns how many.

    Idempotent: a second run finds nothing to count.
    """
    day = today()
    current = PlanFindings.objects.on(TOPIC).current(day).values("plan")
    stale = dict(Plan.objects.exclude(pk__in=current).values_list("pk", "version")[:most])
    counts = count_plans(list(stale), day) if stale else {}
    PlanFindings.objects.bulk_create(
        [
            PlanFindings(
                plan_id=plan,
                topic=TOPIC,
                version=stale[plan],
                day=day,
                content=of_plan.as_json(),
            )
            for plan, of_plan in counts.items()
        ],
        update_conflicts=True,
        unique_fields=["plan", "topic"],
        update_fields=["version", "day", "content"],
    )
    return len(counts)


def ask_for_totals(*, user: User) -> None:
    """Has a worker count what waits for somebody in many plans, and keep it counted from now on."""
    row, _ = WaitingTotals.objects.get_or_create(user=user)
    enqueue("actions.tasks.count_waiting", [row.pk])


def count_waiting(*, pk: int) -> bool:
    """Counts what waits for one person. False where what is kept is still so. Idempotent."""
    row = WaitingTotals.objects.select_related("user").filter(pk=pk).first()
    if row is None or not row.user.is_active:
        return False
    person = person_in_plans(row.user, today())
    stamp = stamp_of(person)
    if row.stamp == stamp:
        return False
    totals = counts_by_plan(waiting_for(person), person.day)
    content = {str(plan): list(of_plan) for plan, of_plan in totals.items()}
    row.stamp, row.counted_at, row.content = stamp, timezone.now(), content
    row.save(update_fields=["stamp", "counted_at", "content"])
    return True


def renew_totals() -> int:
    """Counts again for everybody in many plans for whom something changed; returns for how many."""
    rows = WaitingTotals.objects.filter(user__is_active=True).values_list("pk", flat=True)
    return sum(count_waiting(pk=pk) for pk in list(rows))
