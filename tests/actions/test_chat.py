"""Messages to a chat: off by default, counts and links only, once a day, by a worker."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from actions.domain.chat import MOST_PLANS, ChatService, ChatText, PlanLine, payload
from actions.models import ChatMessage, ChatWebhook, Plan
from actions.services import chat
from actions.services.chat import (
    MOST_TRIES,
    WebhookRefused,
    forget_old_messages,
    make_messages,
    message_of,
    remove_webhook,
    send_message,
    send_waiting_messages,
    set_webhook,
)
from actions.tasks import forget_old_chat_messages
from tests.support.loopback_server import loopback_server, reply
from wsoa.accounts.models import LocalArea, User
from wsoa.audit.models import AuditEvent

DAY = date(2019, 11, 15)
SECRET = "T0123/B0123/the-key-to-the-chat"
CHAT = f"https://hooks.example.org/services/{SECRET}"


@pytest.fixture
def area(sheffield: Plan, settings: Any) -> LocalArea:
    settings.ALLOWED_OUTWARD_HOSTS = ["hooks.example.org"]
    return sheffield.local_area


@pytest.fixture
def loopback(settings: Any) -> None:
    settings.OUTWARD_TEST_LOOPBACK = True


def webhook_at(area: LocalArea, port: int, kind: ChatService = ChatService.TEAMS) -> ChatWebhook:
    address = f"http://127.0.0.1:{port}/hook"
    return set_webhook(by=None, local_area=area, kind=kind, address=address, enabled=True)


# --- what is sent -----------------------------------------------------------------------------


def texts_in(found: Any) -> list[str]:
    """Every text in a JSON value."""
    if isinstance(found, dict):
        return [text for value in found.values() for text in texts_in(value)]
    if isinstance(found, list):
        return [text for value in found for text in texts_in(value)]
    return [found] if isinstance(found, str) else []


def test_a_message_has_counts_and_links_and_nothing_that_somebody_wrote(
    sheffield: Plan, area: LocalArea
) -> None:
    text = message_of(area, DAY)
    assert text.heading == "Sheffield: SEND plans on 15 November 2019"
    [line] = text.plans
    assert line.counts == (
        "30 of 89 actions behind target or at significant risk",
        "18 past their end date",
        "53 of 78 without an update for October 2019, due 31 October 2019",
    )
    assert line.href == "http://localhost:8000/plans/sheffield-2019/"
    for service in ChatService:
        sent = " ".join(texts_in(payload(service, text)))
        for user in User.objects.all():
            assert user.name not in sent
            assert user.email not in sent
        for action in sheffield.actions.all():
            assert action.text[:40] not in sent


def test_teams_gets_an_adaptive_card() -> None:
    text = ChatText(
        "Heading", [PlanLine("A plan", ("1 late",), "https://x/plans/a/")], "https://x/"
    )
    sent = payload(ChatService.TEAMS, text)
    [attachment] = sent["attachments"]
    assert sent["type"] == "message"
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    card = attachment["content"]
    assert (card["type"], card["version"]) == ("AdaptiveCard", "1.4")
    urls = [action["url"] for part in card["body"] for action in part.get("actions", ())]
    assert [*urls, *(action["url"] for action in card["actions"])] == [
        "https://x/plans/a/",
        "https://x/",
    ]


def test_slack_gets_blocks_in_which_a_title_is_only_words() -> None:
    title = "A <!channel> & <https://evil|plan>\n*"
    text = ChatText("Heading", [PlanLine(title, ("1 late",), "https://x/plans/a/")], "https://x/")
    sent = payload(ChatService.SLACK, text)
    assert sent["text"] == "Heading"
    section = sent["blocks"][1]["text"]["text"]
    assert "<!channel>" not in section
    assert "<https://evil" not in section
    assert section.startswith("*<https://x/plans/a/|A &lt;!channel&gt; &amp; ")


@given(st.lists(st.text(max_size=200), max_size=160), st.sampled_from(list(ChatService)))
def test_any_number_of_plans_and_any_titles_give_a_message_that_is_taken(
    titles: list[str], service: ChatService
) -> None:
    plans = [PlanLine(title, ("1 late", "2 waiting"), "https://x/plans/a/") for title in titles]
    sent = payload(service, ChatText("Heading", plans, "https://x/"))
    assert len(json.dumps(sent, ensure_ascii=False).encode()) <= 28 * 1024  # as Teams takes it
    if service is ChatService.SLACK:
        assert len(sent["blocks"]) <= 50
    if len(titles) > MOST_PLANS:
        assert f"And {len(titles) - MOST_PLANS} more plans." in texts_in(sent)


# --- when, and how often ----------------------------------------------------------------------


def test_it_is_off_by_default(area: LocalArea) -> None:
    assert ChatWebhook(local_area=area, kind="teams").enabled is False
    set_webhook(by=None, local_area=area, kind=ChatService.TEAMS, address=CHAT, enabled=False)
    assert make_messages() == 0
    assert ChatMessage.objects.count() == 0


@pytest.mark.parametrize("kind", list(ChatService))
def test_one_message_a_day_is_sent_once(area: LocalArea, loopback: None, kind: ChatService) -> None:
    with loopback_server(reply("202 Accepted")) as server:
        webhook_at(area, server.port, kind)
        assert (make_messages(), make_messages()) == (1, 0)
        row = ChatMessage.objects.get()
        assert send_message(pk=row.pk) is True
        assert send_message(pk=row.pk) is False
        assert send_waiting_messages() == 0
    [received] = server.received
    body = json.loads(received.partition(b"\r\n\r\n")[2])
    assert body == payload(kind, message_of(area, DAY))


def test_what_fails_is_tried_again_later_and_then_given_up(area: LocalArea, loopback: None) -> None:
    with loopback_server(reply("500 Oh")) as server:
        webhook_at(area, server.port)
        make_messages()
        row = ChatMessage.objects.get()
        assert send_message(pk=row.pk) is False
        assert send_message(pk=row.pk) is False  # not yet
        assert len(server.received) == 1
        for _ in range(MOST_TRIES):
            ChatMessage.objects.update(leased_until=timezone.now() - timedelta(1))
            send_waiting_messages()
    row.refresh_from_db()
    assert len(server.received) == row.tries == MOST_TRIES
    assert row.given_up_at is not None
    assert row.sent_at is None
    assert "500" in row.error


def test_an_address_that_may_not_be_called_any_more_is_given_up_at_once(
    area: LocalArea, settings: Any
) -> None:
    set_webhook(by=None, local_area=area, kind=ChatService.SLACK, address=CHAT, enabled=True)
    settings.ALLOWED_OUTWARD_HOSTS = []
    make_messages()
    row = ChatMessage.objects.get()
    assert send_message(pk=row.pk) is False
    row.refresh_from_db()
    assert row.given_up_at is not None
    assert SECRET not in row.error


def test_what_was_turned_off_meanwhile_or_is_of_another_day_is_not_sent(
    area: LocalArea, loopback: None, settings: Any
) -> None:
    with loopback_server(reply("200 OK")) as server:
        webhook = webhook_at(area, server.port)
        make_messages()
        row = ChatMessage.objects.get()
        settings.WSOA_TODAY = DAY + timedelta(1)
        assert send_message(pk=row.pk) is False
        settings.WSOA_TODAY = DAY
        ChatWebhook.objects.filter(pk=webhook.pk).update(enabled=False)
        assert send_message(pk=row.pk) is False
    assert server.received == []


def test_old_messages_are_forgotten_by_the_nightly_work(area: LocalArea, settings: Any) -> None:
    settings.CHAT_MESSAGES_KEPT_DAYS = 30
    webhook = set_webhook(
        by=None, local_area=area, kind=ChatService.TEAMS, address=CHAT, enabled=True
    )
    days = [DAY - timedelta(days=days) for days in (31, 30, 0)]
    for day in days:
        ChatMessage.objects.create(webhook=webhook, day=day, made_at=timezone.now())
    forget_old_chat_messages()
    assert list(ChatMessage.objects.order_by("day").values_list("day", flat=True)) == days[1:]
    assert forget_old_messages() == 0


def test_another_worker_does_not_send_it_too(area: LocalArea, loopback: None) -> None:
    with loopback_server(reply("200 OK")) as server:
        webhook_at(area, server.port)
        make_messages()
        row = ChatMessage.objects.get()
        ChatMessage.objects.unsent().claim(row.pk, moment=timezone.now(), lease=chat.LEASE)
        assert send_message(pk=row.pk) is False
    assert server.received == []


# --- who sets it ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    ["http://hooks.example.org/x", "https://evil.example/x", "https://127.0.0.1/", "not one"],
)
def test_an_address_that_may_not_be_called_is_not_saved(area: LocalArea, address: str) -> None:
    with pytest.raises(WebhookRefused, match=r"Nothing was saved\.$"):
        set_webhook(by=None, local_area=area, kind=ChatService.TEAMS, address=address, enabled=True)
    assert ChatWebhook.objects.count() == 0


def test_the_address_is_shown_nowhere_again(
    area: LocalArea,
    signed_in,  # type: ignore[no-untyped-def]
) -> None:
    manager: Client = signed_in("manager")
    page = "/plans/sheffield-2019/chat/"
    sent = {"kind": "slack", "address": CHAT, "enabled": "on"}
    assert manager.post(page, sent).status_code == 302
    assert ChatWebhook.objects.get().address == CHAT
    html = manager.get(page).content.decode()
    assert "Messages are on." in html
    assert SECRET not in html
    for event in AuditEvent.objects.all():
        assert SECRET not in repr(vars(event))
    # an empty address keeps the one there
    assert manager.post(page, {"kind": "slack", "address": ""}).status_code == 302
    webhook = ChatWebhook.objects.get()
    assert (webhook.address, webhook.enabled) == (CHAT, False)
    assert manager.post(f"{page}remove/").status_code == 302
    assert ChatWebhook.objects.count() == 0


def test_a_refused_address_is_said_beside_its_field(area: LocalArea, signed_in) -> None:  # type: ignore[no-untyped-def]
    sent = {"kind": "teams", "address": "https://evil.example/x"}
    html = signed_in("manager").post("/plans/sheffield-2019/chat/", sent).content.decode()
    assert (
        "evil.example is not one of the hosts that the administrator of this site allowed" in html
    )
    assert 'href="#id_address"' in html


def test_the_command_sets_and_removes_it(area: LocalArea, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHAT_WEBHOOK", CHAT)
    call_command("set_chat_webhook", "sheffield", "--kind", "slack", "--enable", verbosity=0)
    assert ChatWebhook.objects.get().enabled is True
    monkeypatch.delenv("CHAT_WEBHOOK")
    call_command("set_chat_webhook", "sheffield", verbosity=0)
    assert (ChatWebhook.objects.get().address, ChatWebhook.objects.get().enabled) == (CHAT, False)
    call_command("set_chat_webhook", "sheffield", "--remove", verbosity=0)
    assert ChatWebhook.objects.count() == 0
    assert remove_webhook(by=None, local_area=area) is False
    with pytest.raises(CommandError, match="Enter the address"):
        call_command("set_chat_webhook", "sheffield")
    with pytest.raises(CommandError, match="no local area"):
        call_command("set_chat_webhook", "nowhere")
