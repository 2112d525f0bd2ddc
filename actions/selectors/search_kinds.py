"""The texts of the plan and its progress that people search: only what its pages show to everybody
who sees the plan. Drafts, internal notes and updates that were taken back are not among them, nor
is one that a newer update of its round superseded, unless it is the last one that was accepted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.db.models import DateTimeField, F, QuerySet, Value
from django.urls import reverse

from actions.domain.text_sources import ACTIONS, EVIDENCE, MEASURES, UPDATES
from actions.extension_points import SearchHit, SearchKind, SearchScope
from actions.models import Evidence, Measure, Plan, StatusUpdate
from actions.querysets.action import ActionQuerySet
from wsoa.core.months import Month

# The date of what is as old as the plan: after all that has a date.
_OF_THE_PLAN = Value(datetime(2000, 1, 1, tzinfo=UTC), DateTimeField())
_QUARTER = 3  # months
_ABOUT = ("outcome__area__ref", "outcome__area__title", "leads_printed")
_OF_ITS_ACTION = ("action__ref", *(f"action__{column}" for column in _ABOUT))


def actions_in(scope: SearchScope) -> ActionQuerySet:
    """The actions of the plan that the area and the lead leave."""
    found: ActionQuerySet = scope.plan.actions.order_by()
    if scope.area:
        found = found.in_area(scope.area)
    if scope.lead:
        found = found.led_by_code(scope.lead)
    return found


def _about(area: str, title: str, leads: str) -> str:
    return f"{area}. {title}. Lead: {leads}"


def _action_page(plan: Plan, ref: str) -> str:
    return reverse("action", args=[plan.slug, ref])


# --- actions and measures: of no quarter ---------------------------------------------------------


def _action_rows(scope: SearchScope) -> QuerySet[Any] | None:
    return None if scope.quarter else actions_in(scope).annotate(dated=_OF_THE_PLAN)


def _action_hits(plan: Plan, rows: QuerySet[Any]) -> Mapping[int, SearchHit]:
    found: Iterable[Any] = rows.values_list("pk", "marked", "ref", "text", *_ABOUT)
    return {
        pk: SearchHit(f"Action {ref}", _action_page(plan, ref), _about(*about), (text,), marked)
        for pk, marked, ref, text, *about in found
    }


def _measure_rows(scope: SearchScope) -> QuerySet[Any] | None:
    if scope.quarter:
        return None
    measures = Measure.objects.filter(action__in=actions_in(scope))
    return measures.order_by().annotate(dated=_OF_THE_PLAN)


def _measure_hits(plan: Plan, rows: QuerySet[Any]) -> Mapping[int, SearchHit]:
    found: Iterable[Any] = rows.values_list("pk", "marked", "text", *_OF_ITS_ACTION)
    return {
        pk: SearchHit(
            f"Measure of success of {ref}", _action_page(plan, ref), _about(*about), (text,), marked
        )
        for pk, marked, text, ref, *about in found
    }


# --- updates and evidence ------------------------------------------------------------------------


def _update_rows(scope: SearchScope) -> QuerySet[Any]:
    found = StatusUpdate.objects.current_or_last_accepted().about(actions_in(scope))
    if scope.quarter:
        found = found.in_quarter_of(scope.quarter)
    return found.order_by().annotate(dated=F("recorded_at"))


def _update_hits(plan: Plan, rows: QuerySet[Any]) -> Mapping[int, SearchHit]:
    size = len(UPDATES.columns)
    columns = ("pk", "marked", "status", "period__first_day", *UPDATES.columns, *_OF_ITS_ACTION)
    found: Iterable[Any] = rows.values_list(*columns)
    return {
        pk: SearchHit(
            f"Update to {ref}, {first_day:%B %Y}: {plan.scale.label(status)}",
            _action_page(plan, ref),
            _about(*about),
            tuple(texts),
            marked,
        )
        for pk, marked, status, first_day, *rest in found
        for texts, (ref, *about) in ((rest[:size], rest[size:]),)
    }


def _evidence_rows(scope: SearchScope) -> QuerySet[Any]:
    found = Evidence.objects.shown().about(actions_in(scope))
    if scope.quarter:
        first = Month.of(scope.quarter.first_day)
        found = found.of_days(first.first_day, first.plus(_QUARTER).first_day)
    return found.order_by().annotate(dated=F("added_at"))


def _evidence_hits(plan: Plan, rows: QuerySet[Any]) -> Mapping[int, SearchHit]:
    found: Iterable[Any] = rows.values_list("pk", "marked", "on", "title", *_OF_ITS_ACTION)
    return {
        pk: SearchHit(
            f"Evidence for {ref}, {on:%-d %B %Y}",
            _action_page(plan, ref),
            _about(*about),
            (title,),
            marked,
        )
        for pk, marked, on, title, ref, *about in found
    }


ACTION_TEXTS = SearchKind("Actions", ACTIONS, _action_rows, _action_hits)
MEASURE_TEXTS = SearchKind("Measures of success", MEASURES, _measure_rows, _measure_hits)
UPDATE_TEXTS = SearchKind("Updates", UPDATES, _update_rows, _update_hits)
EVIDENCE_TITLES = SearchKind("Evidence", EVIDENCE, _evidence_rows, _evidence_hits)
