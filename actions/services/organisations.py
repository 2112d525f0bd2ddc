"""Organisations and posts of a local area, and how organisations change in the middle of a plan.

A change takes effect from a day: a new name, or another organisation that takes over the posts.
What was printed before that day keeps the name of then, and filters find both.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F

from actions.domain.post_terms import FARTHEST
from actions.models import Action, ActionLead
from actions.services.area_access import AccessRefused, lock_area, record_access
from wsoa.accounts.models import (
    LocalArea,
    Organisation,
    OrganisationChange,
    Post,
    PostMove,
    User,
)
from wsoa.core.clock import now, today

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ChangePreview:
    """What a change would do: the posts that pass on, and how many leads name the organisation."""

    organisation: Organisation
    posts: tuple[Post, ...]
    actions: int

    @property
    def codes(self) -> str:
        return ", ".join(post.code for post in self.posts)


def preview_of(organisation: Organisation) -> ChangePreview:
    """What belongs to an organisation now. Two queries."""
    leads = ActionLead.objects.filter(organisation=organisation)
    return ChangePreview(
        organisation=organisation,
        posts=tuple(_posts_of(organisation)),
        actions=leads.values("action").distinct().count(),
    )


def _posts_of(organisation: Organisation) -> list[Post]:
    assert organisation.local_area_id is not None  # noqa: S101 (national ones do not come here)
    posts = Post.objects.of(organisation.local_area_id)
    return list(posts.of_organisation(organisation).order_by("code"))


@transaction.atomic
def add_organisation(
    *, by: User | None, local_area: LocalArea, code: str, name: str, kind: Organisation.Kind
) -> Organisation:
    """Adds an organisation of an area. Audited. Raises NotAdministrator, AccessRefused."""
    lock_area(by, local_area)
    if Organisation.objects.named_in(local_area).filter(code=code).exists():
        raise AccessRefused(f"{code} is the code of an organisation already.", "code")
    organisation = local_area.organisations.create(code=code, name=name.strip(), kind=kind)
    record_access(
        by, local_area, "add", f"organisation {code}", f"Added the organisation {name.strip()}"
    )
    return organisation


@transaction.atomic
def add_post(
    *, by: User | None, local_area: LocalArea, code: str, title: str, organisation: Organisation
) -> Post:
    """Adds a post that nobody holds yet. Audited. Raises NotAdministrator, AccessRefused."""
    lock_area(by, local_area)
    if Post.objects.of(local_area).filter(code=code).exists():
        raise AccessRefused(f"{code} is the code of a post already.", "code")
    if organisation.local_area_id not in {None, local_area.pk} or organisation.succeeded_by:
        raise AccessRefused("Select an organisation of the area", "organisation")
    post = local_area.posts.create(code=code, title=title.strip(), organisation=organisation)
    record_access(by, local_area, "add", f"post {code}", f"Added the post {code}, {post.title}")
    return post


@transaction.atomic
def rename_organisation(
    *, by: User | None, organisation: Organisation, name: str, from_day: date
) -> OrganisationChange:
    """Gives an organisation of an area another name from a day on. Audited.

    On a later day the clock carries it out. Raises NotAdministrator, AccessRefused.
    """
    local_area = _lock(by, organisation, from_day)
    name = name.strip()
    if not name or name == organisation.name:
        raise AccessRefused("Enter a name other than the present one", "name")
    change = OrganisationChange.objects.create(
        organisation=organisation,
        kind=OrganisationChange.Kind.RENAME,
        from_day=from_day,
        name_before=organisation.name,
        name_after=name,
        by=by,
        at=now(),
    )
    _record(by, local_area, change, f"{organisation.name} is called {name}")
    _apply_if_due(change)
    return change


@transaction.atomic
def succeed_organisation(
    *, by: User | None, organisation: Organisation, successor: Organisation, from_day: date
) -> OrganisationChange:
    """Lets another organisation take over from a day on: its posts pass on in one step.

    Whom the plan names as responsible for an area stays as the plan has it. Two organisations
    merge where the same one succeeds both. The posts keep their codes, holders
    and what was written for them. Audited. On a later day the clock carries it out.

    Raises NotAdministrator, AccessRefused.
    """
    local_area = _lock(by, organisation, from_day)
    if successor.local_area_id not in {None, local_area.pk}:
        raise AccessRefused("Select an organisation of the area", "successor")
    if successor.current == organisation or successor.succeeded_by:
        raise AccessRefused(
            "The successor must be another organisation, which none has succeeded itself",
            "successor",
        )
    _refuse_before_it_took_over(organisation, from_day)
    change = OrganisationChange.objects.create(
        organisation=organisation,
        kind=OrganisationChange.Kind.SUCCESSION,
        from_day=from_day,
        name_before=organisation.name,
        name_after=successor.name,
        successor=successor,
        by=by,
        at=now(),
    )
    _record(by, local_area, change, f"{successor.name} succeeds {organisation.name}")
    _apply_if_due(change)
    return change


@transaction.atomic
def succeed_by_new(
    *,
    by: User | None,
    organisation: Organisation,
    code: str,
    name: str,
    from_day: date,
) -> OrganisationChange:
    """Adds an organisation of the same kind, which takes over from a day on. Audited.

    Raises as `add_organisation` and `succeed_organisation` do.
    """
    local_area = _area_of(organisation)
    successor = add_organisation(
        by=by,
        local_area=local_area,
        code=code,
        name=name,
        kind=Organisation.Kind(organisation.kind),
    )
    return succeed_organisation(
        by=by, organisation=organisation, successor=successor, from_day=from_day
    )


@transaction.atomic
def withdraw_change(*, by: User | None, change: OrganisationChange) -> None:
    """Withdraws a change that has not taken effect. Audited.

    Raises NotAdministrator, AccessRefused.
    """
    local_area = _area_of(change.organisation)
    lock_area(by, local_area)
    planned = OrganisationChange.objects.planned().filter(pk=change.pk)
    if not planned.update(withdrawn_at=now()):
        raise AccessRefused("This change has taken effect or was withdrawn. Nothing was changed.")
    record_access(
        by,
        local_area,
        "withdraw",
        f"organisation {change.organisation.code}",
        f"Withdrew: {change.name_before} becomes {change.name_after}",
    )


def apply_due_changes(day: date) -> int:
    """Carries out the changes that take effect by a day. For the clock; idempotent.

    Returns how many there were.
    """
    due = OrganisationChange.objects.due(day).select_related("organisation__local_area")
    applied = 0
    for change in due:
        with transaction.atomic():
            lock_area(None, _area_of(change.organisation))
            applied += _apply(change)
    return applied


def _area_of(organisation: Organisation) -> LocalArea:
    if organisation.local_area is None:
        raise AccessRefused(
            f"{organisation.name} is a national organisation. Only whoever runs the service can "
            "change it."
        )
    return organisation.local_area


def _lock(by: User | None, organisation: Organisation, from_day: date) -> LocalArea:
    """Locks the organisation's area. Refuses a wrong day, and an organisation that is no more."""
    local_area = _area_of(organisation)
    lock_area(by, local_area)
    organisation.refresh_from_db()
    if organisation.succeeded_by:
        raise AccessRefused(f"{organisation.succeeded_by.name} has succeeded it already.")
    if organisation.changes.planned().exists():
        raise AccessRefused("A change of it is planned already. Withdraw that one first.")
    if abs(from_day - today()) > 5 * FARTHEST:
        raise AccessRefused("Date must be within 5 years of today. Check the year", "from_day")
    last = organisation.changes.exclude(applied_at=None).last()
    if last and from_day <= last.from_day:
        raise AccessRefused(
            f"Date must be later than {last.from_day:%-d %B %Y}, the day of its last change",
            "from_day",
        )
    return local_area


