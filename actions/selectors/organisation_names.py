"""The names that organisations had on a day, and the organisations that posts belonged to then."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists

from wsoa.accounts.models import Organisation, OrganisationChange, Post
from wsoa.accounts.querysets import OrganisationChangeQuerySet


@dataclass(frozen=True, slots=True)
class OrganisationsAsAt:
    """What has changed since a day: names by organisation, and by post the name of its own."""

    names: dict[int, str] = field(default_factory=dict)
    of_posts: dict[int, str] = field(default_factory=dict)

    def name_of(self, organisation: int, name: str) -> str:
        """The name of an organisation on the day, given its key and its present name."""
        return self.names.get(organisation, name)

    def name_of_post(self, post: Post) -> str:
        """The name of the organisation that a post belonged to on the day."""
        present = self.name_of(post.organisation_id, post.organisation.name)
        return self.of_posts.get(post.pk, present)


def changed_since(local_area: int, day: date) -> Exists:
    """An annotation: whether an organisation of an area has changed after a day.

    On a query that is made anyway, it saves the one of `organisations_as_at` where none has.
    """
    return Exists(_changes_after(local_area, day))


def _changes_after(local_area: int, day: date) -> OrganisationChangeQuerySet:
    return OrganisationChange.objects.filter(organisation__local_area=local_area).after(day)


def organisations_as_at(local_area: int, day: date) -> OrganisationsAsAt:
    """The organisations of an area as they were called on a day. Two queries."""
    changes = _changes_after(local_area, day)
    found = OrganisationsAsAt()
    for change in changes.prefetch_related("moves"):
        # The earliest change after the day says what stood before it.
        name = found.names.setdefault(change.organisation_id, change.name_before)
        for move in change.moves.all():
            found.of_posts.setdefault(move.post_id, name)
    return found


def former_organisation(local_area: int, code: str) -> dict[str, str]:
    """An organisation that another one has succeeded, by its code, in words; empty for others."""
    own = Organisation.objects.of(local_area).exclude(succeeded_by=None)
    found = own.filter(code=code).select_related("succeeded_by").first()
    return {code: f"{found.name} (now {found.current.name})"} if found else {}
