"""Digest lines about figures that are due, for each person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from actions.domain.digest import SOON, Topic
from actions.extension_points import DigestAddition
from actions.models import Plan
from actions.selectors.outstanding import topics_sent_since
from actions.selectors.reviewers import officers_of
from indicators.domain.digest import AwaitedFigure, DigestFacts, sections
from indicators.models import Indicator
from indicators.selectors.due_figures import awaited_figure
from wsoa.accounts.models import PostHolding, User


def figures_due(day: date) -> Iterable[DigestAddition]:
    """The digest sections about figures for everybody. Six queries, and one for each plan."""
    indicators = list(Indicator.objects.awaited_by(day + SOON).order_by("plan", "next_due", "pk"))
    if not indicators:
        return
    first = min(indicator.next_due for indicator in indicators if indicator.next_due) - SOON
    last_notices = topics_sent_since(first, day)
    areas, holders = _areas(indicators), _holders(indicators, day)
    of_plan: dict[Plan, list[Indicator]] = defaultdict(list)
    for indicator in indicators:
        of_plan[indicator.plan].append(indicator)
    for plan, awaited in of_plan.items():
        for user, facts in _facts(plan, awaited, areas, holders, last_notices).items():
            for section in sections(facts, day):
                yield DigestAddition(user, plan, section)


def _facts(
    plan: Plan,
    indicators: Sequence[Indicator],
    areas: dict[int, set[int]],
    holders: dict[int, set[User]],
    last_notices: dict[int, dict[Topic, date]],
) -> dict[User, DigestFacts]:
    """The digest facts of each person who is concerned by awaited figures of a plan."""
    officers, managers = officers_of(plan)
    owned: dict[User, list[AwaitedFigure]] = defaultdict(list)
    answered_for: dict[User, list[AwaitedFigure]] = defaultdict(list)
    managed = tuple(map(awaited_figure, indicators))
    for indicator, awaited in zip(indicators, managed, strict=True):
        for user in holders.get(indicator.owner_id or 0, ()):
            owned[user].append(awaited)
        for user in {user for area in areas[indicator.pk] for user in officers.get(area, ())}:
            answered_for[user].append(awaited)
    people = sorted({*owned, *answered_for, *managers}, key=lambda user: (user.name, user.pk))
    return {
        user: DigestFacts(
            owned=tuple(owned[user]),
            answered_for=tuple(answered_for[user]),
            managed=managed if user in managers else (),
            notified=last_notices.get(user.pk, {}),
        )
        for user in people
    }


def _areas(indicators: Sequence[Indicator]) -> dict[int, set[int]]:
    """The areas of each indicator: those of its linked outcomes and measures of success."""
    areas: dict[int, set[int]] = defaultdict(set)
    for pk, area in Indicator.objects.areas_of(indicators):
        areas[pk].add(area)
    return areas


def _holders(indicators: Sequence[Indicator], day: date) -> dict[int, set[User]]:
    """The people, deputies included, who hold each owning post that day and can sign in."""
    posts = {indicator.owner_id for indicator in indicators}
    held = PostHolding.objects.given_on(day).filter(post__in=posts, user__is_active=True)
    holders: dict[int, set[User]] = defaultdict(set)
    for holding in held.select_related("user"):
        if holding.user:
            holders[holding.post_id].add(holding.user)
    return holders
