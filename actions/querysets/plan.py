"""Query words for plans."""

from __future__ import annotations

from datetime import date
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from actions.extension_points import PLAN_SIGHTS
from actions.querysets.models import rows_of
from wsoa.accounts.models import PostHolding

if TYPE_CHECKING:
    from actions.models import Plan  # noqa: F401 (named in a string below)
    from wsoa.accounts.models import LocalArea, User


def _plans_led_by(user: User | int, day: date) -> models.QuerySet[Any, Any]:
    """The keys of plans of which somebody leads an action on that day."""
    held = PostHolding.objects.given_to(user, day).values("post")
    return rows_of("ActionLead").filter(post__in=held).values("action__plan")  # type: ignore[no-any-return]


class PlanQuerySet(models.QuerySet["Plan"]):
    def in_area(self, local_area: LocalArea | int) -> PlanQuerySet:
        return self.filter(local_area=local_area)

    def with_area(self) -> PlanQuerySet:
        """With the local area, whose name pages and papers print, and how it shows itself."""
        return self.select_related("local_area__brand")

    def light(self) -> PlanQuerySet:
        """Without the texts of the plan as a document, which are long."""
        return self.defer("summary", "sections", "signatories")

    def in_list_order(self) -> PlanQuerySet:
        """In the order in which lists of plans show them."""
        return self.order_by("local_area__name", "title", "pk")

    def seen_by(self, user: User | int, day: date) -> PlanQuerySet:
        """Plans that this person, or the one of this key, has a role in that day, or leads an
        action of on that day.

        The queryset beside the predicate `rules.sees_plan`; a test holds the two together.
        By keys: joined to every action and lead, and made distinct by all the plan's texts, the
        same takes PostgreSQL 80 ms.
        """
        grounds = Q(pk__in=rows_of("Membership").given_to(user, day).values("plan"))
        grounds |= Q(pk__in=_plans_led_by(user, day))
        for sight in PLAN_SIGHTS:
            grounds |= sight(user, day)
        return self.filter(grounds)

    def seen_besides(self, user: User, day: date) -> PlanQuerySet:
        """Plans that this person sees for what another app gives them in it."""
        grounds = [sight(user, day) for sight in PLAN_SIGHTS]
        return self.filter(reduce(or_, grounds)) if grounds else self.none()

    def not_managed_by(self, user: User, day: date) -> PlanQuerySet:
        """Plans of which this person is not the programme manager."""
        return self.exclude(pk__in=rows_of("Membership").managed_by(user, day).values("plan"))

    def led_by(self, user: User | int, day: date) -> PlanQuerySet:
        """Plans of which this person leads an action on that day."""
        return self.filter(pk__in=_plans_led_by(user, day))
