"""Where the findings of a plan come from, and in which plans they are carried on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from actions.models import AreaOfWeakness, CarriedFinding, Plan
from wsoa.accounts.models import User


@dataclass(frozen=True, slots=True)
class CarriedLink:
    """A finding and its other end; the addresses are empty where the person may not see it."""

    own: str
    linked: str
    plan: str
    actions_href: str
    history_href: str


@dataclass(frozen=True, slots=True)
class CarriedFindings:
    """What a plan carries on from others, and what others carry on of it."""

    came_from: tuple[CarriedLink, ...]
    goes_on_in: tuple[CarriedLink, ...]


def carried_findings(plan: Plan, user: User | AnonymousUser) -> CarriedFindings:
    """Both directions, in the plan's order. Two queries."""
    rows = CarriedFinding.objects.with_plans()
    before, after = rows.into(plan), rows.out_of(plan)
    return CarriedFindings(
        tuple(_links(((row.area, row.origin) for row in before), user)),
        tuple(_links(((row.origin, row.area) for row in after), user)),
    )


def _links(
    pairs: Iterable[tuple[AreaOfWeakness, AreaOfWeakness]], user: User | AnonymousUser
) -> Iterable[CarriedLink]:
    for own, other in pairs:
        sees = user.has_perm("actions.see_plan", other.plan)
        slug = other.plan.slug
        yield CarriedLink(
            own=str(own),
            linked=str(other),
            plan=other.plan.title,
            actions_href=f"{reverse('actions', args=[slug])}?area={other.ref}" if sees else "",
            history_href=reverse("history", args=[slug]) if sees else "",
        )
