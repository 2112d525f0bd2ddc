"""Many people at once: a CSV file, its preview, and the file of who has access."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from actions.domain.people_table import PersonRow, TableRefused
from actions.forms.people import FileForm
from actions.selectors.scope import PlanRequest, administered_area
from actions.services import people_file as services
from actions.services.people_file import RowVerdict
from wsoa.accounts.models import LocalArea
from wsoa.core.clock import today

SALT = "actions.people_file"


@require_http_methods(["GET", "HEAD", "POST"])
def people_file(request: PlanRequest, area: str) -> HttpResponse:
    """Asks for a file, shows what each row would do, and carries all of it out once confirmed."""
    local_area = administered_area(request, area)
    if "rows" in request.POST:
        return _confirmed(request, local_area)
    is_sent = request.method == "POST"
    form = FileForm(request.POST, request.FILES) if is_sent else FileForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            rows = services.read_people(file.file, file.size)
        except TableRefused as refused:
            form.add_error("file", str(refused))
        else:
            verdicts = services.preview_people(by=request.user, local_area=local_area, rows=rows)
            return _preview(request, local_area, verdicts)
    context = {"form": form, "local_area": local_area}
    return render(request, "actions/people/file.html", context)


def _preview(
    request: PlanRequest, local_area: LocalArea, verdicts: list[RowVerdict]
) -> HttpResponse:
    rows = [asdict(verdict.row) for verdict in verdicts]
    context = {
        "verdicts": verdicts,
        "faults": sum(verdict.is_fault for verdict in verdicts),
        "rows": signing.dumps([local_area.pk, rows], salt=SALT, compress=True),
        "local_area": local_area,
    }
    return render(request, "actions/people/file_preview.html", context)


def _confirmed(request: PlanRequest, local_area: LocalArea) -> HttpResponse:
    """Carries out what was shown: the rows come back signed, and for the same area only."""
    try:
        pk, rows = signing.loads(request.POST["rows"], salt=SALT, max_age=24 * 60 * 60)
    except signing.BadSignature:
        pk, rows = None, []
    if pk != local_area.pk:
        messages.error(request, "The preview has ended. Nothing was changed. Send the file again.")
        return redirect("people-file", local_area.slug)
    people = [_row(row) for row in rows]
    try:
        done = services.invite_people(by=request.user, local_area=local_area, rows=people)
    except services.FileRefused as refused:
        messages.error(request, str(refused))
        return _preview(request, local_area, list(refused.verdicts))
    messages.success(request, f"{len(done)} rows were carried out.")
    return redirect("people", local_area.slug)


def _row(row: dict[str, Any]) -> PersonRow:
    return PersonRow(**row)


@require_safe
def export(request: PlanRequest, area: str) -> HttpResponse:
    """Everybody who has access, as CSV in the columns that a file is read by."""
    local_area = administered_area(request, area)
    name = f"people-{local_area.slug}-{today()}.csv"
    return HttpResponse(
        services.export_people(local_area),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
