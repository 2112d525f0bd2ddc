"""Bringing in a plan from a file: upload, tables, tree, guesses, confirmation, undoing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actions.domain.plan_import.states import ImportState
from actions.forms.plan_file_changes import FileChangesForm
from actions.forms.plan_import import NEW, EntryForm, PlanFileForm
from actions.models import Plan, PlanImport
from actions.presenters.plan_imports.confirm import confirm_page
from actions.presenters.plan_imports.guesses import answers_in, guesses_page
from actions.presenters.plan_imports.steps import loaded_import, progress_of, step_after, steps_of
from actions.presenters.plan_imports.tables import chosen_in, tables_page
from actions.presenters.plan_imports.tree import tree_page
from actions.presenters.plan_imports.version import version_page
from actions.selectors.plan_differences import differences_of
from actions.selectors.plan_imports import (
    entry_for,
    faults_in,
    import_for,
    importing_area,
    outcome_choices,
    plans_to_compare,
    settled_entry,
)
from actions.selectors.scope import PlanRequest
from actions.services.plan_imports import upload
from actions.services.plan_imports.answers import (
    ImportClosed,
    accept_guesses,
    answer_guesses,
    choose_columns,
    correct_entry,
)
from actions.services.plan_imports.confirm import ImportNotReady
from actions.services.plan_imports.confirming import ask_to_confirm
from actions.services.plan_imports.difference import apply_differences
from actions.services.plan_imports.undo import NotUndone, undo_import
from wsoa.accounts.models import LocalArea
from wsoa.web import resubmission

ASKED_OR_SENT = require_http_methods(["GET", "HEAD", "POST"])


@ASKED_OR_SENT
def imports(request: PlanRequest, area: str) -> HttpResponse:
    """The upload, and the imports that are under way."""
    local_area = importing_area(request, area)
    plans = plans_to_compare(request, local_area)
    if request.method == "POST":
        sent, files = request.POST, request.FILES  # only then is it known what was too large
        too_large = getattr(request, "too_large", "")
        form = PlanFileForm(request.user, sent, files, plans=plans, too_large=too_large)
        if form.is_valid():
            return _taken(request, local_area, form)
    else:
        kept, asked = resubmission.take(request), request.GET.get("plan", "")
        form = PlanFileForm(request.user, kept, plans=plans, initial={"plan": asked or NEW})
    return _upload_page(request, local_area, form)


def _upload_page(request: PlanRequest, local_area: LocalArea, form: PlanFileForm) -> HttpResponse:
    begun = PlanImport.objects.of(local_area).for_list()
    context = {"form": form, "local_area": local_area, "begun": begun, "versions": form.plans}
    return render(request, "actions/plan_imports/upload.html", context)


def _taken(request: PlanRequest, local_area: LocalArea, form: PlanFileForm) -> HttpResponse:
    file, text = form.cleaned_data["file"], form.cleaned_data["text"]
    given = {"by": request.user, "local_area": local_area, **form.chosen()}
    try:
        if file:
            made = upload.take_plan_file(file=file.file, name=file.name, **given)
        else:
            made = upload.take_pasted_text(text=text, **given)
    except upload.PlanFileRefused as refused:
        form.add_error("file", str(refused))
        return _upload_page(request, local_area, form)
    return redirect("plan-import", local_area.slug, made.pk)


@require_safe
def one_import(request: PlanRequest, area: str, pk: int) -> HttpResponse:
    """The progress of reading, or what came of the import."""
    found = import_for(request, area, pk)
    if found.state == ImportState.READ:
        return _onward(request, step_after(found), area, pk)
    context: dict[str, Any] = {"import": found, "progress": progress_of(found)}
    if found.state == ImportState.LOADED:
        if request.htmx:
            return _onward(request, "plan-import", area, pk)
        may_invite = request.user.has_perm("actions.administer_area", found.local_area)
        context["loaded"] = loaded_import(found, may_invite=may_invite)
        return render(request, "actions/plan_imports/loaded.html", context)
    name = "_progress" if request.htmx else "progress"
    return render(request, f"actions/plan_imports/{name}.html", context)


def _onward(request: PlanRequest, name: str, area: str, pk: int) -> HttpResponse:
    """Leads a whole page, or the fragment that asks how far it is, to another page."""
    onward = redirect(name, area, pk)
    return HttpResponse(headers={"HX-Redirect": onward["Location"]}) if request.htmx else onward


def _step(
    request: PlanRequest, found: PlanImport, name: str, page: object, **more: object
) -> HttpResponse:
    context = {"import": found, "steps": steps_of(found, f"plan-import-{name}"), "page": page}
    return render(request, f"actions/plan_imports/{name}.html", context | more)


def _open_import(request: PlanRequest, area: str, pk: int) -> PlanImport | HttpResponse:
    """An import whose steps can be shown; the address of its progress or result otherwise."""
    found = import_for(request, area, pk)
    return found if found.state == ImportState.READ else redirect("plan-import", area, pk)


@ASKED_OR_SENT
def tables(request: PlanRequest, area: str, pk: int) -> HttpResponse:
    """Step 1: what each column is taken for, and what is to be said of the whole file."""
    found = _open_import(request, area, pk)
    if isinstance(found, HttpResponse):
        return found
    if request.method != "POST":
        return _step(request, found, "tables", tables_page(found))
    by, roles, left_out = request.user, *chosen_in(request.POST)
    try:
        answer_guesses(by=by, plan_import=found, answers=answers_in(found, request.POST))
        is_read_again = choose_columns(by=by, plan_import=found, roles=roles, left_out=left_out)
    except ImportClosed as closed:
        messages.error(request, f"{closed}.")
        return redirect("plan-import", area, pk)
    return redirect("plan-import" if is_read_again else "plan-import-plan", area, pk)


@require_safe
def tree(request: PlanRequest, area: str, pk: int) -> HttpResponse:
    """Step 2: the plan beside its source rows."""
    found = _open_import(request, area, pk)
    if isinstance(found, HttpResponse):
        return found
    page = tree_page(found, request.GET.get("show", ""), request.GET.get("page", ""))
    return _step(request, found, "plan", page)


@ASKED_OR_SENT
def entry(request: PlanRequest, area: str, pk: int, entry: int) -> HttpResponse:
    """One entry, corrected by hand or left out."""
    found = _open_import(request, area, pk)
    if isinstance(found, HttpResponse):
        return found
    row = entry_for(found, entry)
    settled, outcomes = settled_entry(row), outcome_choices(found)
    sent = request.POST if request.method == "POST" else resubmission.take(request)
    form = EntryForm(request.user, sent, settled=settled, outcomes=outcomes)
    if request.method == "POST" and form.is_valid():
        left_out = form.cleaned_data["left_out"]
        correct_entry(by=request.user, entry=row, corrected=form.corrected(), left_out=left_out)
        messages.success(request, f"{row.get_kind_display()} {row.ref} was saved.")
        return redirect("plan-import-plan", area, pk)
    context = {"import": found, "entry": row, "form": form}
    return render(request, "actions/plan_imports/entry.html", context)


@ASKED_OR_SENT
def guesses(request: PlanRequest, area: str, pk: int) -> HttpResponse:
    """Step 3: the guesses, answered one by one or all of a kind."""
    found = _open_import(request, area, pk)
    if isinstance(found, HttpResponse):
        return found
    if request.method != "POST":
        return _step(request, found, "guesses", guesses_page(found, {}, {}))
    typed, kind = answers_in(found, request.POST), request.POST.get("kind", "")
    faults = faults_in(found, typed)
    if faults:
        return _step(request, found, "guesses", guesses_page(found, typed, faults), faults=faults)
    answer_guesses(by=request.user, plan_import=found, answers=typed)
    if "all" in request.POST:
        accept_guesses(by=request.user, plan_import=found, kind=kind)
    anchor = f"#{kind}" if found.guesses.unanswered().exists() else "#done"
    return redirect(f"{request.path}{anchor}")


@ASKED_OR_SENT
def confirm(request: PlanRequest, area: str, pk: int) -> HttpResponse:
    """The summary, and the plan made of it."""
    found = _open_import(request, area, pk)
    if isinstance(found, HttpResponse):
        return found
    if found.plan is not None:
        return _version(request, found, found.plan)
    refused = found.error
    if request.method == "POST":
        try:
            ask_to_confirm(by=request.user, plan_import=found)
        except (ImportNotReady, ImportClosed) as fault:
            refused = str(fault)
        else:
            return redirect("plan-import", area, pk)
    return _step(request, found, "confirm", confirm_page(found), refused=refused)


def _version(request: PlanRequest, found: PlanImport, plan: Plan) -> HttpResponse:
    """What another version of a plan changes; what is selected is applied."""
    changes = differences_of(found)
    keys = [change.key for change in changes if not change.obstacle]
    sent = request.POST if request.method == "POST" else resubmission.take(request)
    form = FileChangesForm(plan, request.user, sent, keys=keys)
    given: dict[str, Any] = {"by": request.user, "plan_import": found}
    if request.method == "POST" and form.carry_out(
        lambda: apply_differences(**given, keys=form.cleaned_data["change"], decision=form.decision)
    ):
        count = len(form.cleaned_data["change"])
        messages.success(request, f"{count} change{'s' * (count != 1)} applied.")
        return redirect("plan-import", found.local_area.slug, found.pk)
    page = version_page(found, changes, form.ticked)
    return _step(request, found, "confirm", page, form=form, is_version=True)


@require_POST
def undo(request: PlanRequest, area: str, pk: int) -> HttpResponse:
    """Removes the plan that the import made."""
    found = import_for(request, area, pk)
    try:
        undo_import(by=request.user, plan_import=found)
    except NotUndone as refused:
        messages.error(request, str(refused))
        return redirect("plan-import", area, pk)
    messages.success(request, "The plan was removed again. Your answers to its file were kept.")
    return redirect("plan-imports", area)


@require_POST
def drop(request: PlanRequest, area: str, pk: int) -> HttpResponse:
    """Deletes an import that is in no plan."""
    found = import_for(request, area, pk)
    if upload.drop_import(by=request.user, plan_import=found):
        messages.success(request, f"{found.file_name} was deleted. No plan was changed.")
    return redirect("plan-imports", area)


@require_safe
def file(request: PlanRequest, area: str, pk: int) -> FileResponse:
    """The file as it was uploaded, as a download and never displayed inline."""
    found = import_for(request, area, pk)
    if not found.stored or not found.path.is_file():
        raise Http404
    response = FileResponse(
        found.path.open("rb"),
        as_attachment=True,
        filename=found.file_name,
        content_type="application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox"
    return response
