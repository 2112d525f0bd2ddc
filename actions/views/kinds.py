"""Pages about the kind of a plan: its key dates, and its own key of statuses."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from actions.forms.plan_event import PlanEventForm
from actions.forms.plan_start import PlanStartForm
from actions.forms.status_key import StatusKeyForm
from actions.presenters.key_dates import key_dates_page
from actions.selectors.scope import PlanRequest, plan_for, require_permission
from actions.services.plan_events import record_plan_event
from actions.services.plan_starts import PlanStartRefused, start_plan_from
from actions.services.status_key import set_status_key
from wsoa.core.clock import today
from wsoa.web import resubmission

NOT_YOURS = (
    "Only the programme manager can change the key or the key dates of a plan, or start another "
    "from it."
)


@require_http_methods(["GET", "HEAD", "POST"])
def key_dates(request: PlanRequest, slug: str) -> HttpResponse:
    """The key dates of a plan, and the form for the days that they are counted from."""
    plan = plan_for(request, slug)
    if request.method == "POST":
        require_permission(request, "actions.manage_plan", plan, NOT_YOURS)
    sent = request.POST if request.method == "POST" else resubmission.take(request)
    form = PlanEventForm(plan.kind_of_plan, request.user, sent)
    if request.method == "POST" and form.is_valid():
        made = record_plan_event(by=request.user, plan=plan, **form.wanted())
        messages.success(request, "Saved." if made.day else "The date is taken back.")
        return redirect("key-dates", slug)
    may = request.user.has_perm("actions.manage_plan", plan)
    context = {"page": key_dates_page(plan, today()), "form": form, "may": may}
    return render(request, "actions/key_dates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def status_key(request: PlanRequest, slug: str) -> HttpResponse:
    """The statuses of a plan, and for its managers the form of a key of its own."""
    plan = plan_for(request, slug)
    if request.method == "POST":
        require_permission(request, "actions.manage_plan", plan, NOT_YOURS)
    sent = request.POST if request.method == "POST" else resubmission.take(request)
    form = StatusKeyForm(plan.scale, request.user, sent)
    if request.method == "POST" and form.is_valid():
        set_status_key(by=request.user, plan=plan, **form.wanted())
        messages.success(request, "Saved. What is published keeps the words that it has.")
        return redirect("status-key", slug)
    may = request.user.has_perm("actions.manage_plan", plan)
    context = {"scale": plan.scale, "form": form, "may": may, "changes": plan.key_changes.all()}
    return render(request, "actions/status_key.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def start_plan(request: PlanRequest, slug: str) -> HttpResponse:
    """The form with which a plan is started that carries on findings of this one."""
    plan = plan_for(request, slug)
    require_permission(request, "actions.manage_plan", plan, NOT_YOURS)
    sent = request.POST if request.method == "POST" else resubmission.take(request)
    form = PlanStartForm(plan, request.user, sent)
    if request.method == "POST" and form.is_valid():
        try:
            started = start_plan_from(by=request.user, origin=plan, **form.wanted())
        except PlanStartRefused as refused:
            form.add_error("short_title", str(refused))
        else:
            messages.success(request, f"{started.title} is started.")
            return redirect("about", started.slug)
    return render(request, "actions/start_plan.html", {"form": form})
