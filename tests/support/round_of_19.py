"""One lead with 19 actions to answer in a plan of their own: made with the world of the demo."""

from __future__ import annotations

from datetime import date

from wsoa.runtime.prepare import DEMO_PASSWORD

LEAD = "round-lead"
REFS = [f"1.1.{number}" for number in range(1, 20)]
CHANGED = REFS[:7]  # the first seven have moved; of the other twelve nothing has changed


def make() -> None:
    """The lead, the plan, its July with words, and an October that is open."""
    from tests.support.factories import (
        ActionFactory,
        OutcomeFactory,
        PeriodFactory,
        PlanFactory,
        PostFactory,
        PostHoldingFactory,
        StatusUpdateFactory,
        UserFactory,
    )

    lead = UserFactory(email=f"{LEAD}@demo.example", name="Lead of nineteen", is_demo=True)
    lead.set_password(DEMO_PASSWORD)
    lead.save()
    post = PostFactory(code="SCC-ROUND", title="Head of the Round")
    PostHoldingFactory(post=post, user=lead)
    plan = PlanFactory(slug="round-2019", title="A plan of nineteen actions")
    july = PeriodFactory(
        plan=plan,
        key="2019-07",
        label="July 2019",
        first_day=date(2019, 7, 1),
        opens=date(2019, 7, 1),
        due=date(2019, 7, 31),
        closes=date(2019, 8, 31),
    )
    PeriodFactory(plan=plan)
    outcome = OutcomeFactory(area__plan=plan, area__ref="1", area__order=1)
    for ref in REFS:
        action = ActionFactory(outcome=outcome, plan=plan, ref=ref, led_by=[post])
        StatusUpdateFactory(
            action=action,
            period=july,
            by=lead,
            post=post,
            status="at_risk" if ref in CHANGED else "on_track",
            developments=f"What was done for {ref} by July.",
            recorded_at="2019-07-20T10:00Z",
        )
