"""Who has access to a local area: roles given and taken, access ended. For its administrators.

Lock order: the local area, then its plans, then the rest. Whoever changes who has access waits
for the area's row, so that of two administrators who remove one another one is refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib import import_module

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from actions.domain.enums import Role
from actions.domain.post_terms import day_before
from actions.models import AreaOfWeakness, Membership, Plan, SignedLink
from actions.services.locking import lock_and_bump_plan
from actions.services.taken_posts import undo_unaccepted
from wsoa.accounts.models import AreaRole, Invitation, LocalArea, Post, PostHolding, User
from wsoa.audit.services import record_audit
from wsoa.core.clock import now, today
from wsoa.mail.services import drop_unsent


class AccessRefused(Exception):
    """Nothing was changed. The message is for the administrator; `field` is the form's, if any."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class NotAdministrator(AccessRefused):
    """The person does not administer the area."""

    def __init__(self, local_area: LocalArea) -> None:
        super().__init__(
            f"Only an administrator of {local_area} can change who has access, or its name, logo "
            "and colour. Nothing was changed. Ask one of them."
        )


class LastAdministrator(AccessRefused):
    """The change would leave the area without anybody to administer it."""

    def __init__(self, local_area: LocalArea, user: User) -> None:
        super().__init__(
            f"{user.email} is the only administrator of {local_area} who can sign in. Nothing was "
            "changed. Make somebody else administrator first."
        )


@dataclass(frozen=True, slots=True)
class RoleGrant:
    """A role in a plan, for an accountable officer with the area of weakness."""

    plan: Plan
    role: Role
    area: AreaOfWeakness | None = None

    @property
    def phrase(self) -> str:
        """In the middle of a sentence: "accountable officer, area 5"."""
        label = str(self.role.label)
        return label[0].lower() + label[1:] + (f", area {self.area.ref}" if self.area else "")


def lock_area(by: User | None, local_area: LocalArea) -> None:
    """Locks an area and its plans until the transaction ends, and raises the plans' versions.

    Raises NotAdministrator where the person does not administer it; None is an operator.
    """
    list(LocalArea.objects.select_for_update(no_key=True).filter(pk=local_area.pk))
    if by is not None and not by.has_perm("actions.administer_area", local_area):
        raise NotAdministrator(local_area)
    for plan in Plan.objects.in_area(local_area).order_by("pk").values_list("pk", flat=True):
        lock_and_bump_plan(plan)


def record_access(
    by: User | None,
    local_area: LocalArea,
    verb: str,
    subject: str,
    summary: str,
    *,
    plan: Plan | None = None,
    **detail: object,
) -> None:
    """Audits a change to who has access; with the plan that it is about, if it is one."""
    record_audit(
        by=by,
        verb=verb,
        plan=plan,
        local_area=local_area,
        subject=subject[:80],
        summary=summary[:500],
        detail={"local_area": local_area.slug, **detail},
    )


def is_in_area(user: User, local_area: LocalArea) -> bool:
    """Whether somebody who can sign in has access to an area, today or agreed for later.

    They get more of it at once; everybody else is invited, and gets nothing until they accept.
    """
    waits = Invitation.objects.waiting().filter(local_area=local_area, user=user).exists()
    if waits or not user.is_active:
        return False
    return user.has_perm("actions.see_area", local_area) or has_terms(local_area, user)


def has_terms(local_area: LocalArea, user: User) -> bool:
    """Whether a person has a role or a post in an area, today or later, accepted or not."""
    day = today()
    return (
        Membership.objects.in_local_area(local_area).not_over(day).filter(user=user).exists()
        or PostHolding.objects.of(local_area).not_over(day).filter(user=user).exists()
        or AreaRole.objects.of(local_area).not_over(day).filter(user=user).exists()
    )


def plan_of_post(post: Post) -> Plan | None:
    """The first plan in which a post leads; None where it leads none."""
    return Plan.objects.filter(actions__leads__post=post).order_by("pk").first()


def refuse_without_administrator(local_area: LocalArea, leaving: User) -> None:
    """Raises LastAdministrator where nobody but this person administers the area for good."""
    staying = AreaRole.objects.of(local_area).who_stay(today())
    is_one = staying.filter(user=leaving).exists()
    if is_one and not staying.exclude(user=leaving).exists():
        raise LastAdministrator(local_area, leaving)


# --- roles ----------------------------------------------------------------------------------------


def give_roles(user: User, grants: Iterable[RoleGrant], until: date | None = None) -> None:
    """Gives roles from today on; one that the person has already is left as it is."""
    for grant in grants:
        rows = Membership.objects.of(user, grant.plan).filter(role=grant.role, area=grant.area)
        if not rows.on(today()).exists():
            Membership.objects.create(
                plan=grant.plan,
                user=user,
                role=grant.role,
                area=grant.area,
                since=today(),
                until=until,
            )


@transaction.atomic
def change_roles(
    *,
    by: User | None,
    local_area: LocalArea,
    user: User,
    grants: Iterable[RoleGrant],
    administrator: bool,
) -> None:
    """Gives a person exactly these roles in the plans of an area, from today on.

    Roles that are not among them end today; their rows stay. Audited. Raises NotAdministrator,
    LastAdministrator.
    """
    lock_area(by, local_area)
    if not administrator:
        refuse_without_administrator(local_area, user)
    wanted = list(grants)
    keys = {
        (grant.plan.pk, str(grant.role), grant.area.pk if grant.area else None) for grant in wanted
    }
    ended = []
    for row in Membership.objects.in_local_area(local_area).on(today()).filter(user=user):
        if (row.plan_id, row.role, row.area_id) not in keys:
            Membership.objects.filter(pk=row.pk).end_by(day_before(today()))
            ended.append(row.get_role_display())
    give_roles(user, wanted)
    set_administrator(local_area, user, administrator=administrator)
    words = "; ".join(grant.phrase for grant in wanted) or "none"
    record_access(
        by,
        local_area,
        "roles",
        "people",
        f"Set the roles of {user.name}: {words}" + (", administrator" if administrator else ""),
        plan=wanted[0].plan if wanted else None,
        user=user.pk,
        ended=ended,
    )


