"""Letters are forgotten when they are of no use any more: addresses are in them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from wsoa.mail.models import Letter
from wsoa.mail.tasks import forget_old

pytestmark = pytest.mark.django_db


def letter(subject: str, **ago: int) -> None:
    moments = {name: timezone.now() - timedelta(days=days) for name, days in ago.items()}
    common = {"text": "", "sender": "a@b.example", "to": ["c@d.example"]}
    Letter.objects.create(subject=subject, **common, **moments)


def test_what_was_sent_goes_after_a_month_and_what_was_given_up_later():
    letter("sent long ago", made_at=40, sent_at=32)
    letter("sent lately", made_at=40, sent_at=30)
    letter("given up lately", made_at=150, given_up_at=149)
    letter("given up long ago", made_at=210, given_up_at=201)
    letter("waits", made_at=400)
    forget_old()
    left = set(Letter.objects.values_list("subject", flat=True))
    assert left == {"sent lately", "given up lately", "waits"}
