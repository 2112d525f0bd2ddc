"""A post passes from one person to another; a deputy stands in for a time.

Rows are ended and added, never changed into another person's: who held a post then keeps what was
written then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from actions.domain.enums import AfterHandOver, Role
from actions.domain.post_terms import (
    FARTHEST,
    HoldingTerm,
    day_before,
    deputy_until,
    terms_after_hand_over,
)
from actions.models import Membership, Plan
from actions.services.area_access import (
    AccessRefused,
    end_terms,
    has_terms,
    is_in_area,
    lock_area,
    plan_of_post,
    record_access,
    refuse_without_administrator,
    shut_out,
)
from actions.services.invitations import Invited, person_of, welcome
from actions.services.taken_posts import record_taking, terms_around, undo_taking
from wsoa.accounts.models import Invitation, LocalArea, Post, PostHolding, User
from wsoa.core.clock import now, today

LONGEST_NOTE = 2_000


@dataclass(frozen=True, slots=True)
class HandedOver:
    """The new holding, who held the post until then, and how the new holder was invited."""

    holding: PostHolding
    before: tuple[PostHolding, ...]
    invited: Invited


@transaction.atomic
def hand_over(
    *,
    by: User | None,
    post: Post,
    email: str,
    name: str = "",
    first_day: date,
    after: AfterHandOver = AfterHandOver.READS,
    note: str = "",
) -> HandedOver:
    """Hands a post over to a person from a day on; a new person is invited.

    The present holder's term ends the day before, and what becomes of them is `after`. A hand-over
    planned for that day or later is replaced. Also names the holder of a post that nobody holds.
    Updates sent before stay under the name of who sent them. Audited.

    Raises NotAdministrator, LastAdministrator; AccessRefused for a wrong address, name or day, or
    where the person holds the post already.
    """
    local_area = post.local_area
    lock_area(by, local_area)
    _refuse_day(first_day)
    user = person_of(email, name)
    is_here = is_in_area(user, local_area)
    if any(row.user_id == user.pk and _term(row).covers(first_day) for row in _terms(post)):
        raise AccessRefused(f"{user.email} holds {post.code} on that day already.", "email")
    replaced = _undo_planned(post, first_day)
    holding, before = _pass_on(post, user, first_day, after, note)
    _record(by, holding, user, before, after=str(after), replaced=list(replaced))
    offer = f"{post.code} from {first_day:%-d %B %Y}"
    return HandedOver(holding, before, welcome(by, local_area, user, offer, is_here=is_here))


def _record(
    by: User | None,
    holding: PostHolding,
    user: User,
    before: tuple[PostHolding, ...],
    **details: object,
) -> None:
    post = holding.post
    record_access(
        by,
        post.local_area,
        "hand-over",
        f"post {post.code}",
        f"{post.code} passes from {', '.join(row.holder for row in before) or 'nobody'} to "
        f"{user.name} on {holding.since:%-d %B %Y}",
        plan=plan_of_post(post),
        user=user.pk,
        before=[row.user_id for row in before],
        **details,
    )


def _terms(post: Post) -> list[PostHolding]:
    """Every term of a post that covers a day, those of deputies left out."""
    return list(post.holdings.full().filter(is_empty=False).select_related("user"))


def _undo_planned(post: Post, first_day: date) -> tuple[int, ...]:
    """Undoes the hand-overs planned for that day or later. Returns the keys of their terms.

    Raises AccessRefused where one of them has begun.
    """
    held = _terms(post)
    planned = terms_after_hand_over((_term(row) for row in held), first_day).never_begun
    _refuse_overwriting(held, planned)
    for row in held:
        if row.pk in planned and row.taking:
            undo_taking(row)
            _withdraw_emptied(post.local_area, row)
    return planned


def _pass_on(
    post: Post, user: User, first_day: date, after: AfterHandOver, note: str
) -> tuple[PostHolding, tuple[PostHolding, ...]]:
    """Ends the terms of who holds a post and begins the next. Returns the new one and those ended.

    Raises LastAdministrator.
    """
    held = _terms(post)
    changes = terms_after_hand_over((_term(row) for row in held), first_day)
    before = tuple(row for row in held if row.pk in changes.cut)
    leaving = {row.user for row in before if row.user and row.user != user}
    if after is AfterHandOver.ENDS:
        for person in leaving:
            refuse_without_administrator(post.local_area, person)
    terms = terms_around(post, leaving)
    active = [person.pk for person in leaving if person.is_active]
    post.holdings.filter(pk__in=(*changes.cut, *changes.never_begun)).end_by(day_before(first_day))
    # Who stood in until now has the post itself.
    post.holdings.filter(user=user, deputy=True).end_by(day_before(first_day))
    holding = PostHolding.objects.create(
        post=post, holder=user.name, user=user, since=first_day, handover_note=note.strip()
    )
    for person in sorted(leaving, key=lambda person: person.pk):
        _after(post, person, first_day, after)
    record_taking(holding, terms, leaving, active=active)
    return holding, before


def _withdraw_emptied(local_area: LocalArea, row: PostHolding) -> None:
    """Withdraws an invitation that offers nothing any more, since the post went to another."""
    waiting = Invitation.objects.waiting().filter(local_area=local_area, user=row.user)
    if row.user and not has_terms(local_area, row.user):
        waiting.update(withdrawn_at=now())


def _after(post: Post, person: User, first_day: date, after: AfterHandOver) -> None:
    """What becomes of a present holder from the first day of the next one."""
    if after is AfterHandOver.DEPUTY:
        # Who stands in already does so anew, and not twice.
        post.holdings.filter(user=person, deputy=True).end_by(day_before(first_day))
        PostHolding.objects.create(
            post=post,
            holder=person.name,
            user=person,
            deputy=True,
            since=first_day,
            until=deputy_until(first_day),
        )
    elif after is AfterHandOver.READS:
        for plan in Plan.objects.filter(actions__leads__post=post).distinct():
            mine = Membership.objects.of(person, plan)
            if not mine.not_over(first_day).exists():
                Membership.objects.create(
                    plan=plan, user=person, role=Role.VIEWER, since=max(first_day, today())
                )
    else:
        last_day = day_before(max(first_day, today()))
        end_terms(post.local_area, person, last_day)
        if first_day <= today():
            shut_out(post.local_area, person)


@transaction.atomic
def name_deputy(
    *,
    by: User | None,
    post: Post,
    email: str,
    name: str = "",
    since: date | None = None,
    until: date,
) -> Invited:
    """Names a deputy for a post, who may do what its holder may, until a day. Audited.

    Raises NotAdministrator; AccessRefused for a wrong address, name or day, or where the person
    holds the post or is its deputy then.
    """
    lock_area(by, post.local_area)
    first_day = since or today()
    _refuse_day(first_day)
    _refuse_last_day(first_day, until)
    user = person_of(email, name)
    is_here = is_in_area(user, post.local_area)
    theirs = post.holdings.filter(user=user, is_empty=False)
    if any(_term(row).covers(first_day) or _term(row).covers(until) for row in theirs):
        raise AccessRefused(
            f"{user.email} holds {post.code}, or is its deputy, at that time already.", "email"
        )
    PostHolding.objects.create(
        post=post, holder=user.name, user=user, deputy=True, since=first_day, until=until
    )
    record_access(
        by,
        post.local_area,
        "deputy",
        f"post {post.code}",
        f"Named {user.name} deputy for {post.code} from {first_day:%-d %B %Y} until "
        f"{until:%-d %B %Y}",
        plan=plan_of_post(post),
        user=user.pk,
    )
    words = f"Deputy for {post.code} until {until:%-d %B %Y}"
    return welcome(by, post.local_area, user, words, is_here=is_here)


@transaction.atomic
def end_deputy(*, by: User | None, holding: PostHolding) -> None:
    """Ends the time of a deputy at once. Audited. Raises NotAdministrator, AccessRefused."""
    post = holding.post
    lock_area(by, post.local_area)
    mine = post.holdings.filter(pk=holding.pk, deputy=True)
    if not mine.end_by(day_before(today())):
        raise AccessRefused(f"{holding.holder} is no longer deputy for {post.code}.")
    record_access(
        by,
        post.local_area,
        "deputy",
        f"post {post.code}",
        f"Ended the time of {holding.holder} as deputy for {post.code}",
        plan=plan_of_post(post),
        user=holding.user_id,
    )


def _refuse_overwriting(held: list[PostHolding], never_begun: tuple[int, ...]) -> None:
    """Refuses a first day on or before that of somebody who has held the post since."""
    for row in held:
        if row.pk in never_begun and (row.since or date.min) < today():
            since = f"{row.since:%-d %B %Y}" if row.since else "before the plan began"
            raise AccessRefused(
                f"{row.holder} has held {row.post.code} since {since}. "
                "The first day of the next holder must be later than that",
                "first_day",
            )


def _term(row: PostHolding) -> HoldingTerm:
    return HoldingTerm(row.pk, row.since, row.until)


def _refuse_last_day(first_day: date, until: date) -> None:
    if not first_day <= until <= first_day + FARTHEST:
        raise AccessRefused(
            "The last day must be the first day or later, and within a year of it", "until"
        )
    if until < today():
        raise AccessRefused("The last day must be today or later", "until")


def _refuse_day(first_day: date) -> None:
    if abs(first_day - today()) > FARTHEST:
        raise AccessRefused("Date must be within a year of today. Check the year", "first_day")
