"""The measures of an action as a file has them: kept, changed, added or ended, one change each."""

from __future__ import annotations

from collections.abc import Sequence

from actions.domain.plan_changes import PlanChangeKind, PlanPart, printed_fields
from actions.domain.plan_import.paired import paired
from actions.models import Action, Measure
from actions.services.plan_editor.parts import part_named, printed_part
from actions.services.plan_editor.recording import EditGround, record_plan_change


def replace_measures(ground: EditGround, action: Action, texts: Sequence[str]) -> None:
    """Gives an action these measures in this order, within a change of the plan.

    One with the same text stays as it is. Of the others, the first that is gone becomes the first
    that is new, and so on: its verdicts are of a measure that was worded anew.
    """
    rows = list(action.measures.order_by("order"))
    for order, (at, text) in enumerate(paired([row.text for row in rows], texts), start=1):
        if at is None:
            _add(ground, action, order, text)
        elif text is None:
            _end(ground, rows[at])
        else:
            _change(ground, rows[at], order, text)


def _add(ground: EditGround, action: Action, order: int, text: str | None) -> None:
    row = Measure.objects.create(action=action, order=order, text=text or "")
    _record(ground, row, PlanChangeKind.ADDED, {}, printed_part(PlanPart.MEASURE, row))


def _end(ground: EditGround, row: Measure) -> None:
    _record(ground, row, PlanChangeKind.ENDED, printed_part(PlanPart.MEASURE, row), {})
    if ground.in_force:
        Measure.objects.filter(pk=row.pk).update(ended_on=ground.day)
    else:
        row.delete()


def _change(ground: EditGround, row: Measure, order: int, text: str) -> None:
    before = printed_part(PlanPart.MEASURE, row)
    is_other = row.text != text
    row.order, row.text = order, text
    row.save(update_fields=["order", "text"])
    if is_other:
        after = printed_part(PlanPart.MEASURE, row)
        _record(ground, row, PlanChangeKind.CHANGED, before, after)


def _record(
    ground: EditGround,
    row: Measure,
    kind: PlanChangeKind,
    before: dict[str, str],
    after: dict[str, str],
) -> None:
    fields = printed_fields(before, after)
    record_plan_change(ground, part_named(PlanPart.MEASURE, row), kind, fields)
