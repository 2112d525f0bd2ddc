"""The pages of people and posts: who has access to a local area, and who holds its posts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localtime

from actions.domain.enums import Role
from actions.extension_points import AREA_PAGES, PlanPage
from actions.models import Membership
from actions.selectors.access_reviews import ReviewState, review_state
from actions.selectors.people import (
    AreaAccess,
    EndedAccess,
    PostStatus,
    access_of,
    people_with_access,
    people_without_access_any_more,
    posts_of_area,
    waiting_invitations,
)
from actions.services.area_access import has_other_area
from wsoa.accounts.models import (
    Invitation,
    LocalArea,
    OrganisationChange,
    Post,
    PostHolding,
    User,
)
from wsoa.accounts.sign_in_history import SignInEvent, sign_ins_in_an_area
from wsoa.core.clock import now

STALE_AFTER = 60  # days without a sign-in


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post that somebody holds or stands in for, in words."""

    code: str
    description: str
    is_deputy: bool


@dataclass(frozen=True, slots=True)
class PersonAccess:
    """One person of the list."""

    pk: int
    email: str
    name: str
    roles: tuple[str, ...]
    posts: tuple[HeldPost, ...]
    deputies: tuple[str, ...]
    since: date | None
    signed_in: date | None
    days_ago: int
    is_invited: bool

    @property
    def is_stale(self) -> bool:
        return self.days_ago > STALE_AFTER

    @property
    def held(self) -> tuple[str, ...]:
        """The codes of the posts that can be handed over."""
        return tuple(post.code for post in self.posts if not post.is_deputy)


@dataclass(frozen=True, slots=True)
class VacantPost:
    """A post that leads actions and that nobody holds."""

    code: str
    title: str
    actions: int
    since: date | None
    deputies: tuple[str, ...]
    plan: str


@dataclass(frozen=True, slots=True)
class WaitingInvitation:
    """An invitation that was not accepted yet, and until when its link works."""

    pk: int
    email: str
    offer: str
    until: date | None  # the last day of what is offered, where all of it ends
    sent: date
    ends: date
    has_ended: bool


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """The people of a local area: who has access, who is invited, and which posts nobody holds."""

    local_area: LocalArea
    people: tuple[PersonAccess, ...]
    ended: tuple[EndedAccess, ...]
    invitations: tuple[WaitingInvitation, ...]
    vacant: tuple[VacantPost, ...]
    unreachable: tuple[PostStatus, ...]
    leading: int
    review: ReviewState | None
    more: tuple[PlanPage, ...]

    @property
    def stale(self) -> int:
        return sum(person.is_stale for person in self.people)


def people_page(local_area: LocalArea, day: date) -> PeoplePage:
    """Who has access, posts nobody holds, invitations. A fixed number of queries."""
    posts = posts_of_area(local_area, day)
    deputies = _deputies(posts)
    led = {status.post.pk: status.actions for status in posts}
    invitations = waiting_invitations(local_area)
    invited = {invitation.user_id for invitation in invitations}
    found = people_with_access(local_area, day)
    until = {access.user.pk: access.until for access in found}
    people = [_person(access, led, deputies, invited, day) for access in found]
    leading = [status for status in posts if status.actions]
    plan = local_area.plans.order_by("pk").values_list("slug", flat=True).first() or ""
    return PeoplePage(
        local_area=local_area,
        people=tuple(person for person in people if not person.is_invited),
        ended=tuple(people_without_access_any_more(local_area, day)),
        invitations=tuple(_invitation(row, until.get(row.user_id)) for row in invitations),
        vacant=tuple(_vacant(status, plan) for status in leading if status.is_vacant),
        unreachable=tuple(
            status for status in leading if not (status.is_vacant or status.can_be_reached)
        ),
        leading=len(leading),
        review=review_state(local_area, day),
        more=tuple(AREA_PAGES),
    )


