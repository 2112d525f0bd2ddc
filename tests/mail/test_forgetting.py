"""Emails are deleted when they are of no use any more: they hold addresses."""

from datetime import timedelta

import pytest
from django.utils import timezone

from wsoa.mail.models import OutgoingEmail
from wsoa.mail.tasks import forget_old

pytestmark = pytest.mark.django_db


def email(subject: str, **ago: int) -> None:
    moments = {name: timezone.now() - timedelta(days=days) for name, days in ago.items()}
    common = {"text": "", "sender": "a@b.example", "to": ["c@d.example"]}
    OutgoingEmail.objects.create(subject=subject, **common, **moments)


def test_what_was_sent_goes_after_a_month_and_what_was_given_up_later():
    email("sent long ago", made_at=40, sent_at=32)
    email("sent lately", made_at=40, sent_at=30)
    email("given up lately", made_at=150, given_up_at=149)
    email("given up long ago", made_at=210, given_up_at=201)
    email("waits", made_at=400)
    forget_old()
    left = set(OutgoingEmail.objects.values_list("subject", flat=True))
    assert left == {"sent lately", "given up lately", "waits"}
