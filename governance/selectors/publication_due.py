"""Quarters that are closed and not published. A fixed number of queries for any number of plans.

A quarter is to be published within the plan's `publish_within_days` from the day on which it
closed. Where a plan has published before, every later quarter that is closed counts; where it
never has, only the last one: what was over before the plan came here is not asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.timezone import localtime

from actions.models import Plan, ReportingPeriod
from actions.selectors.periods import closed_on, is_closed, quarters_of
from governance.domain.enums import PaperState
from governance.models import Paper


@dataclass(frozen=True, slots=True)
class UnpublishedQuarter:
    """A closed quarter without a publication, and its paper in preparation, if there is one."""

    period: ReportingPeriod
    closed: date
    due: date
    paper: Paper | None

    @property
    def is_scheduled(self) -> bool:
        """Whether nobody has to do anything but wait."""
        return self.paper is not None and self.paper.state == PaperState.SCHEDULED


@dataclass(frozen=True, slots=True)
class DraftPublication:
    """A draft of a quarter, the first version or a correction, and the day it is wanted by."""

    period: ReportingPeriod
    paper: Paper
    due: date


@dataclass(frozen=True, slots=True)
class PublicationState:
    """Of one plan: the last published quarter, what is closed and not published, and the drafts.

    All oldest first.
    """

    last: ReportingPeriod | None
    unpublished: tuple[UnpublishedQuarter, ...]
    drafts: tuple[DraftPublication, ...]


def publication_states(plans: Mapping[int, Plan], day: date) -> dict[int, PublicationState]:
    """By plan, for all of these plans. Two queries."""
    if not plans:
        return {}
    periods: dict[int, list[ReportingPeriod]] = {plan: [] for plan in plans}
    for period in ReportingPeriod.objects.quarters().of_plans(plans).order_by("first_day"):
        periods[period.plan_id].append(period)
    papers: dict[tuple[int, str], list[Paper]] = {}
    known = Paper.objects.quarterly().without_discarded().of_plans(plans).light()
    for paper in known.order_by("version"):
        papers.setdefault((paper.plan_id, paper.key), []).append(paper)
    return {
        plan: _state(plans[plan], quarters_of(of_plan), papers, day)
        for plan, of_plan in periods.items()
    }


def _state(
    plan: Plan,
    quarters: Iterable[ReportingPeriod],
    papers: Mapping[tuple[int, str], list[Paper]],
    day: date,
) -> PublicationState:
    last: ReportingPeriod | None = None
    unpublished: list[UnpublishedQuarter] = []
    drafts: list[DraftPublication] = []
    within = timedelta(days=plan.publish_within_days)
    for period in quarters:
        versions = papers.get((plan.pk, period.key), [])
        if versions and versions[-1].state == PaperState.DRAFT:
            from_day = max(closed_on(period), localtime(versions[-1].made_at).date())
            is_first = len(versions) == 1
            due = (closed_on(period) if is_first else from_day) + within
            drafts.append(DraftPublication(period, versions[-1], due))
        if any(paper.state in (PaperState.PUBLISHED, PaperState.WITHDRAWN) for paper in versions):
            last, unpublished = period, []
        elif period.opens <= day and is_closed(period, day):
            closed = closed_on(period)
            paper = versions[-1] if versions else None
            unpublished.append(UnpublishedQuarter(period, closed, closed + within, paper))
    if last is None:
        unpublished = unpublished[-1:]
    return PublicationState(last, tuple(unpublished), tuple(drafts))
