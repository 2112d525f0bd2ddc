"""The migration that gives each local area its own organisations, posts and holders."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.db.migrations.state import StateApps

from tests.support.own_database import migrate_to

pytestmark = pytest.mark.services
NOON = datetime.fromisoformat("2019-11-01T12:00:00+00:00")
DAY = date(2019, 10, 1)


class Filling:
    """Sheffield's plan and two of York's, in tables where a code is unique over the whole site."""

    def __init__(self, models: StateApps) -> None:
        self.models = models
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
        return self.models.get_model(model).objects

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


def fill(models: StateApps) -> None:
    filling = Filling(models)
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


@pytest.fixture(scope="module")
def brought_forward(old_database: Callable[..., str]) -> str:
    """A database in which two areas shared organisations and posts, after the migration."""
    return old_database(fill, ("accounts", "0003"), ("actions", "0009"))


@pytest.fixture
def models(brought_forward: str, lead_to_copy: Callable[[str], StateApps]) -> StateApps:
    return lead_to_copy(brought_forward)


@pytest.fixture
def moved(models: StateApps) -> dict[str, Any]:
    """What became of it: the rows of each table, and the area of what each plan refers to."""

    def rows(model: str, *fields: str) -> list[list[Any]]:
        found = models.get_model(model).objects.order_by().values_list(*fields)
        return sorted(map(list, found))

    place = "post__local_area__name"
    organisation = "organisation__local_area__name"
    return {
        "plans": rows("actions.Plan", "slug", "local_area__slug", "local_area__name", "version"),
        "organisations": rows("accounts.Organisation", "local_area__name", "code", "name"),
        "posts": rows("accounts.Post", "local_area__name", "code", "title", organisation),
        "holdings": rows("accounts.PostHolding", place, "post__code", "holder"),
        "leads": rows("actions.ActionLead", "action__plan__slug", place),
        "leading organisations": rows("actions.ActionLead", "action__plan__slug", organisation),
        "responsible": rows("actions.Responsibility", "area__plan__slug", place),
        "responsible organisations": rows(
            "actions.Responsibility", "area__plan__slug", organisation
        ),
        "updates": rows("actions.StatusUpdate", "action__plan__slug", place),
        "dates": rows("actions.DateChange", "action__plan__slug", place),
        "chases": rows("actions.Chase", "period__plan__slug", place),
        "indicators": rows("indicators.Indicator", "plan__slug", "owner__local_area__name"),
    }


def test_shared_rows_are_split_and_each_plan_refers_to_its_own(moved) -> None:
    assert moved["plans"] == [
        ["sheffield-2019", "sheffield", "Sheffield", 1],
        ["york-2020", "york", "York", 2],  # cached pages of York may name who held the posts
        ["york-2023", "york", "York", 2],
    ]
    assert moved["organisations"] == [
        ["Sheffield", "ITF", "The ITF"],  # which no plan uses
        ["Sheffield", "SCC", "The SCC"],
        ["York", "CCG", "The CCG"],
        ["York", "NHSE", "The NHSE"],  # which York's plan names as a signatory alone
        ["York", "SCC", "The SCC"],
    ]
    assert moved["posts"] == [
        ["Sheffield", "ITF-Chair", "Head of ITF-Chair", "Sheffield"],
        ["Sheffield", "SCC-DCIL", "Head of SCC-DCIL", "Sheffield"],
        ["Sheffield", "SCC-HoS", "Head of SCC-HoS", "Sheffield"],
        ["York", "CCG-CCM", "Head of CCG-CCM", "York"],
        ["York", "SCC-DCIL", "Head of SCC-DCIL", "York"],
        ["York", "SCC-HoS", "Head of SCC-HoS", "York"],
    ]
    own = [["sheffield-2019", "Sheffield"], ["york-2020", "York"], ["york-2023", "York"]]
    uses = moved.keys() - {"plans", "organisations", "posts", "holdings"}
    assert {name: moved[name] for name in uses} == dict.fromkeys(uses, own)
    # Nobody loses a post. In York it is held by those alone who were a member there, were invited
    # there or wrote there; who did nothing, or in Sheffield alone, does not get in.
    everybody = ["Tim", "idle", "invited", "member", "only_york", "wrote"]
    assert moved["holdings"] == [
        *(["Sheffield", "SCC-HoS", name] for name in everybody),
        *(["York", "SCC-HoS", name] for name in ("invited", "member", "only_york")),
    ]


def test_reversing_is_refused_if_two_areas_use_a_code(models: StateApps) -> None:
    with pytest.raises(RuntimeError, match=r"^SCC: codes that more than one local area uses\."):
        migrate_to(("accounts", "0001"))
