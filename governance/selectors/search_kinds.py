"""The commentary that people search: what stands now, of quarters that have begun."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse

from actions.domain.text_sources import AREA_COMMENTARY, PROGRAMME_COMMENTARY
from actions.extension_points import SearchHit, SearchKind, SearchScope
from actions.models import AreaCommentary, Plan, ProgrammeCommentary


def _area_rows(scope: SearchScope) -> QuerySet[Any]:
    """Where a lead is asked for, of the areas in which the lead has actions."""
    found = AreaCommentary.objects.current().shown_in(scope.plan, scope.day)
    if scope.area:
        found = found.on_area(scope.area)
    if scope.lead:
        found = found.on_areas_of(scope.plan.actions.led_by_code(scope.lead))
    if scope.quarter:
        found = found.of(scope.quarter)
    return found.order_by().annotate(dated=F("at"))


def _area_hits(plan: Plan, rows: QuerySet[Any]) -> Mapping[int, SearchHit]:
    columns = ("pk", "marked", "period__key", "period__first_day", "area__ref", "area__title")
    found: Iterable[Any] = rows.values_list(*columns, *AREA_COMMENTARY.columns)
    return {
        pk: SearchHit(
            f"Commentary on area {ref}, {first_day:%B %Y}",
            reverse("commentary-area", args=[plan.slug, key, ref]),
            f"{ref}. {title}",
            tuple(texts),
            marked,
        )
        for pk, marked, key, first_day, ref, title, *texts in found
    }


def _programme_rows(scope: SearchScope) -> QuerySet[Any] | None:
    """None where an area or a lead is asked for: it is about the whole plan."""
    if scope.lead or scope.area:
        return None
    found = ProgrammeCommentary.objects.current().shown_in(scope.plan, scope.day)
    if scope.quarter:
        found = found.of(scope.quarter)
    return found.order_by().annotate(dated=F("at"))


def _programme_hits(plan: Plan, rows: QuerySet[Any]) -> Mapping[int, SearchHit]:
    columns = ("pk", "marked", "period__key", "period__first_day", "programme")
    found: Iterable[Any] = rows.values_list(*columns)
    return {
        pk: SearchHit(
            f"The programme as a whole, {first_day:%B %Y}",
            reverse("commentary-programme", args=[plan.slug, key]),
            plan.title,
            (text,),
            marked,
        )
        for pk, marked, key, first_day, text in found
    }


AREA_TEXTS = SearchKind("Commentary on areas", AREA_COMMENTARY, _area_rows, _area_hits)
PROGRAMME = SearchKind(
    "The programme as a whole", PROGRAMME_COMMENTARY, _programme_rows, _programme_hits
)
