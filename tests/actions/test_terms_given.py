"""What an invitation that waits holds back, for one person and for everybody."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest

from actions.domain.enums import Role
from actions.models import Membership
from tests.support.factories import (
    LocalAreaFactory,
    OrganisationFactory,
    PlanFactory,
    PostFactory,
    PostHoldingFactory,
    UserFactory,
)
from wsoa.accounts.models import AreaRole, Invitation, LocalArea, PostHolding, User
from wsoa.core.clock import now, today

pytestmark = pytest.mark.django_db

AREAS = ("Never Invited", "Waiting", "Accepted", "Withdrawn", "Waiting Again")


def invite(user: User, area: LocalArea, **end: object) -> None:
    Invitation.objects.create(
        user=user,
        local_area=area,
        token_hash=f"{user.pk}-{area.pk}-{'-'.join(end)}",
        offer="Lead",
        made_at=now(),
        sent_at=now(),
        ends_at=now() + timedelta(days=7),
        **end,
    )


@pytest.fixture
def people() -> tuple[User, User]:
    """Two people with a post, a role and an office in every area, the second never invited."""
    first, second = UserFactory(), UserFactory()
    for name, user in itertools.product(AREAS, (first, second)):
        area = LocalAreaFactory(name=name, slug=name.lower().replace(" ", "-"))
        organisation = OrganisationFactory(local_area=area)
        PostHoldingFactory(post=PostFactory(organisation=organisation), user=user)
        PostHoldingFactory(
            post=PostFactory(organisation=organisation), user=user, until=today() - timedelta(1)
        )
        plan = PlanFactory(local_area=area)
        Membership.objects.create(plan=plan, user=user, role=Role.VIEWER)
        AreaRole.objects.create(local_area=area, user=user)
    areas = {area.name: area for area in LocalArea.objects.all()}
    invite(first, areas["Waiting"])
    invite(first, areas["Accepted"], accepted_at=now())
    invite(first, areas["Withdrawn"], withdrawn_at=now())
    invite(first, areas["Waiting Again"], withdrawn_at=now())
    invite(first, areas["Waiting Again"])
    return first, second


@pytest.mark.parametrize(
    ("model", "place"),
    [
        (PostHolding, "post__local_area__name"),
        (Membership, "plan__local_area__name"),
        (AreaRole, "local_area__name"),
    ],
)
def test_what_is_given_to_one_person_is_their_part_of_what_is_given(model, place, people):
    for user, names in zip(
        people, ({"Never Invited", "Accepted", "Withdrawn"}, {*AREAS}), strict=True
    ):
        mine = model.objects.given_to(user, today())

        assert {*mine.values_list(place, flat=True)} == names
        assert {*mine} == {*model.objects.given_on(today()).filter(user=user)}
