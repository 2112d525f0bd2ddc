"""Scheduled tasks of actions, and the programme manager's chase. Each may run twice."""

from __future__ import annotations

from celery import Task, shared_task

from actions.services import area_access, chat, evidence_files, findings, organisations, reminders
from actions.services.plan_imports import confirming, reading
from wsoa.core.clock import today


@shared_task(name="actions.tasks.send_digests", bind=True, max_retries=8, expires=12 * 60 * 60)
def send_digests(self: Task) -> None:  # type: ignore[type-arg]
    """Sends everybody's digest of the day; retries failed ones for two hours."""
    if reminders.send_digests().failed:
        raise self.retry(countdown=15 * 60)


@shared_task(name="actions.tasks.send_chase")
def send_chase(pk: int) -> None:
    """Sends the emails of one chase, and of those started together with it."""
    reminders.send_chase(pk=pk)


@shared_task(name="actions.tasks.send_waiting_chases", expires=60)
def send_waiting_chases() -> None:
    """Sends chases that were not enqueued or failed before."""
    reminders.send_waiting_chases()


@shared_task(name="actions.tasks.sweep_files", expires=60 * 60)
def sweep_files() -> None:
    """Deletes evidence files without a row, a day after they were written."""
    evidence_files.sweep_files()


@shared_task(name="actions.tasks.keep_areas", expires=60 * 60)
def keep_areas() -> None:
    """What takes effect on its day: organisations that change, and access that ends."""
    organisations.apply_due_changes(today())
    area_access.end_lapsed_access(today())


@shared_task(name="actions.tasks.count_waiting")
def count_waiting(pk: int) -> None:
    """What waits for one person in many plans."""
    findings.count_waiting(pk=pk)


@shared_task(name="actions.tasks.renew_findings", expires=60)
def renew_findings() -> None:
    """The numbers of each plan that was written to, then what waits for people in many plans."""
    findings.renew_counts()
    findings.renew_totals()


@shared_task(name="actions.tasks.make_chat_messages", expires=60 * 60)
def make_chat_messages() -> None:
    """Today's message of each area that has turned its chat on."""
    chat.make_messages()


@shared_task(name="actions.tasks.send_chat_message")
def send_chat_message(pk: int) -> None:
    """Sends one message to a chat; may be told of it twice."""
    chat.send_message(pk=pk)


@shared_task(name="actions.tasks.send_waiting_chat", expires=60)
def send_waiting_chat() -> None:
    """Messages that no worker was told of, and what failed before."""
    chat.send_waiting_messages()


@shared_task(name="actions.tasks.forget_old_chat_messages", expires=60 * 60)
def forget_old_chat_messages() -> None:
    """Deletes what is kept of messages to chats, after `CHAT_MESSAGES_KEPT_DAYS`."""
    chat.forget_old_messages()


@shared_task(name="actions.tasks.read_plan_import", soft_time_limit=reading.MOST_SECONDS)
def read_plan_import(pk: int) -> None:
    """Reads the file of a plan that somebody brings in; may be told of it twice."""
    reading.read_import(pk=pk)


@shared_task(name="actions.tasks.send_lost_imports", expires=60)
def send_lost_imports() -> None:
    """Imports that no worker was told of, and those whose worker was killed."""
    reading.send_lost()
    confirming.send_lost_confirmations()


@shared_task(name="actions.tasks.confirm_plan_import", soft_time_limit=confirming.MOST_SECONDS)
def confirm_plan_import(pk: int) -> None:
    """Makes the plan of an import that was confirmed; may be told of it twice."""
    confirming.confirm_asked(pk=pk)
