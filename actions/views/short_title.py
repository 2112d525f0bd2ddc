"""The short title by which reports name an action, for the plan's managers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from actions.forms.short_title import ShortTitleForm
from actions.selectors.scope import PlanRequest, action_for, require_permission
from actions.services.short_titles import name_action
from wsoa.web import resubmission

NOT_YOURS = "Only the programme manager can change the short title of an action."


@require_http_methods(["GET", "HEAD", "POST"])
def short_title(request: PlanRequest, slug: str, ref: str) -> HttpResponse:
    """The short title of an action, and the form to change it."""
    action = action_for(request, slug, ref)
    require_permission(request, "actions.manage_plan", action.plan, NOT_YOURS)
    sent = request.POST if request.method == "POST" else resubmission.take(request)
    form = ShortTitleForm(action.short_title, request.user, sent)
    if request.method == "POST" and form.is_valid():
        name_action(by=request.user, action=action, short_title=form.cleaned_data["short_title"])
        messages.success(request, f"{ref}: reports now name it “{action.title}”.")
        return redirect("action", slug, ref)
    return render(request, "actions/short_title.html", {"action": action, "form": form})
