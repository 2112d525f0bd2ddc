"""Query words for organisations, posts and their holders. The local area is the tenant.

Codes are unique within an area alone, so that posts and organisations are looked up in an area or
through rows of one. A test refuses other look-ups elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Value, When
from django.db.models.expressions import RawSQL

from wsoa.core.append_only import AppendOnlyQuerySet

if TYPE_CHECKING:
    from wsoa.accounts.models import (  # noqa: F401 (named in strings, too)
        AccessConfirmation,
        AccessReview,
        AreaBrand,
        AreaRole,
        Invitation,
        LocalArea,
        Organisation,
        OrganisationChange,
        Post,
        PostHolding,
        User,
    )

M = TypeVar("M", bound=models.Model)
_UNACCEPTED_AREAS = """
    SELECT local_area_id FROM accounts_invitation
    WHERE user_id = %s AND accepted_at IS NULL AND withdrawn_at IS NULL
"""


class TermQuerySet(models.QuerySet[M]):
    """Rows that hold from one day to another: a post, a role. Each end may be open."""

    local_area: ClassVar[str] = "local_area"  # how a row names the area that it is of

    def on(self, day: date) -> Self:
        """Those that were running on that day."""
        return self.filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day))

    def given_on(self, day: date) -> Self:
        """Those running that day that give their person something to see or do.

        What a person is invited to in an area gives them nothing there until they accept.
        """
        return self.on(day).accepted()

    def given_to(self, user: User | int, day: date) -> Self:
        """Those of one person, or of one key, running that day that give them something to do.

        `given_on` for one person, whom every page asks about several times: composing that
        subquery takes the ORM longer than all the rest of such a query. A test holds the two
        together.
        """
        key = user if isinstance(user, int) else user.pk
        unaccepted = RawSQL(_UNACCEPTED_AREAS, [key])  # noqa: S611 (a constant)
        return self.on(day).filter(~Q(**{f"{self.local_area}__in": unaccepted}), user=key)

    def accepted(self) -> Self:
        """Without those of people whose invitation to the area waits."""
        waiting = apps.get_model("accounts", "Invitation")._default_manager.waiting()
        return self.filter(
            ~Exists(waiting.filter(user=OuterRef("user"), local_area=OuterRef(self.local_area)))
        )

    def not_over(self, day: date) -> Self:
        """Those running on that day, and those that begin later."""
        return self.filter(Q(until=None) | Q(until__gte=day), is_empty=False)

    def end_by(self, last_day: date) -> int:
        """Ends those that would go on beyond that day. The rows stay. Returns their number.

        One that would begin later covers no day then, and says so.
        """
        going_on = self.filter(Q(until=None) | Q(until__gt=last_day))
        never = Case(When(since__gt=last_day, then=Value(True)), default=F("is_empty"))
        return going_on.update(until=last_day, is_empty=never)


class LocalAreaQuerySet(models.QuerySet["LocalArea"]):
    def with_brand(self) -> LocalAreaQuerySet:
        """With how the area shows itself, without the picture of its logo."""
        return self.select_related("brand")


class AreaBrandQuerySet(AppendOnlyQuerySet["AreaBrand"]):
    def of(self, local_area: LocalArea | int) -> AreaBrandQuerySet:
        """The brands that one area has or had."""
        return self.filter(local_area=local_area)


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def named_in(self, local_area: LocalArea | int) -> OrganisationQuerySet:
        """The organisations that plans of an area may name: its own, and the national ones.

        No two of them have the same code.
        """
        return self.filter(Q(local_area=local_area) | Q(local_area=None))

    def national(self) -> OrganisationQuerySet:
        """The organisations that every area may name, such as NHS England."""
        return self.filter(local_area=None)

    def of(self, local_area: LocalArea | int) -> OrganisationQuerySet:
        """The organisations of one area, without the national ones."""
        return self.filter(local_area=local_area)

    def current(self) -> OrganisationQuerySet:
        """Those that no other organisation has succeeded, by name."""
        return self.filter(succeeded_by=None).order_by("name")

    def without(self, organisation: Organisation) -> OrganisationQuerySet:
        return self.exclude(pk=organisation.pk)

    def with_posts(self) -> OrganisationQuerySet:
        """With the number of their posts as `post_count`, and their successors; by name."""
        found = self.annotate(post_count=Count("posts")).select_related("succeeded_by")
        return found.order_by("name")

    def of_areas(self) -> OrganisationQuerySet:
        """The organisations of every area, without the national ones. For national services."""
        return self.exclude(local_area=None)


class PostQuerySet(models.QuerySet["Post"]):
    def of(self, local_area: LocalArea | int) -> PostQuerySet:
        """The posts of one area."""
        return self.filter(local_area=local_area)

    def of_codes(self, codes: Iterable[str]) -> PostQuerySet:
        return self.filter(code__in=codes)

    def of_organisation(self, organisation: Organisation) -> PostQuerySet:
        return self.filter(organisation=organisation)


class PostHoldingQuerySet(TermQuerySet["PostHolding"]):
    local_area = "post__local_area"

    def of(self, local_area: LocalArea | int) -> PostHoldingQuerySet:
        """The holdings of one area's posts."""
        return self.filter(post__local_area=local_area)

    def full(self) -> PostHoldingQuerySet:
        """The holdings of the post itself, without deputies."""
        return self.filter(deputy=False)

    def of_person(self, user: User) -> PostHoldingQuerySet:
        """The holdings that a person has or had, with the posts."""
        return self.filter(user=user).select_related("post")

    def covering_a_day(self) -> PostHoldingQuerySet:
        """Without those that were ended on the day they began, or before; with their people."""
        return self.filter(is_empty=False).select_related("user")

    def with_handover_note(self, posts: Iterable[int]) -> PostHoldingQuerySet:
        """Those of these posts whose last holder left a note, with the posts."""
        noted = self.filter(post__in=list(posts)).exclude(handover_note="")
        return noted.select_related("post")

    def elsewhere(self, local_area: LocalArea | int) -> PostHoldingQuerySet:
        """The holdings of posts of other areas."""
        return self.exclude(post__local_area=local_area)


