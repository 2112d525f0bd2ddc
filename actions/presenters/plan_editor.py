"""The pages on which a plan is changed: its tree, and the form of one change."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Final

from django.urls import reverse

from actions.domain.plan_changes import PlanPart
from actions.models import Action, AreaOfWeakness, GlossaryTerm, Measure, Outcome, Plan
from actions.selectors.plan_editing import is_in_force

TextPart = AreaOfWeakness | Outcome | Measure | GlossaryTerm


@dataclass(frozen=True, slots=True)
class EditorLink:
    """A link of the editor, with what it is about for screen readers."""

    text: str
    href: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class EditedOutcome:
    """An outcome with its actions, and what can be done with it."""

    outcome: Outcome
    actions: tuple[Action, ...]
    links: tuple[EditorLink, ...]


@dataclass(frozen=True, slots=True)
class EditedArea:
    """An area with its outcomes, and what can be done with it."""

    area: AreaOfWeakness
    outcomes: tuple[EditedOutcome, ...]
    links: tuple[EditorLink, ...]


@dataclass(frozen=True, slots=True)
class PlanEditorPage:
    """The plan as a tree, its terms, and the actions that have ended."""

    in_force: bool
    areas: tuple[EditedArea, ...]
    terms: tuple[GlossaryTerm, ...]
    ended: tuple[Action, ...]


def plan_editor_page(plan: Plan) -> PlanEditorPage:
    """The tree of a plan, for whoever changes it. A constant number of queries."""
    actions: dict[int, list[Action]] = defaultdict(list)
    for action in plan.actions.in_plan_order():
        action.plan = plan
        actions[action.outcome_id].append(action)
    areas = plan.areas.prefetch_related("outcomes").order_by("order")
    return PlanEditorPage(
        in_force=is_in_force(plan),
        areas=tuple(_edited_area(plan, area, actions) for area in areas),
        terms=tuple(plan.glossary.all()),
        ended=tuple(Action.with_ended.of_plans([plan.pk]).ended().in_plan_order()),
    )


def _edited_area(plan: Plan, area: AreaOfWeakness, actions: dict[int, list[Action]]) -> EditedArea:
    outcomes = tuple(
        EditedOutcome(
            outcome,
            tuple(actions[outcome.pk]),
            (
                *part_links(plan, PlanPart.OUTCOME, outcome.pk, outcome.ref, with_change=True),
                EditorLink(
                    "Add an action",
                    reverse("add-action", args=[plan.slug, outcome.pk]),
                    f"to {outcome.ref}",
                ),
            ),
        )
        for outcome in area.outcomes.all()
    )
    links = (
        *part_links(plan, PlanPart.AREA, area.pk, f"area {area.ref}", with_change=True),
        EditorLink(
            "Add an outcome",
            reverse("add-outcome", args=[plan.slug, area.pk]),
            f"to area {area.ref}",
        ),
    )
    return EditedArea(area, outcomes, links)


def part_links(
    plan: Plan, part: PlanPart, pk: int, about: str, *, with_change: bool = False
) -> tuple[EditorLink, ...]:
    """What can be done with an area, an outcome, a measure or a term."""
    verbs = (("Change", "edit"), ("Move", "move"), ("End", "end"))
    return tuple(
        EditorLink(text, reverse(f"{verb}-{part}", args=[plan.slug, pk]), about)
        for text, verb in verbs
        if with_change or verb != "edit"
    )


@dataclass(frozen=True, slots=True)
class EditedMeasure:
    """A measure of an action, and what can be done with it."""

    measure: Measure
    links: tuple[EditorLink, ...]


@dataclass(frozen=True, slots=True)
class EditPage:
    """The page of one change: its heading, what it does, where it leads back, and its button."""

    heading: str
    caption: str
    button: str
    back: str
    lead: str = ""
    others: tuple[EditorLink, ...] = ()
    measures: tuple[EditedMeasure, ...] = ()
    add_measure: str = ""
    is_ending: bool = False


def action_links(action: Action) -> tuple[EditorLink, ...]:
    """What else can be done with an action."""
    verbs = (
        ("Move it", "move"),
        ("Split it", "split"),
        ("Merge it with others", "merge"),
        ("Replace it", "replace"),
        ("End it", "end"),
    )
    args = [action.plan.slug, action.ref]
    return tuple(EditorLink(text, reverse(f"{verb}-action", args=args)) for text, verb in verbs)


def edit_action_page(action: Action) -> EditPage:
    """The page on which an action is changed, with its measures."""
    plan = action.plan
    measures = tuple(
        EditedMeasure(
            row,
            part_links(plan, PlanPart.MEASURE, row.pk, f"measure {number}", with_change=True),
        )
        for number, row in enumerate(action.measures.all(), start=1)
    )
    return EditPage(
        heading=f"Change action {action.ref}",
        caption=action.title,
        button="Save action",
        back=reverse("action", args=[plan.slug, action.ref]),
        others=action_links(action),
        measures=measures,
        add_measure=reverse("add-measure", args=[plan.slug, action.pk]),
    )


def editor_href(plan: Plan) -> str:
    """The address of the tree."""
    return reverse("plan-editor", args=[plan.slug])


_DRAFT: Final = "The plan is a draft, so it is removed, and its reference can be used again."
_IN_FORCE: Final = (
    "It leaves every list, count and report from the day it ends. Its page, its history and what "
    "was published stay as they are, and its reference is never used again."
)


def add_part_page(plan: Plan, part: PlanPart, parent: Plan | AreaOfWeakness | Action) -> EditPage:
    """The page on which an area, an outcome, a measure or a term is added."""
    article = "an" if part[0] in "ao" else "a"
    caption = f"Action {parent.ref}" if isinstance(parent, Action) else str(parent)
    back = (
        reverse("edit-action", args=[plan.slug, parent.ref])
        if isinstance(parent, Action)
        else editor_href(plan)
    )
    return EditPage(f"Add {article} {part}", caption, f"Add {part}", back)


def edit_part_page(plan: Plan, part: PlanPart, row: TextPart) -> EditPage:
    """The page on which the texts of a part are changed."""
    shown = _part_page(plan, part, row, "Change", f"Save {part}")
    return replace(shown, others=part_links(plan, part, row.pk, f"this {part}"))


def terms_page(plan: Plan) -> EditPage:
    """The page on which the plan gets other printed terms."""
    return EditPage(
        "Change the terms of the plan",
        plan.title,
        "Save terms",
        editor_href(plan),
        lead="They are on every page and in every paper. What was published keeps its words.",
    )


def move_part_page(plan: Plan, part: PlanPart, row: TextPart) -> EditPage:
    """The page on which a part gets another place."""
    return _part_page(plan, part, row, "Move", f"Move {part}")


def end_part_page(plan: Plan, part: PlanPart, row: TextPart, *, in_force: bool) -> EditPage:
    """The page on which a part ends."""
    shown = _part_page(plan, part, row, "End", f"End {part}")
    return replace(shown, lead=_IN_FORCE if in_force else _DRAFT, is_ending=True)


def _part_page(plan: Plan, part: PlanPart, row: TextPart, verb: str, button: str) -> EditPage:
    if isinstance(row, Measure):
        back = reverse("edit-action", args=[plan.slug, row.action.ref])
        caption = f"Action {row.action.ref}: {row.text}"
    else:
        back, caption = editor_href(plan), str(row)
    return EditPage(f"{verb} the {part}", caption[:200], button, back)


def one_action_page(action: Action, heading: str, button: str) -> EditPage:
    """The page of a change of one action."""
    back = reverse("edit-action", args=[action.plan.slug, action.ref])
    return EditPage(heading, action.title, button, back)


def end_action_page(action: Action, *, in_force: bool) -> EditPage:
    """The page on which an action ends; it leads back to the tree, since the action is gone."""
    shown = one_action_page(action, f"End action {action.ref}", "End action")
    lead = _IN_FORCE if in_force else _DRAFT
    return replace(shown, back=editor_href(action.plan), lead=lead, is_ending=True)


_TAKES_OVER: Final = {
    "Split": "Each new action has the dates and the leads of {ref}, and those of its measures that "
    "you give it.",
    "Merge": "The new action has the leads and the measures of all of them, the earliest start and "
    "the latest end.",
    "Replace": "The new action has the dates, the leads and the measures of {ref}.",
}


def succession_page(action: Action, verb: str, button: str) -> EditPage:
    """The page on which one action or several take the place of others."""
    heading = f"{verb} action {action.ref}"
    lead = (
        _TAKES_OVER[verb].format(ref=action.ref)
        + " It begins without a status. What ends keeps its page and its reference."
    )
    shown = one_action_page(action, heading, button)
    return replace(shown, back=editor_href(action.plan), lead=lead)
