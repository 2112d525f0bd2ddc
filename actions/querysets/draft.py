"""Query words for drafts of updates."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef

from actions.querysets.models import rows_of
from wsoa.accounts.models import PostHolding

if TYPE_CHECKING:
    from actions.models import Draft, Plan  # noqa: F401 (also named in a string)
    from wsoa.accounts.models import User


class DraftQuerySet(models.QuerySet["Draft"]):
    def typed_by(self, user: User) -> DraftQuerySet:
        """What a person has in the form themselves."""
        return self.filter(user=user, aside=False)

    def aside_of(self, user: User) -> DraftQuerySet:
        """What came back to a person while they had another draft."""
        return self.filter(user=user, aside=True)

    def of_plan(self, plan: Plan | int) -> DraftQuerySet:
        return self.filter(action__plan=plan)

    def latest_first(self) -> DraftQuerySet:
        return self.select_related("user", "period").order_by("-saved_at", "-pk")

    def left_to(self, user: User, day: date) -> DraftQuerySet:
        """Drafts that others left when a post passed to this person.

        The writer held a post that leads the action and that this person holds on that day, and
        can send updates to the action no more.
        """
        leads = rows_of("ActionLead").filter(action=OuterRef(OuterRef("action")))
        mine = PostHolding.objects.given_to(user, day).values("post")
        theirs = PostHolding.objects.filter(user=OuterRef("user"))
        here = theirs.filter(post__in=leads.values("post"))
        managing = (
            rows_of("Membership")
            .given_on(day)
            .filter(user=OuterRef("user"), plan=OuterRef("action__plan"), role="manager")
        )
        return self.exclude(user=user).filter(
            Exists(here.filter(post__in=mine)), ~Exists(here.given_on(day)), ~Exists(managing)
        )
