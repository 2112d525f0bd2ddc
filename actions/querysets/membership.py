"""Query words for the roles of people in plans."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db import models

from actions.domain.enums import Role
from wsoa.accounts.querysets import TermQuerySet

if TYPE_CHECKING:
    from actions.models import Membership, Plan
    from wsoa.accounts.models import LocalArea, User


class MembershipQuerySet(TermQuerySet["Membership"]):
    local_area = "plan__local_area"

    def of(self, user: User, plan: Plan) -> MembershipQuerySet:
        return self.filter(user=user, plan=plan)

    def in_local_area(self, local_area: LocalArea | int) -> MembershipQuerySet:
        """The roles in every plan of an area."""
        return self.filter(plan__local_area=local_area)

    def elsewhere(self, local_area: LocalArea | int) -> MembershipQuerySet:
        """The roles in plans of other areas."""
        return self.exclude(plan__local_area=local_area)

    def held_by(self, user: User) -> MembershipQuerySet:
        """The roles that a person has or had, with the areas of weakness."""
        return self.filter(user=user).select_related("area")

    def managed_by(self, user: User, day: date) -> MembershipQuerySet:
        """Where this person is a programme manager that day."""
        return self.given_to(user, day).filter(role=Role.MANAGER)

    def roles_of(self, user: User, day: date) -> models.QuerySet[Membership, str]:
        """The codes of all roles of a person that day, in whichever plan."""
        return self.given_to(user, day).values_list("role", flat=True).distinct()

    def of_person(self, user: User | int, plans: Iterable[int], day: date) -> MembershipQuerySet:
        """The roles of a person in these plans that day."""
        return self.given_to(user, day).filter(plan__in=list(plans))

    def on_board(self, day: date) -> MembershipQuerySet:
        """Members of the board that day who can sign in, with the person."""
        found = self.given_on(day).filter(role=Role.BOARD, user__is_active=True)
        return found.select_related("user").order_by("user")

    def who_sign(self, plan: Plan, day: date) -> MembershipQuerySet:
        """Those who sign publications of a plan that day and can sign in, the council's first."""
        signing = (Role.SIGNS_COUNCIL, Role.SIGNS_NHS)
        found = self.given_on(day).filter(plan=plan, role__in=signing, user__is_active=True)
        return found.select_related("user").order_by("role", "user__name", "user")

    def who_decide(self, plans: Iterable[int], day: date) -> MembershipQuerySet:
        """Those who are accountable officers and programme managers of these plans that day and
        can sign in, by name.
        """
        deciding = (Role.ACCOUNTABLE, Role.MANAGER)
        found = self.given_on(day).filter(plan__in=plans, role__in=deciding, user__is_active=True)
        return found.select_related("user").order_by("user__name", "user")
