"""Commentary of a quarter: the list of texts, the text of an area, the programme's text."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from actions.models import ReportingPeriod
from actions.selectors.scope import PlanRequest, require_permission
from governance.forms.commentary import AreaForm, CommentaryForm, ProgrammeForm
from governance.presenters import commentary as page
from governance.selectors.scope import (
    begun_period_for,
    commentary_for,
    programme_commentary_for,
)
from governance.services.commentary import (
    CommentaryConflict,
    CommentaryRefused,
    write_commentary,
    write_programme,
)
from governance.views.shared import sent_or_kept

NOT_YOURS = (
    "Only the accountable officer of the area and the programme manager can write its commentary."
)
NOT_YOURS_PROGRAMME = (
    "Only the programme manager and the publisher can write the text on the programme."
)


@require_safe
def commentary(request: PlanRequest, slug: str, key: str) -> HttpResponse:
    """Every text of a quarter: what is written, what is missing, and where to write it."""
    period = begun_period_for(request, slug, key)
    shown = {"page": page.commentary_list(period, request.user), "period": period}
    return render(request, "commentary/commentary.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def area_commentary(request: PlanRequest, slug: str, key: str, ref: str) -> HttpResponse:
    """The commentary of an area in a quarter, with a form for its writers."""
    row = commentary_for(request, slug, key, ref)
    if request.method == "POST":
        require_permission(request, page.WRITES, row.area, NOT_YOURS)
    form = AreaForm(request.user, row, sent_or_kept(request))
    write = partial(write_commentary, by=request.user, area=row.area, period=row.period)
    if _written(request, form, write):
        messages.success(request, f"The commentary of area {ref} has been saved.")
        return redirect("commentary", slug, key)
    if form.theirs:
        row = commentary_for(request, slug, key, ref)
    return _show(request, row.period, form, page.area_page(row, request.user))


@require_http_methods(["GET", "HEAD", "POST"])
def programme(request: PlanRequest, slug: str, key: str) -> HttpResponse:
    """The text on the programme as a whole in a quarter, with a form for its writers."""
    row = programme_commentary_for(request, slug, key)
    period = row.period
    if request.method == "POST":
        require_permission(request, page.WRITES_PROGRAMME, period.plan, NOT_YOURS_PROGRAMME)
    form = ProgrammeForm(request.user, row, sent_or_kept(request))
    write = partial(write_programme, by=request.user, plan=period.plan, period=period)
    if _written(request, form, write):
        messages.success(request, "The text on the programme has been saved.")
        return redirect("commentary", slug, key)
    if form.theirs:
        row = programme_commentary_for(request, slug, key)
    return _show(request, row.period, form, page.programme_page(row, request.user))


def _written(request: PlanRequest, form: CommentaryForm, run: Callable[..., object]) -> bool:
    """Whether the text was saved; otherwise the form has the errors."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        run(words=form.texts, based_on=form.cleaned_data["based_on"])
    except CommentaryConflict as refused:
        form.rebase_on(refused.theirs)
        form.add_error(None, str(refused))
        return False
    except CommentaryRefused as refused:
        form.add_error(refused.field or None, str(refused))
        return False
    return True


def _show(
    request: PlanRequest, period: ReportingPeriod, form: CommentaryForm, shown: page.WritingPage
) -> HttpResponse:
    kept = form.is_bound and request.method != "POST"
    context = {"page": shown, "period": period, "form": form, "kept": kept}
    return render(request, "commentary/write.html", context)
