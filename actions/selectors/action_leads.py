"""The leads of an action, for whoever asks for them again and again in a request."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import QuerySet

from actions.models import Action, ActionLead
from wsoa.core.compiled_queries import compiled_once


def with_leads(actions: Iterable[Action]) -> list[Action]:
    """The actions with their leads, as `ActionQuerySet.with_leads` reads them. One query."""
    found = list(actions)
    leads: dict[int, list[ActionLead]] = {action.pk: [] for action in found}
    for lead in leads_of(leads.keys()) if leads else ():
        leads[lead.action_id].append(lead)
    for action in found:
        of_action = action.leads.all()
        of_action._result_cache = leads[action.pk]
        setattr(of_action, "_prefetch_done", True)  # noqa: B010 (the stubs do not know it)
        for lead in leads[action.pk]:
            lead.action = action
        vars(action).setdefault("_prefetched_objects_cache", {})["leads"] = of_action
    return found


@compiled_once
def leads_of(actions: Collection[int]) -> QuerySet[ActionLead]:
    """The leads of the actions with these keys, each with its names, in the plan's order."""
    return ActionLead.objects.of_actions(actions).with_names()
