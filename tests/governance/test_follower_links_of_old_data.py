"""The migration by which links of followers are stored no more."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime

import pytest
from django.db.migrations.state import StateApps

from governance.models import Follower
from governance.public import followers

pytestmark = pytest.mark.services
NOON = datetime.fromisoformat("2019-11-01T12:00:00+00:00")
TOKEN = "Zm9ybWVyLXRva2Vu_-x"


def fill(models: StateApps) -> None:
    """Followers whose links were stored."""
    plans = models.get_model("actions", "Plan").objects
    plan = plans.create(slug="york-2020", title="York", local_area="York")
    rows = models.get_model("governance", "Follower").objects
    for number, token in enumerate((TOKEN, "another")):
        rows.create(plan=plan, email=f"{number}@b.example", token=token, asked_at=NOON)


def test_links_of_old_emails_work_and_only_their_hashes_are_stored(
    old_database: Callable[..., str], lead_to_copy: Callable[[str], StateApps]
) -> None:
    lead_to_copy(old_database(fill))
    digests = [hashlib.sha256(token.encode()).hexdigest() for token in (TOKEN, "another")]
    stored = Follower.objects.order_by("email").values_list("former_token_hash", flat=True)
    assert list(stored) == digests
    follower = followers.find(TOKEN)
    assert follower is not None
    assert follower.email == "0@b.example"
    assert followers.find("unknown") is None
    assert TOKEN not in str(list(Follower.objects.values()))