def _refuse_before_it_took_over(organisation: Organisation, from_day: date) -> None:
    """Refuses a day on which posts that pass on were another organisation's still."""
    last = organisation.successions.exclude(applied_at=None).order_by("from_day").last()
    if last and from_day < last.from_day:
        raise AccessRefused(
            f"Date must be {last.from_day:%-d %B %Y} or later: on that day it took over from "
            f"{last.name_before}",
            "from_day",
        )


def _apply_if_due(change: OrganisationChange) -> None:
    if change.from_day <= today():
        _apply(change)


def _apply(change: OrganisationChange) -> bool:
    """Carries out a change, once: of two at the same time the second finds it done."""
    mine = OrganisationChange.objects.planned().filter(pk=change.pk)
    if not mine.update(applied_at=now()):
        return False
    organisation = Organisation.objects.named_in(_area_of(change.organisation)).get(
        pk=change.organisation_id
    )
    if change.successor_id is None:
        organisation.name = change.name_after
        organisation.save(update_fields=["name"])
        return True
    posts = _posts_of(organisation)
    PostMove.objects.bulk_create(PostMove(change=change, post=post) for post in posts)
    own = Post.objects.of(_area_of(organisation)).of_organisation(organisation)
    own.update(organisation=change.successor_id)
    leads = ActionLead.objects.filter(organisation=organisation)
    led = Action.objects.filter(pk__in=leads.values("action"))
    led.update(version=F("version") + 1)  # the grid prints the successor beside the plan's words
    leads.update(organisation=change.successor_id)
    organisation.succeeded_by_id = change.successor_id
    organisation.save(update_fields=["succeeded_by"])
    return True


def _record(by: User | None, local_area: LocalArea, change: OrganisationChange, words: str) -> None:
    record_access(
        by,
        local_area,
        "change-organisation",
        f"organisation {change.organisation.code}",
        f"From {change.from_day:%-d %B %Y}, {words}",
        change=change.pk,
    )
