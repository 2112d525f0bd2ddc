"""A small plan that is changed: a draft, and the same plan in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from actions.domain.enums import Role
from actions.domain.plan_changes import PlanDecision
from actions.models import Action, Measure, Membership, Outcome, Plan
from actions.services.plan_editor.action_content import ActionContent, lead_codes
from tests.support.factories import (
    ActionFactory,
    AreaFactory,
    OrganisationFactory,
    OutcomeFactory,
    PeriodFactory,
    PlanFactory,
    PostFactory,
    StatusUpdateFactory,
    UserFactory,
)
from wsoa.accounts.models import Post, User
from wsoa.core.clock import today

WHY = "The service was reorganised in the autumn."


@dataclass(frozen=True, slots=True)
class EditedPlan:
    """A plan of one area and two outcomes; the first has two actions with a measure each."""

    plan: Plan
    manager: User
    post: Post
    outcomes: tuple[Outcome, Outcome]

    def action(self, ref: str) -> Action:
        """The action of a reference, also one that has ended."""
        rows = Action.with_ended.of_plans([self.plan.pk])
        return rows.select_related("plan", "outcome__area__plan").get(ref=ref)

    def refs(self) -> list[str]:
        """The references of the actions in the plan, in its order."""
        return list(self.plan.actions.in_plan_order().values_list("ref", flat=True))

    def decision(self, day: date | None = None, **given: Any) -> PlanDecision:
        """A decision of the leading post, as at a day or today."""
        values = {"day": day or today(), "reason": WHY, "decider": f"post-{self.post.pk}"}
        return PlanDecision(**{**values, "decided_on": today(), **given})

    def content(self, ref: str, **given: Any) -> ActionContent:
        """What an action consists of, but for what is given."""
        action = self.action(ref)
        values = {
            "text": action.text,
            "start": action.start_printed,
            "end": action.end_printed,
            "leads": lead_codes(action),
        }
        return ActionContent(**{**values, **given})

    def form(self, **given: str) -> dict[str, str]:
        """What a form sends of a decision, and what is given."""
        day = today()
        sent = {"reason": WHY, "decider": f"post-{self.post.pk}"}
        for name in ("day", "decided_on"):
            sent |= {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}
        return {name: str(value) for name, value in (sent | given).items()}


def edited_plan(*, in_force: bool) -> EditedPlan:
    """The plan, with a manager."""
    plan = PlanFactory(approved_on=date(2019, 5, 1))
    post = PostFactory(organisation=OrganisationFactory(local_area=plan.local_area))
    area = AreaFactory(plan=plan, order=1, ref="1")
    first = OutcomeFactory(area=area, order=1, ref="1.1", title="First")
    second = OutcomeFactory(area=area, order=2, ref="1.2", title="Second")
    for number in (1, 2):
        action = ActionFactory(
            outcome=first, ref=f"1.1.{number}", led_by=[post], leads_printed=post.code
        )
        Measure.objects.create(action=action, order=1, text=f"Measure of {action.ref}")
    manager = UserFactory()
    Membership.objects.create(plan=plan, user=manager, role=Role.MANAGER)
    if in_force:
        StatusUpdateFactory(action=action, period=PeriodFactory(plan=plan))
    return EditedPlan(plan, manager, post, (first, second))
