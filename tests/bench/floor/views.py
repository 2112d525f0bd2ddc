"""What a Django view costs that does the work and nothing else."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from actions.domain.enums import Status
from actions.models import Action, Measure, StatusUpdate
from indicators.models import Indicator, Measurement, PublishedValue
from tests.bench.floor.models import FloorHistory, FloorUpdate

LABELS: dict[str | None, str] = {status.value: status.label for status in Status}
QUARTERS = {
    "2019-07": "July 2019",
    "2019-10": "Oct 2019",
    "2020-01": "Jan 2020",
    "2020-04": "April 2020",
    "2020-07": "July 2020",
    "2020-10": "Oct 2020",
}
COLUMNS = ("ref", "text", "leads_printed", "start_printed", "end_printed")


@login_required
def plan(request: HttpRequest) -> HttpResponse:
    """Every action with its status in each of six quarters, by one query."""
    rows: dict[str, dict[str, Any]] = {}
    said = Action.objects.filter(updates__superseded_by=None).order_by("order")
    for line in said.values(*COLUMNS, "updates__period__key", "updates__status"):
        row = rows.setdefault(line["ref"], line | {"said": {}})
        row["said"][line["updates__period__key"]] = line["updates__status"]
    for row in rows.values():
        row["cells"] = [
            {
                "quarter": label,
                "status": row["said"].get(key),
                "label": LABELS.get(row["said"].get(key)),
            }
            for key, label in QUARTERS.items()
        ]
    context = {"rows": list(rows.values()), "quarters": list(QUARTERS.values())}
    return render(request, "floor/plan.html", context)


@login_required
def action(request: HttpRequest, ref: str) -> HttpResponse:
    """One action: its words, its measures, and what was said of it."""
    found = get_object_or_404(Action, ref=ref)
    context = {
        "action": found,
        "measures": list(Measure.objects.filter(action=found)),
        "updates": [
            {"said": said, "label": LABELS[said.status]}
            for said in StatusUpdate.objects.filter(action=found).select_related("period", "by")
        ],
    }
    return render(request, "floor/action.html", context)


@login_required
def indicators(request: HttpRequest) -> HttpResponse:
    """Every indicator with its latest figure and the one before, by three queries."""
    figures: dict[int, list[float | None]] = {}
    entered = Measurement.objects.order_by("last_day")
    for indicator, value in entered.values_list("series__indicator", "value"):
        figures.setdefault(indicator, []).append(value)
    published = PublishedValue.objects.filter(measure__series__indicator__isnull=False)
    own = published.filter(place__localities__isnull=False).order_by("last_day")
    for indicator, value in own.values_list("measure__series__indicator", "value"):
        figures.setdefault(indicator, []).append(value)
    rows = [
        {"title": title, "intention": intention, "figures": figures.get(pk, [])[-2:]}
        for pk, title, intention in Indicator.objects.order_by("pk").values_list(
            "pk", "title", "intention__title"
        )
    ]
    return render(request, "floor/indicators.html", {"rows": rows})


@login_required
def update(request: HttpRequest, ref: str) -> HttpResponse:
    """Keeps a status and a line of history, in one transaction."""
    found = get_object_or_404(Action, ref=ref)
    status = Status(request.POST["status"])
    moment = timezone.now()
    with transaction.atomic():
        FloorUpdate(
            action=found,
            by=request.user,
            status=status,
            developments=request.POST["developments"],
            recorded_at=moment,
        ).save()
        FloorHistory(
            by=request.user, subject=found.ref, summary=f"Update: {status.label}", at=moment
        ).save()
    return redirect("action", found.ref)
