"""Updates in a file: the workbook to fill in, the upload with its preview, and the sending."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from actions.domain.update_file import UpdateFileRefused, UpdateFileRow
from actions.forms.update_file import PostForm, UpdateFileForm
from actions.models import Plan
from actions.presenters.update_file import sent_page, update_file_page
from actions.rules import plan_access
from actions.selectors.periods import why_nothing_is_open
from actions.selectors.scope import PlanRequest, plan_for
from actions.selectors.update_file import leading_posts, post_of_file
from actions.services import update_file as services
from actions.services.update_file import RowOutcome, RowState, UpdateFileScope
from wsoa.core.clock import today
from wsoa.core.row_ids import read_id
from wsoa.core.spreadsheets.files import SheetFormat

SALT = "actions.update_file"
A_DAY = 24 * 60 * 60
ENDED = "The preview has ended. Nothing was sent. Upload the file again."


@require_http_methods(["GET", "HEAD", "POST"])
def update_file(request: PlanRequest, slug: str) -> HttpResponse:
    """Asks for a file, shows what each row would send, and sends it once confirmed."""
    plan = plan_for(request, slug)
    scope = _scope(request, plan)
    if scope is None or _must_choose(request, plan):
        return _without_file(request, plan, is_open=scope is not None)
    if "rows" in request.POST:
        return _confirmed(request, scope)
    form = UpdateFileForm(request.POST, request.FILES) if request.method == "POST" else None
    if form and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            rows = services.read_updates(file.file, file.name, plan.scale)
        except UpdateFileRefused as refused:
            form.add_error("file", str(refused))
        else:
            return _preview(request, scope, rows, file.name)
    context = {"form": form or UpdateFileForm(), "page": update_file_page(scope)}
    return render(request, "actions/update_file.html", context)


def _scope(request: PlanRequest, plan: Plan) -> UpdateFileScope | None:
    """None where no period takes updates today."""
    post = post_of_file(request.user, plan, request.GET.get("post", ""))
    period = plan.periods.open_on(today()).last()
    if period is None:
        return None
    period.plan = plan
    return UpdateFileScope(plan, period, post)


def _must_choose(request: PlanRequest, plan: Plan) -> bool:
    """Whether the programme office has not said yet for whom it sends a file."""
    return not request.GET.get("post") and not plan_access(request.user, plan).leads_here


def _without_file(request: PlanRequest, plan: Plan, *, is_open: bool) -> HttpResponse:
    """The choice of a post; or, where no round is open, the words that say so."""
    why = "" if is_open else why_nothing_is_open(list(plan.periods.all()), today())
    context = {"why": why, "form": PostForm(None, leading_posts(plan))}
    return render(request, "actions/update_file_post.html", context)


def _preview(
    request: PlanRequest, scope: UpdateFileScope, rows: list[UpdateFileRow], name: str
) -> HttpResponse:
    outcomes = services.preview_updates(by=request.user, scope=scope, rows=rows)
    return _show_preview(request, scope, outcomes, name)


def _show_preview(
    request: PlanRequest, scope: UpdateFileScope, outcomes: list[RowOutcome], name: str
) -> HttpResponse:
    rows = [outcome.row.as_json() for outcome in outcomes]
    kept = signing.dumps([*_bound_to(scope), name, rows], salt=SALT, compress=True)
    context = {"page": update_file_page(scope, outcomes), "rows": kept}
    return render(request, "actions/update_file_preview.html", context)


def _bound_to(scope: UpdateFileScope) -> list[int | None]:
    """What a preview belongs to: it is sent for nothing else."""
    return [scope.plan.pk, scope.period.pk, scope.post.pk if scope.post else None]


def _confirmed(request: PlanRequest, scope: UpdateFileScope) -> HttpResponse:
    """Sends what was shown: the rows come back signed, for the same plan, round and post only."""
    try:
        *bound, name, kept = signing.loads(request.POST["rows"], salt=SALT, max_age=A_DAY)
    except signing.BadSignature:
        bound, name, kept = [], "", []
    if bound != _bound_to(scope):
        messages.error(request, ENDED)
        return redirect(request.get_full_path())
    outcomes = services.send_updates(
        by=request.user,
        scope=scope,
        rows=[UpdateFileRow.from_json(row) for row in kept],
        file_name=name,
        seen=_chosen(request.POST),
    )
    return _done(request, scope, outcomes, name)


def _chosen(sent: Any) -> dict[str, int]:
    """By reference: the update of somebody else that the person chose to replace."""
    prefix = "choice-"
    return {
        name.removeprefix(prefix): pk
        for name in sent
        if name.startswith(prefix) and (pk := read_id(sent[name]))
    }


def _done(
    request: PlanRequest, scope: UpdateFileScope, outcomes: list[RowOutcome], name: str
) -> HttpResponse:
    """Says what was sent, and shows what was not, each row with its reason."""
    left = [one for one in outcomes if one.state in (RowState.CONFLICT, RowState.FAULT)]
    messages.success(request, sent_page(outcomes))
    if left:
        return _show_preview(request, scope, left, name)
    if scope.post:
        return redirect("round", scope.plan.slug)
    return redirect(f"{reverse('my-updates')}?plan={scope.plan.slug}")


@require_safe
def fill_in(request: PlanRequest, slug: str) -> HttpResponse:
    """The workbook to fill in."""
    plan = plan_for(request, slug)
    scope = _scope(request, plan)
    if scope is None or _must_choose(request, plan):
        return redirect("update-file", slug)
    file = services.fill_in_file(by=request.user, scope=scope)
    whose = f"-{scope.post.code}" if scope.post else ""
    name = f"updates{whose}-{scope.period.key}.xlsx"
    return HttpResponse(
        file,
        content_type=SheetFormat.XLSX.media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
