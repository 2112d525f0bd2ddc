"""The plan as a workbook: downloaded, edited, uploaded, and what to keep of it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from actions.domain.plan_sheets import DifferenceKind, PlanDifference, compare
from actions.forms.plan_file_changes import FileChangesForm
from actions.forms.plan_sheets import PlanSheetsForm
from actions.importing.plan_sheets import PlanSheetsRefused, read_plan_sheets, write_plan_sheets
from actions.models import Plan
from actions.presenters.plan_sheets import sheet_changes
from actions.selectors.plan_editing import is_in_force
from actions.selectors.plan_sheets import sheets_of
from actions.selectors.scope import PlanRequest, plan_for, require_permission
from actions.services.plan_sheets import apply_plan_file
from wsoa.core.spreadsheets.files import SheetFormat
from wsoa.core.uploads import UploadRefused

SALT = "actions.plan_sheets"
A_DAY = 24 * 60 * 60
NOT_YOURS = "Only the programme manager can edit the plan."
ENDED = "The comparison has ended. Nothing was changed. Upload the file again."


@require_safe
def plan_file(request: PlanRequest, slug: str, form: SheetFormat) -> HttpResponse:
    """The plan as a workbook to edit."""
    plan = plan_for(request, slug)
    content = write_plan_sheets(sheets_of(plan), plan.title, form)
    name = f'attachment; filename="{plan.slug}-plan.{form}"'
    return HttpResponse(content, form.media_type, headers={"Content-Disposition": name})


@require_http_methods(["GET", "HEAD", "POST"])
def edit_plan(request: PlanRequest, slug: str) -> HttpResponse:
    """Asks for an edited file, shows its differences, and keeps those that are selected."""
    plan = plan_for(request, slug)
    require_permission(request, "actions.manage_plan", plan, NOT_YOURS)
    if "differences" in request.POST:
        return _keep(request, plan)
    form = PlanSheetsForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            found = list(compare(sheets_of(plan), read_plan_sheets(file.file, file.name)))
        except (UploadRefused, PlanSheetsRefused) as refused:
            form.add_error("file", str(refused))
        else:
            return _show(request, plan, file.name, found, _form(request, plan, found, None))
    context = {"form": form, "in_force": is_in_force(plan)}
    return render(request, "actions/plan_sheets.html", context)


def _show(
    request: PlanRequest,
    plan: Plan,
    name: str,
    found: list[PlanDifference],
    form: FileChangesForm,
) -> HttpResponse:
    kept = signing.dumps([plan.pk, name, list(map(asdict, found))], salt=SALT, compress=True)
    page = {"name": name, "kept": kept, **sheet_changes(found, form.ticked)}
    return render(request, "actions/plan_sheets_differences.html", {"form": form, **page})


def _keep(request: PlanRequest, plan: Plan) -> HttpResponse:
    """Keeps what was selected of what was shown: it comes back signed, for the same plan only."""
    name, found = _shown_before(request, plan)
    if not found:
        messages.error(request, ENDED)
        return redirect("edit-plan", plan.slug)
    form = _form(request, plan, found, request.POST)
    given: dict[str, Any] = {"by": request.user, "plan": plan, "file_name": name}
    if form.carry_out(
        lambda: apply_plan_file(**given, differences=form.chosen_of(found), decision=form.decision)
    ):
        count = len(form.chosen_of(found))
        messages.success(request, f"{count} change{'s' * (count != 1)} kept from {name}.")
        return redirect("plan-changes" if form.in_force else "history", plan.slug)
    return _show(request, plan, name, found, form)


def _form(
    request: PlanRequest, plan: Plan, found: list[PlanDifference], sent: QueryDict | None
) -> FileChangesForm:
    keys = [item.code for item in found if not item.fault]
    return FileChangesForm(plan, request.user, sent, keys=keys)


def _shown_before(request: PlanRequest, plan: Plan) -> tuple[str, list[PlanDifference]]:
    """The file's name and the differences that were shown; none where they were of another plan."""
    try:
        of, name, rows = signing.loads(request.POST["differences"], salt=SALT, max_age=A_DAY)
    except signing.BadSignature:
        return "", []
    if of != plan.pk:
        return "", []
    return name, [PlanDifference(**row | {"kind": DifferenceKind(row["kind"])}) for row in rows]
