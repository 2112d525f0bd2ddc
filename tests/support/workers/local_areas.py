"""A database from before local areas, in which two share organisations and posts, is migrated.

`fill` goes back to the migrations before it and fills their tables; `moved` writes what became of
them, as JSON; `back` tries to take it back and writes the refusal.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from tests.support.workers.rows_from_audit import apps_at_first as apps_as_applied
from tests.support.workers.threads import main, write

NOON = datetime.fromisoformat("2019-11-01T12:00:00+00:00")
DAY = date(2019, 10, 1)


def migrate(*target: str) -> None:
    from django.core.management import call_command

    call_command("migrate", *target, verbosity=0)


class Filling:
    """Sheffield's plan and two of York's, in tables where a code is unique over the whole site."""

    def __init__(self) -> None:
        self.apps = apps_as_applied()
        self.people = {
            name: self.rows("accounts.User").create(email=f"{name}@example.org", name=name)
            for name in ("wrote", "member", "invited", "idle", "only_york")
        }
        self.plans = {
            slug: self.rows("actions.Plan").create(
                slug=slug, title=slug, local_area=area, signatories=signatories
            )
            for slug, area, signatories in (
                ("sheffield-2019", "Sheffield", [{"name": "A", "organisation": "SCC"}]),
                ("york-2020", "York", [{"name": "B", "organisation": "NHSE"}]),
                ("york-2023", "York", []),
            )
        }

    def rows(self, model: str) -> Any:
        return self.apps.get_model(model).objects

    def organisation(self, code: str) -> Any:
        return self.rows("accounts.Organisation").create(code=code, name=f"The {code}", kind="nhs")

    def post(self, code: str, organisation: Any) -> Any:
        values = {"code": code, "organisation": organisation, "title": f"Head of {code}"}
        return self.rows("accounts.Post").create(**values)

    def plan_uses(self, slug: str, post: Any) -> None:
        """Each way in which a plan can name a post."""
        plan = self.plans[slug]
        area = self.rows("actions.AreaOfWeakness").create(plan=plan, ref="1", title="A", order=1)
        outcome = self.rows("actions.Outcome").create(area=area, ref="1.1", title="O", order=1)
        action = self.rows("actions.Action").create(
            plan=plan, outcome=outcome, ref="1.1.1", order=1
        )
        days = {"opens": DAY, "due": DAY, "closes": DAY, "first_day": DAY}
        period = self.rows("actions.ReportingPeriod").create(plan=plan, key="2019-10", **days)
        both = {"order": 1, "organisation": post.organisation, "post": post}
        self.rows("actions.ActionLead").create(action=action, **both)
        self.rows("actions.Responsibility").create(area=area, name="R", title="T", **both)
        wrote = self.people["wrote" if slug == "sheffield-2019" else "only_york"]
        said = {"status": "on_track", "kind": "update", "said_at": NOON, "by": wrote}
        self.rows("actions.StatusUpdate").create(action=action, period=period, post=post, **said)
        months = {"from_month": DAY, "to_month": date(2020, 1, 1), "asked_at": NOON}
        self.rows("actions.DateChange").create(action=action, post=post, **months)
        self.rows("actions.Chase").create(period=period, post=post, at=NOON, by=wrote)
        outcome = self.rows("indicators.KeyOutcome").create(plan=plan, title="K", order=1)
        intention = self.rows("indicators.Intention").create(
            key_outcome=outcome, title="I", order=1
        )
        self.rows("indicators.Indicator").create(
            plan=plan, intention=intention, title="N", key="n", order=1, owner=post
        )


def fill() -> None:
    migrate("accounts", "0001")
    filling = Filling()
    council, ccg = filling.organisation("SCC"), filling.organisation("CCG")
    filling.organisation("NHSE")
    nobody = filling.organisation("ITF")
    shared = filling.post("SCC-HoS", council)
    filling.post("SCC-DCIL", council)  # no plan uses it, and its organisation is in both areas
    filling.post("ITF-Chair", nobody)
    ccm = filling.post("CCG-CCM", ccg)
    filling.plan_uses("sheffield-2019", shared)
    filling.plan_uses("york-2020", shared)
    filling.plan_uses("york-2023", ccm)
    york, people = filling.plans["york-2020"], filling.people
    filling.rows("actions.Membership").create(plan=york, user=people["member"], role="viewer")
    filling.rows("audit.AuditEvent").create(
        at=NOON,
        actor_name="",
        verb="invite",
        plan="york-2020",
        subject="people",
        summary="Invited",
        detail={"user": people["invited"].pk},
    )
    holdings = filling.rows("accounts.PostHolding")
    holdings.create(post=shared, holder="Tim")
    for name, person in people.items():
        holdings.create(post=shared, holder=name, user=person)


def moved() -> None:
    migrate()
    from actions import models
    from indicators.models import Indicator
    from wsoa.accounts.models import Organisation, Post, PostHolding

    place = "post__local_area__name"
    uses = {
        "leads": models.ActionLead.objects.values_list("action__plan__slug", place),
        "leading organisations": models.ActionLead.objects.values_list(
            "action__plan__slug", "organisation__local_area__name"
        ),
        "responsible": models.Responsibility.objects.values_list("area__plan__slug", place),
        "responsible organisations": models.Responsibility.objects.values_list(
            "area__plan__slug", "organisation__local_area__name"
        ),
        "updates": models.StatusUpdate.objects.values_list("action__plan__slug", place),
        "dates": models.DateChange.objects.values_list("action__plan__slug", place),
        "chases": models.Chase.objects.values_list("period__plan__slug", place),
        "indicators": Indicator.objects.values_list("plan__slug", "owner__local_area__name"),
    }
    found = {
        "plans": models.Plan.objects.values_list(
            "slug", "local_area__slug", "local_area__name", "version"
        ),
        "organisations": Organisation.objects.values_list("local_area__name", "code", "name"),
        "posts": Post.objects.values_list(
            "local_area__name", "code", "title", "organisation__local_area__name"
        ),
        "holdings": PostHolding.objects.order_by().values_list(place, "post__code", "holder"),
        **uses,
    }
    write(json.dumps({name: sorted(map(list, rows)) for name, rows in found.items()}))


def back() -> None:
    migrate()
    try:
        migrate("accounts", "0001")
    except RuntimeError as refused:
        write(str(refused))


if __name__ == "__main__":
    main({"fill": fill, "moved": moved, "back": back})
