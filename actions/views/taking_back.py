"""Taking back an update that nobody has accepted or returned yet."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from actions.forms.update import UpdateForm
from actions.models import Draft
from actions.presenters.attribution import QuotedUpdate, parts_of
from actions.selectors.organisation_names import organisation_history
from actions.selectors.scope import PlanRequest, require_permission, update_for
from actions.services.taking_back import TakingBackRefused, take_back_update

NOT_YOURS = "Only the lead who sent an update, or who holds that post now, can take it back."


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: PlanRequest, slug: str, ref: str, pk: int) -> HttpResponse:
    """Asks for confirmation, then takes an update back: its text is a draft again."""
    update = update_for(request, slug, ref, pk)
    require_permission(request, "actions.take_back_update", update, NOT_YOURS)
    if request.method != "POST":
        history = organisation_history(update.action.plan)
        context = {"action": update.action, "sent": QuotedUpdate(**parts_of(update, history))}
        return render(request, "actions/take_back.html", context)
    try:
        draft = take_back_update(
            by=request.user, update=update, content=UpdateForm.content_of(update)
        )
    except TakingBackRefused as refused:
        messages.error(request, str(refused))
        return redirect("action", slug, ref)
    messages.success(request, f"{ref}: the update was taken back.{_where_it_is(draft)}")
    return redirect("update", slug, ref)


def _where_it_is(draft: Draft | None) -> str:
    """Where the text of the update is now; empty for "no change", which had none of its own."""
    if draft is None:
        return ""
    if draft.aside:
        return " Its text is shown above your other draft. Choose which one to go on with."
    return " Its text is in the form below, and has not been sent."
