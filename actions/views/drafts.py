"""Drafts of updates, saved while a person types."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from actions.domain.form_windows import FormWindow
from actions.forms.update import UpdateForm
from actions.models import Action, Draft, ReportingPeriod
from actions.selectors.scope import (
    PlanRequest,
    action_for,
    draft_beside_for,
    require_permission,
)
from actions.selectors.updates import current_update, draft_of
from actions.services.drafts import (
    DraftChanged,
    adopt_draft,
    discard_draft,
    drop_draft,
    save_draft,
)
from actions.services.locking import UpdateRefused
from actions.views.updates import NOT_YOURS, back_to, open_form, period_of
from wsoa.core.row_ids import read_id
from wsoa.web import resubmission

BESIDE = (
    "you have a draft from another window. What you typed here is kept beside it: open the update "
    "to choose."
)


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
def draft(request: PlanRequest, slug: str, ref: str) -> HttpResponse:
    """Keeps the form as it is, or drops what was kept. As a page of its own it is the form."""
    action = action_for(request, slug, ref)
    require_permission(request, "actions.update_action", action, NOT_YOURS)
    if request.method != "POST":
        resubmission.move_to(request, reverse("update", args=[slug, ref]))
        return redirect("update", slug, ref)
    period = period_of(request, action)
    if "drop" in request.POST:
        return _drop(request, action, period)
    if "adopt" in request.POST or "discard" in request.POST:
        return _choose(request, action, period)
    try:
        kept = _save(request, action, period)
    except UpdateRefused as refused:
        return _after_saving(request, action, period, fault=str(refused))
    return _after_saving(request, action, period, kept=kept)


def _save(request: PlanRequest, action: Action, period: ReportingPeriod) -> Draft | None:
    """The saved draft; None where the form does not differ from its initial content."""
    current = current_update(action, period)
    form = UpdateForm(action, request.user, current, request.POST, period=period)
    form.with_evidence()
    window = form.in_window
    if not form.says_something_new():
        drop_draft(by=request.user, action=action, window=window)
        return None
    typed = form.as_typed()
    return save_draft(by=request.user, action=action, period=period, content=typed, window=window)


def _drop(request: PlanRequest, action: Action, period: ReportingPeriod) -> HttpResponse:
    drop_draft(by=request.user, action=action, window=_window(request))
    if request.htmx:
        return open_form(request, action, period)
    if draft_of(request.user, action):
        messages.error(request, str(DraftChanged()))
    else:
        messages.success(request, f"{action.ref}: the draft was deleted.")
    return redirect("update", action.plan.slug, action.ref)


def _window(request: PlanRequest) -> FormWindow:
    return FormWindow(request.POST.get("window", ""), request.POST.get("draft_seen", ""))


def _choose(request: PlanRequest, action: Action, period: ReportingPeriod) -> HttpResponse:
    """Puts a draft beside the form into the form, or deletes it."""
    is_wanted = "adopt" in request.POST
    beside = draft_beside_for(
        request, action, read_id(request.POST["adopt" if is_wanted else "discard"])
    )
    try:
        if is_wanted:
            adopt_draft(by=request.user, draft=beside, window=_window(request))
        else:
            discard_draft(draft=beside)
    except UpdateRefused as refused:
        messages.error(request, str(refused))
        return redirect("update", action.plan.slug, action.ref)
    if request.htmx:
        return open_form(request, action, period)
    done = "is in the form below, and has not been sent" if is_wanted else "was deleted"
    messages.success(request, f"{action.ref}: the draft {done}.")
    return redirect("update", action.plan.slug, action.ref)


def _after_saving(
    request: PlanRequest,
    action: Action,
    period: ReportingPeriod,
    *,
    kept: Draft | None = None,
    fault: str = "",
) -> HttpResponse:
    """The line below the form; a redirect where the form was closed."""
    if request.htmx and "close" not in request.POST:
        return render(
            request, "actions/_draft_line.html", {"action": action, "draft": kept, "fault": fault}
        )
    if kept and kept.aside:
        return back_to(request, action, period, refused=f"{action.ref}: {BESIDE}")
    message = f"{action.ref}: saved as a draft. It has not been sent." if kept else ""
    return back_to(request, action, period, message=message, refused=fault)
