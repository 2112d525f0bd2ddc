"""A plan's own key of statuses: giving it one, changing it, going back to that of its kind."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from actions.domain.kinds.scale import KeyRefused, own_key
from actions.models import Plan, StatusKeyChange
from actions.services.locking import lock_and_bump_plan
from wsoa.accounts.models import User
from wsoa.audit.services import record_audit
from wsoa.core.clock import now
from wsoa.core.reasons import fault_in_reason

MISSING_REASON = "Enter why the plan’s key is changed"


class StatusKeyRefused(Exception):
    """The key was not saved. The message is for the person."""


@transaction.atomic
def set_status_key(*, by: User, plan: Plan, key: Mapping[str, object], reason: str) -> bool:
    """Gives a plan a key of its own; an empty one goes back to the statuses of its kind.

    What is stored of actions stays: each status of a key stands for one of the five codes. What
    was published keeps the words that it was frozen with. Returns False where the plan has this key
    already. Raises StatusKeyRefused, with the reason in words.
    """
    if fault := fault_in_reason(reason, MISSING_REASON):
        raise StatusKeyRefused(fault)
    wanted = _checked(key) if key else {}
    lock_and_bump_plan(plan.pk)
    before = Plan.objects.values_list("status_key", flat=True).get(pk=plan.pk)
    if wanted == before:
        return False
    plan.status_key = wanted
    plan.save(update_fields=["status_key"])
    StatusKeyChange.objects.create(plan=plan, key=wanted, reason=reason, by=by, at=now())
    record_audit(
        by=by,
        verb="set_status_key",
        plan=plan,
        subject="key of statuses",
        summary="Changed the plan’s key" if wanted else "Went back to the statuses of the kind",
        detail={"before": before, "after": wanted, "reason": reason},
    )
    return True


def _checked(key: Mapping[str, object]) -> dict[str, object]:
    try:
        return own_key(key).as_json()
    except KeyRefused as refused:
        raise StatusKeyRefused(str(refused)) from None
