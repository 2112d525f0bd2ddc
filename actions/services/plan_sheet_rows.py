"""A row that somebody added in the spreadsheet of a plan: what it stands in, and what it becomes.

An action or an outcome stands where its reference says: 1.2.7 in outcome 1.2, and that in area 1.
"""

from __future__ import annotations

from actions.domain.plan_changes import PlanDecision, PlanPart
from actions.domain.plan_sheets import PlanDifference, parent_ref, split_leads
from actions.models import Action, AreaOfWeakness, Outcome, Plan
from actions.services.plan_editor.action_content import ORGANISATION, POST, ActionContent
from actions.services.plan_editor.actions import add_action
from actions.services.plan_editor.parts import add_part
from actions.services.plan_editor.recording import PlanEditRefused
from wsoa.accounts.models import Organisation, Post, User


def add_row(
    *, by: User, plan: Plan, difference: PlanDifference, decision: PlanDecision | None
) -> None:
    """Adds what a row of the file has. Raises PlanEditRefused."""
    cells = dict(difference.cells)
    if difference.table == "Actions":
        ref = cells["Action"]
        content = ActionContent(
            cells["Action text"], cells["Start"], cells["End"], _leads(plan, cells)
        )
        outcome = _outcome(plan, ref)
        add_action(by=by, outcome=outcome, ref=ref, content=content, decision=decision)
        return
    part, parent, ref, texts = _placed(plan, difference.table, cells)
    add_part(by=by, part=part, parent=parent, texts=texts, ref=ref, decision=decision)


def _placed(
    plan: Plan, table: str, cells: dict[str, str]
) -> tuple[PlanPart, Plan | AreaOfWeakness | Action, str, dict[str, str]]:
    """What a row becomes a part of, its reference, and its texts by column."""
    if table == "Areas":
        texts = {"title": cells["Area title"], "finding": cells["Finding"]}
        return PlanPart.AREA, plan, cells["Area"], texts
    if table == "Outcomes":
        ref = cells["Outcome"]
        texts = {"title": cells["Outcome title"], "description": cells["Outcome description"]}
        return PlanPart.OUTCOME, _area(plan, ref), ref, texts
    if table == "Measures":
        return PlanPart.MEASURE, _action(plan, cells["Action"]), "", {"text": cells["Measure"]}
    texts = {"term": cells["Term"], "meaning": cells["Meaning"]}
    return PlanPart.TERM, plan, "", texts


def _outcome(plan: Plan, ref: str) -> Outcome:
    wanted = parent_ref(ref)
    found = Outcome.objects.of_plan(plan).filter(ref=wanted).select_related("area__plan").first()
    if found is None:
        raise PlanEditRefused(f"There is no outcome {wanted or ref} that {ref} could stand in")
    return found


def _area(plan: Plan, ref: str) -> AreaOfWeakness:
    wanted = parent_ref(ref)
    found = AreaOfWeakness.objects.filter(plan=plan, ref=wanted).select_related("plan").first()
    if found is None:
        raise PlanEditRefused(f"There is no area {wanted or ref} that {ref} could stand in")
    return found


def _action(plan: Plan, ref: str) -> Action:
    found = Action.objects.filter(plan=plan, ref=ref).select_related("plan").first()
    if found is None:
        raise PlanEditRefused(f"There is no action {ref} that the measure could be of")
    return found


def _leads(plan: Plan, cells: dict[str, str]) -> tuple[str, ...]:
    """The codes of the leads that a row names: codes of posts or of organisations."""
    codes = {body.code: f"{ORGANISATION}{body.pk}" for body in _bodies(plan)}
    codes |= {post.code: f"{POST}{post.pk}" for post in Post.objects.of(plan.local_area_id)}
    texts = split_leads(cells["Leads"] or cells["Leads as printed"])
    unknown = [text for text in texts if text not in codes]
    if unknown:
        raise PlanEditRefused(
            f"“{unknown[0][:60]}” is not the code of a post or an organisation here. The page of "
            "people has the codes"
        )
    return tuple(codes[text] for text in texts)


def _bodies(plan: Plan) -> list[Organisation]:
    return list(Organisation.objects.named_in(plan.local_area_id))