def _deputies(posts: list[PostStatus]) -> dict[int, tuple[str, ...]]:
    return {
        status.post.pk: tuple(_until(_address(row), row.until) for row in status.deputies)
        for status in posts
    }


def _person(
    access: AreaAccess,
    led: dict[int, int],
    deputies: dict[int, tuple[str, ...]],
    invited: set[int],
    day: date,
) -> PersonAccess:
    user = access.user
    signed_in = localtime(user.last_login).date() if user.last_login else None
    held = [row for row in access.holdings if not row.deputy]
    return PersonAccess(
        pk=user.pk,
        email=user.email,
        name=user.name,
        roles=role_words(access),
        posts=tuple(_held_post(row, led, day) for row in access.holdings),
        deputies=tuple(name for row in held for name in deputies.get(row.post_id, ())),
        since=access.since,
        signed_in=signed_in,
        days_ago=max((day - signed_in).days, 0) if signed_in else 0,
        is_invited=user.pk in invited,
    )


def role_words(access: AreaAccess) -> tuple[str, ...]:
    """The roles of a person in an area, one accountable officer's areas together."""
    several = len({row.plan_id for row in access.memberships}) > 1
    by_role: dict[tuple[str, str], list[str]] = {}
    for row in access.memberships:
        key = (row.plan.short_title if several else "", row.role)
        by_role.setdefault(key, []).append(row.area.ref if row.area else "")
    words = ["Lead"] if any(not row.deputy for row in access.holdings) else []
    words += [office.get_role_display() for office in access.area_roles]
    for (plan, role), areas in by_role.items():
        label = str(Role(role).label)
        if any(areas):
            label += f", area{'s' if len(areas) > 1 else ''} {' and '.join(areas)}"
        words.append(f"{label} ({plan})" if plan else label)
    return tuple(words)


def _held_post(row: PostHolding, led: dict[int, int], day: date) -> HeldPost:
    words = f"{led.get(row.post_id, 0)} actions"
    if row.deputy:
        words = _until("deputy", row.until)
    if row.since and row.since > day:
        words += f", from {row.since:%-d %B %Y}"
    if row.until and not row.deputy:
        words += f", until {row.until:%-d %B %Y}"
    return HeldPost(row.post.code, words, row.deputy)


def _until(words: str, until: date | None) -> str:
    return f"{words} until {until:%-d %B %Y}" if until else words


def _address(row: PostHolding) -> str:
    return row.user.email if row.user else row.holder


def _vacant(status: PostStatus, plan: str) -> VacantPost:
    return VacantPost(
        code=status.post.code,
        title=status.post.display_name,
        actions=status.actions,
        since=status.vacant_since,
        deputies=tuple(_until(_address(row), row.until) for row in status.deputies),
        plan=plan,
    )


def _invitation(invitation: Invitation, until: date | None) -> WaitingInvitation:
    return WaitingInvitation(
        pk=invitation.pk,
        email=invitation.user.email,
        offer=invitation.offer,
        until=until,
        sent=localtime(invitation.sent_at).date(),
        ends=localtime(invitation.ends_at).date(),
        has_ended=invitation.ends_at <= now(),
    )


