"""How an action is worked on: its steps, what it waits for, and its resources."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actions.forms.action_work import WORK_FORMS
from actions.models import Action, ActionStep
from actions.presenters.action_work import action_work
from actions.selectors.scope import PlanRequest, action_for, require_permission
from actions.services import action_work as services
from wsoa.core.clock import today
from wsoa.web import resubmission

NOT_YOURS = "Only the leads of this action and the programme manager can change this."
NAMES = {"step": "step", "wait": "wait for another action", "resource": "resource"}
FORM = ["GET", "HEAD", "POST"]


@require_safe
def work(request: PlanRequest, slug: str, ref: str) -> HttpResponse:
    """The steps, waits and resources of an action, and what can be done with them."""
    action = _action(request, slug, ref)
    return render(request, "actions/work.html", {"action": action, "work": _work(action)})


@require_http_methods(FORM)
def add(request: PlanRequest, slug: str, ref: str, kind: str) -> HttpResponse:
    """Adds a step, a wait or a resource."""
    action = _action(request, slug, ref)
    sent = request.POST if request.method == "POST" else resubmission.take(request)
    form = WORK_FORMS[kind](action, request.user, sent)
    if request.method == "POST" and form.carry_out():
        messages.success(request, f"The {NAMES[kind]} was added to action {ref}.")
        return redirect("action-work", slug, ref)
    context = {"action": action, "form": form, "kind": kind}
    return render(request, "actions/work_add.html", context)


@require_POST
def mark(request: PlanRequest, slug: str, ref: str, pk: int) -> HttpResponse:
    """Marks a step as done, or as not done after all."""
    step = _step(request, slug, ref, pk)
    is_done = request.POST.get("done") == "yes"
    services.mark_step(by=request.user, step=step, is_done=is_done)
    state = "done" if is_done else "not done"
    messages.success(request, f"Marked as {state}: {step.text}")
    return redirect("action-work", slug, ref)


@require_POST
def remove(request: PlanRequest, slug: str, ref: str, kind: str, pk: int) -> HttpResponse:
    """Removes a step, a wait or a resource."""
    action = _action(request, slug, ref)
    if kind == "step":
        services.remove_step(by=request.user, step=get_object_or_404(action.steps, pk=pk))
    elif kind == "wait":
        services.remove_wait(by=request.user, wait=get_object_or_404(action.waits, pk=pk))
    else:
        resource = get_object_or_404(action.resources, pk=pk)
        services.remove_resource(by=request.user, resource=resource)
    messages.success(request, f"The {NAMES[kind]} was removed. The history says what it was.")
    return redirect("action-work", slug, ref)


def _action(request: PlanRequest, slug: str, ref: str) -> Action:
    action = action_for(request, slug, ref)
    require_permission(request, "actions.update_action", action, NOT_YOURS)
    return action


def _step(request: PlanRequest, slug: str, ref: str, pk: int) -> ActionStep:
    action = _action(request, slug, ref)
    step = get_object_or_404(ActionStep.objects.of(action), pk=pk)
    step.action = action
    return step


def _work(action: Action) -> object:
    return action_work(action, today())
