"""Invitations: there is no sign-up, an administrator invites.

What is offered stands at once, in rows of its own, and gives nothing until the person accepts by
the link in their email: neither to who is new, and cannot sign in before, nor to who signs in for
another area. Who has access to the area already gets more of it without a link. The link works
once, for 14 days. The database keeps a hash of its token alone.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from actions.domain.enums import Role
from actions.models import Plan
from actions.services.area_access import (
    AccessRefused,
    RoleGrant,
    end_terms,
    give_roles,
    is_in_area,
    lock_area,
    plan_of_post,
    record_access,
    refuse_without_administrator,
    set_administrator,
    shut_out,
)
from actions.services.reminder_emails import site_address
from actions.services.taken_posts import record_taking, terms_around, undo_unaccepted
from wsoa.accounts.models import AreaRole, Invitation, LocalArea, Post, PostHolding, User
from wsoa.core.clock import now, today

GOOD_FOR = timedelta(days=14)


class PostOfAnotherArea(AccessRefused):
    """Nobody was invited: the post belongs to another local area."""

    def __init__(self, local_area: LocalArea, post: Post) -> None:
        super().__init__(
            f"{post.code} is not a post of {local_area}. Nobody was invited. "
            f"Choose a post of {local_area}.",
            "post",
        )


class PostIsHeld(AccessRefused):
    """Nobody was invited: somebody else holds the post."""

    def __init__(self, holding: PostHolding) -> None:
        who = holding.user.email if holding.user else holding.holder
        super().__init__(
            f"{holding.post.code} is held by {who}. Nobody was invited. "
            "Hand the post over instead, or invite the person who holds it under that name.",
            "post",
        )


class InvitationEnded(Exception):
    """The link was valid and has ended. The message is for the person who followed it."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a person is invited to. Without a role, a post and an office they may read the plans."""

    roles: tuple[RoleGrant, ...] = ()
    administrator: bool = False
    post: Post | None = None
    since: date | None = None
    until: date | None = None

    @property
    def phrase(self) -> str:
        parts = [grant.phrase for grant in self.roles]
        if self.administrator:
            parts.append(AreaRole.Kind.ADMINISTRATOR.value)
        if self.post:
            parts.append(self.post.code)
        return ("; ".join(parts) or Role.VIEWER.value)[:300]


@dataclass(frozen=True, slots=True)
class Invited:
    """Who was invited. The token is empty where they can sign in already and need no link."""

    user: User
    token: str = ""
    offer: str = ""  # what they were given, or are invited to, in words

    @property
    def address(self) -> str:
        """The address of the link; empty without one."""
        return site_address(reverse("invitation", args=[self.token])) if self.token else ""


@transaction.atomic
def invite(
    *, by: User | None, local_area: LocalArea, email: str, name: str, offer: Offer
) -> Invited:
    """Gives a person roles in the plans of an area, or a post of it, and emails them.

    A new person is created and gets a link. Who has access to the area already gets it at once,
    and a message. A post that is held under the same name, by nobody who signs in, becomes
    theirs. Audited.

    Raises NotAdministrator, PostOfAnotherArea, PostIsHeld; AccessRefused for a wrong address.
    """
    if offer.post and offer.post.local_area_id != local_area.pk:
        raise PostOfAnotherArea(local_area, offer.post)
    lock_area(by, local_area)
    user = person_of(email, name)
    is_here = is_in_area(user, local_area)
    _refuse_past(offer.until)
    roles = offer.roles
    if not (roles or offer.administrator or offer.post):
        plans = Plan.objects.in_area(local_area).order_by("pk")
        roles = tuple(RoleGrant(plan, Role.VIEWER) for plan in plans)
    give_roles(user, roles, offer.until)
    if offer.administrator:
        set_administrator(local_area, user, administrator=True)
    if offer.post:
        _take_post(offer.post, user, name, offer)
    plan = roles[0].plan if roles else plan_of_post(offer.post) if offer.post else None
    record_access(
        by,
        local_area,
        "invite",
        "people",
        f"Invited {user.name} as {offer.phrase}",
        plan=plan,
        user=user.pk,
    )
    return welcome(by, local_area, user, offer.phrase, is_here=is_here)


def person_of(email: str, name: str) -> User:
    """The person with this address; a new one, who cannot sign in yet, where there is none.

    Raises AccessRefused where the address is wrong, or a new person has no name.
    """
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise AccessRefused(
            "Enter an email address in the correct format, like name@example.com", "email"
        ) from None
    user = User.objects.filter(email=email).first()
    if user is None and not name.strip():
        raise AccessRefused("Enter the name of the person. They are new here.", "name")
    return user or User.objects.create_user(email, name=name.strip(), is_active=False)


def _refuse_past(until: date | None) -> None:
    if until and until < today():
        raise AccessRefused("The day on which access ends must be today or later", "until")


def _take_post(post: Post, user: User, name: str, offer: Offer) -> None:
    """Puts a person into a vacant post, or behind the name that holds it. Raises PostIsHeld."""
    since = offer.since or today()
    held = post.holdings.full().on(since).select_related("post", "user").last()
    if held is None:
        PostHolding.objects.create(
            post=post, holder=name or user.name, user=user, since=since, until=offer.until
        )
        return
    is_theirs = held.user_id == user.pk or (held.user is None and held.holder in {name, user.name})
    if not is_theirs:
        raise PostIsHeld(held)
    before = terms_around(post, ())
    held.user = user
    held.save(update_fields=["user"])
    record_taking(held, before, active=())


