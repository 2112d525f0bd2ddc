"""A plan as JSON, in the published export format."""

from __future__ import annotations

from datetime import date
from typing import Any

from actions.models import Action, Plan, ReportingPeriod
from actions.selectors.action_work import exported_work
from actions.selectors.status_as_at import quarter_statuses
from indicators.models import Indicator
from indicators.selectors.figures_as_at import readings
from wsoa.accounts.models import Post
from wsoa.core.clock import today

SCHEMA = 1


def export_plan(plan: Plan, day: date | None = None) -> dict[str, Any]:
    """The whole plan as JSON, with the figures as known that day, which is today if none is given.

    Months are YYYY-MM, "On-going" is "ongoing", "-" is None.
    """
    actions = list(plan.actions.select_related("outcome").with_leads().prefetch_related("measures"))
    quarters = list(plan.periods.quarters())
    statuses = _statuses(plan, quarters)
    work = exported_work(plan)
    return {
        "schema": SCHEMA,
        "slug": plan.slug,
        "kind": plan.kind,
        "local_area": plan.local_area.name,
        "areas": _areas(plan),
        "outcomes": _outcomes(plan),
        "actions": [
            _action(action, statuses.get(action.pk, {}), work.get(action.pk, {}))
            for action in actions
        ],
        "posts": _posts(plan),
        "indicators": [
            {
                "key_outcome": indicator.intention.key_outcome.title,
                "intention": indicator.intention.title,
                "indicator": indicator.title,
            }
            for indicator in Indicator.objects.of_plan(plan).printed().with_aims()
        ],
        "figures": _figures(plan, day or today()),
        "quarters": [period.key for period in quarters],
        "glossary": {term.term: term.meaning for term in plan.glossary.all()},
    }


def _outcomes(plan: Plan) -> list[dict[str, Any]]:
    return [
        {
            "ref": outcome.ref,
            "area": area.ref,
            "title": outcome.title,
            "description": outcome.description,
        }
        for area in plan.areas.prefetch_related("outcomes")
        for outcome in area.outcomes.all()
    ]


def _areas(plan: Plan) -> list[dict[str, Any]]:
    areas = plan.areas.prefetch_related("responsible__organisation", "themes")
    return [
        {
            "ref": area.ref,
            "title": area.title,
            "finding": area.finding,
            "responsible": [str(lead) for lead in area.responsible.all()],
            "theme": next((theme.title for theme in area.themes.all()), None),
        }
        for area in areas
    ]


def _action(action: Action, statuses: dict[str, str], work: dict[str, Any]) -> dict[str, Any]:
    return {
        "ref": action.ref,
        "outcome": action.outcome.ref,
        "short_title": action.short_title,
        "text": action.text,
        "start": action.start.export(),
        "start_printed": action.start_printed,
        "end": action.end.export(),
        "end_printed": action.end_printed,
        "agreed_end": action.agreed_end.export(),
        "leads": [lead.code for lead in action.leads.all()],
        "leads_printed": action.leads_printed,
        "measures": [measure.text for measure in action.measures.all()],
        "statuses": statuses,
        **work,
    }


def _figures(plan: Plan, day: date) -> list[dict[str, Any]]:
    """The plan's own figures as known on a day, with small numbers suppressed."""
    return [
        {
            "indicator": reading.indicator.title,
            "series": line.name,
            "kind": line.kind.value,
            "span_kind": figure.span.kind.value,
            "span": figure.span.key,
            "value": figure.value,
            "gap": figure.gap.value or None,
            "provisional": figure.provisional,
            "source": figure.source or line.source,
        }
        for reading in readings(plan, day)
        for line in reading.lines
        for figure in line.figures
    ]


def _statuses(plan: Plan, quarters: list[ReportingPeriod]) -> dict[int, dict[str, str]]:
    """The status of each action in each quarter, in the order of the quarters."""
    return {
        action: {
            quarter.key: by_quarter[quarter.pk].status
            for quarter in quarters
            if quarter.pk in by_quarter
        }
        for action, by_quarter in quarter_statuses(plan).items()
    }


def _posts(plan: Plan) -> list[dict[str, Any]]:
    posts = Post.objects.of(plan.local_area_id).order_by("pk").select_related("organisation")
    return [
        {
            "code": post.code,
            "organisation": post.organisation.code,
            "title": post.title,
            "holder": holder.holder if (holder := post.holdings.last()) else None,
        }
        for post in posts
    ]
