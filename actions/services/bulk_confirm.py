""" "No change" to many actions at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from actions.models import Plan, ReportingPeriod
from actions.services.locking import UpdateRefused
from actions.services.updates import UpdateConflict, confirm_unchanged
from wsoa.accounts.models import User
from wsoa.core.clock import today


@dataclass(slots=True)
class BulkConfirmation:
    """What was recorded, by reference; and why the rest was not."""

    recorded: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)


def confirm_many_unchanged(
    *, by: User, plan: Plan, period: ReportingPeriod, seen: Mapping[str, int | None]
) -> BulkConfirmation:
    """Records "no change" for each of these actions of somebody's own, by reference.

    `seen` is, for each, the update that the person saw as its last word. Every action has a
    transaction of its own, in `confirm_unchanged`: what cannot be recorded of one keeps none
    of the others back, and is told.
    """
    result = BulkConfirmation()
    mine = {
        action.ref: action
        for action in plan.actions.led_by(by, today()).with_leads().in_plan_order()
        if action.ref in seen
    }
    for ref, action in mine.items():
        action.plan = plan
        try:
            confirm_unchanged(by=by, action=action, period=period, based_on=seen[ref])
        except UpdateConflict:
            result.refused[ref] = (
                "somebody else has updated it since you opened the page. Check it again."
            )
        except UpdateRefused as refused:
            result.refused[ref] = str(refused)
        else:
            result.recorded.append(ref)
    result.refused |= {ref: "it is not one of your actions." for ref in seen if ref not in mine}
    return result
