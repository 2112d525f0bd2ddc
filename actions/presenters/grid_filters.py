"""The form above the grid: which areas, leads and organisations there are to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from actions.models import Plan
from actions.selectors import grid_queries
from actions.selectors.action_filters import ActionFilters
from actions.selectors.lead_names import lead_names
from actions.selectors.organisation_names import former_organisation


@dataclass(frozen=True, slots=True)
class FilterOption:
    """One option of a filter of the grid."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FilterChoices:
    """The choices of the filters."""

    areas: list[FilterOption]
    leads: list[FilterOption]
    organisations: list[FilterOption]


def filter_choices(plan: Plan, filters: ActionFilters, _today: date) -> FilterChoices:
    """What the actions of a plan can be narrowed to, with what is chosen in `filters`."""
    names = lead_names(plan)
    organisations = names.organisations
    if filters.organisation and filters.organisation not in organisations:
        organisations |= former_organisation(plan.local_area_id, filters.organisation)
    return FilterChoices(
        areas=[
            FilterOption(ref, f"{ref}. {title}", ref == filters.area)
            for ref, title in grid_queries.areas_of(plan.pk)
        ],
        leads=[
            FilterOption(code, label, code == filters.lead) for code, label in names.leads.items()
        ],
        organisations=[
            FilterOption(code, label, code == filters.organisation)
            for code, label in organisations.items()
        ],
    )
