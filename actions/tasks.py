"""What the clock sends and tidies, and the programme manager's chase. Each may run twice."""

from __future__ import annotations

from celery import Task, shared_task

from actions.services import evidence_files, reminders


@shared_task(name="actions.tasks.send_digests", bind=True, max_retries=8, expires=12 * 60 * 60)
def send_digests(self: Task) -> None:  # type: ignore[type-arg]
    """Everybody's digest of the day; what did not leave is tried again, for two hours."""
    if reminders.send_digests().failed:
        raise self.retry(countdown=15 * 60)


@shared_task(name="actions.tasks.send_chase")
def send_chase(pk: int) -> None:
    """The emails of one chase, and of those that were pressed for along with it."""
    reminders.send_chase(pk=pk)


@shared_task(name="actions.tasks.send_waiting_chases", expires=60)
def send_waiting_chases() -> None:
    """What no worker was told of, and what failed before."""
    reminders.send_waiting_chases()


@shared_task(name="actions.tasks.sweep_files", expires=60 * 60)
def sweep_files() -> None:
    """Files of evidence that no row names, a day after they were written."""
    evidence_files.sweep_files()
