"""Email leaves by a worker: a request writes it down, and it goes out once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives, send_mail
from django.db import transaction
from django.test import Client
from django.utils import timezone

from wsoa.mail import services
from wsoa.mail.models import OutgoingEmail
from wsoa.mail.tasks import send_email, send_email_by_former_name, send_waiting


@pytest.fixture(autouse=True)
def _outbox(settings, db) -> None:
    settings.EMAIL_BACKEND = "wsoa.mail.backend.Outbox"


@pytest.fixture
def email() -> OutgoingEmail:
    send_mail("Subject", "Words.", None, ["a@example.org"])
    return OutgoingEmail.objects.get()


@pytest.fixture
def broken(settings) -> None:
    settings.EMAIL_LEAVES_BY = "tests.support.mail_backends.Unreachable"


def test_request_stores_an_email_and_does_not_send_it(email):
    assert (email.subject, email.to, email.sent_at) == ("Subject", ["a@example.org"], None)
    assert mail.outbox == []


def test_worker_sends_an_email_once_however_often_it_is_enqueued(email):
    for _ in range(3):
        send_email(email.pk)
    send_waiting()
    assert [sent.to for sent in mail.outbox] == [["a@example.org"]]
    email.refresh_from_db()
    assert email.sent_at is not None


def test_message_queued_under_the_former_task_name_is_sent(email):
    assert send_email_by_former_name.name == "wsoa.mail.tasks.send_letter"
    send_email_by_former_name(email.pk)
    assert [sent.to for sent in mail.outbox] == [["a@example.org"]]


def test_text_and_html_and_headers_arrive_as_they_were_written():
    message = EmailMultiAlternatives(
        "Both", "Plain.", "plan@example.org", ["b@example.org"], headers={"List-Id": "plan"}
    )
    message.attach_alternative("<p>Rich.</p>", "text/html")
    message.send()
    send_waiting()
    [sent] = mail.outbox
    assert sent.body == "Plain."
    assert [tuple(each) for each in sent.alternatives] == [("<p>Rich.</p>", "text/html")]
    assert sent.extra_headers == {"List-Id": "plan"}


def test_a_line_break_in_a_subject_cannot_add_a_header():
    send_mail("Hello\n Bcc: x@example.org", "Words.", None, ["a@example.org"])
    assert OutgoingEmail.objects.get().subject == "Hello Bcc: x@example.org"


def test_what_was_undone_is_not_sent():
    with transaction.atomic():
        send_mail("Subject", "Words.", None, ["a@example.org"])
        transaction.set_rollback(True)
    assert OutgoingEmail.objects.count() == 0


def test_a_mail_server_that_fails_is_tried_again_later(email, broken, settings):
    send_email(email.pk)
    email.refresh_from_db()
    assert (email.sent_at, email.tries, email.error) == (None, 1, "The mail server is away.")
    send_waiting()
    email.refresh_from_db()
    assert email.tries == 1, "not before its time"

    settings.EMAIL_LEAVES_BY = "django.core.mail.backends.locmem.EmailBackend"
    OutgoingEmail.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    send_waiting()
    assert len(mail.outbox) == 1


def test_it_is_given_up_after_a_day(email, broken):
    OutgoingEmail.objects.update(made_at=timezone.now() - timedelta(hours=25))
    services.send_email(pk=email.pk)
    email.refresh_from_db()
    assert email.given_up_at is not None
    assert not services.send_email(pk=email.pk)


def test_email_claimed_by_a_worker_is_left_to_it(email):
    OutgoingEmail.objects.update(leased_until=timezone.now() + timedelta(minutes=1))
    assert send_waiting() is None
    assert mail.outbox == []


def test_overtaken_worker_that_fails_leaves_the_email_to_the_other(email, monkeypatch):
    def overtaken(claimed: OutgoingEmail) -> None:
        OutgoingEmail.objects.filter(pk=claimed.pk).update(claim="another")
        raise OSError("The mail server is away.")

    monkeypatch.setattr(services, "_send", overtaken)
    assert not services.send_email(pk=email.pk)
    email.refresh_from_db()
    assert (email.claim, email.error, email.given_up_at) == ("another", "", None)


def test_a_code_for_signing_in_waits_for_no_mail_server(people, broken, own_cache):
    client = Client()
    response = client.post("/accounts/login/code/", {"email": "lead@demo.example"})
    assert response.status_code == 302
    [email] = OutgoingEmail.objects.all()
    assert email.to == ["lead@demo.example"]
    assert email.tries == 0


def with_a_link() -> OutgoingEmail:
    headers = {"Message-ID": "<digest-7@plan>", "List-Unsubscribe": "<https://a.example/end/abc/>"}
    message = EmailMultiAlternatives("Code", "ABCD-EFGH", None, ["a@example.org"], headers=headers)
    message.attach_alternative("<p>ABCD-EFGH</p>", "text/html")
    message.send()
    return OutgoingEmail.objects.get()


def test_what_an_email_said_is_removed_once_it_was_sent():
    email = with_a_link()
    send_email(email.pk)
    email.refresh_from_db()
    assert (email.text, email.html) == ("", "")
    assert email.headers == {"Message-ID": "<digest-7@plan>"}
    assert (email.subject, email.to) == ("Code", ["a@example.org"])


def test_what_an_email_said_is_kept_while_it_waits_and_removed_when_given_up(broken):
    email = with_a_link()
    send_email(email.pk)
    email.refresh_from_db()
    assert email.text == "ABCD-EFGH"
    OutgoingEmail.objects.update(made_at=timezone.now() - timedelta(hours=25), leased_until=None)
    send_email(email.pk)
    email.refresh_from_db()
    assert email.given_up_at is not None
    assert (email.text, email.html) == ("", "")
    assert email.headers == {"Message-ID": "<digest-7@plan>"}
