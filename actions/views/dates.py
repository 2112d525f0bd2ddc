"""End dates: the ledger of an action, requests, decisions, and slippage of the plan."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actions.forms.date_change import DecisionForm, NewEndForm
from actions.models import Action, DateChange
from actions.presenters import date_ledger as page
from actions.presenters.slippage import slippage_page
from actions.selectors.deciders import deciders
from actions.selectors.organisation_names import organisation_history
from actions.selectors.scope import PlanRequest, action_for, plan_for, require_permission
from actions.services.date_changes import (
    NewEndRefused,
    ask_for_new_end,
    decide_on_new_end,
    read_decision,
)
from actions.services.locking import UpdateRefused
from wsoa.web import resubmission

NOT_YOURS = "Only the leads of this action and the programme manager can request a new end date."
NOT_YOURS_TO_DECIDE = (
    "Only the accountable officer of the area and the programme manager can decide on a new "
    "end date."
)

NOT_YOUR_REQUEST = (
    "Only the person who requested the new end date, or who holds the post that did, can do this."
)


@require_http_methods(["GET", "HEAD", "POST"])
def dates(request: PlanRequest, slug: str, ref: str) -> HttpResponse:
    """The end dates of an action, and the form to request a new one."""
    action = action_for(request, slug, ref)
    if request.method == "POST":
        require_permission(request, "actions.ask_for_date", action, NOT_YOURS)
        return _ask_for_new_end(request, action)
    kept = resubmission.take(request)
    return _show(request, action, NewEndForm(action, request.user, kept))


def _ask_for_new_end(request: PlanRequest, action: Action) -> HttpResponse:
    form = NewEndForm(action, request.user, request.POST)
    if not form.is_valid():
        return _show(request, action, form)
    try:
        ask_for_new_end(by=request.user, action=action, new_end=form.new_end())
    except NewEndRefused as refused:
        form.add_error(None, str(refused))
        return _show(request, action, form)
    messages.success(request, f"{action.ref}: your request for a new end date was sent.")
    return redirect("action", action.plan.slug, action.ref)


def _show(request: PlanRequest, action: Action, form: NewEndForm) -> HttpResponse:
    ledger = page.ledger_page(action, request.user)
    context = {"action": action, "form": form, "ledger": ledger}
    return render(request, "actions/dates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: PlanRequest, slug: str, ref: str, pk: int) -> HttpResponse:
    """Agrees to a new end date or refuses it, with a reason."""
    action = action_for(request, slug, ref)
    require_permission(request, "actions.decide_on_date", action, NOT_YOURS_TO_DECIDE)
    change = get_object_or_404(action.date_changes.with_people(), pk=pk)
    change.action = action
    sent = request.POST if request.method == "POST" else resubmission.take(request)
    form = DecisionForm(change, deciders(action.plan), request.user, sent)
    if request.method == "POST" and form.is_valid():
        done = _decided(request, change, form)
        if done:
            return done
    entry = page.date_change_entry(change, organisation_history(action.plan))
    context = {"action": action, "form": form, "change": entry}
    return render(request, "actions/decide_date.html", context)


def _decided(request: PlanRequest, change: DateChange, form: DecisionForm) -> HttpResponse | None:
    """The redirect after a decision; None where the service refused it, with errors in the form."""
    cleaned, ref = form.cleaned_data, change.action.ref
    agreed = cleaned["agreed"] == "yes"
    made = {name: cleaned[name] for name in ("decider", "on", "reason")}
    try:
        decide_on_new_end(by=request.user, change=change, agreed=agreed, **made)
    except UpdateRefused as refused:
        form.add_error(None, str(refused))
        return None
    words = "the new end date is agreed" if agreed else "the new end date was refused"
    messages.success(request, f"{ref}: {words}.")
    return redirect("action", change.action.plan.slug, ref)


@require_POST
def read(request: PlanRequest, slug: str, ref: str, pk: int) -> HttpResponse:
    """Records that the person has read the decision on their request."""
    action = action_for(request, slug, ref)
    change = get_object_or_404(action.date_changes, pk=pk)
    require_permission(request, "actions.read_decision", change, NOT_YOUR_REQUEST)
    if read_decision(by=request.user, change=change):
        messages.success(request, f"{ref}: the decision is no longer in your list.")
    return redirect("dates", slug, ref)


@require_safe
def slippage(request: PlanRequest, slug: str) -> HttpResponse:
    """The end dates that moved or may move: by how much, how often, agreed by whom."""
    plan = plan_for(request, slug)
    return render(request, "actions/slippage.html", {"slippage": slippage_page(plan)})
