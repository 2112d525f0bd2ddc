"""Holders of the leading posts of a plan, who can be emailed, and when each was chased."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Subquery
from django.utils.timezone import localtime

from actions.models import ActionLead, Chase, Plan, ReportingPeriod
from wsoa.accounts.models import Invitation, PostHolding


@dataclass(frozen=True, slots=True)
class PostHolders:
    """The leading posts of each action; by their codes who holds them, which of them somebody
    holds who can sign in, when each was chased last, and by action its area.
    """

    posts: dict[int, list[str]]
    names: dict[str, str]
    reachable: frozenset[str]
    chased: dict[str, date]
    areas: dict[int, int]

    def vacant(self, action: int) -> tuple[str, ...]:
        """The codes of an action's leading posts that nobody holds."""
        return tuple(code for code in self.posts.get(action, ()) if code not in self.names)

    def areas_of(self, code: str, actions: frozenset[int]) -> list[int]:
        """The areas of those of these actions that the post leads."""
        led = (action for action, codes in self.posts.items() if code in codes)
        return sorted({self.areas[action] for action in led if action in actions})


def post_holders(plan: Plan, day: date, period: ReportingPeriod | None = None) -> PostHolders:
    """Who holds each leading post on that day; chases are those of the period. One query.

    Reads every holding that ever was and picks the day's in Python: quicker than as SQL.
    """
    posts: dict[int, list[str]] = {}
    names: dict[str, list[str]] = {}
    reachable = set()
    chased: dict[str, date] = {}
    areas: dict[int, int] = {}
    chases = Chase.objects.filter(period=period, post=OuterRef("post")).order_by("-at")
    invitations = Invitation.objects.waiting().filter(
        local_area=plan.local_area_id, user=OuterRef("post__holdings__user")
    )
    leads = (
        ActionLead.objects.of_plan(plan)
        .filter(post__isnull=False)
        .annotate(chased=Subquery(chases.values("at")[:1]), is_invited=Exists(invitations))
        .order_by("order", "post__holdings__deputy", "post__holdings__pk")
    )
    columns = (
        *("action", "action__outcome__area", "post__code", "chased"),
        *("post__holdings__holder", "post__holdings__since", "post__holdings__until"),
        "post__holdings__user__is_active",
        "is_invited",
    )
    rows = leads.values_list(*columns)
    for action, area, code, at, holder, since, until, active, invited in rows:
        areas[action] = area
        if at:
            chased[code] = localtime(at).date()
        if code not in posts.setdefault(action, []):
            posts[action].append(code)
        if holder and (since or date.min) <= day <= (until or date.max):
            if holder not in names.setdefault(code, []):
                names[code].append(holder)
            if active and not invited:
                reachable.add(code)
    held = {code: ", ".join(holders) for code, holders in names.items()}
    return PostHolders(posts, held, frozenset(reachable), chased, areas)


def holdings_on(day: date, posts: Iterable[int]) -> list[PostHolding]:
    """Who holds these posts on that day, deputies too. One query."""
    return list(PostHolding.objects.on(day).filter(post__in=posts))
