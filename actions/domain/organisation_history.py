"""The names that organisations had on a day, and the organisations that posts belonged to then.

Rows name the present organisation. An earlier day is worked out from the changes since: the
earliest change after the day says what stood before it. Values in, values out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple


class NamedOrganisation(NamedTuple):
    """An organisation as it was called on some day."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class NameChange:
    """One change that was carried out: whose, from which day, what stood before, what it moved."""

    organisation: int
    code: str
    from_day: date
    name_before: str
    posts: frozenset[int] = frozenset()
    leads: frozenset[int] = frozenset()  # those without a post


def display_name(code: str, title: str, organisation: NamedOrganisation) -> str:
    """How updates name a post: by its title, or by the organisation that leads as a whole.

    >>> said_as("SCC-HoS", "Head of SEN", NamedOrganisation("SCC", "The Council"))
    'Head of SEN'
    >>> said_as("LS", "Chief Executive", NamedOrganisation("LS", "Learn Sheffield"))
    'Learn Sheffield'
    """
    return organisation.name if code == organisation.code or not title else title


@dataclass(frozen=True, slots=True)
class OrganisationsAsAt:
    """What has changed since a day: names by organisation, and the one of its own by post and by
    lead without a post.
    """

    names: dict[int, str] = field(default_factory=dict)
    of_posts: dict[int, NamedOrganisation] = field(default_factory=dict)
    of_leads: dict[int, NamedOrganisation] = field(default_factory=dict)

    def name_of(self, organisation: int, name: str) -> str:
        """The name of an organisation on the day, given its key and its present name."""
        return self.names.get(organisation, name)

    def of_post(
        self, post: int, organisation: int, present: NamedOrganisation
    ) -> NamedOrganisation:
        """The organisation that a post belonged to on the day, given its present one."""
        return self.of_posts.get(post) or self._unmoved(organisation, present)

    def of_lead(
        self, lead: int, post: int | None, organisation: int, present: NamedOrganisation
    ) -> NamedOrganisation:
        """The organisation of a lead on the day, given its present one: that of its post, where
        the plan names one.
        """
        if post is not None:
            return self.of_post(post, organisation, present)
        return self.of_leads.get(lead) or self._unmoved(organisation, present)

    def _unmoved(self, organisation: int, present: NamedOrganisation) -> NamedOrganisation:
        return NamedOrganisation(present.code, self.name_of(organisation, present.name))


@dataclass(frozen=True, slots=True)
class OrganisationHistory:
    """The changes of one or more areas, in the order in which they took effect."""

    changes: Sequence[NameChange] = ()
    _days: dict[date, OrganisationsAsAt] = field(default_factory=dict, compare=False, repr=False)

    def as_at(self, day: date) -> OrganisationsAsAt:
        """The organisations as they were called on a day: a change counts from its own day on."""
        if day not in self._days:
            self._days[day] = _as_at(self.changes, day)
        return self._days[day]


def _as_at(changes: Sequence[NameChange], day: date) -> OrganisationsAsAt:
    found = OrganisationsAsAt()
    for change in changes:
        if change.from_day <= day:
            continue
        name = found.names.setdefault(change.organisation, change.name_before)
        for post in change.posts:
            found.of_posts.setdefault(post, NamedOrganisation(change.code, name))
        for lead in change.leads:
            found.of_leads.setdefault(lead, NamedOrganisation(change.code, name))
    return found
