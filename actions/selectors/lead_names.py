"""The leading posts and organisations of a plan, as filters and forms offer them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from actions.models import ActionLead, Plan
from wsoa.core.compiled_queries import compiled_once


@dataclass(slots=True)
class LeadNames:
    """By code: the posts, or organisations without one, as "CODE: title"; the organisations."""

    leads: dict[str, str] = field(default_factory=dict)
    organisations: dict[str, str] = field(default_factory=dict)


def lead_names(plan: Plan) -> LeadNames:
    """Whoever leads an action of the plan, organisation by organisation. One query."""
    names = LeadNames()
    for code, title, organisation, name in _leads_of(plan.pk):
        names.leads[code or organisation] = f"{code or organisation}: {title or name}"
        names.organisations[organisation] = name
    return names


@compiled_once
def _leads_of(plan: int) -> QuerySet[ActionLead, Any]:
    columns = ("post__code", "post__title", "organisation__code", "organisation__name")
    leads = ActionLead.objects.of_plan(plan).order_by("organisation__pk", "post__pk")
    return leads.values_list(*columns).distinct()
