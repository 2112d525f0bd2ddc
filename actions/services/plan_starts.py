"""Starting a plan from another one of the same local area."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.text import slugify

from actions.domain.enums import Role
from actions.domain.kinds.registry import kinds
from actions.models import AreaOfWeakness, CarriedFinding, Membership, Plan
from actions.services.locking import lock_and_bump_plan
from wsoa.accounts.models import User
from wsoa.audit.services import record_audit
from wsoa.core.clock import now, today

LONGEST_TITLE, LONGEST_SHORT = 200, 80


class PlanStartRefused(Exception):
    """The plan was not started. The message is for the person."""


@transaction.atomic
def start_plan_from(
    *, by: User, origin: Plan, kind: str, title: str, short_title: str, areas: Collection[int]
) -> Plan:
    """Starts a plan of this kind that carries on findings of another one.

    The findings are copied with a link to where they come from: the other plan, its actions and
    its history stay as they are. Who starts the plan is its programme manager. Outcomes, actions
    and periods are not carried over: they answered the plan before. Raises PlanStartRefused.
    """
    title, short_title = " ".join(title.split()), " ".join(short_title.split())
    slug = _slug_of(kind, title, short_title)
    lock_and_bump_plan(origin.pk)
    carried = list(origin.areas.filter(pk__in=areas))
    if not carried or len(carried) != len(set(areas)):
        raise PlanStartRefused("Select at least one finding of this plan")
    plan = Plan.objects.create(
        slug=slug,
        kind=kind,
        local_area_id=origin.local_area_id,
        title=title,
        short_title=short_title,
        source=f"Started from {origin.title}"[:300],
        inspected_from=origin.inspected_from,
        inspected_to=origin.inspected_to,
    )
    Membership.objects.create(plan=plan, user=by, role=Role.MANAGER, since=today())
    for number, area in enumerate(carried, start=1):
        _carry(by, plan, number, area)
    refs = ", ".join(area.ref for area in carried)
    _record(by, origin, f"Carried on in {plan.title}: findings {refs}", plan)
    _record(by, plan, f"Started from {origin.title}: findings {refs}", origin)
    return plan


def _slug_of(kind: str, title: str, short_title: str) -> str:
    """The address of the new plan. Raises PlanStartRefused where it cannot have one."""
    if kind not in kinds():
        raise PlanStartRefused("Choose the kind of plan from the list")
    if not title or len(title) > LONGEST_TITLE:
        raise PlanStartRefused(f"Enter a title of at most {LONGEST_TITLE} characters")
    if not short_title or len(short_title) > LONGEST_SHORT:
        raise PlanStartRefused(f"Enter a short title of at most {LONGEST_SHORT} characters")
    slug = slugify(short_title)[:80]
    if not slug or Plan.objects.filter(slug=slug).exists():
        raise PlanStartRefused("Enter another short title: the address made of it is taken")
    return slug


def _carry(by: User, plan: Plan, number: int, origin: AreaOfWeakness) -> None:
    """Copies a finding under a ref of its own, with the link to where it comes from."""
    area = AreaOfWeakness.objects.create(
        plan=plan,
        order=number,
        ref=str(number),
        title=origin.title,
        finding=origin.finding,
        source=origin.source,
        note=origin.note,
    )
    CarriedFinding.objects.create(area=area, origin=origin, by=by, at=now())


def _record(by: User, plan: Plan, summary: str, other: Plan) -> None:
    record_audit(
        by=by,
        verb="start_plan_from",
        plan=plan,
        subject="plan",
        summary=summary,
        detail={"other_plan": other.slug},
    )
