"""Another end date in a plan's file: it never moves one that is here already.

It becomes a request in the ledger of end dates, which somebody decides on as on any other; what
cannot be requested is refused. The plan's own end stays as it was first loaded.
"""

from __future__ import annotations

from typing import Any

from actions.domain.date_ledger import fault_in_new_end
from actions.domain.enums import Slippage
from actions.models import Action, DateChange
from wsoa.accounts.models import User
from wsoa.core.clock import now
from wsoa.core.load_changes import LoadChanges
from wsoa.core.months import Month, parse_printed
from wsoa.core.yaml_source import YamlNode

REASON = "The plan’s file has another end date than the plan had here."


def end_columns(
    existing: Action | None, part: YamlNode, printed: str, changes: LoadChanges
) -> dict[str, Any]:
    """The columns of an action's own end. Where the file has another month, it is requested.

    Raises SourceError where it cannot be.
    """
    end = parse_printed(printed)
    if existing is None or (existing.end.kind, existing.end.month) == (end.kind, end.month):
        month = end.month.first_day if end.month else None
        return {"end_printed": printed, "end_kind": end.kind.value, "end_month": month}
    if end.month is None or existing.agreed_end.month is None:
        raise part.fault(
            ("end",),
            f"{existing.ref} ends {existing.end_printed!r} here and {printed!r} in the file. "
            "An end date that is here is not changed by a file. Put it back",
        )
    if end.month != existing.agreed_end.month:
        _request(existing, part, end.month, changes)
    return {
        "end_printed": existing.end_printed,
        "end_kind": existing.end_kind,
        "end_month": existing.end_month,
    }


def _request(action: Action, part: YamlNode, to: Month, changes: LoadChanges) -> None:
    """Requests the end of the file, and notes it."""
    current = action.agreed_end.month
    before = action.date_changes.count()
    if fault := request_end(action, to):
        raise part.fault(("end",), f"{action.ref}: {fault}")
    if current and action.date_changes.count() > before:
        changes.note(
            "added", f"Request to move the end of {action.ref}: {current.printed} to {to.printed}"
        )


def request_end(action: Action, to: Month, *, by: User | None = None, reason: str = REASON) -> str:
    """Requests the end of a file, unless that was requested, or refused, before.

    The action has an end month. Returns what is wrong, "" where nothing is.
    """
    current = action.agreed_end.month
    assert current is not None  # noqa: S101 (what has none is refused)
    months = {"from_month": current.first_day, "to_month": to.first_day}
    if action.date_changes.filter(**months).exists():
        return ""
    kind = Slippage.SLIPPED if current < to else Slippage.DELIBERATE
    fault = fault_in_new_end(action.start, action.agreed_end, to, kind)
    if not fault and action.date_changes.open().exists():
        fault = "another new end date is requested here and not yet decided. Decide on it first"
    if not fault:
        given = {"kind": kind, "reason": reason, "requested_by": by, "requested_at": now()}
        DateChange.objects.create(action=action, **given, **months)
    return fault
