"""Who has access to a local area on a day, who holds its posts, and what a post leads."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q
from django.utils.timezone import localtime

from actions.models import ActionLead, DateChange, Draft, Membership
from wsoa.accounts.models import AreaRole, Invitation, LocalArea, Post, PostHolding, User


@dataclass(slots=True)
class AreaAccess:
    """What one person has in an area: today, and what has been agreed for later."""

    user: User
    memberships: list[Membership] = field(default_factory=list)
    holdings: list[PostHolding] = field(default_factory=list)
    area_roles: list[AreaRole] = field(default_factory=list)
    accepted: date | None = None  # the day of their first invitation that they accepted

    @property
    def since(self) -> date | None:
        """The first day of the earliest of them; None where it is not known.

        Who took over a name that the plan prints has access since they accepted.
        """
        days = [row.since or self.accepted for row in self._terms]
        return min((day for day in days if day), default=None) if None not in days else None

    @property
    def until(self) -> date | None:
        """The last day of what ends last; None where something has no end."""
        days = [row.until for row in self._terms]
        return max((day for day in days if day), default=None) if None not in days else None

    @property
    def _terms(self) -> list[Membership | PostHolding | AreaRole]:
        return [*self.memberships, *self.holdings, *self.area_roles]

    def has_begun(self, day: date) -> bool:
        """Whether any of it is running on a day; what begins later is not."""
        return any((row.since or date.min) <= day for row in self._terms)


def people_with_access(local_area: LocalArea, day: date) -> list[AreaAccess]:
    """Everybody who has a role or a post in an area, by email. Four queries."""
    found: dict[int, AreaAccess] = {}

    def access_of(user: User) -> AreaAccess:
        return found.setdefault(user.pk, AreaAccess(user))

    memberships = Membership.objects.in_local_area(local_area).not_over(day)
    for row in memberships.select_related("user", "plan", "area").order_by("plan", "role", "area"):
        access_of(row.user).memberships.append(row)
    holdings = PostHolding.objects.of(local_area).not_over(day).exclude(user=None)
    for holding in holdings.select_related("user", "post").order_by("deputy", "post__code"):
        assert holding.user is not None  # noqa: S101 (by the query)
        access_of(holding.user).holdings.append(holding)
    for office in AreaRole.objects.of(local_area).not_over(day).select_related("user"):
        access_of(office.user).area_roles.append(office)
    invitations = Invitation.objects.filter(local_area=local_area).exclude(accepted_at=None)
    for user, moment in invitations.order_by("-accepted_at").values_list("user", "accepted_at"):
        if user in found and moment:
            found[user].accepted = localtime(moment).date()
    return sorted(found.values(), key=lambda access: access.user.email)


@dataclass(frozen=True, slots=True)
class EndedAccess:
    """Somebody who had access to an area, and the last whole day on which they had it."""

    user: User
    last_day: date


def people_without_access_any_more(local_area: LocalArea, day: date) -> list[EndedAccess]:
    """Everybody whose last role or post in an area is over, who left last first. Four queries.

    Who never had a whole day of it is among them, where it was not only offered.
    """
    last_days: dict[int, date] = {}
    going_on: set[int] = set()
    for rows in (
        Membership.objects.in_local_area(local_area),
        PostHolding.objects.of(local_area).filter(user__isnull=False),
        AreaRole.objects.of(local_area),
    ):
        for user, until in rows.values_list("user", "until"):
            if until is None or until >= day:
                going_on.add(user)
            else:
                last_days[user] = max(until, last_days.get(user, date.min))
    withdrawn = Invitation.objects.filter(local_area=local_area).exclude(withdrawn_at=None)
    never = set(withdrawn.values_list("user", flat=True)) - set(
        Invitation.objects.filter(local_area=local_area)
        .exclude(accepted_at=None)
        .values_list("user", flat=True)
    )
    gone = last_days.keys() - going_on - never
    users = User.objects.filter(pk__in=gone).order_by("email")
    ended = [EndedAccess(user, last_days[user.pk]) for user in users]
    return sorted(ended, key=lambda access: access.last_day, reverse=True)


def access_of(local_area: LocalArea, user: User, day: date) -> AreaAccess:
    """What one person has in an area; empty where they have nothing."""
    people = people_with_access(local_area, day)
    return next((access for access in people if access.user == user), AreaAccess(user))


def waiting_invitations(local_area: LocalArea) -> list[Invitation]:
    """The invitations that were neither accepted nor withdrawn, the oldest first."""
    waiting = Invitation.objects.waiting().filter(local_area=local_area)
    return list(waiting.select_related("user", "local_area"))


def invited_on(local_area: LocalArea) -> dict[int, date]:
    """Who was invited to an area and has not accepted yet, by person: the day of the invitation."""
    found = Invitation.objects.waiting().filter(local_area=local_area)
    moments = found.order_by("-sent_at").values_list("user", "sent_at")
    return {user: localtime(moment).date() for user, moment in moments}


@dataclass(frozen=True, slots=True)
class PostStatus:
    """A post on a day: what it leads, its holders and deputies, and since when it is vacant."""

    post: Post
    actions: int
    shared: int
    holders: tuple[PostHolding, ...]
    deputies: tuple[PostHolding, ...]
    planned: tuple[PostHolding, ...]
    vacant_since: date | None
    invited: frozenset[int]  # people of the area who have not accepted yet

    @property
    def is_vacant(self) -> bool:
        return not self.holders

    @property
    def holder_names(self) -> str:
        return ", ".join(row.holder for row in self.holders)

    @property
    def can_be_reached(self) -> bool:
        """Whether somebody who can sign in, and has accepted, holds it or stands in."""
        return any(
            row.user and row.user.is_active and row.user_id not in self.invited
            for row in (*self.holders, *self.deputies)
        )


def posts_of_area(local_area: LocalArea, day: date) -> list[PostStatus]:
    """Every post of an area with its holders on that day, by code. Four queries."""
    posts = Post.objects.of(local_area).select_related("organisation").order_by("code")
    rows: dict[int, list[PostHolding]] = defaultdict(list)
    for row in PostHolding.objects.of(local_area).filter(is_empty=False).select_related("user"):
        rows[row.post_id].append(row)
    led = _led_by_post(local_area)
    waiting = Invitation.objects.waiting().filter(local_area=local_area)
    invited = frozenset(waiting.values_list("user", flat=True))
    return [_status(post, rows[post.pk], led.get(post.pk, (0, 0)), invited, day) for post in posts]


def waiting_holder(local_area: LocalArea, posts: list[PostStatus], code: str) -> Invitation | None:
    """The waiting invitation of who holds the post of this code; None where there is none."""
    holders = [
        row.user_id for status in posts if status.post.code == code for row in status.holders
    ]
    waiting = waiting_invitations(local_area)
    return next((found for found in waiting if found.user_id in holders), None)


def _led_by_post(local_area: LocalArea) -> dict[int, tuple[int, int]]:
    """By post: how many actions it leads, and how many of those with another post."""
    leads = ActionLead.objects.filter(post__local_area=local_area, action__ended_on=None)
    found = leads.values("post").annotate(
        led=Count("action", distinct=True),
        shared=Count(
            "action",
            distinct=True,
            filter=Q(action__in=_with_several_leads(local_area)),
        ),
    )
    return {row["post"]: (row["led"], row["shared"]) for row in found}


def _with_several_leads(local_area: LocalArea) -> list[int]:
    of_area = ActionLead.objects.filter(action__plan__local_area=local_area)
    several = of_area.values("action").annotate(leads=Count("pk")).filter(leads__gt=1)
    return list(several.values_list("action", flat=True))


def _status(
    post: Post,
    rows: list[PostHolding],
    led: tuple[int, int],
    invited: frozenset[int],
    day: date,
) -> PostStatus:
    running = [row for row in rows if (row.since or date.min) <= day <= (row.until or date.max)]
    ended = [row.until for row in rows if not row.deputy and row.until and row.until < day]
    return PostStatus(
        post=post,
        actions=led[0],
        shared=led[1],
        holders=tuple(row for row in running if not row.deputy),
        deputies=tuple(row for row in running if row.deputy),
        planned=tuple(row for row in rows if not row.deputy and row.since and row.since > day),
        vacant_since=max(ended, default=None),
        invited=invited,
    )


@dataclass(frozen=True, slots=True)
class PassesWithPost:
    """What passes with a post when it is handed over, and what stays with its holders."""

    actions: int
    shared: int
    date_requests: tuple[DateChange, ...]
    drafts: int

    @property
    def summary(self) -> str:
        """How many actions pass: "25 actions, 10 of them shared with another post"."""
        found = f"{self.actions} action{'' if self.actions == 1 else 's'}"
        return f"{found}, {self.shared} of them shared with another post" if self.shared else found


def passes_with_post(post: Post, day: date) -> PassesWithPost:
    """What a post leads and what waits there. Drafts stay with their writers. Four queries."""
    actions = ActionLead.objects.filter(post=post).values("action")
    led, shared = _led_by_post(post.local_area).get(post.pk, (0, 0))
    requests = DateChange.objects.open().filter(action__in=actions).select_related("action")
    holders = post.holdings.on(day).exclude(user=None).values("user")
    return PassesWithPost(
        actions=led,
        shared=shared,
        date_requests=tuple(requests.order_by("action__order")),
        drafts=Draft.objects.filter(action__in=actions, user__in=holders).count(),
    )
