"""A draft and a returned update stay in sight of their lead while no round is open."""

from __future__ import annotations

from datetime import date

import pytest

from actions.models import Draft, Plan, Verdict
from actions.selectors.kept_between_rounds import kept_for_next_round
from tests.support.cast import browser_of
from tests.support.factories import (
    ActionFactory,
    PeriodFactory,
    PostFactory,
    PostHoldingFactory,
    StatusUpdateFactory,
    UserFactory,
)
from tests.support.html import words
from tests.support.my_updates import LIST
from wsoa.accounts.models import User
from wsoa.core.clock import now, today


@pytest.fixture
def lead_and_plan(db: None) -> tuple[User, Plan]:
    """A lead with a draft on one action and a returned update on another; October is open."""
    post, lead = PostFactory(title="Head of Things"), UserFactory(name="Lead")
    PostHoldingFactory(post=post, user=lead)
    begun = ActionFactory(led_by=[post], ref="2.3.2", text="Begin it")
    returned = ActionFactory(outcome=begun.outcome, led_by=[post], ref="7.2.2", text="Say it")
    ActionFactory(outcome=begun.outcome, led_by=[post], ref="7.2.3")
    october = PeriodFactory(plan=begun.plan)
    Draft.objects.create(action=begun, period=october, user=lead, content={}, saved_at=now())
    update = StatusUpdateFactory(action=returned, period=october, by=lead, post=post)
    reason = "Say how many schools"
    Verdict.objects.create(update=update, accepted=False, words=reason, by=UserFactory(), at=now())
    return lead, begun.plan


@pytest.mark.parametrize("address", ["/", LIST])
def test_what_is_kept_is_shown_while_no_round_is_open(
    lead_and_plan: tuple[User, Plan], settings: object, address: str
) -> None:
    lead, _ = lead_and_plan
    heading = "Kept for the next reporting round: 2"
    assert heading not in words(browser_of(lead).get(address).content.decode())
    settings.WSOA_TODAY = date(2019, 12, 15)  # type: ignore[attr-defined]
    page = words(browser_of(lead).get(address).content.decode())
    assert heading in page
    assert "2.3.2 Begin it Your draft of 15 Nov" in page
    assert "7.2.2 Say it Returned to you: “Say how many schools”" in page
    assert "7.2.3" not in page


@pytest.mark.every_backend
def test_it_takes_one_query_and_is_nobody_elses(
    lead_and_plan: tuple[User, Plan],
    settings: object,
    django_assert_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    lead, plan = lead_and_plan
    settings.WSOA_TODAY = date(2019, 12, 15)  # type: ignore[attr-defined]
    plans = {plan.pk: plan}
    with django_assert_num_queries(1):
        assert [kept.ref for kept in kept_for_next_round(lead, today(), plans)] == [
            "2.3.2",
            "7.2.2",
        ]
    assert kept_for_next_round(UserFactory(), today(), plans, plans) == []
