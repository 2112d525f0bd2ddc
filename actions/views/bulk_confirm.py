""" "No change" to many actions with one confirmation."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from actions.models import Plan, ReportingPeriod
from actions.presenters.bulk_confirm import bulk_confirmation_page
from actions.presenters.update_list import seen_in
from actions.selectors.scope import PlanRequest, plan_led_by
from actions.services.bulk_confirm import BulkConfirmation, confirm_many_unchanged
from actions.views.updates import list_of, nothing_open
from wsoa.core.clock import today


@require_http_methods(["GET", "HEAD", "POST"])
def no_change_to_many(request: PlanRequest) -> HttpResponse:
    """Asks for confirmation, then records "no change" for each selected action."""
    plan = plan_led_by(request)
    period = plan.periods.open_on(today()).last()
    if period is None:
        return nothing_open(request, plan)
    period.plan = plan
    if request.method == "POST":
        seen = seen_in(request.POST.getlist("seen"))
        _report(
            request, confirm_many_unchanged(by=request.user, plan=plan, period=period, seen=seen)
        )
        return redirect(list_of(request.GET.get("plan", "")))
    return _show_selected(request, plan, period)


def _show_selected(request: PlanRequest, plan: Plan, period: ReportingPeriod) -> HttpResponse:
    ticked = None if "all" in request.GET else request.GET.getlist("ref")
    chosen_plan = request.GET.get("plan", "")
    context = {
        "period": period,
        "page": bulk_confirmation_page(request.user, plan, period, ticked, today()),
        "list": list_of(chosen_plan),
        "plan_query": f"?plan={plan.slug}" if chosen_plan else "",
    }
    return render(request, "actions/no_change_to_many.html", context)


def _report(request: PlanRequest, done: BulkConfirmation) -> None:
    if done.recorded:
        count = f"{len(done.recorded)} action{'' if len(done.recorded) == 1 else 's'}"
        refs = ", ".join(done.recorded)
        messages.success(request, f"No change recorded of {count}: {refs}.")
    for ref, why in done.refused.items():
        messages.error(request, f"{ref} was not recorded: {why}")
    if not done.recorded and not done.refused:
        messages.error(request, "Nothing was recorded, because no actions were selected.")
