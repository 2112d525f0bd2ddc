"""Messages to the chat of a local area: one a day, with counts and links only. Off by default.

The row of a message is there once for a chat and a day; a worker claims it before it sends it. The
address of a chat is a key to it: it is never shown again, and the audit log does not hold it.
"""

from __future__ import annotations

import logging
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from actions.domain.chat import ChatService, ChatText, PlanLine, payload
from actions.models import ChatMessage, ChatWebhook, Plan
from actions.selectors.plan_counts import PlanCounts, plan_counts
from wsoa.accounts.models import LocalArea, User
from wsoa.audit.services import record_audit
from wsoa.core.clock import now, today
from wsoa.core.outward import OutwardFailed, OutwardRefused, check_address, post_json
from wsoa.runtime.broker import enqueue

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=settings.CHAT_LEASE_SECONDS)  # of real time
MOST_TRIES = 6


class WebhookRefused(Exception):
    """The chat was not set. The message is for the person; `field` is of the form."""

    def __init__(self, message: str, field: str = "address") -> None:
        self.field = field
        super().__init__(message)


@transaction.atomic
def set_webhook(
    *, by: User | None, local_area: LocalArea, kind: ChatService, address: str, enabled: bool
) -> ChatWebhook:
    """Sets the chat of a local area, or turns it on or off; an empty address keeps the one there.

    Audited without the address. Raises WebhookRefused where the address may not be called.
    """
    webhook = ChatWebhook.objects.of(local_area).select_for_update().first()
    if not address and webhook is None:
        raise WebhookRefused("Enter the address of the webhook")
    if address:
        try:
            check_address(address)
        except OutwardRefused as refused:
            raise WebhookRefused(f"{refused} Nothing was saved.") from refused
    values = {"kind": kind, "enabled": enabled, "made_by": by, "changed_at": now()}
    if address:
        values["address"] = address.strip()
    webhook, _ = ChatWebhook.objects.update_or_create(local_area=local_area, defaults=values)
    state = "on" if enabled else "off"
    record_audit(
        by=by,
        verb="chat",
        subject=f"chat of {local_area.slug}",
        summary=f"Turned {state} messages of {local_area} to {dict(kind.choices_of_form())[kind]}",
        detail={"new_address": bool(address)},
    )
    return webhook


@transaction.atomic
def remove_webhook(*, by: User | None, local_area: LocalArea) -> bool:
    """Removes the chat of a local area and its address. False where there is none. Audited."""
    removed, _ = ChatWebhook.objects.of(local_area).delete()
    if removed:
        record_audit(
            by=by,
            verb="chat",
            subject=f"chat of {local_area.slug}",
            summary=f"Removed the chat of {local_area}",
        )
    return bool(removed)


@transaction.atomic
def make_messages() -> int:
    """Makes today's message of each chat that is turned on, once; returns how many are new."""
    day = today()
    made = 0
    for webhook in ChatWebhook.objects.enabled():
        row, is_new = ChatMessage.objects.get_or_create(
            webhook=webhook, day=day, defaults={"made_at": timezone.now()}
        )
        if is_new:
            made += 1
            transaction.on_commit(lambda pk=row.pk: _enqueue(pk))  # type: ignore[misc]
    return made


def _enqueue(pk: int) -> None:
    enqueue("actions.tasks.send_chat_message", [pk])


def send_message(*, pk: int) -> bool:
    """Sends one message, unless it is sent, of another day, or in somebody's hands.

    True where it went out. What fails is tried again, each time after twice as long; an address
    that may not be called is not tried again.
    """
    unsent = ChatMessage.objects.unsent().filter(day=today())
    claim = unsent.claim(pk, moment=timezone.now(), lease=LEASE, tries=F("tries") + 1)
    message = ChatMessage.objects.held(pk, claim or "").with_webhook().first()
    if message is None:
        return False
    try:
        _send(message)
    except (OutwardFailed, OutwardRefused) as fault:
        logger.warning("Chat message %s was not sent (try %s): %s", pk, message.tries, fault)
        _put_back(message, fault)
        return False
    ChatMessage.objects.filter(pk=pk).set_free(sent_at=timezone.now(), error="")
    return True


def send_waiting_messages() -> int:
    """Sends what no worker was told of, or what failed before. Returns how many went out."""
    waiting = ChatMessage.objects.unsent().filter(day=today()).free_at(timezone.now())
    return sum(send_message(pk=pk) for pk in list(waiting.values_list("pk", flat=True)))


def _send(message: ChatMessage) -> None:
    webhook = message.webhook
    text = message_of(webhook.local_area, message.day)
    answer = post_json(webhook.address, payload(ChatService(webhook.kind), text))
    if not answer.is_success:
        raise OutwardFailed(f"The chat answered {answer.status}.")


def _put_back(message: ChatMessage, fault: Exception) -> None:
    moment = timezone.now()
    hopeless = message.tries >= MOST_TRIES or isinstance(fault, OutwardRefused)
    ChatMessage.objects.release(
        message.pk,
        message.claim,
        until=moment + timedelta(seconds=30 * 2**message.tries),
        given_up_at=moment if hopeless else None,
        error=str(fault)[:1000],
    )


def message_of(local_area: LocalArea, day: date) -> ChatText:
    """What the chat of an area is told on a day: for each plan, counts and a link."""
    plans = list(Plan.objects.in_area(local_area).light().in_list_order())
    counts = plan_counts([plan.pk for plan in plans], day)
    return ChatText(
        heading=f"{local_area}: SEND plans on {day:%-d %B %Y}",
        plans=[_plan_line(plan, counts[plan.pk]) for plan in plans],
        home=f"{settings.SITE_ADDRESS}{reverse('home')}",
    )


def _plan_line(plan: Plan, counts: PlanCounts) -> PlanLine:
    words = [
        f"{counts.behind} of {counts.total} actions behind target or at significant risk",
        f"{counts.late} past their end date",
    ]
    if counts.due:
        due = date.fromisoformat(counts.due)
        words.append(
            f"{counts.silent} of {counts.asked} without an update for {counts.round}, "
            f"due {due:%-d %B %Y}"
        )
    href = f"{settings.SITE_ADDRESS}{reverse('overview', args=[plan.slug])}"
    return PlanLine(plan.title, tuple(words), href)


def forget_old_messages() -> int:
    """Deletes the rows of messages of more than CHAT_MESSAGES_KEPT_DAYS ago; returns how many.

    They say no more than that a message was sent, or why it was not.
    """
    kept_since = today() - timedelta(days=settings.CHAT_MESSAGES_KEPT_DAYS)
    deleted, _ = ChatMessage.objects.before(kept_since).delete()
    return deleted
