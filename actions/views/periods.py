"""The calendar of a plan, and changes to its periods by the programme manager."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from actions.forms.period import CloseForm, ExtendForm, PublishWithinForm, ReopenForm, RoundForm
from actions.models import Plan, ReportingPeriod
from actions.presenters.period_calendar import calendar, period_state
from actions.presenters.period_closing import period_closing
from actions.selectors.scope import PlanRequest, period_for, plan_for, require_permission
from actions.services.periods import (
    PeriodRefused,
    close,
    extend,
    open_round,
    reopen,
    set_publish_within,
)
from wsoa.core.clock import today
from wsoa.core.forms.base import Form

NOT_YOURS = "Only the programme manager can open and close the reporting rounds of this plan."


@require_http_methods(["GET", "HEAD", "POST"])
def periods(request: PlanRequest, slug: str) -> HttpResponse:
    """Every quarter and month of the plan, and the form that opens a round."""
    plan = plan_for(request, slug)
    require_permission(request, "actions.manage_plan", plan, NOT_YOURS)
    form = RoundForm(_sent(request))
    done = _submit(
        request, plan, form, lambda: open_round(by=request.user, plan=plan, **form.cleaned_data)
    )
    context = {"calendar": calendar(plan, today()), "form": form}
    return done or render(request, "actions/periods.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def publish_within(request: PlanRequest, slug: str) -> HttpResponse:
    """The form that says by when a closed quarter is to be published."""
    plan = plan_for(request, slug)
    require_permission(request, "actions.manage_plan", plan, NOT_YOURS)
    form = PublishWithinForm(_sent(request), initial={"days": plan.publish_within_days})
    if form.is_valid():
        days = form.cleaned_data["days"]
        set_publish_within(by=request.user, plan=plan, days=days)
        messages.success(
            request, f"Quarters are to be published within {days} days of their close."
        )
        return redirect("periods", slug)
    return render(request, "actions/publish_within.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def extend_period(request: PlanRequest, slug: str, key: str) -> HttpResponse:
    """The form to extend a period."""
    period = _period(request, slug, key)
    form = ExtendForm.of(period, _sent(request))
    done = _submit(
        request,
        period.plan,
        form,
        lambda: extend(by=request.user, period=period, **form.cleaned_data),
    )
    context = {"period": period, "form": form}
    return done or render(request, "actions/period_extend.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def close_period(request: PlanRequest, slug: str, key: str) -> HttpResponse:
    """Explains what closing means, and closes the period."""
    period = _period(request, slug, key)
    form = CloseForm(_sent(request))
    done = _submit(request, period.plan, form, lambda: close(by=request.user, period=period))
    if done:
        return done
    context = {"period": period, "form": form, "closing": period_closing(period, today())}
    return render(request, "actions/period_close.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def reopen_period(request: PlanRequest, slug: str, key: str) -> HttpResponse:
    """The form to reopen a period."""
    period = _period(request, slug, key)
    form = ReopenForm(_sent(request))
    done = _submit(
        request,
        period.plan,
        form,
        lambda: reopen(by=request.user, period=period, **form.cleaned_data),
    )
    asked = period.plan.periods.open_on(today()).last()
    context = {"period": period, "form": form, "asked": asked}
    return done or render(request, "actions/period_reopen.html", context)


def _period(request: PlanRequest, slug: str, key: str) -> ReportingPeriod:
    period = period_for(request, slug, key)
    require_permission(request, "actions.manage_plan", period.plan, NOT_YOURS)
    return period


def _sent(request: PlanRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _submit(
    request: PlanRequest, plan: Plan, form: Form, run: Callable[[], ReportingPeriod]
) -> HttpResponse | None:
    """Calls the service for a valid form; otherwise renders the form with its errors."""
    if not form.is_valid():
        return None
    try:
        period = run()
    except PeriodRefused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return None
    messages.success(request, period_state(period, today()))
    return redirect("periods", plan.slug)
