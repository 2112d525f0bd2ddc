"""Query words for the leads of actions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from actions.models import Action, ActionLead, Plan  # noqa: F401 (named in a string)


class ActionLeadQuerySet(models.QuerySet["ActionLead"]):
    def of_plan(self, plan: Plan) -> ActionLeadQuerySet:
        return self.filter(action__plan=plan)

    def of_actions(self, actions: Iterable[Action]) -> ActionLeadQuerySet:
        return self.filter(action__in=actions).order_by("order")
