"""Query words for the roles of people in plans."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models

from actions.domain.enums import Role

if TYPE_CHECKING:
    from actions.models import Membership, Plan  # noqa: F401 (named in a string)
    from wsoa.accounts.models import User


class MembershipQuerySet(models.QuerySet["Membership"]):
    def of(self, user: User, plan: Plan) -> MembershipQuerySet:
        return self.filter(user=user, plan=plan)

    def on_board(self) -> MembershipQuerySet:
        """Members of the board who can sign in, with the person."""
        found = self.filter(role=Role.BOARD, user__is_active=True)
        return found.select_related("user").order_by("user")

    def who_decide(self, plans: Iterable[int]) -> MembershipQuerySet:
        """Accountable officers and programme managers of these plans who can sign in, by name."""
        deciding = (Role.ACCOUNTABLE, Role.MANAGER)
        found = self.filter(plan__in=plans, role__in=deciding, user__is_active=True)
        return found.select_related("user").order_by("user__name", "user")