# --- one person -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AccessTerm:
    """A role or a post of a person, from when to when."""

    access: str
    since: date | None
    until: date | None
    is_empty: bool


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One person in one area: what they have, and what they had."""

    user: User
    person: PersonAccess
    now: tuple[AccessTerm, ...]
    before: tuple[AccessTerm, ...]
    has_begun: bool
    sign_ins: tuple[SignInEvent, ...]
    is_elsewhere_too: bool  # then sign-ins are shown without where they came from

    @property
    def heading(self) -> str:
        """Of the table of what runs or has been agreed for later."""
        return "What they are invited to" if self.person.is_invited else "What they have"

    @property
    def has_access(self) -> bool:
        return bool(self.now)

    @property
    def shows_sign_ins(self) -> bool:
        return self.has_begun and not self.person.is_invited


def person_page(local_area: LocalArea, user: User, day: date) -> PersonPage:
    """Everything that a person has or had in an area, the newest first."""
    posts = posts_of_area(local_area, day)
    led = {status.post.pk: status.actions for status in posts}
    invited = {invitation.user_id for invitation in waiting_invitations(local_area)}
    access = access_of(local_area, user, day)
    person = _person(access, led, _deputies(posts), invited, day)
    terms = _terms(local_area, user)
    running = [term for term in terms if not term.is_empty and (term.until or date.max) >= day]
    elsewhere = has_other_area(local_area, user)
    return PersonPage(
        user=user,
        person=person,
        now=tuple(running),
        before=tuple(term for term in terms if term not in running),
        has_begun=access.has_begun(day),
        sign_ins=tuple(_sign_ins(access, day, elsewhere)),
        is_elsewhere_too=elsewhere,
    )


def _sign_ins(access: AreaAccess, day: date, is_elsewhere_too: bool) -> list[SignInEvent]:
    """Nothing of somebody whose access has ended or has not begun."""
    if not access.has_begun(day):
        return []
    return sign_ins_in_an_area(access.user, access.since, is_elsewhere_too=is_elsewhere_too)


def _terms(local_area: LocalArea, user: User) -> list[AccessTerm]:
    memberships = Membership.objects.in_local_area(local_area).held_by(user)
    holdings = PostHolding.objects.of(local_area).of_person(user)
    found = [
        AccessTerm(
            row.get_role_display() + (f", area {row.area.ref}" if row.area else ""),
            row.since,
            row.until,
            row.is_empty,
        )
        for row in memberships
    ]
    found += [
        AccessTerm(
            ("Deputy for " if row.deputy else "") + row.post.code,
            row.since,
            row.until,
            row.is_empty,
        )
        for row in holdings
    ]
    found += [
        AccessTerm(row.get_role_display(), row.since, row.until, row.is_empty)
        for row in user.area_roles.of(local_area)
    ]
    return sorted(found, key=lambda term: term.since or date.min, reverse=True)


# --- posts ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PostHistory:
    """A post, and everybody who held it or stood in for it, the newest first."""

    status: PostStatus
    terms: tuple[PostHolding, ...]


def post_list(local_area: LocalArea, day: date) -> list[PostHistory]:
    """Every post of an area, and who held it."""
    rows: dict[int, list[PostHolding]] = {}
    for row in PostHolding.objects.of(local_area).covering_a_day():
        rows.setdefault(row.post_id, []).append(row)
    return [
        PostHistory(
            status,
            tuple(
                sorted(
                    rows.get(status.post.pk, []),
                    key=lambda row: row.since or date.min,
                    reverse=True,
                )
            ),
        )
        for status in posts_of_area(local_area, day)
    ]


def present_holder(post: Post, day: date) -> PostHolding | None:
    """Who holds a post on a day, or takes it next where nobody does; None without either."""
    held = post.holdings.full().not_over(day).select_related("user")
    return held.order_by("since").first()


def held_words(holder: PostHolding | None) -> str:
    """Who holds a post, in a sentence."""
    if holder is None:
        return "Nobody holds it."
    who = holder.user.email if holder.user else f"{holder.holder}, who cannot sign in"
    return f"Held by {who}" + (f" since {holder.since:%-d %B %Y}." if holder.since else ".")


def post_words(post: Post, day: date) -> str:
    """Who holds a post, with its code, in a sentence."""
    holder = present_holder(post, day)
    words = held_words(holder)
    return f"{post.code}: {words[0].lower()}{words[1:]}"


def changes_of(local_area: LocalArea) -> list[OrganisationChange]:
    """The changes of an area's organisations, planned and carried out."""
    return list(OrganisationChange.objects.in_area(local_area))