class AreaRoleQuerySet(TermQuerySet["AreaRole"]):
    def of(self, local_area: LocalArea | int) -> AreaRoleQuerySet:
        return self.filter(local_area=local_area)

    def who_stay(self, day: date) -> AreaRoleQuerySet:
        """Those in force that day without an end, of people who can sign in."""
        return self.given_on(day).filter(until=None, user__is_active=True)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def waiting(self) -> InvitationQuerySet:
        """Neither accepted nor withdrawn; the link may have ended."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def good_at(self, moment: datetime) -> InvitationQuerySet:
        """Those whose link works at that moment."""
        return self.waiting().filter(ends_at__gt=moment)


class AccessReviewQuerySet(models.QuerySet["AccessReview"]):
    def before(self, local_area: LocalArea, quarter: date) -> AccessReviewQuerySet:
        """The reviews of an area for quarters before the one that begins on that day."""
        earlier = self.filter(local_area=local_area, quarter__lt=quarter)
        return earlier.select_related("completed_by")


class AccessConfirmationQuerySet(AppendOnlyQuerySet["AccessConfirmation"]):
    def given_in(self, local_area: LocalArea, quarter: date) -> AccessConfirmationQuerySet:
        """Those of an area's review for the quarter that begins on that day."""
        given = self.filter(review__local_area=local_area, review__quarter=quarter)
        return given.select_related("by")


class OrganisationChangeQuerySet(models.QuerySet["OrganisationChange"]):
    def in_area(self, local_area: LocalArea) -> OrganisationChangeQuerySet:
        """Those of an area's organisations, planned and carried out, the newest first."""
        own = self.filter(organisation__local_area=local_area)
        return own.select_related("organisation", "successor").order_by("-from_day", "-pk")

    def due(self, day: date) -> OrganisationChangeQuerySet:
        """Those that take effect by that day and have not been carried out, in order."""
        return self.filter(applied_at=None, withdrawn_at=None, from_day__lte=day).order_by(
            "from_day", "pk"
        )

    def planned(self) -> OrganisationChangeQuerySet:
        """Those that have not been carried out yet."""
        return self.filter(applied_at=None, withdrawn_at=None).order_by("from_day", "pk")

    def renames(self) -> OrganisationChangeQuerySet:
        """The new names, with their organisations."""
        return self.filter(successor=None).select_related("organisation")

    def carried_out_in(self, local_areas: Collection[int]) -> OrganisationChangeQuerySet:
        """Those carried out in these areas, in the order in which they took effect."""
        own = self.exclude(applied_at=None).filter(organisation__local_area__in=local_areas)
        return own.order_by("from_day", "pk")

    def after(self, day: date) -> OrganisationChangeQuerySet:
        """Those carried out that took effect after that day, the earliest first."""
        return self.exclude(applied_at=None).filter(from_day__gt=day).order_by("from_day", "pk")
