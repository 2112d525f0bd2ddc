"""A plan as the tables that people edit in a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping

from actions.domain.plan_sheets import (
    ACTIONS,
    AREAS,
    GLOSSARY,
    MEASURES,
    OUTCOMES,
    PlanTable,
    SheetOfPlan,
    tidied,
)
from actions.models import Action, Measure, Outcome, Plan


def sheets_of(plan: Plan) -> list[SheetOfPlan]:
    """Every table of the plan, in the order of the plan. Six queries."""
    areas = {str(area.pk): (area.ref, area.title, area.finding) for area in plan.areas.all()}
    outcomes = {
        str(outcome.pk): (outcome.ref, outcome.title, outcome.description)
        for outcome in Outcome.objects.filter(area__plan=plan).order_by("area__order", "order")
    }
    actions = {str(action.pk): _action(action) for action in plan.actions.with_leads()}
    measures = {
        str(measure.pk): (measure.action.ref, measure.text)
        for measure in Measure.objects.filter(action__plan=plan)
        .select_related("action")
        .order_by("action__order", "order")
    }
    terms = {str(term.pk): (term.term, term.meaning) for term in plan.glossary.all()}
    return [
        _sheet(AREAS, areas),
        _sheet(OUTCOMES, outcomes),
        _sheet(ACTIONS, actions),
        _sheet(MEASURES, measures),
        _sheet(GLOSSARY, terms),
    ]


def _action(action: Action) -> tuple[str, ...]:
    return (
        action.ref,
        action.short_title,
        action.text,
        action.start_printed,
        action.end_printed,
        "; ".join(lead.code for lead in action.leads.all()),
        action.leads_printed,
    )


def _sheet(table: PlanTable, rows: Mapping[str, tuple[str, ...]]) -> SheetOfPlan:
    titles = [column.title for column in table.columns]
    return SheetOfPlan(
        table,
        {key: dict(zip(titles, map(tidied, cells), strict=True)) for key, cells in rows.items()},
    )
