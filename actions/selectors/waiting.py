"""What waits for a person: the one list that every page, email and calendar reads.

Each app registers what it adds (`actions.extension_points.WAITING`), with the person, the plans
and the day in one object. Nothing else decides what waits for somebody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from django.core.cache import caches

from actions.domain.waiting import WaitingCount, WaitingItem, count, in_order
from actions.extension_points import WAITING
from actions.models import Plan, WaitingTotals
from actions.selectors.person_in_plans import PersonInPlans, person_in_plans
from actions.selectors.plan_cache import cache_key
from wsoa.accounts.models import User

# A page of one plan learns of what was written to another plan within this time.
COUNT_KEPT_FOR = timedelta(seconds=60)
# People in more plans than this read counts that a worker keeps; lists are never kept.
COUNTED_AT_ONCE = 3


class MenuCounts(NamedTuple):
    """What the menu of every page says: what waits, and in how many plans the person is."""

    waiting: WaitingCount
    plans: int


def waiting_for(person: PersonInPlans) -> tuple[WaitingItem, ...]:
    """What waits for a person in these plans on that day, worst first.

    The number of queries does not depend on the number of plans.
    """
    return in_order(item for source in WAITING for item in source(person))


def counts_by_plan(items: Iterable[WaitingItem], day: date) -> dict[int, WaitingCount]:
    """The count of each plan in which something waits."""
    found: dict[int, list[WaitingItem]] = {}
    for item in items:
        found.setdefault(item.plan, []).append(item)
    return {plan: count(of_plan, day) for plan, of_plan in found.items()}


def plan_totals(person: PersonInPlans) -> dict[int, WaitingCount] | None:
    """The count of each plan: at once for a few plans, as a worker last counted for many.

    None where nobody has counted yet. One query for many plans.
    """
    if len(person.plans) <= COUNTED_AT_ONCE:
        return counts_by_plan(waiting_for(person), person.day)
    kept = WaitingTotals.objects.filter(user=person.user).exclude(stamp="").first()
    if kept is None:
        return None
    return {int(plan): WaitingCount(*of_plan) for plan, of_plan in kept.content.items()}


def stamp_of(person: PersonInPlans) -> str:
    """What a count rests on: the same stamp gives the same count."""
    versions = tuple(sorted((plan.pk, plan.version) for plan in person.plans.values()))
    roles = tuple(sorted((plan, tuple(sorted(of))) for plan, of in person.roles.items()))
    held = tuple(sorted(person.areas)), tuple(sorted(person.posts))
    return cache_key(person.day, versions, roles, held)


def menu_counts(user: User, day: date, plan: Plan | None) -> MenuCounts:
    """The counts for the menu of a page of this plan.

    Cached for this person and version of the plan: no query. Otherwise what `waiting_for` takes,
    or four queries for a person in many plans.
    """
    found: MenuCounts | None = caches["rows"].get(_menu_key(user, day, plan))
    if found is None:
        person = person_in_plans(user, day)
        found = keep_menu_counts(person, plan, plan_totals(person) or {})
    return found


def keep_menu_counts(
    person: PersonInPlans, plan: Plan | None, totals: Mapping[int, WaitingCount]
) -> MenuCounts:
    """Keeps what was counted for the menus of the next pages. A write to the plan ends it."""
    everything = WaitingCount(
        sum(of_plan.all for of_plan in totals.values()),
        sum(of_plan.late for of_plan in totals.values()),
    )
    found = MenuCounts(everything, len(person.plans))
    seconds = int(COUNT_KEPT_FOR.total_seconds())
    caches["rows"].set(_menu_key(person.user, person.day, plan), found, seconds)
    return found


def _menu_key(user: User, day: date, plan: Plan | None) -> str:
    return cache_key("waiting", user.pk, day, plan.pk if plan else 0, plan.version if plan else 0)