def set_administrator(local_area: LocalArea, user: User, *, administrator: bool) -> None:
    """Makes somebody administrator of an area, or ends it. Idempotent."""
    rows = AreaRole.objects.of(local_area).filter(user=user)
    if not administrator:
        rows.end_by(day_before(today()))
    elif not rows.on(today()).exists():
        AreaRole.objects.create(local_area=local_area, user=user, since=today())


@transaction.atomic
def make_administrator(*, by: User | None, local_area: LocalArea, user: User) -> None:
    """Makes a person administrator of an area. Audited. Raises NotAdministrator."""
    lock_area(by, local_area)
    set_administrator(local_area, user, administrator=True)
    record_access(
        by,
        local_area,
        "roles",
        "people",
        f"Made {user.name} administrator of {local_area}",
        user=user.pk,
    )


# --- the end --------------------------------------------------------------------------------------


@transaction.atomic
def end_access(
    *, by: User | None, local_area: LocalArea, user: User, from_day: date | None = None
) -> None:
    """Ends what a person may do in an area: now, or from a later day on.

    Roles and posts end, open invitations are withdrawn. Now also ends every session of theirs and
    the links in their emails. Who has no other area can no longer sign in. What they wrote stays
    under their name. Audited.

    Raises NotAdministrator; LastAdministrator; AccessRefused where they have no access.
    """
    lock_area(by, local_area)
    refuse_without_administrator(local_area, user)
    day = from_day if from_day and from_day > today() else today()
    undone = undo_unaccepted(local_area, user) if day == today() else []
    ended = len(undone) + end_terms(local_area, user, day_before(day))
    if not ended:
        raise AccessRefused(f"{user.email} has no access to {local_area}. Nothing was changed.")
    if day == today():
        shut_out(local_area, user)
    when = "at once" if day == today() else f"from {day:%-d %B %Y}"
    record_access(
        by,
        local_area,
        "end-access",
        "people",
        f"Ended the access of {user.name} to {local_area} {when}",
        user=user.pk,
        rows=ended,
    )


def end_terms(local_area: LocalArea, user: User, last_day: date) -> int:
    """Ends the roles and posts of a person in an area by a day. Returns how many there were."""
    mine = (
        Membership.objects.in_local_area(local_area).filter(user=user),
        PostHolding.objects.of(local_area).filter(user=user),
        AreaRole.objects.of(local_area).filter(user=user),
    )
    return sum(rows.end_by(last_day) for rows in mine)


def shut_out(local_area: LocalArea, user: User) -> None:
    """Ends the ways in of a person whose roles and posts in an area have ended. Idempotent."""
    waiting = Invitation.objects.waiting().filter(local_area=local_area, user=user)
    waiting.update(withdrawn_at=now())
    links = SignedLink.objects.filter(user=user, revoked_at=None)
    links.filter(action__plan__local_area=local_area).update(revoked_at=now())
    if not has_other_area(local_area, user):
        User.objects.filter(pk=user.pk).update(is_active=False)
        user.is_active = False
        drop_unsent(to=user.email)
    end_sessions(user)


def has_other_area(local_area: LocalArea, user: User) -> bool:
    """Whether a person has anything to do in another area, today or later."""
    day = today()
    return (
        Membership.objects.elsewhere(local_area).not_over(day).filter(user=user).exists()
        or PostHolding.objects.elsewhere(local_area).not_over(day).filter(user=user).exists()
        or AreaRole.objects.exclude(local_area=local_area).not_over(day).filter(user=user).exists()
    )


def end_sessions(user: User) -> int:
    """Signs a person out everywhere: deletes every session that is theirs. Returns how many."""
    engine = import_module(settings.SESSION_ENGINE)
    ended = 0
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            engine.SessionStore(session.session_key).delete()
            ended += 1
    return ended


def end_lapsed_access(day: date) -> int:
    """Shuts out people whose last role or post in an area ended before that day.

    For the clock, once a day. Idempotent; returns how many people there were.
    """
    shut = 0
    for local_area in LocalArea.objects.order_by("pk"):
        for user in _lapsed(local_area, day):
            with transaction.atomic():
                lock_area(None, local_area)
                shut_out(local_area, user)
                record_access(
                    None,
                    local_area,
                    "end-access",
                    "people",
                    f"The access of {user.name} to {local_area} ended on its day",
                    user=user.pk,
                )
            shut += 1
    return shut


def _lapsed(local_area: LocalArea, day: date) -> list[User]:
    """People who can sign in, had something in an area, and have nothing in any area any more."""
    had = {
        *Membership.objects.in_local_area(local_area).values_list("user", flat=True),
        *PostHolding.objects.of(local_area).values_list("user", flat=True),
        *AreaRole.objects.of(local_area).values_list("user", flat=True),
    }
    have = {
        *Membership.objects.not_over(day).values_list("user", flat=True),
        *PostHolding.objects.not_over(day).values_list("user", flat=True),
        *AreaRole.objects.not_over(day).values_list("user", flat=True),
    }
    gone = [pk for pk in had - have if pk is not None]
    return list(User.objects.filter(pk__in=gone, is_active=True).order_by("pk"))
