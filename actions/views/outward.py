"""What leaves the service besides email: the private calendar, and the chat of an area."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actions.forms.chat import ChatForm
from actions.models import CalendarLink
from actions.presenters.calendar import calendar_of
from actions.selectors.person_in_plans import person_in_plans
from actions.selectors.scope import PlanRequest, calendar_link_for, plan_for, require_permission
from actions.services.calendar_links import make_calendar_link, revoke_calendar_link
from actions.services.chat import remove_webhook
from actions.services.reminder_emails import site_address
from wsoa.core.clock import today

NOT_YOURS = "Only the programme manager can change the chat of the local area."


@never_cache
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """A person's due days, by the private address. An unknown or ended address answers 404."""
    link = calendar_link_for(request, token)
    person = person_in_plans(link.user, today())
    return HttpResponse(calendar_of(person), content_type="text/calendar; charset=utf-8")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_calendar(request: PlanRequest) -> HttpResponse:
    """The person's calendar address: whether there is one, and a new one, which is shown once."""
    address = ""
    if request.method == "POST":
        token = make_calendar_link(by=request.user)
        address = site_address(reverse("calendar", args=[token]))
    link = CalendarLink.objects.of_person(request.user).active().first()
    return render(request, "actions/my_calendar.html", {"link": link, "address": address})


@require_POST
def end_calendar(request: PlanRequest) -> HttpResponse:
    """Turns off the person's calendar address."""
    if not revoke_calendar_link(by=request.user):
        raise Http404
    messages.success(request, "Your calendar address has been turned off.")
    return redirect("my-calendar")


@require_http_methods(["GET", "HEAD", "POST"])
def chat(request: PlanRequest, slug: str) -> HttpResponse:
    """The chat of the plan's local area: where messages go, and whether they do."""
    plan = plan_for(request, slug)
    require_permission(request, "actions.manage_plan", plan, NOT_YOURS)
    form = ChatForm(plan.local_area, request.POST if request.method == "POST" else None)
    if form.is_valid() and form.save(by=request.user):
        messages.success(request, form.done())
        return redirect("chat", slug)
    return render(request, "actions/chat.html", {"form": form, "webhook": form.webhook})


@require_POST
def remove_chat(request: PlanRequest, slug: str) -> HttpResponse:
    """Removes the chat of the plan's local area, with its address."""
    plan = plan_for(request, slug)
    require_permission(request, "actions.manage_plan", plan, NOT_YOURS)
    if remove_webhook(by=request.user, local_area=plan.local_area):
        messages.success(request, "The chat has been removed. No messages will be sent.")
    return redirect("chat", slug)
