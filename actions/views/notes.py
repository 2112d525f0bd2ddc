"""The internal notes on an action, for its leads, accountable officers and programme managers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from actions.forms.notes import NoteForm
from actions.models import Action
from actions.presenters.notes import note_thread
from actions.selectors.notes import readers_of_notes
from actions.selectors.scope import PlanRequest, action_for, require_permission
from actions.services.notes import NoteRefused, add_note, mark_read
from wsoa.accounts.models import User
from wsoa.core.clock import today
from wsoa.web import resubmission

NOT_YOURS = (
    "Only the leads of this action, the accountable officer of its area and the programme "
    "manager can read its internal notes."
)


@require_http_methods(["GET", "HEAD", "POST"])
def notes(request: PlanRequest, slug: str, ref: str) -> HttpResponse:
    """The notes on an action, and the form to add one."""
    action = action_for(request, slug, ref)
    require_permission(request, "actions.see_notes", action, NOT_YOURS)
    readers = readers_of_notes(action, today())
    if request.method != "POST":
        kept = resubmission.take(request)
        return _show(request, action, readers, NoteForm(readers, request.user, kept))
    form = NoteForm(readers, request.user, request.POST)
    if form.is_valid():
        text, mentioned = form.cleaned_data["text"], form.mentioned()
        try:
            add_note(by=request.user, action=action, text=text, mentioned=mentioned)
        except NoteRefused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"{ref}: your note was added.")
            return redirect("notes", slug, ref)
    return _show(request, action, readers, form)


@require_POST
def read_notes(request: PlanRequest, slug: str, ref: str) -> HttpResponse:
    """Records that the person has read what mentions them."""
    action = action_for(request, slug, ref)
    require_permission(request, "actions.see_notes", action, NOT_YOURS)
    if mark_read(by=request.user, action=action):
        messages.success(request, f"{ref}: the notes are no longer in your list.")
    return redirect("notes", slug, ref)


def _show(
    request: PlanRequest, action: Action, readers: list[User], form: NoteForm
) -> HttpResponse:
    thread = note_thread(action, request.user, readers)
    context = {"action": action, "thread": thread, "form": form}
    return render(request, "actions/notes.html", context)
