"""What happens to the audit log by itself."""

from __future__ import annotations

from celery import shared_task

from wsoa.audit import heads, sealing


@shared_task(name="wsoa.audit.tasks.seal_events", expires=30)
def seal_events() -> None:
    """Seals the events of the audit log that are not sealed yet."""
    sealing.seal_events()


@shared_task(name="wsoa.audit.tasks.record_heads", expires=60 * 60)
def record_heads() -> None:
    """Writes the heads of the audit log to the log and to a file for the backup."""
    heads.record_heads()
