"""Evidence of an action: adding, downloading, withdrawing; and judging its measures."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from actions.domain.enums import Met
from actions.forms.evidence import EvidenceForm, JudgeForm
from actions.models import Action, Measure
from actions.presenters.evidence import evidence_of, what_it_is
from actions.selectors.scope import (
    PlanRequest,
    action_for,
    evidence_for,
    measure_for,
    require_permission,
)
from actions.services.evidence import (
    EvidenceRefused,
    add_evidence,
    judge_measure,
    withdraw_evidence,
)
from wsoa.web import resubmission

NOT_YOURS = (
    "Only the leads of this action, the accountable officer of its area and the programme "
    "manager can add or withdraw evidence."
)
NOT_YOURS_TO_JUDGE = (
    "Only the accountable officer of the area and the programme manager can judge whether a "
    "measure is met."
)
ASKED_OR_SENT = require_http_methods(["GET", "HEAD", "POST"])


@ASKED_OR_SENT
def add(request: PlanRequest, slug: str, ref: str) -> HttpResponse:
    """The form to add a link or a file."""
    action = action_for(request, slug, ref)
    require_permission(request, "actions.add_evidence", action, NOT_YOURS)
    if request.method == "POST":
        return _add(request, action)
    kept = resubmission.take(request)
    measure = {"measure": request.GET.get("measure", "")}
    form = EvidenceForm(action, request.user, kept, initial=measure)
    return render(request, "actions/evidence.html", _context(action, form, kept is not None))


def _add(request: PlanRequest, action: Action) -> HttpResponse:
    sent, files = request.POST, request.FILES  # only then is it known what was too large
    too_large = getattr(request, "too_large", "")
    form = EvidenceForm(action, request.user, sent, files, too_large=too_large)
    if form.is_valid():
        try:
            add_evidence(by=request.user, action=action, **form.evidence())
        except EvidenceRefused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"{action.ref}: your evidence was added.")
            return redirect("action", action.plan.slug, action.ref)
    return render(request, "actions/evidence.html", _context(action, form))


def _context(action: Action, form: EvidenceForm, kept: bool = False) -> dict[str, object]:
    return {"action": action, "form": form, "kept": kept}


@cache_control(private=True, max_age=3600)
@require_safe
def file(request: PlanRequest, slug: str, ref: str, pk: int) -> FileResponse:
    """The file as a download, never displayed inline."""
    evidence = evidence_for(request, slug, ref, pk)
    if not evidence.file or not evidence.path.is_file():
        raise Http404
    response = FileResponse(
        evidence.path.open("rb"),
        as_attachment=True,
        filename=evidence.file_name,
        content_type=evidence.kind.media_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox"
    return response


@ASKED_OR_SENT
def withdraw(request: PlanRequest, slug: str, ref: str, pk: int) -> HttpResponse:
    """Asks for confirmation, then withdraws a piece of evidence. The row is kept."""
    evidence = evidence_for(request, slug, ref, pk)
    require_permission(request, "actions.add_evidence", evidence.action, NOT_YOURS)
    if request.method != "POST":
        shown = {"action": evidence.action, "evidence": evidence, "what": what_it_is(evidence)}
        return render(request, "actions/evidence_withdraw.html", shown)
    try:
        withdraw_evidence(by=request.user, evidence=evidence)
    except EvidenceRefused as refused:
        messages.error(request, f"{refused}.")
    else:
        messages.success(request, f"{ref}: “{evidence.title}” was withdrawn.")
    return redirect("action", slug, ref)


@ASKED_OR_SENT
def judge(request: PlanRequest, slug: str, ref: str, pk: int) -> HttpResponse:
    """The form to judge a measure: not yet, partly or met, with a comment."""
    measure = measure_for(request, slug, ref, pk)
    require_permission(request, "actions.judge_action", measure.action, NOT_YOURS_TO_JUDGE)
    if request.method == "POST":
        return _judge(request, measure)
    kept = resubmission.take(request)
    return _show_judging(request, measure, JudgeForm(request.user, kept), kept is not None)


def _judge(request: PlanRequest, measure: Measure) -> HttpResponse:
    form = JudgeForm(request.user, request.POST)
    if not form.is_valid():
        return _show_judging(request, measure, form)
    cleaned = form.cleaned_data
    judge_measure(by=request.user, measure=measure, met=Met(cleaned["met"]), words=cleaned["words"])
    messages.success(request, f"{measure.action.ref}: the measure was judged.")
    return redirect("action", measure.action.plan.slug, measure.action.ref)


def _show_judging(
    request: PlanRequest, measure: Measure, form: JudgeForm, kept: bool = False
) -> HttpResponse:
    shown = {
        "action": measure.action,
        "measure": measure,
        "last": measure.judgements.select_related("by").last(),
        "evidence": evidence_of(measure),
        "form": form,
        "kept": kept,
    }
    return render(request, "actions/judge.html", shown)
