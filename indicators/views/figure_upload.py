"""Pages for uploading a file of figures, confirming or dropping it, and exporting figures."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from actions.models import Plan
from actions.selectors.scope import PlanRequest, plan_for
from indicators.domain.figure_files import csv_file, write_table
from indicators.forms.bulk_entry import FileForm
from indicators.models import ImportPreview
from indicators.presenters import figure_entry
from indicators.presenters.import_keys import import_keys
from indicators.presenters.import_preview import FAULT_HEADINGS, fault_rows, figure_import_page
from indicators.selectors.entered_figures import entered_figures, rows_to_export
from indicators.selectors.scope import figure_upload_for, plan_to_enter_figures
from indicators.services.figure_entry import EntryRefused
from indicators.services.figure_upload import (
    answer_file,
    confirm_file,
    drop_file,
    take_file,
)
from indicators.views.import_preview import ImportFlow, preview_or_decide
from wsoa.accounts.models import User
from wsoa.core.clock import today
from wsoa.core.spreadsheets.files import SheetFormat

ASKED_OR_SENT = require_http_methods(["GET", "HEAD", "POST"])


@ASKED_OR_SENT
def take(request: PlanRequest, slug: str) -> HttpResponse:
    """The form to upload a file of figures, with the required format."""
    plan = plan_to_enter_figures(request, slug)
    form = FileForm()
    if request.method == "POST":
        sent, files = request.POST, request.FILES  # only then is it known what was too large
        form = FileForm(sent, files, too_large=getattr(request, "too_large", ""))
        done = _take(request, plan, form)
        if done:
            return done
    context = {"form": form, "keys": import_keys(entered_figures(plan, today()))}
    return render(request, "indicators/import.html", context)


def _take(request: PlanRequest, plan: Plan, form: FileForm) -> HttpResponse | None:
    if not form.is_valid():
        return None
    try:
        preview = take_file(by=request.user, plan=plan, upload=form.cleaned_data["file"])
    except EntryRefused as refused:
        form.add_error("file", str(refused))
        return None
    return redirect("figures-preview", plan.slug, preview.pk)


@ASKED_OR_SENT
def preview(request: PlanRequest, slug: str, pk: int) -> HttpResponse:
    """The preview of an uploaded file: its changes and errors; confirmed from here."""
    kept = figure_upload_for(request, slug, pk)
    flow = ImportFlow(
        page=figure_import_page,
        answer=answer_file,
        confirm=_confirm,
        drop=drop_file,
        dropped="No figures were saved.",
        again=_again(slug, kept),
        after=reverse("indicators", args=[slug]),
        faults=reverse("figures-faults", args=[slug, pk]),
    )
    return preview_or_decide(request, kept, flow)


def _again(slug: str, kept: ImportPreview) -> str:
    """Where what was sent is sent again: the box of pasted cells keeps them."""
    if kept.is_pasted:
        return f"{reverse('figures-paste', args=[slug])}?from={kept.pk}"
    return reverse("figures-import", args=[slug])


def _confirm(by: User, kept: ImportPreview, sure: bool) -> str:
    return figure_entry.entry_summary(confirm_file(by=by, preview=kept, sure=sure))


@require_safe
def faults(request: PlanRequest, slug: str, pk: int) -> HttpResponse:
    """The errors of an uploaded file, as a file."""
    kept = figure_upload_for(request, slug, pk)
    rows = fault_rows(figure_import_page(kept))
    content = csv_file([FAULT_HEADINGS, *rows])
    return _download(content, SheetFormat.CSV.media_type, f"{slug}-faults.csv")


@require_safe
def export(request: PlanRequest, slug: str, kind: str) -> HttpResponse:
    """An export of every entered figure, in the columns of an import."""
    plan = plan_for(request, slug)
    if kind not in set(SheetFormat):
        raise Http404
    day = today()
    title = f"{plan.title}: figures entered, as at {day.day} {day:%B %Y}"
    content = write_table(SheetFormat(kind), rows_to_export(plan, day), title)
    return _download(content, SheetFormat(kind).media_type, f"{slug}-figures.{kind}")


def _download(content: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
