"""Accepting updates and returning them: as a page, and in place in the list."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import reswap, retarget

from actions.forms.verdict import ReturnForm
from actions.models import Plan, StatusUpdate
from actions.presenters import verdict_review as page
from actions.selectors import reviewers
from actions.selectors.scope import PlanRequest, plan_for, require_permission
from actions.services.verdicts import NotTheirArea, VerdictRefused, accept, return_update
from wsoa.core.clock import today
from wsoa.core.row_ids import read_id
from wsoa.web import resubmission

NOT_YOURS = (
    "Only the accountable officer of the area and the programme manager can accept its updates."
)
NONE_TICKED = "Select the updates that you accept."


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
def review(request: PlanRequest, slug: str) -> HttpResponse:
    """The updates for this person to review, each beside the previous one."""
    plan = plan_for(request, slug)
    require_permission(request, "actions.review_updates", plan, NOT_YOURS)
    if request.method != "POST":
        return _show_page(request, plan)
    wanted = [pk for sent in request.POST.getlist("update") if (pk := read_id(sent))]
    updates = list(StatusUpdate.with_taken_back.in_periods_of(plan).of_ids(wanted))
    if not updates:
        return _show_page(request, plan, refused=NONE_TICKED)
    try:
        count = accept(by=request.user, updates=updates)
    except NotTheirArea as refused:
        raise PermissionDenied(str(refused)) from refused
    except VerdictRefused as refused:
        return _show_page(request, plan, refused=str(refused), ticked=wanted)
    return _accepted(request, plan, updates, count)


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
def return_to_lead(request: PlanRequest, slug: str, pk: int) -> HttpResponse:
    """The form to return one update with a reason. In the list (HTMX) it opens in place."""
    plan = plan_for(request, slug)
    updates = StatusUpdate.with_taken_back.in_periods_of(plan).for_review()
    update = get_object_or_404(updates, pk=pk)
    require_permission(request, "actions.judge_action", update.action, NOT_YOURS)
    if request.method != "POST":
        is_closed = request.htmx and "close" in request.GET
        kept = None if is_closed else ReturnForm(update, request.user, resubmission.take(request))
        return _show_item(request, plan, update, kept)
    form = ReturnForm(update, request.user, request.POST)
    if form.is_valid():
        try:
            return_update(by=request.user, update=update, words=form.cleaned_data["words"])
        except VerdictRefused as refused:
            form.add_error(None, str(refused))
        else:
            return _after_review(request, plan, update, f"{update.action.ref} was returned.")
    return _show_item(request, plan, update, form)


def _show_page(
    request: PlanRequest,
    plan: Plan,
    refused: str = "",
    message: str = "",
    ticked: list[int] | None = None,
) -> HttpResponse:
    every = request.GET.get("tick") == "all" and ticked is None
    shown = page.review(request.user, plan, _area(request), today(), ticked or (), tick_all=every)
    template = "actions/_review.html" if request.htmx else "actions/review.html"
    context = {"review": shown, "refused": refused, "told": message}
    # A button in a row aims at its row; what it could not do concerns the whole list.
    return reswap(retarget(render(request, template, context), "#review"), "outerHTML")


def _area(request: PlanRequest) -> str:
    return request.GET.get("area", "")[:10]


def _accepted(
    request: PlanRequest, plan: Plan, updates: list[StatusUpdate], count: int
) -> HttpResponse:
    if len(updates) == 1:
        ref = updates[0].action.ref
        return _after_review(request, plan, updates[0], f"{ref} was accepted.")
    message = f"{count} updates were accepted."
    if request.htmx:
        return _show_page(request, plan, message=message)
    messages.success(request, message)
    return redirect(page.address(plan, _area(request)))


def _after_review(
    request: PlanRequest, plan: Plan, update: StatusUpdate, message: str
) -> HttpResponse:
    """The response after a verdict: the row with the result, or a redirect to the list."""
    if request.htmx:
        left = reviewers.updates_to_review(request.user, Plan.objects.get(pk=plan.pk))
        context = {"told": message, "anchor": f"w{update.pk}", "left": left}
        return render(request, "actions/_review_done.html", context)
    messages.success(request, message)
    return redirect(page.address(plan, _area(request)))


def _show_item(
    request: PlanRequest, plan: Plan, update: StatusUpdate, form: ReturnForm | None = None
) -> HttpResponse:
    [waiting] = page.waiting_of(request.user, plan, [update], today())
    template = "actions/_review_item.html" if request.htmx else "actions/return.html"
    area = _area(request)
    back = page.address(plan, area)
    context = {
        "waiting": waiting,
        "form": form,
        "address": back,
        "back": f"{back}#{waiting.anchor}",
        "query": f"?{urlencode({'area': area})}" if area else "",
    }
    return render(request, template, context)
