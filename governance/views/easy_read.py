"""The Easy Read summary of an area in a quarter: its page, and the buttons of its form."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from actions.selectors.scope import PlanRequest, require_permission
from governance.domain.easy_read.arrangement import EasyReadContent, rearranged
from governance.forms.easy_read import EasyReadForm, content_sent, version_sent
from governance.models import EasyReadDraft, EasyReadSummary
from governance.presenters import easy_read as page
from governance.selectors.easy_read import content_of, easy_read_draft
from governance.selectors.scope import easy_read_for
from governance.services.easy_read import (
    EasyReadConflict,
    EasyReadRefused,
    drop_easy_read_draft,
    keep_easy_read_draft,
    write_easy_read,
)
from governance.views.shared import sent_or_kept

NOT_YOURS = (
    "Only the accountable officer of the area and the programme manager can write its Easy Read "
    "summary."
)


@require_http_methods(["GET", "HEAD", "POST"])
def easy_read(request: PlanRequest, slug: str, key: str, ref: str) -> HttpResponse:
    """The summary of an area in a quarter, with a form for its writers."""
    summary = easy_read_for(request, slug, key, ref)
    if request.method != "POST":
        return _show(request, summary, *_form_to_show(request, summary))
    require_permission(request, page.WRITES, summary.area, NOT_YOURS)
    button = request.POST.get("do", "save")
    if button == "save":
        return _save(request, summary)
    if button == "discard":
        drop_easy_read_draft(by=request.user, area=summary.area, period=summary.period)
        messages.success(request, "Your draft has been discarded.")
        return redirect(request.path)
    return _rearrange(request, summary, button)


def _form_to_show(
    request: PlanRequest, summary: EasyReadSummary
) -> tuple[EasyReadForm, EasyReadDraft | None]:
    """What was kept over a sign-in, or else the person's draft, or else what stands."""
    if kept := sent_or_kept(request):
        return _form_sent(request, kept), None
    draft = easy_read_draft(request.user, summary.area, summary.period)
    if draft:
        return EasyReadForm(request.user, content_of(draft), draft.based_on), draft
    content = page.content_to_edit(summary)
    if not content.ideas:
        content = rearranged(content, "add").content
    return EasyReadForm(request.user, content, summary.pk), None


def _form_sent(request: PlanRequest, sent: QueryDict) -> EasyReadForm:
    return EasyReadForm(request.user, content_sent(sent), version_sent(sent), sent=True)


def _save(request: PlanRequest, summary: EasyReadSummary) -> HttpResponse:
    form = _form_sent(request, request.POST)
    area, period = summary.area, summary.period
    if form.is_valid():
        try:
            _write(request, summary, form)
        except EasyReadConflict as refused:
            form = form.rebased_on(refused.theirs)
            form.add_error(None, str(refused))
            summary = easy_read_for(request, area.plan.slug, period.key, area.ref)
        except EasyReadRefused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("commentary", area.plan.slug, period.key)
    return _show(request, summary, form)


def _write(request: PlanRequest, summary: EasyReadSummary, form: EasyReadForm) -> None:
    write_easy_read(
        by=request.user,
        area=summary.area,
        period=summary.period,
        title=form.content.title,
        ideas=form.content.written,
        based_on=form.based_on_version,
    )
    saved = f"The Easy Read summary of area {summary.area.ref} has been saved."
    messages.success(request, saved)


def _rearrange(request: PlanRequest, summary: EasyReadSummary, button: str) -> HttpResponse:
    """Keeps the lines as the button leaves them as the person's draft, and leads back to them."""
    content, based_on = content_sent(request.POST), version_sent(request.POST)
    place = -1
    if button == "propose":
        content = page.content_with_proposal(content, summary)
    else:
        made = rearranged(content, button)
        content, place = made.content, made.place
    try:
        _keep_draft(request, summary, content, based_on)
    except EasyReadRefused as refused:
        form = EasyReadForm(request.user, content, based_on, sent=True)
        form.add_error(None, str(refused))
        return _show(request, summary, form)
    return redirect(f"{request.path}?{page.LINE}={place + 1}")


def _keep_draft(
    request: PlanRequest, summary: EasyReadSummary, content: EasyReadContent, based_on: int | None
) -> None:
    keep_easy_read_draft(
        by=request.user,
        area=summary.area,
        period=summary.period,
        content=content,
        based_on=based_on,
    )


def _show(
    request: PlanRequest,
    summary: EasyReadSummary,
    form: EasyReadForm,
    draft: EasyReadDraft | None = None,
) -> HttpResponse:
    line = request.GET.get(page.LINE, "")[:3]
    shown = page.easy_read_page(summary, request.user, form, draft=draft, line=line)
    kept = form.is_bound and request.method != "POST"
    context = {"page": shown, "period": summary.period, "form": form, "kept": kept}
    return render(request, "easy_read/write.html", context)
