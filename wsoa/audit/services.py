"""Writing to the audit log. Nothing else writes to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from wsoa.audit.models import AuditEvent
from wsoa.core.clock import now

if TYPE_CHECKING:  # people stand above the log of what they did
    from wsoa.accounts.models import User


def record_audit(
    *,
    by: User | None,
    verb: str,
    subject: str,
    summary: str,
    plan: str = "",
    detail: dict[str, Any] | None = None,
) -> AuditEvent:
    """Adds an event to the audit log, in the caller's transaction.

    `by` is None for what the system does by itself. Raises TransactionManagementError outside
    a transaction: a change and its audit event are atomic.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            "An audit event must be recorded inside its transaction."
        )
    return AuditEvent.objects.create(
        at=now(),
        actor=by,
        actor_name=by.name if by else "The system",
        verb=verb,
        plan=plan,
        subject=subject,
        summary=summary,
        detail=detail or {},
    )
