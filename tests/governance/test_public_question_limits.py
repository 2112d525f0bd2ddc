"""How many questions a plan takes in a day, and how many of them from one internet address."""

from __future__ import annotations

import re
from datetime import timedelta
from ipaddress import IPv6Address
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from actions.models import Plan
from governance.models import PublicQuestion
from governance.public.questions import DailyLimitReached, ask_in_public
from tests.support.client_ip import newcomer
from tests.support.factories import PlanFactory
from tests.support.paths import ROOT
from tests.support.publications import made
from wsoa.audit.models import AuditEvent
from wsoa.core.clock import now
from wsoa.core.rate_limit import counted_as

pytestmark = pytest.mark.django_db
FORM = "/published/sheffield-2019/ask/"
WORDS = {"words": "Why is it late?", "email": "parent@example.org"}


@pytest.fixture
def published(sheffield: Plan) -> Plan:
    made(sheffield)
    return sheffield


@pytest.fixture
def second_plan() -> Plan:
    return PlanFactory()


def test_question_over_the_plans_daily_limit_is_refused_and_its_text_kept(published, settings):
    settings.PUBLIC_QUESTIONS_A_DAY = 2
    settings.CONTACT_EMAIL = "send@example.org"
    for number in range(2):
        assert newcomer().post(FORM, {"words": f"Question {number}"}).status_code == 302
    events = AuditEvent.objects.count()
    answer = newcomer().post(FORM, WORDS)
    shown = answer.content.decode()
    assert answer.status_code == 429
    assert (
        "Your question was not sent. This plan has been sent 2 questions today, and takes no more "
        "in a day. Your text is still in the form below. Send it again tomorrow, or write to "
        "send@example.org."
    ) in shown
    assert "Why is it late?</textarea>" in shown
    assert 'value="parent@example.org"' in shown
    assert (PublicQuestion.objects.count(), AuditEvent.objects.count()) == (2, events)


def test_without_a_contact_address_the_refusal_names_none(published, settings):
    settings.PUBLIC_QUESTIONS_A_DAY = 1
    ask_in_public(plan=published, words="One")
    with pytest.raises(DailyLimitReached) as refused:
        ask_in_public(plan=published, words="Two")
    assert str(refused.value).endswith("Send it again tomorrow.")


def test_yesterdays_questions_and_other_plans_do_not_count(published, second_plan, settings):
    settings.PUBLIC_QUESTIONS_A_DAY = 1
    old = ask_in_public(plan=published, words="Yesterday's")
    midnight = now().replace(hour=0, minute=0, second=0, microsecond=0)
    PublicQuestion.objects.filter(pk=old.pk).update(at=midnight - timedelta(microseconds=1))
    ask_in_public(plan=second_plan, words="Another plan's")
    ask_in_public(plan=published, words="Today's first")
    PublicQuestion.objects.filter(plan=published).exclude(pk=old.pk).update(at=midnight)
    with pytest.raises(DailyLimitReached):
        ask_in_public(plan=published, words="Today's second")


def test_question_over_the_daily_limit_of_an_address_is_refused_and_its_text_kept(
    published, settings
):
    settings.PUBLIC_QUESTIONS_A_DAY_EACH = 3
    sender = newcomer()
    with time_machine.travel("2026-11-22T12:00:05Z", tick=False) as clock:
        for _ in range(3):
            assert sender.post(FORM, WORDS).status_code == 302
            clock.shift(timedelta(minutes=2))
        answer = sender.post(FORM, WORDS)
        other = newcomer().post(FORM, WORDS)
        clock.shift(timedelta(days=1))
        tomorrow = sender.post(FORM, WORDS)
    shown = answer.content.decode()
    assert answer.status_code == 429
    assert "3 questions have come from your internet connection today" in shown
    assert "Your text is still in the form below. Send it again tomorrow." in shown
    assert "Why is it late?</textarea>" in shown
    assert (other.status_code, tomorrow.status_code) == (302, 302)
    assert PublicQuestion.objects.count() == 5


def written_by_the_proxy(client: str, sent: str) -> str:
    """The X-Forwarded-For that the proxy of the documentation passes on for a client."""
    [value] = re.findall(
        r"proxy_set_header X-Forwarded-For +(\S+);",
        (ROOT / "docs" / "operations.md").read_text(encoding="utf-8"),
    )
    return {
        "$remote_addr": client,
        "$proxy_add_x_forwarded_for": f"{sent}, {client}",
        "$http_x_forwarded_for": sent,
    }[value]


def test_limits_stand_behind_the_proxy_of_the_documentation(published, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.PUBLIC_QUESTIONS_A_DAY_EACH = 2
    clients = [str(IPv6Address(uuid4().int)) for _ in range(2)]
    proxy = Client(REMOTE_ADDR="10.0.0.1")
    with time_machine.travel("2026-11-22T12:00:05Z", tick=False):
        answers = {
            client: [
                proxy.post(
                    FORM,
                    WORDS,
                    headers={
                        "X-Forwarded-For": written_by_the_proxy(client, f"198.51.100.{number}")
                    },
                ).status_code
                for number in range(3)
            ]
            for client in clients
        }
    assert answers == {client: [302, 302, 429] for client in clients}


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        # The client invents another address each time; the proxy writes the same one last.
        (lambda number: {"X-Forwarded-For": f"198.51.100.{number}, 192.0.2.1"}, 429),
        (lambda number: {"X-Forwarded-For": f"a{number}, 198.51.100.{number}, 192.0.2.1"}, 429),
        (
            lambda number: {
                "X-Forwarded-For": "192.0.2.1",
                "X-Real-IP": f"198.51.100.{number}",
                "Forwarded": f"for=198.51.100.{number}",
                "CF-Connecting-IP": f"198.51.100.{number}",
                "True-Client-IP": f"198.51.100.{number}",
            },
            429,
        ),
        # Other clients of the same proxy count for themselves.
        (lambda number: {"X-Forwarded-For": f"192.0.2.1, 198.51.100.{number}"}, 302),
    ],
    ids=["own header", "two own headers", "other headers", "other clients"],
)
def test_limits_count_by_the_address_that_the_proxy_writes(published, settings, headers, expected):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1  # what HTTPS, and so the proxy, sets
    settings.PUBLIC_QUESTIONS_A_DAY_EACH = 3
    settings.CACHES = settings.CACHES | {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": f"by-address-{expected}-{headers(0)}",
        }
    }
    proxy = Client(REMOTE_ADDR="10.0.0.1")
    with time_machine.travel("2026-11-22T12:00:05Z", tick=False):
        answers = [
            proxy.post(FORM, WORDS, headers=headers(number)).status_code for number in range(4)
        ]
    assert answers == [302, 302, 302, expected]
    assert PublicQuestion.objects.count() == 3 + (expected == 302)


def test_without_a_proxy_the_header_of_a_client_is_not_looked_at(published, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    settings.PUBLIC_QUESTIONS_A_DAY_EACH = 2
    sender = newcomer()
    with time_machine.travel("2026-11-22T12:00:05Z", tick=False):
        answers = [
            sender.post(FORM, WORDS, headers={"X-Forwarded-For": f"192.0.2.{number}"}).status_code
            for number in range(3)
        ]
    assert answers == [302, 302, 429]


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::9", "2001:db8:1:2::"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("no address", "no address"),
    ],
)
def test_an_ipv6_network_counts_as_one(address, counted):
    assert counted_as(address) == counted
