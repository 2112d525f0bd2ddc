"""The overview of a plan: its status in the latest quarter, worst first, and the lists behind it.

The overview shows the first of each list; the whole list is a page of its own. Everything is
worked out here from a few value queries, whatever the number of actions; what is
finished is kept until something is written to the plan.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from actions.domain.status_counts import Counts
from actions.extension_points import OVERVIEW_BESIDE, OVERVIEW_END
from actions.models import Plan, ReportingPeriod
from actions.presenters.overview_counts import (
    AS_MANY,
    AreaSummary,
    GroupSummary,
    area_summaries,
    bar_of_all,
    change_in_all,
    group_summaries,
)
from actions.presenters.overview_lists import (
    DUE_NEXT_MONTHS,
    ActionSummary,
    SlippageSummary,
    due_next_of,
    overview_actions,
    slippage_summary,
)
from actions.presenters.slippage import MovedEnd, PlanSlippage, plan_slippage
from actions.selectors.periods import quarters_of
from actions.selectors.plan_cache import cached_for_plan
from actions.selectors.plan_periods import periods_of
from actions.selectors.response_progress import ResponseProgress, responses_now
from actions.selectors.status_as_at import CurrentStatuses, current_statuses
from wsoa.core.months import Month

SHOWN = 5  # of each list; the rest is a link away


@dataclass(frozen=True, slots=True)
class OverviewQuarter:
    """The names of a period: in full, in a sentence, and as a column heading."""

    name: str
    since: str
    label: str


@dataclass(frozen=True, slots=True)
class PlanOverview:
    """Everything that the page shows, before it is rendered."""

    quarter: OverviewQuarter | None
    before: OverviewQuarter | None
    day: date
    passed_over: OverviewQuarter | None  # between the two, until the current one’s own round opens
    opens: date | None  # that round, where a quarter is passed over
    first_opens: date | None
    counts: Counts
    change: str
    change_from: str
    unsettled: int
    by_office: int  # actions of which the programme office recorded the status, and no lead
    carried: int  # actions without an update in the current quarter, with their last status
    bar: SafeString | None
    groups: tuple[GroupSummary, ...]
    areas: tuple[AreaSummary, ...]
    slippage: SlippageSummary
    moved: PlanSlippage
    due_next: tuple[ActionSummary, ...]
    due_by: str
    asked: ResponseProgress | None
    risks: tuple[ActionSummary, ...]

    @property
    def moved_first(self) -> tuple[MovedEnd, ...]:
        """The end dates that moved; those that wait for a decision come first."""
        return tuple(sorted(self.moved.lines, key=lambda line: line.agreed))

    @property
    def due_by_month(self) -> str:
        """ "4 in November, 18 in December": how many of those due next end when."""
        counts = Counter(line.end_month for line in self.due_next if line.end_month)
        return ", ".join(f"{counts[month]} in {month:%B}" for month in sorted(counts))

    @property
    def since_words(self) -> str:
        """ " since July", where there is a quarter before."""
        return f" since {self.before.since}" if self.before else ""

    @property
    def shown_slice(self) -> str:
        """Of each list, as the filter `slice` has it."""
        return f":{SHOWN}"

    @property
    def heading(self) -> str:
        return f"Overview: {self.quarter.name}" if self.quarter else "Overview"


@dataclass(frozen=True, slots=True)
class RenderedOverview:
    """The rendered page, with the sections of other apps beside its lists and at its end."""

    heading: str
    top: SafeString
    lists: SafeString
    beside: tuple[SafeString, ...]
    at_end: tuple[SafeString, ...]


class OverviewList(StrEnum):
    """The lists of the overview that have a page of their own, by the name of their template."""

    LATE = "late"
    WORSENED = "fallen"
    DUE_NEXT = "due_next"
    RISKS = "risks"
    RESPONSES = "responses"

    @property
    def heading(self) -> str:
        return _HEADINGS[self]


_HEADINGS = {
    OverviewList.LATE: "Late actions",
    OverviewList.WORSENED: "Actions that have fallen behind",
    OverviewList.DUE_NEXT: "Actions due next",
    OverviewList.RISKS: "Significant risks",
    OverviewList.RESPONSES: "Who has not responded",
}


def finished_list(plan: Plan, listed: OverviewList, today: date) -> SafeString:
    """One whole list of the overview, cached until something is written to the plan."""

    def make() -> str:
        context = {"plan": plan, "overview": overview(plan, today)}
        return get_template(f"actions/overview/_{listed}.html").render(context)

    html = cached_for_plan(plan, "overview", listed, today, make=make)
    return mark_safe(html)  # noqa: S308 (our own template)


def finished_overview(plan: Plan, today: date) -> RenderedOverview:
    """The rendered overview, cached until something is written to the plan.

    The sections of other apps keep their own.
    """

    def make() -> tuple[str, str, str]:
        shown = overview(plan, today)
        context: dict[str, object] = {"plan": plan, "overview": shown}
        if not shown.counts.total:  # "all actions that end by January are complete" would mislead
            context["areas"] = plan.areas.all()
            return shown.heading, get_template("actions/overview/_none.html").render(context), ""
        top, lists = (
            get_template(f"actions/overview/_{part}.html").render(context)
            for part in ("top", "lists")
        )
        return shown.heading, top, lists

    heading, top, lists = cached_for_plan(plan, "overview", today, make=make)
    return RenderedOverview(
        heading=heading,
        top=mark_safe(top),  # noqa: S308 (our own template)
        lists=mark_safe(lists),  # noqa: S308 (our own template)
        beside=tuple(section(plan, today) for section in OVERVIEW_BESIDE if lists),
        at_end=tuple(section(plan, today) for section in OVERVIEW_END if lists),
    )


def overview(plan: Plan, today: date) -> PlanOverview:
    """The whole page. Five queries: periods, actions, updates, and two for date requests."""
    periods = periods_of(plan)
    quarters = quarters_of(periods)
    statuses = current_statuses(plan, periods, today)
    now, before = statuses.quarter, statuses.before
    between = _passed_over(statuses, quarters)
    moved = plan_slippage(plan)
    marks = {line.ref: line.marks for line in moved.lines}
    known = overview_actions(plan, statuses, marks, today)
    counts = Counts.of(action.status for action in known)
    counts_before = Counts.of(action.before for action in known)
    change = change_in_all(counts, counts_before)
    last = Month.of(today).plus(DUE_NEXT_MONTHS)
    return PlanOverview(
        quarter=_quarter(now, None) if now else None,
        before=_quarter(before, now) if before else None,
        day=today,
        passed_over=_quarter(between, now) if between else None,
        opens=now.opens if now and between else None,
        first_opens=quarters[0].opens if quarters else None,
        counts=counts,
        change=change,
        change_from="as" if change == AS_MANY else "than",
        unsettled=sum(action.unsettled for action in known),
        carried=sum(action.carried for action in known),
        by_office=sum(action.by_office for action in known),
        bar=bar_of_all(counts, plan.scale, now) if now and counts.with_status else None,
        groups=group_summaries(counts, counts_before if before else None, plan.scale),
        areas=area_summaries(known, plan.scale),
        slippage=slippage_summary(known, today),
        moved=moved,
        due_next=due_next_of(known, today, last),
        due_by=f"{last.first_day:%B %Y}",
        asked=responses_now(plan, periods, today),
        risks=tuple(action.summary() for action in known if action.risk),
    )


def _passed_over(
    statuses: CurrentStatuses, quarters: Iterable[ReportingPeriod]
) -> ReportingPeriod | None:
    """The quarter between the current one and the one that it is compared with, where one is."""
    if statuses.before is None:
        return None
    directly_before = statuses.in_order[-2]
    return next(
        (
            quarter
            for quarter in quarters
            if quarter.pk == directly_before and quarter.pk != statuses.before.pk
        ),
        None,
    )


def _quarter(period: ReportingPeriod, beside: ReportingPeriod | None) -> OverviewQuarter:
    """The short name of a quarter beside another of the same year: "than in July"."""
    day = period.first_day
    same_year = beside is not None and beside.first_day.year == day.year
    return OverviewQuarter(
        name=f"{day:%B %Y}",
        since=f"{day:%B}" if same_year else f"{day:%B %Y}",
        label=period.label,
    )
