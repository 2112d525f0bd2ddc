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
from wsoa.mail.models import Letter
from wsoa.mail.tasks import send_letter, send_waiting


@pytest.fixture(autouse=True)
def _outbox(settings, db) -> None:
    settings.EMAIL_BACKEND = "wsoa.mail.backend.Outbox"


@pytest.fixture
def letter() -> Letter:
    send_mail("Subject", "Words.", None, ["a@example.org"])
    return Letter.objects.get()


@pytest.fixture
def broken(settings) -> None:
    settings.LETTERS_LEAVE_BY = "tests.support.mail_backends.Unreachable"


def test_a_letter_is_written_down_and_not_sent_by_the_request(letter):
    assert (letter.subject, letter.to, letter.sent_at) == ("Subject", ["a@example.org"], None)
    assert mail.outbox == []


def test_a_worker_sends_it_once_however_often_it_is_told(letter):
    for _ in range(3):
        send_letter(letter.pk)
    send_waiting()
    assert [sent.to for sent in mail.outbox] == [["a@example.org"]]
    letter.refresh_from_db()
    assert letter.sent_at is not None


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
    assert Letter.objects.get().subject == "Hello Bcc: x@example.org"


def test_what_was_undone_is_not_sent():
    with transaction.atomic():
        send_mail("Subject", "Words.", None, ["a@example.org"])
        transaction.set_rollback(True)
    assert Letter.objects.count() == 0


def test_a_mail_server_that_fails_is_tried_again_later(letter, broken, settings):
    send_letter(letter.pk)
    letter.refresh_from_db()
    assert (letter.sent_at, letter.tries, letter.error) == (None, 1, "The mail server is away.")
    send_waiting()
    letter.refresh_from_db()
    assert letter.tries == 1, "not before its time"

    settings.LETTERS_LEAVE_BY = "django.core.mail.backends.locmem.EmailBackend"
    Letter.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    send_waiting()
    assert len(mail.outbox) == 1


def test_it_is_given_up_after_a_day(letter, broken):
    Letter.objects.update(made_at=timezone.now() - timedelta(hours=25))
    services.send_letter(pk=letter.pk)
    letter.refresh_from_db()
    assert letter.given_up_at is not None
    assert not services.send_letter(pk=letter.pk)


def test_a_letter_in_somebodys_hands_is_left_to_them(letter):
    Letter.objects.update(leased_until=timezone.now() + timedelta(minutes=1))
    assert send_waiting() is None
    assert mail.outbox == []


def test_who_was_overtaken_and_fails_leaves_the_letter_to_the_other(letter, monkeypatch):
    def overtaken(claimed: Letter) -> None:
        Letter.objects.filter(pk=claimed.pk).update(claim="another")
        raise OSError("The mail server is away.")

    monkeypatch.setattr(services, "_send", overtaken)
    assert not services.send_letter(pk=letter.pk)
    letter.refresh_from_db()
    assert (letter.claim, letter.error, letter.given_up_at) == ("another", "", None)


def test_a_code_for_signing_in_waits_for_no_mail_server(people, broken):
    client = Client()
    response = client.post("/accounts/login/code/", {"email": "lead@demo.example"})
    assert response.status_code == 302
    [letter] = Letter.objects.all()
    assert letter.to == ["lead@demo.example"]
    assert letter.tries == 0
