"""Query words for the leads of actions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

if TYPE_CHECKING:
    from actions.models import Action, ActionLead, Plan  # noqa: F401 (named in a string)


class ActionLeadQuerySet(models.QuerySet["ActionLead"]):
    def of_plan(self, plan: Plan | int) -> ActionLeadQuerySet:
        """Of the actions in force."""
        return self.filter(action__plan=plan, action__ended_on=None)

    def by_successors(self) -> ActionLeadQuerySet:
        """Those whose organisation has taken over from the one that the plan prints."""
        alone = Q(post=None, organisation__predecessors__isnull=False)
        passed_on = self.filter(Q(post__moves__isnull=False) | alone)
        return passed_on.exclude(action__leads_printed__icontains=F("organisation__code"))

    def with_names(self) -> ActionLeadQuerySet:
        """With what pages name a lead by: the post and its organisation, or the organisation."""
        return self.select_related("organisation", "post__organisation")

    def of_actions(self, actions: Iterable[Action] | Iterable[int]) -> ActionLeadQuerySet:
        return self.filter(action__in=actions).order_by("order")
