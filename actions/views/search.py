"""The search of a plan."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actions.forms.search import SearchForm
from actions.presenters.search import search_choices, search_page
from actions.selectors.scope import PlanRequest, plan_for
from wsoa.core.clock import today


@require_safe
def search(request: PlanRequest, slug: str) -> HttpResponse:
    """What was found in actions, updates, commentary and evidence; asked in the query string."""
    plan, day = plan_for(request, slug), today()
    choices = search_choices(plan, day)
    form = SearchForm(request.GET, choices, plan.printed_terms.area)
    page = search_page(plan, choices, form.asked(), request.GET.get("page", ""), day)
    return render(request, "actions/search.html", {"page": page, "form": form})
