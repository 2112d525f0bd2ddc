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
from actions.models import Action, ActionLead, LeadMove
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


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedChange:
    """A change that somebody asks for: a new name, or a successor, from a day on.

    With a successor or a code it is a succession, else a new name. A code is that of a new
    organisation of the same kind, and the name then is the new organisation's.
    """

    organisation: Organisation
    from_day: date
    name: str = ""
    code: str = ""
    successor: Organisation | None = None

    @property
    def is_succession(self) -> bool:
        return self.successor is not None or self.code != ""

    @property
    def successor_words(self) -> str:
        """What takes over, in words; empty for a new name."""
        if self.successor:
            return self.successor.name
        return f"{self.name} ({self.code})" if self.code else ""


@dataclass(frozen=True, slots=True)
class ChangePreview:
    """What a change would do: the posts that pass on, and how many actions it leads."""

    wanted: WantedChange
    posts: tuple[Post, ...]
    actions: int
    is_at_once: bool

    @property
    def codes(self) -> str:
        return ", ".join(post.code for post in self.posts)


def preview_of(wanted: WantedChange) -> ChangePreview:
    """What a change would do. Raises AccessRefused where carrying it out would be refused."""
    _check(wanted)
    leads = ActionLead.objects.filter(organisation=wanted.organisation)
    return ChangePreview(
        wanted=wanted,
        posts=tuple(_posts_of(wanted.organisation)) if wanted.is_succession else (),
        actions=leads.values("action").distinct().count(),
        is_at_once=wanted.from_day <= today(),
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
    _refuse_a_taken_code(local_area, code)
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
def change_organisation(*, by: User | None, wanted: WantedChange) -> OrganisationChange:
    """Gives an organisation another name, or lets another one take over, from a day on. Audited.

    At a succession its posts pass on in one step. They keep their codes, holders and what was
    written for them. Whom the plan names as responsible for an area stays as the plan has it. Two
    organisations merge where the same one succeeds both. A new successor is added at once. On a
    later day the clock carries the change out.

    Raises NotAdministrator, AccessRefused.
    """
    organisation = wanted.organisation
    local_area = _area_of(organisation)
    lock_area(by, local_area)
    organisation.refresh_from_db()
    _check(wanted)
    name, successor = wanted.name.strip(), wanted.successor
    if wanted.code:
        kind = Organisation.Kind(organisation.kind)
        successor = add_organisation(
            by=by, local_area=local_area, code=wanted.code, name=name, kind=kind
        )
    kinds = OrganisationChange.Kind
    change = OrganisationChange.objects.create(
        organisation=organisation,
        kind=kinds.SUCCESSION if successor else kinds.RENAME,
        from_day=wanted.from_day,
        name_before=organisation.name,
        name_after=successor.name if successor else name,
        successor=successor,
        by=by,
        at=now(),
    )
    _record(by, local_area, change)
    _apply_if_due(change)
    return change


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


def _check(wanted: WantedChange) -> None:
    """Every rule of a change, for its preview and for carrying it out. Raises AccessRefused."""
    organisation = wanted.organisation
    local_area = _area_of(organisation)
    if organisation.succeeded_by:
        raise AccessRefused(f"{organisation.succeeded_by.name} has succeeded it already.")
    if organisation.changes.planned().exists():
        raise AccessRefused("A change of it is planned already. Withdraw that one first.")
    _refuse_a_wrong_day(organisation, wanted.from_day)
    if wanted.is_succession:
        _refuse_before_it_took_over(organisation, wanted.from_day)
    if wanted.successor:
        _refuse_a_wrong_successor(local_area, organisation, wanted.successor)
        return
    if wanted.code:
        _refuse_a_taken_code(local_area, wanted.code)
    _refuse_a_taken_name(local_area, organisation, wanted.name)


def _refuse_a_wrong_day(organisation: Organisation, from_day: date) -> None:
    if abs(from_day - today()) > 5 * FARTHEST:
        raise AccessRefused("Date must be within 5 years of today. Check the year", "from_day")
    last = organisation.changes.exclude(applied_at=None).last()
    if last and from_day <= last.from_day:
        raise AccessRefused(
            f"Date must be later than {last.from_day:%-d %B %Y}, the day of its last change",
            "from_day",
        )


def _refuse_a_wrong_successor(
    local_area: LocalArea, organisation: Organisation, successor: Organisation
) -> None:
    if successor.local_area_id not in {None, local_area.pk}:
        raise AccessRefused("Select an organisation of the area", "successor")
    if successor.current == organisation or successor.succeeded_by:
        raise AccessRefused(
            "The successor must be another organisation, which none has succeeded itself",
            "successor",
        )


def _refuse_a_taken_code(local_area: LocalArea, code: str) -> None:
    if Organisation.objects.named_in(local_area).filter(code=code).exists():
        raise AccessRefused(f"{code} is the code of an organisation already.", "code")


def _refuse_a_taken_name(local_area: LocalArea, organisation: Organisation, name: str) -> None:
    """Refuses the present name, and that which another one has, or will have, in the area.

    It may take the name of one that it has succeeded: after a merger that happens.
    """
    if name.strip() in {"", organisation.name}:
        raise AccessRefused("Enter a name other than the present one", "name")
    others = Organisation.objects.named_in(local_area).exclude(pk=organisation.pk)
    taken = {
        _compared(other.name): other
        for other in others.select_related("succeeded_by")
        if other.current != organisation
    }
    planned = OrganisationChange.objects.planned().filter(organisation__local_area=local_area)
    taken |= {_compared(change.name_after): change.organisation for change in planned.renames()}
    if holder := taken.get(_compared(name)):
        raise AccessRefused(
            f"{name.strip()} is the name of {holder.code} already. Enter another name", "name"
        )


def _compared(name: str) -> str:
    """A name without what does not tell two names apart: spaces and capital letters."""
    return " ".join(name.split()).casefold()


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
    alone = leads.filter(post=None)
    LeadMove.objects.bulk_create(LeadMove(change=change, lead=lead) for lead in alone)
    led = Action.objects.filter(pk__in=leads.values("action"))
    led.update(version=F("version") + 1)  # the grid prints the successor beside the plan's words
    leads.update(organisation=change.successor_id)
    organisation.succeeded_by_id = change.successor_id
    organisation.save(update_fields=["succeeded_by"])
    return True


def _record(by: User | None, local_area: LocalArea, change: OrganisationChange) -> None:
    words = f"{change.name_before} is called {change.name_after}"
    if change.successor:
        words = f"{change.name_after} succeeds {change.name_before}"
    record_access(
        by,
        local_area,
        "change-organisation",
        f"organisation {change.organisation.code}",
        f"From {change.from_day:%-d %B %Y}, {words}",
        change=change.pk,
    )
