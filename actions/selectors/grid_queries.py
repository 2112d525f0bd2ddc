"""What the grid reads after every write to its plan: compiled once, and without the rows' texts."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import QuerySet

from actions.models import Action, AreaOfWeakness, Plan
from actions.querysets.action import COUNTED_END
from actions.selectors.action_filters import ActionFilters
from wsoa.core.compiled_queries import compiled_once

_COLUMNS = ("pk", "ref", "version", "outcome", COUNTED_END)


def actions_of(plan: Plan, filters: ActionFilters) -> Iterable[tuple[Any, ...]]:
    """Of every action that the filters leave: its key, reference, version and outcome, and the
    end that counts. In the plan's order. One query.
    """
    if filters.q:  # each word is a pattern of its own
        return filters.actions_of(plan).values_list(*_COLUMNS)
    return _actions_of(plan.pk, filters.area, filters.lead, filters.organisation)


@compiled_once
def _actions_of(plan: int, area: str, lead: str, organisation: str) -> QuerySet[Action, Any]:
    filters = ActionFilters(area=area, lead=lead, organisation=organisation)
    return filters.narrow(Action.objects.of_plans([plan]).in_plan_order()).values_list(*_COLUMNS)


@compiled_once
def actions_with_keys(keys: Collection[int]) -> QuerySet[Action]:
    return Action.objects.of_keys(keys)


@compiled_once
def outcomes_of(plan: int) -> QuerySet[AreaOfWeakness, Any]:
    """Key, reference and title of each outcome of a plan, and those of its area; in order."""
    columns = ("outcomes__pk", "outcomes__ref", "outcomes__title", "pk", "ref", "title")
    areas = AreaOfWeakness.objects.filter(plan=plan)
    return areas.order_by("order", "outcomes__order").values_list(*columns)


@compiled_once
def areas_of(plan: int) -> QuerySet[AreaOfWeakness, Any]:
    """Reference and title of each area of a plan, in order."""
    return AreaOfWeakness.objects.filter(plan=plan).values_list("ref", "title")
