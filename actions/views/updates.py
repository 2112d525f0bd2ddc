"""My updates, and the update of one action: as a page, and in place in the list."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import HttpResponseClientRedirect

from actions.forms.no_change import NoChangeForm
from actions.forms.update import UpdateForm
from actions.models import Action, Draft, Plan, ReportingPeriod, StatusUpdate
from actions.presenters import drafts_beside as beside
from actions.presenters import update_list as page
from actions.presenters.attribution import author_of
from actions.presenters.update_items import asked_of, items_of
from actions.selectors.kept_between_rounds import kept_for_next_round
from actions.selectors.organisation_names import organisation_history
from actions.selectors.periods import why_nothing_is_open
from actions.selectors.plan_periods import latest_begun, latest_open
from actions.selectors.scope import PlanRequest, action_for, plan_led_by, require_permission
from actions.selectors.updates import current_update, draft_of, drafts_beside
from actions.services.drafts import restore_draft, save_draft
from actions.services.evidence import EvidenceRefused, add_evidence
from actions.services.locking import UpdateRefused
from actions.services.updates import (
    ChangeNotExplained,
    PeriodClosed,
    UpdateConflict,
    confirm_unchanged,
    submit_update,
)
from wsoa.core.clock import today
from wsoa.core.row_ids import read_id
from wsoa.web import resubmission

NOT_YOURS = "Only the leads of this action and the programme manager can update it."
KEPT = "It is kept as a draft, too: you can send it when the next reporting round opens."


@require_safe
def my_updates(request: PlanRequest) -> HttpResponse:
    """Every action of mine that the open period asks about, worst first."""
    plan = plan_led_by(request)
    period = latest_open(plan, today())
    if period is None:
        return nothing_open(request, plan)
    period.plan = plan
    mine = page.my_updates(request.user, plan, period, today())
    context = {
        "mine": mine,
        "notes": page.notes_for(request.user, plan, today()),
        "period": period,
        "asked_plan": request.GET.get("plan", ""),
    }
    return render(request, "actions/my_updates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
def update(request: PlanRequest, slug: str, ref: str) -> HttpResponse:
    """The update form of one action. In the list (HTMX) it opens under its row."""
    action = action_for(request, slug, ref)
    require_permission(request, "actions.update_action", action, NOT_YOURS)
    try:
        period = period_of(request, action)
    except NothingOpen:
        return nothing_open(request, action.plan, action)
    if request.htmx and "close" in request.GET:
        return show_row(request, action, period)
    if request.method == "POST":
        return _submit(request, action, period)
    return open_form(request, action, period)


@require_POST
@vary_on_headers("HX-Request")
def no_change(request: PlanRequest, slug: str, ref: str) -> HttpResponse:
    """Records "no change" for one action. Where that needs a forecast, it asks for one."""
    action = action_for(request, slug, ref)
    require_permission(request, "actions.update_action", action, NOT_YOURS)
    period = period_of(request, action)
    form = NoChangeForm.sent(action, request.POST)
    if form.is_bound and not form.is_valid():
        return _ask_forecast(request, action, period, form)
    seen = seen_update(request)
    try:
        confirm_unchanged(
            by=request.user, action=action, period=period, based_on=seen, forecast=form.month
        )
    except UpdateRefused as refused:
        if isinstance(refused, ChangeNotExplained) and refused.lacks_forecast_alone:
            return _ask_forecast(request, action, period, form)
        return back_to(request, action, period, refused=str(refused))
    return back_to(request, action, period, message=f"{ref}: no change recorded.")


def _ask_forecast(
    request: PlanRequest, action: Action, period: ReportingPeriod, form: NoChangeForm
) -> HttpResponse:
    """The single question of "no change": under the row in the list, or a page of its own."""
    if request.htmx:
        return show_row(request, action, period, {"forecast_form": form})
    context = _context(request, action, period) | {"forecast_form": form}
    context["back"] = request.POST.get("back", "")
    context["asked_plan"] = request.POST.get("plan", "")
    return render(request, "actions/no_change.html", context)


class NothingOpen(Http404):
    """Raised where no period takes updates today."""


def nothing_open(request: PlanRequest, plan: Plan, action: Action | None = None) -> HttpResponse:
    """The page that explains which period closed last and which opens next."""
    if request.htmx:
        return HttpResponseClientRedirect(request.path)
    why = why_nothing_is_open(list(plan.periods.all()), today())
    notes = [] if action else page.notes_for(request.user, plan, today())
    draft = draft_of(request.user, action) if action else None
    texts = beside.texts_of(draft) if draft else ()
    kept = [] if action else kept_for_next_round(request.user, today(), {plan.pk: plan})
    context: dict[str, object] = {"action": action, "why": why, "notes": notes, "kept": kept}
    context |= {"draft": draft, "texts": texts}
    return render(request, "actions/nothing_open.html", context)


def period_of(request: PlanRequest, action: Action) -> ReportingPeriod:
    """The period that takes updates today, the last where there are two; an earlier one that takes
    corrections by its key, `?period=2019-07`. NothingOpen, a kind of Http404, where none does.

    What is sent all the same is answered by the period's own refusal, with its words.
    """
    period = latest_open(action.plan, today(), key := request.GET.get("period", ""))
    if period is None and request.method == "POST":
        period = latest_begun(action.plan, today(), key)
    if period is None:
        raise NothingOpen("No reporting round is open.")
    period.plan = action.plan
    return period


def open_form(request: PlanRequest, action: Action, period: ReportingPeriod) -> HttpResponse:
    """The initial form: with resubmitted content, a draft, or the current update."""
    current = current_update(action, period)
    kept = resubmission.take(request)
    draft = None if kept or "period" in request.GET else draft_of(request.user, action)
    if draft is not None:
        draft.action, draft.user = action, request.user
        form = UpdateForm.of_draft(draft, current, period)
        if form.says_something_new():
            return _show(request, action, period, form, theirs=form.theirs, draft=draft)
    form = UpdateForm(action, request.user, current, kept, period=period).with_evidence()
    return _show(request, action, period, form, kept=kept is not None)


def _submit(request: PlanRequest, action: Action, period: ReportingPeriod) -> HttpResponse:
    sent, files = request.POST, request.FILES  # only then is it known what was too large
    too_large = getattr(request, "too_large", "")
    form = UpdateForm(action, request.user, None, sent, period=period)
    form.with_evidence(files, too_large)
    theirs = None
    if form.is_valid():
        try:
            return _send(request, action, period, form)
        except EvidenceRefused as refused:
            form.refuse_evidence(refused)
        except UpdateConflict as conflict:
            theirs = form.rebase_on(conflict.theirs)
        except PeriodClosed as refused:
            form.add_error(None, f"{refused} {KEPT}")
        except UpdateRefused as refused:
            form.add_error(None, str(refused))
    return _show(request, action, period, form, theirs=theirs)


def _send(
    request: PlanRequest, action: Action, period: ReportingPeriod, form: UpdateForm
) -> HttpResponse:
    """Adds the evidence, then sends the update: a file cannot be sent again by the page itself."""
    added = _add_evidence(request, action, form)
    try:
        submit_update(
            by=request.user,
            action=action,
            period=period,
            words=form.content(),
            based_on=form.cleaned_data["based_on"],
            ends_draft=form.in_window if _shows_draft(request) else None,
            basis=form.basis,
        )
    except PeriodClosed:
        _keep_text(request, action, period, form)
        raise
    return back_to(request, action, period, message=f"{action.ref}: your update was sent.{added}")


def _add_evidence(request: PlanRequest, action: Action, form: UpdateForm) -> str:
    """What was added, in words. It stays where the update is refused, and the page says so."""
    evidence = form.shown()
    if not evidence:
        return ""
    add_evidence(by=request.user, action=action, **evidence)
    form.evidence_was_added()
    return " Your evidence was added."


def _keep_text(
    request: PlanRequest, action: Action, period: ReportingPeriod, form: UpdateForm
) -> None:
    """Keeps as a draft what came too late. A correction shows no draft, so it replaces none."""
    typed = form.as_typed()
    if _shows_draft(request):
        window = form.in_window
        save_draft(by=request.user, action=action, period=period, content=typed, window=window)
    else:
        restore_draft(by=request.user, action=action, period=period, content=typed)


def _shows_draft(request: PlanRequest) -> bool:
    """Whether the form is that of the open round; that of a correction names its period."""
    return "period" not in request.GET


def _show(
    request: PlanRequest,
    action: Action,
    period: ReportingPeriod,
    form: UpdateForm,
    *,
    theirs: StatusUpdate | None = None,
    kept: bool = False,
    draft: Draft | None = None,
) -> HttpResponse:
    form.current = theirs or form.current or current_update(action, period)
    context = _context(request, action, period) | _conflict(request, action, theirs)
    context |= {"form": form.with_hints(), "unsent": form.is_bound and draft is None}
    context |= {"kept": kept, "draft": draft, "begun": draft.saved_at if draft else None}
    others = [] if request.GET.get("period") else drafts_beside(request.user, action)
    context["beside"] = [beside.draft_beside(request.user, one) for one in others]
    return render(request, "actions/_todo.html" if request.htmx else "actions/update.html", context)


def _conflict(request: PlanRequest, action: Action, theirs: StatusUpdate | None) -> dict[str, Any]:
    """The update saved meanwhile, to show beside the form, and its author."""
    return {
        "theirs": theirs,
        "their_post": author_of(theirs, organisation_history(action.plan)) if theirs else "",
        "own": theirs is not None and theirs.by_id == request.user.pk,
    }


def back_to(
    request: PlanRequest,
    action: Action,
    period: ReportingPeriod,
    *,
    message: str = "",
    refused: str = "",
) -> HttpResponse:
    """The response after a save: the row in the list, or a redirect to the previous page."""
    if request.htmx:
        return show_row(request, action, period, {"refused": refused})
    if refused:
        messages.error(request, refused)
    elif message:
        messages.success(request, message)
    if request.POST.get("back") == "list":
        return redirect(list_of(request.POST.get("plan", "")))
    return redirect("action", action.plan.slug, action.ref)


def seen_update(request: HttpRequest) -> int | None:
    """The update that the person saw as the current one; None where there was none."""
    return read_id(request.POST.get("based_on", ""))


def list_of(plan: str) -> str:
    """The address of My updates, for the selected plan where the person leads in several."""
    return reverse("my-updates") + (f"?{urlencode({'plan': plan})}" if plan else "")


def show_row(
    request: PlanRequest,
    action: Action,
    period: ReportingPeriod,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """The row of one action in the list, and the progress of the list."""
    asked = asked_of(request.user, action.plan, period, today())
    context = _context(request, action, period) | {
        "progress": page.progress_of(asked),
        "oob": True,
    }
    return render(request, "actions/_todo.html", context | (more or {}))


def _context(request: PlanRequest, action: Action, period: ReportingPeriod) -> dict[str, Any]:
    [item] = items_of(request.user, action.plan, period, [action], today())
    # The address that the form is sent to says for which period, where that is not the last one.
    correcting = period.key if request.GET.get("period") else ""
    query = f"?{urlencode({'period': correcting})}" if correcting else ""
    return {"action": action, "period": period, "item": item, "query": query}
