"""What a plan lacks before it can be worked with: read from its rows, and asked of other apps."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from actions.domain.enums import Role
from actions.domain.readiness import (
    PlanMonths,
    ReadinessFinding,
    ReadinessKind,
    ReadyAction,
    findings_of_action,
    unexplained,
)
from actions.extension_points import READINESS
from actions.models import Action, AreaOfWeakness, Membership, Plan
from actions.selectors.post_holders import post_holders
from wsoa.accounts.models import Organisation, Post
from wsoa.core.months import Month


def readiness_findings(plan: Plan, day: date) -> tuple[ReadinessFinding, ...]:
    """Everything that the plan lacks on that day. A constant number of queries."""
    areas = list(plan.areas.prefetch_related("outcomes").order_by("order"))
    rows = plan.actions.in_plan_order().with_leads().prefetch_related("measures")
    actions = list(rows)
    vacant = post_holders(plan, day).vacant
    months = _months(plan)
    checked = [_ready(action, vacant(action.pk)) for action in actions]
    return (
        *_of_areas(plan, areas, {action.outcome_id for action in actions}, day),
        *(one for action in checked for one in findings_of_action(action, months)),
        *(one for check in READINESS for one in check(plan, day)),
        *unexplained(_texts(areas, checked), _explained(plan)),
    )


def _ready(action: Action, vacant: tuple[str, ...]) -> ReadyAction:
    return ReadyAction(
        action.ref,
        action.text,
        action.start,
        action.agreed_end,
        tuple(lead.code for lead in action.leads.all()),
        vacant,
        tuple(measure.text for measure in action.measures.all()),
    )


def _of_areas(
    plan: Plan, areas: list[AreaOfWeakness], with_actions: set[int], day: date
) -> Iterable[ReadinessFinding]:
    """Areas without an outcome or an accountable officer, and outcomes without an action."""
    held = Membership.objects.given_on(day).filter(plan=plan, role=Role.ACCOUNTABLE)
    officers = set(held.values_list("area", flat=True))
    for area in areas:
        outcomes = list(area.outcomes.all())
        name = f"Area {area}"
        if not outcomes:
            yield ReadinessFinding(ReadinessKind.NO_OUTCOME, f"{name} has no outcome", area.ref)
        if area.pk not in officers:
            text = f"{name} has no accountable officer, so nobody accepts updates of its actions"
            yield ReadinessFinding(ReadinessKind.NO_OFFICER, text, area.ref)
        for outcome in outcomes:
            if outcome.pk not in with_actions:
                text = f"Outcome {outcome} has no action"
                yield ReadinessFinding(ReadinessKind.NO_ACTION, text, outcome.ref)


def _months(plan: Plan) -> PlanMonths:
    """From the month of approval to that of the last quarter; None for what is not known."""
    last = plan.periods.quarters().order_by("-first_day").values_list("closes", flat=True).first()
    return PlanMonths(
        Month.of(plan.approved_on) if plan.approved_on else None, Month.of(last) if last else None
    )


def _texts(areas: list[AreaOfWeakness], actions: list[ReadyAction]) -> Iterable[tuple[str, str]]:
    """The texts of the plan with their places, in its order."""
    for area in areas:
        yield f"area {area.ref}", f"{area.title}\n{area.finding}"
        for outcome in area.outcomes.all():
            yield f"outcome {outcome.ref}", f"{outcome.title}\n{outcome.description}"
    for action in actions:
        yield f"action {action.ref}", "\n".join((action.text, *action.measures))


def _explained(plan: Plan) -> list[str]:
    """The terms of the glossary, and the codes and names of posts and organisations."""
    posts = Post.objects.of(plan.local_area_id).values_list("code", flat=True)
    organisations = Organisation.objects.named_in(plan.local_area_id)
    named = [text for pair in organisations.values_list("code", "name") for text in pair]
    return [*plan.glossary.values_list("term", flat=True), *posts, *named]
