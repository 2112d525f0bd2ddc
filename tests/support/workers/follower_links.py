"""A database of followers whose links were stored is brought up to date."""

from __future__ import annotations

import hashlib
from datetime import datetime

from tests.support.workers.threads import main, write

NOON = datetime.fromisoformat("2019-11-01T12:00:00+00:00")
TOKEN = "Zm9ybWVyLXRva2Vu_-x"


def fill() -> None:
    from django.core.management import call_command

    from tests.support.workers.rows_from_audit import apps_at_first as apps_as_applied

    call_command("migrate", "governance", "0002", verbosity=0)
    former = apps_as_applied()
    area = former.get_model("accounts", "LocalArea").objects.create(slug="york", name="York")
    plan = former.get_model("actions", "Plan").objects.create(
        slug="york-2020", title="York", local_area=area
    )
    followers = former.get_model("governance", "Follower").objects
    for number, token in enumerate((TOKEN, "another")):
        followers.create(plan=plan, email=f"{number}@b.example", token=token, asked_at=NOON)
    call_command("migrate", "governance", verbosity=0)


def found() -> None:
    from governance.models import Follower
    from governance.public import followers

    digests = set(Follower.objects.values_list("former_token_hash", flat=True))
    follower = followers.find(TOKEN)
    write(
        hashlib.sha256(TOKEN.encode()).hexdigest() in digests,
        len(digests),
        follower.email if follower else None,
        followers.find("unknown"),
        TOKEN in str(list(Follower.objects.values())),
    )


if __name__ == "__main__":
    main({"fill": fill, "found": found})
