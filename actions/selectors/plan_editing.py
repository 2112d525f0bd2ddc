"""What whoever changes a plan has to know: whether it is in force, and its references."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from actions.domain.enums import UpdateKind
from actions.domain.plan_changes import PlanPart
from actions.extension_points import PUBLISHED_REFS
from actions.models import (
    Action,
    AreaOfWeakness,
    DateChange,
    Evidence,
    Outcome,
    Plan,
    PlanChange,
    PlanImport,
    StatusUpdate,
)


def is_in_force(plan: Plan) -> bool:
    """Whether the plan is in force: it has an update or evidence, an end date was requested, or
    something was published. Until then it is a draft, which is changed without a decision. Statuses
    that came in with the plan's file are no updates: nobody sent them here.
    """
    loads = PlanImport.objects.loaded().filter(plan=plan).values("confirmed_at")
    updates = StatusUpdate.with_taken_back.filter(action__plan=plan)
    return (
        PlanChange.objects.of_plan(plan).in_force().exists()
        or updates.exclude(kind=UpdateKind.RECORDED, recorded_at__in=loads).exists()
        or DateChange.objects.of_plan(plan).exists()
        or Evidence.objects.filter(action__plan=plan).exists()
        or any(published(plan) is not None for published in PUBLISHED_REFS)
    )


def taken_refs(plan: Plan, part: PlanPart) -> frozenset[str]:
    """Every reference of that kind of part that the plan has or had, or that was published.

    What was removed while the plan was a draft, and was never published, is free again.
    """
    here = {
        PlanPart.AREA: AreaOfWeakness.with_ended.filter(plan=plan).values_list("ref", flat=True),
        PlanPart.OUTCOME: Outcome.with_ended.filter(area__plan=plan).values_list("ref", flat=True),
        PlanPart.ACTION: Action.with_ended.of_plans([plan.pk]).values_list("ref", flat=True),
    }[part]
    recorded = PlanChange.objects.of_plan(plan).in_force().filter(part=part)
    published = (published(plan) or frozenset() for published in PUBLISHED_REFS)
    return frozenset().union(
        here,
        recorded.order_by().values_list("ref", flat=True),
        *published,
    )


def last_change(plan: Plan, part: PlanPart, row: int) -> PlanChange | None:
    """The last change of one part of the plan."""
    return PlanChange.objects.of_plan(plan).of_part(part, row).with_people().last()


def last_day_of_changes(plan: Plan, parts: Iterable[tuple[PlanPart, int]]) -> date | None:
    """From which day the last change of any of these parts, in a plan in force, counts.

    One query, however many parts there are.
    """
    wanted = {(str(part), row) for part, row in parts}
    if not wanted:
        return None
    changes = PlanChange.objects.of_plan(plan).in_force().order_by()
    days = changes.values_list("part", "row", "day")
    return max((day for part, row, day in days if (part, row) in wanted), default=None)
