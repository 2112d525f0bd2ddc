"""Areas, outcomes, measures and terms of a plan: added, changed, moved, ended.

They differ in their texts and in what they stand in, which `PART_KINDS` has; what happens to them
is the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.db.models import Max, QuerySet

from actions.domain.plan_changes import (
    PlanChangeKind,
    PlanDecision,
    PlanPart,
    PrintedField,
    printed_fields,
)
from actions.models import Action, AreaOfWeakness, GlossaryTerm, Measure, Outcome, Plan, PlanChange
from actions.services.locking import lock_and_bump
from actions.services.plan_editor.recording import (
    ChangedPart,
    EditGround,
    PlanEditRefused,
    begin_edit,
    record_plan_change,
    refuse_changed_since,
    refuse_ref,
    renumber_actions,
)
from wsoa.accounts.models import User

TextPart = AreaOfWeakness | Outcome | Measure | GlossaryTerm


@dataclass(frozen=True, slots=True)
class PartText:
    """One text of a part: its column, what it is called, how long it may be, in characters."""

    column: str
    label: str
    longest: int
    required: bool = True
    is_long: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class PartKind:
    """A kind of part: its table, the column of what it stands in, and its texts."""

    model: type[TextPart]
    parent: str
    texts: tuple[PartText, ...]
    has_ref: bool = True


_NOTE: Final = PartText("note", "Note", 1_000, required=False, hint="Optional.")
PART_KINDS: Final[Mapping[PlanPart, PartKind]] = {
    PlanPart.AREA: PartKind(
        AreaOfWeakness,
        "plan",
        (
            PartText("title", "Title", 200),
            PartText("finding", "Finding", 20_000, is_long=True, hint="As the inspectors put it."),
        ),
    ),
    PlanPart.OUTCOME: PartKind(
        Outcome,
        "area",
        (
            PartText("title", "Title", 300),
            PartText(
                "description",
                "Description",
                20_000,
                required=False,
                is_long=True,
                hint="What its actions are to bring about. Optional.",
            ),
        ),
    ),
    PlanPart.MEASURE: PartKind(
        Measure, "action", (PartText("text", "Measure", 5_000, is_long=True),), has_ref=False
    ),
    PlanPart.TERM: PartKind(
        GlossaryTerm,
        "plan",
        (
            PartText("term", "Abbreviation or term", 40),
            PartText("meaning", "Meaning", 300),
            _NOTE,
        ),
        has_ref=False,
    ),
}


@transaction.atomic
def add_part(
    *,
    by: User,
    part: PlanPart,
    parent: Plan | AreaOfWeakness | Action,
    texts: Mapping[str, str],
    ref: str = "",
    decision: PlanDecision | None = None,
) -> TextPart:
    """Adds an area or a term to a plan, an outcome to an area, or a measure to an action.

    Raises PlanEditRefused for a text that is missing or too long, a reference that was used before,
    or a plan in force without a decision.
    """
    kind = PART_KINDS[part]
    ground = begin_edit(by=by, plan=plan_of(parent), decision=decision)
    columns: dict[str, Any] = dict(_checked(part, texts))
    if getattr(parent, "ended_on", None):
        raise PlanEditRefused(f"{parent} has ended. Nothing was saved")
    if kind.has_ref:
        refuse_ref(ground.plan, part, ref)
        columns["ref"] = ref
    _refuse_second_meaning(ground.plan, part, columns)
    last = _with_ended(part, parent).aggregate(last=Max("order"))["last"] or 0
    row: TextPart = kind.model.objects.create(**{kind.parent: parent}, order=last + 1, **columns)
    fields = printed_fields({}, printed_part(part, row))
    record_plan_change(ground, part_named(part, row), PlanChangeKind.ADDED, fields)
    _bump(part, row)
    return row


@transaction.atomic
def change_part(
    *,
    by: User,
    part: PlanPart,
    row: TextPart,
    texts: Mapping[str, str],
    decision: PlanDecision | None = None,
    seen: int | None = None,
) -> tuple[PrintedField, ...]:
    """Changes the texts of a part; returns what prints something else. Raises PlanEditRefused."""
    ground, current = _begin(by, part, row, decision, seen)
    columns = _checked(part, texts)
    _refuse_second_meaning(ground.plan, part, columns, besides=row.pk)
    before = printed_part(part, current)
    for column, text in columns.items():
        setattr(current, column, text)
    fields = printed_fields(before, printed_part(part, current))
    if fields:
        current.save(update_fields=list(columns))
        record_plan_change(ground, part_named(part, current), PlanChangeKind.CHANGED, fields)
        _bump(part, current)
    return fields


@transaction.atomic
def move_part(
    *,
    by: User,
    part: PlanPart,
    row: TextPart,
    after: TextPart | None,
    decision: PlanDecision | None = None,
) -> PlanChange | None:
    """Moves a part behind another one of the same parent, or to the beginning; None if it is there.

    Raises PlanEditRefused.
    """
    ground, current = _begin(by, part, row, decision)
    siblings = list(in_force_beside(part, current))
    before = _place(siblings, current)
    siblings.remove(current)
    place = siblings.index(after) + 1 if after is not None and after in siblings else 0
    siblings.insert(place, current)
    fields = printed_fields({"Place": before}, {"Place": _place(siblings, current)})
    if not fields:
        return None
    for number, sibling in enumerate(siblings, start=1):
        type(sibling).with_ended.filter(pk=sibling.pk).update(order=number)
    renumber_actions(ground.plan)
    _bump(part, current)
    return record_plan_change(ground, part_named(part, current), PlanChangeKind.MOVED, fields)


@transaction.atomic
def end_part(
    *,
    by: User,
    part: PlanPart,
    row: TextPart,
    decision: PlanDecision | None = None,
    seen: int | None = None,
) -> PlanChange:
    """Ends a part: it keeps its row and its reference, and leaves the plan. Removed from a draft.

    Raises PlanEditRefused where an outcome has actions, or an area outcomes, that have not ended.
    """
    ground, current = _begin(by, part, row, decision, seen)
    _refuse_children(current)
    fields = printed_fields(printed_part(part, current), {})
    named = part_named(part, current)
    change = record_plan_change(ground, named, PlanChangeKind.ENDED, fields)
    _bump(part, current)
    if ground.in_force:
        type(current).with_ended.filter(pk=current.pk).update(ended_on=ground.day)
    else:
        current.delete()
    return change


def plan_of(thing: Plan | TextPart | Action) -> Plan:
    """The plan that a part, or what it stands in, is of."""
    if isinstance(thing, Plan):
        return thing
    if isinstance(thing, Outcome):
        return thing.area.plan
    return thing.action.plan if isinstance(thing, Measure) else thing.plan


def part_named(part: PlanPart, row: TextPart) -> ChangedPart:
    """The part as a change names it: a measure by its action, a term by itself."""
    if isinstance(row, Measure):
        return ChangedPart(part, row, row.action.ref, row.text)
    if isinstance(row, GlossaryTerm):
        return ChangedPart(part, row, row.term, row.meaning)
    return ChangedPart(part, row, row.ref, row.title)


def printed_part(part: PlanPart, row: TextPart) -> dict[str, str]:
    """What the plan prints of a part, by the names of the fields."""
    return {text.label: getattr(row, text.column) for text in PART_KINDS[part].texts}


def in_force_beside(part: PlanPart, row: TextPart) -> QuerySet[Any]:
    """The part and the others in what it stands in, in their order."""
    parent = PART_KINDS[part].parent
    return type(row).objects.filter(**{parent: getattr(row, f"{parent}_id")}).order_by("order")


def _with_ended(part: PlanPart, parent: Plan | AreaOfWeakness | Action) -> QuerySet[Any]:
    kind = PART_KINDS[part]
    return kind.model.with_ended.filter(**{kind.parent: parent})


def _begin(
    by: User,
    part: PlanPart,
    row: TextPart,
    decision: PlanDecision | None,
    seen: int | None = None,
) -> tuple[EditGround, TextPart]:
    """The ground of a change, and the part as it is now. Raises PlanEditRefused."""
    plan = plan_of(row)
    ground = begin_edit(by=by, plan=plan, decision=decision, touched=[(part, row.pk)])
    refuse_changed_since(by, plan, part, row.pk, seen)
    current: TextPart | None = type(row).objects.filter(pk=row.pk).first()
    if current is None:
        raise PlanEditRefused("This is no longer in the plan. Nothing was saved")
    return ground, current


def _checked(part: PlanPart, texts: Mapping[str, str]) -> dict[str, str]:
    """The texts by column, without spaces around them. Raises PlanEditRefused."""
    columns = {}
    for wanted in PART_KINDS[part].texts:
        text = texts.get(wanted.column, "").strip()
        if wanted.required and not text:
            raise PlanEditRefused(f"Enter the {wanted.label.lower()}", wanted.column)
        if len(text) > wanted.longest:
            raise PlanEditRefused(
                f"{wanted.label} must be {wanted.longest:,} characters or fewer", wanted.column
            )
        columns[wanted.column] = text
    return columns


def _refuse_second_meaning(
    plan: Plan, part: PlanPart, columns: Mapping[str, Any], besides: int = 0
) -> None:
    """Raises PlanEditRefused for a term that the plan explains already."""
    if part is not PlanPart.TERM:
        return
    others = GlossaryTerm.objects.filter(plan=plan, term=columns["term"]).exclude(pk=besides)
    if others.exists():
        raise PlanEditRefused(
            f"This plan explains {columns['term']} already. Change its meaning there", "term"
        )


def _refuse_children(row: TextPart) -> None:
    """Raises PlanEditRefused where something that has not ended stands in it."""
    if isinstance(row, Outcome) and (found := row.actions.order_by("order").first()):
        raise PlanEditRefused(
            f"Outcome {row.ref} has actions in the plan, such as {found.ref}. End them, or move "
            "them to another outcome, first"
        )
    if isinstance(row, AreaOfWeakness) and (first := row.outcomes.order_by("order").first()):
        raise PlanEditRefused(f"Area {row.ref} has outcomes, such as {first.ref}. End them first")


def _bump(part: PlanPart, row: TextPart) -> None:
    """Raises the version of the action whose page shows a measure."""
    if part is PlanPart.MEASURE and isinstance(row, Measure):
        lock_and_bump(row.action)


def _place(siblings: list[TextPart], row: TextPart) -> str:
    """ "3 of 5"."""
    return f"{siblings.index(row) + 1} of {len(siblings)}"