# --- the link -------------------------------------------------------------------------------------


def welcome(
    by: User | None, local_area: LocalArea, user: User, offer: str, *, is_here: bool
) -> Invited:
    """Emails a person what they were given: a link for who is new here, else a message."""
    token = "" if is_here else _new_link(by, local_area, user, offer)
    invited = Invited(user, token, offer)
    _email(by, local_area, user, offer, invited.address)
    return invited


def hash_of(token: str) -> str:
    """The SHA-256 under which a token is stored."""
    return hashlib.sha256(token.encode()).hexdigest()


def _new_link(by: User | None, local_area: LocalArea, user: User, offer: str) -> str:
    token = secrets.token_urlsafe(32)
    moment = now()
    values = {"token_hash": hash_of(token), "sent_at": moment, "ends_at": moment + GOOD_FOR}
    waiting = Invitation.objects.waiting().filter(local_area=local_area, user=user).first()
    if waiting is None:
        Invitation.objects.create(
            local_area=local_area, user=user, offer=offer, made_by=by, made_at=moment, **values
        )
        return token
    more = "" if offer in waiting.offer else f"; {offer}"
    Invitation.objects.filter(pk=waiting.pk).update(offer=(waiting.offer + more)[:300], **values)
    return token


def _email(by: User | None, local_area: LocalArea, user: User, offer: str, address: str) -> None:
    context = {
        "to": user,
        "by": by,
        "local_area": local_area,
        "offer": offer,
        "address": address or site_address(reverse("home")),
        "is_invitation": bool(address),
        "days": GOOD_FOR.days,
        "site_name": settings.SITE_NAME,
    }
    EmailMessage(
        subject=f"{local_area}: your access to the {settings.SITE_NAME}",
        body=render_to_string("actions/people/email/invitation.txt", context),
        to=[user.email],
        headers={"Reply-To": by.email} if by else {},
    ).send()


@transaction.atomic
def send_again(*, by: User | None, invitation: Invitation) -> Invited:
    """Sends a new link, good for 14 days, in place of the earlier one. Audited.

    Raises NotAdministrator; AccessRefused where it was accepted or withdrawn.
    """
    lock_area(by, invitation.local_area)
    found = Invitation.objects.waiting().filter(pk=invitation.pk).first()
    if found is None:
        raise AccessRefused("This invitation has been accepted or withdrawn. Nothing was sent.")
    invited = welcome(by, found.local_area, found.user, found.offer, is_here=False)
    record_access(
        by,
        found.local_area,
        "invite",
        "people",
        f"Sent the invitation of {found.user.name} again",
        user=found.user_id,
    )
    return invited


@transaction.atomic
def withdraw(*, by: User | None, invitation: Invitation) -> list[Post]:
    """Withdraws an invitation: its link and what it offered end at once. Audited.

    Who held a post before holds it as before. Returns the posts of which that is so.

    Raises NotAdministrator; AccessRefused where it was accepted or withdrawn already.
    """
    local_area, user = invitation.local_area, invitation.user
    lock_area(by, local_area)
    if not Invitation.objects.waiting().filter(pk=invitation.pk).exists():
        raise AccessRefused(
            "This invitation has been accepted or withdrawn already. Nothing was changed."
        )
    refuse_without_administrator(local_area, user)
    posts = undo_unaccepted(local_area, user)
    end_terms(local_area, user, today() - timedelta(days=1))
    shut_out(local_area, user)
    record_access(
        by,
        local_area,
        "withdraw",
        "people",
        f"Withdrew the invitation of {user.name}",
        user=user.pk,
        posts=[post.code for post in posts],
    )
    return posts


def invitation_of(token: str) -> Invitation | None:
    """The invitation of a token, or None for an unknown one. Raises InvitationEnded."""
    found = (
        Invitation.objects.filter(token_hash=hash_of(token))
        .select_related("user", "local_area", "made_by")
        .first()
    )
    if found is None:
        return None
    if found.accepted_at:
        raise InvitationEnded("You have accepted this invitation already. Sign in instead.")
    if found.withdrawn_at:
        raise InvitationEnded("This invitation was withdrawn.")
    if found.ends_at <= now():
        raise InvitationEnded(f"This invitation ended on {found.ends_at:%-d %B %Y}.")
    return found


@transaction.atomic
def accept(*, invitation: Invitation) -> User:
    """Accepts an invitation: its person can sign in from now on. Once. Audited.

    Raises InvitationEnded where another request was first, or the link has ended.
    """
    good = Invitation.objects.good_at(now()).filter(pk=invitation.pk)
    if not good.update(accepted_at=now()):
        raise InvitationEnded("This invitation has been used, or has ended.")
    user = invitation.user
    User.objects.filter(pk=user.pk).update(is_active=True)
    user.is_active = True
    record_access(
        user,
        invitation.local_area,
        "accept",
        "people",
        f"Accepted the invitation to {invitation.local_area}",
        user=user.pk,
    )
    return user
