"""Invitations: there is no sign-up, an officer invites."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from actions.domain.enums import Role
from actions.models import AreaOfWeakness, Membership, Plan
from wsoa.accounts.models import Post, PostHolding, User
from wsoa.audit.services import record_audit


class PostOfAnotherArea(Exception):
    """Nobody was invited: the post belongs to another local area than the plan."""

    def __init__(self, plan: Plan, post: Post) -> None:
        super().__init__(
            f"{post.code} is not a post of {plan.local_area}. Nobody was invited. "
            f"Choose a post of {plan.local_area}."
        )


@transaction.atomic
def invite(
    *,
    by: User | None,
    plan: Plan,
    email: str,
    name: str,
    role: Role | None = None,
    area: AreaOfWeakness | None = None,
    post: Post | None = None,
    since: date | None = None,
) -> User:
    """Gives a person a role in a plan, or a post of its local area; creates new people.

    They sign in with a code by email, so no password is set. A post that somebody else holds
    changes hands on `since`: the earlier holding ends the day before, and what was said then
    stays with who held it then. Writes one audit event. Raises PostOfAnotherArea.
    """
    if post and post.local_area_id != plan.local_area_id:
        raise PostOfAnotherArea(plan, post)
    user = User.objects.filter(email=email.lower()).first()
    if user is None:
        user = User.objects.create_user(email, name=name)
    if role:
        Membership.objects.get_or_create(plan=plan, user=user, role=role, area=area)
    if post:
        _hand_over(post, user, since)
    what = f"as {role.label.lower()}" if role else ""
    if area:
        what += f" for area {area.ref}"
    if post:
        what += f" as {post.code}"
    record_audit(
        by=by,
        verb="invite",
        plan=plan.slug,
        subject="people",
        summary=f"Invited {user.name} {what.strip()}",
        detail={"user": user.pk},
    )
    return user


def _hand_over(post: Post, user: User, since: date | None) -> None:
    last = post.holdings.filter(until=None).last()
    if last and (last.user == user or (last.user is None and last.holder == user.name)):
        last.user = user
        last.save(update_fields=["user"])
        return
    if last and since:
        last.until = date.fromordinal(since.toordinal() - 1)
        last.save(update_fields=["until"])
    PostHolding.objects.create(post=post, holder=user.name, user=user, since=since)
