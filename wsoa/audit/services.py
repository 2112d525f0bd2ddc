"""Writing to the audit log. Nothing else writes to it."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, Protocol

from django.db import transaction

from wsoa.audit.chain import EventContent, content_digest
from wsoa.audit.models import AuditContent, AuditEvent
from wsoa.core.clock import now
from wsoa.core.reasons import fault_in_reason

if TYPE_CHECKING:  # people stand above the log of what they did
    from wsoa.accounts.models import LocalArea, User

SYSTEM = "The system"
LONGEST_REASON = 400
EMPTIED = "empty-content"  # the verb of the event that says that a content was emptied


class LoggedPlan(Protocol):
    """What the log needs of a plan: its address, and the local area that it belongs to."""

    slug: str
    local_area_id: int


class EmptyingRefused(Exception):
    """Nothing was emptied. The message says why, and what to do."""


def record_audit(
    *,
    by: User | None,
    verb: str,
    subject: str,
    summary: str,
    plan: LoggedPlan | None = None,
    local_area: LocalArea | None = None,
    detail: dict[str, Any] | None = None,
) -> AuditEvent:
    """Adds an event to the audit log, in the caller's transaction.

    `by` is None for what the system does by itself. The event belongs to the plan's local area, or
    to `local_area` where there is no plan; with neither, to the site.

    `subject` names a row, such as "action 5.1.6", and no person: it stays when the content is
    emptied. No figure's value belongs into `summary` or `detail`: a value that is suppressed later
    would stay readable in the log.

    A worker seals the event later: no save waits for another. Raises TransactionManagementError
    outside a transaction: a change and its audit event are atomic.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            "An audit event must be recorded inside its transaction."
        )
    area = plan.local_area_id if plan else local_area.pk if local_area else None
    return _record(
        by=by,
        verb=verb,
        subject=subject,
        summary=summary,
        plan=plan.slug if plan else "",
        local_area=area,
        detail=detail or {},
    )


@transaction.atomic
def empty_content(
    *, by: User | None, local_area: int | None, number: int, reason: str
) -> AuditEvent:
    """Empties the content of an event: the name, the sentence and the detail, which do not return.

    The event is the one with that number in the chain of the local area, or of the site for None.

    The event itself stays, with its digest and its place in the chain, so that the chain still
    holds. Audited in the chain of that event, with the reason. Returns the event that says so.

    Raises EmptyingRefused where no sealed event has that number, where there is no reason, or
    nothing left to empty.
    """
    reason = reason.strip()
    if fault := fault_in_reason(reason, "Give the reason with --reason"):
        raise EmptyingRefused(f"{fault}. Nothing was emptied.")
    emptied = AuditEvent.objects.of_chain(local_area).numbered(number).first()
    if emptied is None:
        raise EmptyingRefused(f"There is no event {number} in that chain. Nothing was emptied.")
    summary = f"Emptied the content of event {number}: {reason}"
    if len(reason) > LONGEST_REASON:
        raise EmptyingRefused(
            f"The reason must be {LONGEST_REASON} characters or fewer. Nothing was emptied."
        )
    if not AuditContent.objects.empty(emptied.pk, now()):
        raise EmptyingRefused(f"The content of event {number} is empty already.")
    return _record(
        by=by,
        verb=EMPTIED,
        subject=subject_of_emptied(number),
        summary=summary,
        plan=emptied.plan,
        local_area=local_area,
        detail={"number": number},
    )


def subject_of_emptied(number: int) -> str:
    """What the record of an emptied content is about. "event 7" alone was a key of the table."""
    return f"event number {number}"


def _record(
    *,
    by: User | None,
    verb: str,
    subject: str,
    summary: str,
    plan: str,
    local_area: int | None,
    detail: dict[str, Any],
) -> AuditEvent:
    content = EventContent(
        actor_name=by.name if by else SYSTEM,
        summary=summary,
        detail=detail,
        salt=secrets.token_hex(16),
    )
    event = AuditEvent.objects.create(
        at=now(),
        actor=by,
        verb=verb,
        plan=plan,
        local_area_id=local_area,
        subject=subject,
        digest=content_digest(content),
    )
    AuditContent.objects.create(
        event=event,
        actor_name=content.actor_name,
        summary=content.summary,
        detail=content.detail,
        salt=content.salt,
    )
    return event
