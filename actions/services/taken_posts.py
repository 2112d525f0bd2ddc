"""What taking a post changes for others, recorded with the holding so that it can be undone.

A hand-over ends the term of who held the post, and may make them its deputy. Where the next holder
never takes it, because the invitation is withdrawn or another hand-over comes first, everything
is as it was before.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import Q

from actions.domain.post_terms import day_before
from actions.models import Membership
from wsoa.accounts.models import AreaRole, Invitation, LocalArea, Post, PostHolding, User
from wsoa.core.clock import today

KINDS: Mapping[str, Any] = {"post": PostHolding, "plan": Membership, "area": AreaRole}
# By kind and key: the last day, whether it covers no day, and the person.
Terms = dict[tuple[str, int], list[Any]]


def terms_around(post: Post, people: Collection[User]) -> Terms:
    """The terms of a post, and all that these people have in its area. Three queries."""
    area = post.local_area_id
    here: Mapping[str, models.QuerySet[Any]] = {
        "post": PostHolding.objects.of(area).filter(Q(post=post) | Q(user__in=people)),
        "plan": Membership.objects.in_local_area(area).filter(user__in=people),
        "area": AreaRole.objects.of(area).filter(user__in=people),
    }
    return {
        (kind, row.pk): [row.until.isoformat() if row.until else None, row.is_empty, row.user_id]
        for kind, rows in here.items()
        for row in rows
    }


def record_taking(
    holding: PostHolding, before: Terms, people: Collection[User] = (), *, active: Collection[int]
) -> None:
    """Keeps with a holding what taking the post changed since `before`.

    `active` are the keys of those of the people who could sign in then.
    """
    after = terms_around(holding.post, people)
    after_of = {key: terms for key, terms in after.items() if key != ("post", holding.pk)}
    if ("post", holding.pk) in before:
        after_of[("post", holding.pk)] = after[("post", holding.pk)]
    can_sign_in = User.objects.filter(pk__in=active, is_active=True).values_list("pk", flat=True)
    holding.taking = {
        "changed": [
            [*key, before[key], terms]
            for key, terms in after_of.items()
            if key in before and before[key] != terms
        ],
        "added": [list(key) for key in after_of if key not in before],
        "shut_out": sorted(set(active) - set(can_sign_in)),
    }
    holding.save(update_fields=["taking"])


def undo_taking(holding: PostHolding) -> None:
    """Ends a holding before its first day and gives others back what taking the post changed.

    What has been changed again since stays so. Where somebody else takes the post later on, the
    holder before has it until then.
    """
    record, last_day = holding.taking, holding.until
    is_added = ["post", holding.pk] not in [change[:2] for change in record["changed"]]
    added = [*record["added"], *([["post", holding.pk]] if is_added else [])]
    for kind, pk in added:
        row = KINDS[kind].objects.filter(pk=pk).first()
        if row is not None and row.since:
            KINDS[kind].objects.filter(pk=pk).end_by(day_before(row.since))
    for kind, pk, before, after in record["changed"]:
        _give_back(kind, pk, before, after, last_day)
    User.objects.filter(pk__in=record["shut_out"]).update(is_active=True)
    PostHolding.objects.filter(pk=holding.pk).update(taking={})


def _give_back(
    kind: str, pk: int, before: list[Any], after: list[Any], last_day: date | None
) -> None:
    until, is_empty, user = before
    days = [day for day in (_day(until), last_day if kind == "post" else None) if day]
    rows = KINDS[kind].objects.filter(pk=pk, until=_day(after[0]), is_empty=after[1])
    try:
        with transaction.atomic():
            rows.filter(user=after[2]).update(
                until=min(days, default=None), is_empty=is_empty, user=user
            )
    except IntegrityError:
        return  # They were given the same role again since.


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None


def undo_unaccepted(local_area: LocalArea, user: User) -> list[Post]:
    """Undoes how somebody whose invitation waits took posts of the area. Returns the posts."""
    if not Invitation.objects.waiting().filter(local_area=local_area, user=user).exists():
        return []
    taken = PostHolding.objects.of(local_area).not_over(today()).filter(user=user)
    rows = list(taken.exclude(taking={}).select_related("post").order_by("-pk"))
    for holding in rows:
        undo_taking(holding)
    return [holding.post for holding in rows]
