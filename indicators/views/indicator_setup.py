"""Pages on which the programme manager sets up an indicator: its definition and its ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from actions.selectors.scope import PlanRequest
from indicators.domain.definition import FieldChange
from indicators.forms.definition import DefinitionForm, NewIndicatorForm
from indicators.forms.setup import SetupForm
from indicators.models import Indicator
from indicators.presenters.setup_form import SetupFormPage, setup_form_page
from indicators.presenters.setup_page import setup_page
from indicators.selectors.scope import indicator_to_set_up, plan_to_set_up
from indicators.services.indicator_setup import SetupRefused, add_indicator, change_definition
from wsoa.core.clock import today
from wsoa.web import resubmission

FORM = ["GET", "HEAD", "POST"]
TEMPLATE = "indicators/setup/form.html"
T = TypeVar("T")


def sent_or_kept(request: PlanRequest) -> QueryDict | None:
    """What was sent, or what was kept through a sign-in; None for a page that is just opened."""
    return request.POST if request.method == "POST" else resubmission.take(request)


def saved(request: PlanRequest, form: SetupForm, save: Callable[[], T]) -> T | None:
    """The result of a service for a valid form that was sent; None with errors in the form."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return save()
    except SetupRefused as refused:
        form.refuse(refused)
        return None


def form_page(request: PlanRequest, form: SetupForm, page: SetupFormPage) -> HttpResponse:
    """The page of a form of set-up."""
    return render(request, TEMPLATE, {"form": form, "page": page})


@require_safe
def setup(request: PlanRequest, slug: str, key: str) -> HttpResponse:
    """The whole set-up of an indicator, with a way to change each part, and its history."""
    indicator = indicator_to_set_up(request, slug, key)
    context = {"indicator": indicator, "page": setup_page(indicator, today())}
    return render(request, "indicators/setup/setup.html", context)


@require_http_methods(FORM)
def add(request: PlanRequest, slug: str) -> HttpResponse:
    """A new indicator of the plan."""
    plan = plan_to_set_up(request, slug)
    form = NewIndicatorForm(plan, request.user, sent_or_kept(request))
    added = saved(
        request,
        form,
        lambda: add_indicator(
            by=request.user, plan=plan, place=form.place(), definition=form.definition
        ),
    )
    if added:
        messages.success(request, f"“{added}” was added. Add a series for its figures.")
        return redirect("indicator-setup", slug, added.key)
    back = reverse("indicators", args=[slug])
    page = SetupFormPage("Add an indicator", plan.title, "Add indicator", back, "Indicators")
    return form_page(request, form, page)


@require_http_methods(FORM)
def change(request: PlanRequest, slug: str, key: str) -> HttpResponse:
    """Changes the definition of an indicator."""
    indicator = indicator_to_set_up(request, slug, key)
    sent = sent_or_kept(request)
    form = DefinitionForm(indicator.plan, request.user, sent, indicator=indicator)
    changes = saved(request, form, lambda: _change(request, indicator, form))
    if changes is not None:
        words = "was changed" if changes else "is as it was: nothing was different"
        messages.success(request, f"The definition {words}.")
        return redirect("indicator-setup", slug, key)
    page = setup_form_page(indicator, "Change the definition", "Save definition")
    return form_page(request, form, page)


def _change(
    request: PlanRequest, indicator: Indicator, form: DefinitionForm
) -> tuple[FieldChange, ...]:
    return change_definition(
        by=request.user,
        indicator=indicator,
        definition=form.definition,
        reason=form.cleaned_data["reason"],
        sure=form.cleaned_data["sure"],
        based_on=form.seen_change,
    )
