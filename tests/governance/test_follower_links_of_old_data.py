"""The migration by which links of followers are stored no more."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime

import pytest
from django.db.migrations.state import StateApps

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


def test_hashes_take_the_place_of_links(
    old_database: Callable[..., str], lead_to_copy: Callable[[str], StateApps]
) -> None:
    """That the links themselves still work is shown by the test of the whole upgrade."""
    models = lead_to_copy(old_database(fill, ("governance", "0005")))
    rows = list(models.get_model("governance", "Follower").objects.order_by("email").values())
    digests = [hashlib.sha256(token.encode()).hexdigest() for token in (TOKEN, "another")]
    assert [row["former_token_hash"] for row in rows] == digests
    assert TOKEN not in str(rows)
