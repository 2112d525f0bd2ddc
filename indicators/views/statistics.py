"""Published statistics: the list of measures, comparison of areas, and imports."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from actions.selectors.scope import PlanRequest
from indicators.forms.release import ReleaseForm
from indicators.models import ImportPreview, PublishedMeasure
from indicators.presenters import measure_comparison
from indicators.presenters import measure_list as presenter
from indicators.presenters.import_preview import release_import_page
from indicators.selectors.scope import (
    plan_to_compare,
    release_upload_for,
    require_import_permission,
)
from indicators.services.release_upload import (
    ReleaseRefused,
    answer_release,
    confirm_release,
    drop_release,
    take_release,
)
from indicators.views.charts import comparison_filter
from indicators.views.import_preview import ImportFlow, preview_or_decide
from wsoa.accounts.models import User
from wsoa.core.clock import today

ASKED_OR_SENT = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def statistics(request: PlanRequest) -> HttpResponse:
    """Every published measure with the date of its latest figure, by topic, with a search."""
    plan = plan_to_compare(request)
    words = request.GET.get("q", "").strip()[:200]
    page = presenter.statistics_page(plan, today(), words)
    may_read = request.user.has_perm("indicators.read_statistics")
    return render(request, "indicators/statistics.html", {"page": page, "may_read": may_read})


@require_safe
def compare(request: PlanRequest, pk: int) -> HttpResponse:
    """All areas on one measure, in order."""
    plan = plan_to_compare(request)
    measure = get_object_or_404(PublishedMeasure, pk=pk)
    asked, near = comparison_filter(request)
    page = measure_comparison.compare_page(plan, measure, today(), asked=asked, near=near)
    return render(request, "indicators/compare.html", {"page": page})


@ASKED_OR_SENT
def read_in(request: PlanRequest) -> HttpResponse:
    """The form to upload a file of official statistics."""
    require_import_permission(request)
    form = ReleaseForm()
    if request.method == "POST":
        sent, files = request.POST, request.FILES  # only then is it known what was too large
        form = ReleaseForm(sent, files, too_large=getattr(request, "too_large", ""))
        taken = _take(request, form)
        if taken:
            return redirect("statistics-preview", taken.pk)
    context = {"form": form, "layouts": presenter.LAYOUTS}
    return render(request, "indicators/statistics_read.html", context)


def _take(request: PlanRequest, form: ReleaseForm) -> ImportPreview | None:
    if not form.is_valid():
        return None
    data = form.cleaned_data
    try:
        return take_release(
            by=request.user,
            upload=data["file"],
            dictionary=data["dictionary"],
            published_on=data["published_on"],
        )
    except ReleaseRefused as refused:
        form.add_error("file", str(refused))
        return None


@ASKED_OR_SENT
def preview(request: PlanRequest, pk: int) -> HttpResponse:
    """The preview of an import; asked about, confirmed or discarded from here."""
    kept = release_upload_for(request, pk)
    flow = ImportFlow(
        page=release_import_page,
        answer=answer_release,
        confirm=_confirm,
        drop=drop_release,
        dropped="Nothing was changed.",
        again=reverse("statistics-read"),
        after=reverse("statistics"),
    )
    return preview_or_decide(request, kept, flow)


def _confirm(by: User, kept: ImportPreview, _: bool) -> str:
    done = confirm_release(by=by, preview=kept)
    return (
        f"{kept.file_name} was imported: {done.added:,} new, {done.revised:,} revised, "
        f"{done.unchanged:,} unchanged."
    )
