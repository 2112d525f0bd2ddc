"""The migrations that rename the table of outgoing email and empty what was sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db.migrations.state import StateApps

from wsoa.mail.models import OutgoingEmail

pytestmark = pytest.mark.services
NOON = datetime.fromisoformat("2019-11-01T12:00:00+00:00")


def fill(models: StateApps) -> None:
    """One email that waits under the former name of the table, and two that are done with."""
    letters = models.get_model("mail", "Letter").objects
    values = {"sender": "a@b.example", "to": ["c@d.example"], "made_at": NOON}
    letters.create(subject="Waits", text="Text", headers={"List-Id": "plan"}, **values)
    headers = {"Message-ID": "<digest-1>", "List-Unsubscribe": "<https://a.example/end/token/>"}
    done = {"text": "Your code", "html": "<b>Your code</b>", "headers": headers} | values
    letters.create(subject="Sent", sent_at=NOON, **done)
    letters.create(subject="Given up", given_up_at=NOON, **done)


def test_emails_still_wait_under_the_new_name_and_those_sent_are_emptied(
    old_database: Callable[..., str], lead_to_copy: Callable[[str], StateApps]
) -> None:
    lead_to_copy(old_database(fill, ("mail", "0004")))
    emails = OutgoingEmail.objects.order_by("pk").values_list("subject", "text", "html", "headers")
    assert list(emails) == [
        ("Waits", "Text", "", {"List-Id": "plan"}),
        ("Sent", "", "", {"Message-ID": "<digest-1>"}),
        ("Given up", "", "", {"Message-ID": "<digest-1>"}),
    ]
    assert OutgoingEmail.objects.unsent().get().subject == "Waits"
