"""Keeping the open questions of each plan, for lists over many plans.

What is kept says since when each question is open, so that it can be told how long it waits. It
is renewed by a worker when the plan was written to, and once a day because days pass.
"""

from __future__ import annotations

from datetime import date

from actions.models import Plan, PlanFindings
from indicators.selectors.challenges import plan_challenges
from indicators.selectors.waiting import TOPIC, KeptQuestion, kept_questions
from wsoa.core.clock import today

MOST_AT_ONCE = 50  # plans in one run of the worker


def renew_questions(*, most: int = MOST_AT_ONCE) -> int:
    """Renews what is kept of plans that were written to, or of another day; returns how many.

    Idempotent: a second run finds nothing to renew.
    """
    day = today()
    current = PlanFindings.objects.on(TOPIC).current(day).values("plan")
    stale = Plan.objects.exclude(pk__in=current).order_by("pk")[:most]
    renewed = [keep_questions(plan, day) for plan in stale]
    return len(renewed)


def keep_questions(plan: Plan, day: date) -> PlanFindings:
    """Keeps the open questions of one plan as at a day."""
    before = kept_questions([plan.pk]).get(plan.pk, {}).values()
    kept = [
        KeptQuestion.of(asked, before, day).as_json() for asked in plan_challenges(plan, day).open
    ]
    values = {"version": plan.version, "day": day, "content": {"open": kept}}
    row, _ = PlanFindings.objects.update_or_create(plan=plan, topic=TOPIC, defaults=values)
    return row
