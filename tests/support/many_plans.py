"""Many plans at once, made in bulk, for tests of what must not grow with their number."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from actions.domain.enums import Role, Status
from actions.models import (
    Action,
    ActionLead,
    AreaOfWeakness,
    Membership,
    Outcome,
    Plan,
    ReportingPeriod,
    StatusUpdate,
)
from tests.support.factories import ActionFactory, PostFactory
from wsoa.accounts.models import LocalArea, Post, User
from wsoa.core.months import Month

SAID = datetime(2019, 10, 20, 12, tzinfo=ZoneInfo("Europe/London"))
STATUSES = (Status.AT_RISK, Status.ON_TRACK, Status.COMPLETE, Status.BEHIND_NOT_STARTED)


def many_plans(
    count: int, *, manager: User, actions: int = 20, post: Post | None = None
) -> list[Plan]:
    """Plans of a local area each, with quarters from July 2019, of which October is open.

    Every action has a status in July; two of three have an update in October that waits for a
    verdict. One person manages all of them; `post` leads every action where it is given.
    """
    areas = LocalArea.objects.bulk_create(
        LocalArea(slug=f"area-{number:03}", name=f"Area {number:03}") for number in range(count)
    )
    plans = Plan.objects.bulk_create(
        Plan(
            slug=f"many-{number:03}",
            kind=Plan.Kind.WSOA if number % 2 else Plan.Kind.PAP,
            local_area=area,
            title=f"Plan {number:03}",
            short_title="A plan",
            source="A source",
        )
        for number, area in enumerate(areas)
    )
    Membership.objects.bulk_create(
        Membership(plan=plan, user=manager, role=Role.MANAGER) for plan in plans
    )
    july, october = (_quarters(plans, key) for key in ("2019-07", "2019-10"))
    weaknesses = AreaOfWeakness.objects.bulk_create(
        AreaOfWeakness(plan=plan, order=1, ref="1", title="An area", finding="A finding")
        for plan in plans
    )
    outcomes = Outcome.objects.bulk_create(
        Outcome(area=area, order=1, ref="1.1", title="An outcome", description="What will be")
        for area in weaknesses
    )
    post = post or PostFactory()
    template = ActionFactory.build
    made = Action.objects.bulk_create(
        template(
            outcome=outcome,
            plan=plan,
            ref=f"1.1.{number + 1}",
            order=number,
            end_month=Month(2019, 9 if number % 5 == 0 else 12).first_day,
        )
        for plan, outcome in zip(plans, outcomes, strict=True)
        for number in range(actions)
    )
    ActionLead.objects.bulk_create(
        ActionLead(action=action, order=1, organisation=post.organisation, post=post)
        for action in made
    )
    of_plan = {plan.pk: number for number, plan in enumerate(plans)}
    StatusUpdate.objects.bulk_create(
        StatusUpdate(
            action=action,
            period=quarters[of_plan[action.plan_id]],
            status=STATUSES[(action.order + of_plan[action.plan_id]) % len(STATUSES)],
            kind="update",
            recorded_at=SAID,
        )
        for quarters in (july, october)
        for action in made
        if quarters is july or action.order % 3
    )
    return plans


def _quarters(plans: list[Plan], key: str) -> list[ReportingPeriod]:
    month = Month.parse(key)
    return ReportingPeriod.objects.bulk_create(
        ReportingPeriod(
            plan=plan,
            key=key,
            label=month.printed,
            first_day=month.first_day,
            opens=month.first_day,
            due=month.last_day,
            closes=month.plus(1).last_day,
        )
        for plan in plans
    )
