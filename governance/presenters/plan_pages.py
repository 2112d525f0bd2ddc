"""Sections of governance on pages of the plan: publications."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from actions.extension_points import PortfolioCell
from actions.models import Plan
from governance.domain.dates import day_words
from governance.presenters.published_plan import plans_page
from governance.public.scope import published_plans
from governance.selectors.publication_due import PublicationState, publication_states


def published_section() -> SafeString:
    """The list of plans with a publication, for visitors."""
    return render_to_string("public/_plans_section.html", {"plans": plans_page(published_plans())})


def last_published(plans: Mapping[int, Plan], day: date) -> Mapping[int, PortfolioCell]:
    """The last published quarter of each plan, and whether a later one is late. Two queries."""
    states = publication_states(plans, day)
    return {plan: _publication_cell(state, day) for plan, state in states.items()}


def _publication_cell(state: PublicationState, day: date) -> PortfolioCell:
    last = state.last.label if state.last else "Not yet"
    if not state.unpublished:
        return PortfolioCell(last)
    first = state.unpublished[0]
    if first.due < day:
        return PortfolioCell(f"{last}; {first.period.label} is late", is_late=True)
    return PortfolioCell(f"{last}; {first.period.label} due {day_words(first.due)}")
