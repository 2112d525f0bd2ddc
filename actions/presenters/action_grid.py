"""The grid: areas, outcomes, actions, and a cell for every quarter.

Rendering 89 rows is most of the work of the page, so what is finished is kept in the process:
the grid as a whole until something is written to the plan, and each row until something is
written to its action. The key of what is kept holds everything that it shows: the version of
the plan or the action (each write raises both, in its own transaction), the day, the quarters,
the filters. Nothing has to be thrown away, and nothing can be stale.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from actions.domain.enums import WORST_FIRST
from actions.domain.expected_status import is_overdue
from actions.domain.kinds.scale import ScaleStatus, StatusScale
from actions.domain.quarter_window import SHOWN_AT_ONCE
from actions.domain.status_counts import Counts
from actions.models import Plan
from actions.presenters.end_marks import NO_MARKS, end_marks
from actions.presenters.grid_filters import filter_choices
from actions.presenters.grid_quarters import (
    GridQuarter,
    GridQuarters,
    grid_quarters,
    quarters_shown,
)
from actions.presenters.grid_rows import row_of
from actions.selectors import grid_queries
from actions.selectors.action_filters import ActionFilters
from actions.selectors.organisation_names import successors_of_leads
from actions.selectors.plan_cache import cache_key, cached_for_plan, cached_rows
from actions.selectors.plan_periods import periods_of
from actions.selectors.status_as_at import QuarterStatuses, current_statuses
from wsoa.core.months import PlanDate


@dataclass(slots=True)
class GridHeading:
    """Consecutive rows under one heading: an outcome, or "Late"."""

    title: str
    rows: list[SafeString] = field(default_factory=list)


@dataclass(slots=True)
class GridSection:
    """An area; or the late actions, where those alone are shown."""

    title: str
    remark: str
    headings: list[GridHeading] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class StatusFilter:
    """A status as key, count and filter in one."""

    status: ScaleStatus
    count: int
    chosen: bool
    href: str  # chooses it, or lets go of it


_LATE_ONLY: Final = "only what is late, longest overdue first"


@dataclass(frozen=True, slots=True)
class ActionGrid:
    """The grid of one plan: actions by quarter, as filtered, with what its key has to explain."""

    quarters: GridQuarters
    now: GridQuarter | None
    other_quarters: str  # the query string that folds the quarters, or shows all of them
    sections: list[GridSection]
    chips: tuple[StatusFilter, ...]
    shown: int
    total: int
    late_only: bool
    unsettled: bool = False  # whether any cell has the mark, so that the key explains it
    carried: bool = False  # the same of the mark for a status from before the current quarter
    by_office: int = 0  # statuses of the current quarter that the programme office recorded

    @property
    def summary(self) -> str:
        """ "12 of 89 actions are shown, those that are late, longest overdue first." """
        if self.shown == self.total:
            count = f"All {self.total} actions are shown"
        else:
            count = f"{self.shown} of {self.total} actions are shown"
        return f"{count}, {_LATE_ONLY}." if self.late_only else f"{count}."

    @property
    def css(self) -> str:
        """The classes of the table: with all quarters, a status is its shape alone."""
        return "app-grid app-grid--all" if len(self.quarters.shown) > SHOWN_AT_ONCE else "app-grid"

    @property
    def columns(self) -> int:
        return 4 + len(self.quarters.shown) + bool(self.quarters.earlier)


@dataclass(frozen=True, slots=True)
class _GridAction:
    """The columns of an action that every request reads."""

    pk: int
    ref: str
    version: int
    outcome: int
    end_month: date | None  # the one that counts: as agreed, or else the plan's
    status: str | None  # in the current quarter
    by_office: bool  # no lead has answered it: the programme office recorded it

    def is_late(self, today: date) -> bool:
        return is_overdue(PlanDate.of(self.end_month), self.status, today)


def grid(plan: Plan, filters: ActionFilters, today: date) -> ActionGrid:
    """The grid with its rows rendered; `filters` say which actions and quarters are in it."""
    periods = periods_of(plan)
    quarters = quarters_shown(grid_quarters(periods, today), unfolded=filters.all_quarters)
    statuses = current_statuses(plan, periods, today).by_action
    actions = _grid_actions(plan, filters, quarters.now, statuses)
    if filters.late:
        actions = [action for action in actions if action.is_late(today)]
    shown = [action for action in actions if not filters.status or action.status == filters.status]
    marked = [status for action in shown for status in statuses.get(action.pk, {}).values()]
    arrange = _late_only if filters.late else _by_area
    return ActionGrid(
        quarters=quarters,
        now=quarters.now,
        other_quarters=filters.with_quarters(every=not filters.all_quarters),
        sections=arrange(plan, shown, _rows(plan, shown, quarters, statuses, today), today),
        chips=_status_filters(actions, filters, plan.scale),
        shown=len(shown),
        total=plan.actions.count() if filters.narrows else len(actions),
        late_only=filters.late,
        unsettled=any(status.unsettled for status in marked),
        carried=any(status.carried for status in marked),
        by_office=sum(action.by_office for action in shown),
    )


def _grid_actions(
    plan: Plan, filters: ActionFilters, now: GridQuarter | None, statuses: QuarterStatuses
) -> list[_GridAction]:
    actions = []
    for row in grid_queries.actions_of(plan, filters):
        current = statuses.get(row[0], {}).get(now.pk) if now else None
        actions.append(
            _GridAction(
                *row,
                status=current.status if current else None,
                by_office=current.recorded_by_office if current else False,
            )
        )
    return actions


def _status_filters(
    actions: Sequence[_GridAction], filters: ActionFilters, scale: StatusScale
) -> tuple[StatusFilter, ...]:
    counts = Counts.of(action.status for action in actions)
    return tuple(
        StatusFilter(
            scale.by_code[code],
            counts.by_status[code],
            filters.status == code,
            filters.with_status("" if filters.status == code else code.value),
        )
        for code in WORST_FIRST
        if scale.has(code) or counts.by_status[code]
    )


def _by_area(
    plan: Plan, actions: Sequence[_GridAction], rows: dict[int, SafeString], today: date
) -> list[GridSection]:
    by_outcome: dict[int, list[_GridAction]] = {}
    for action in actions:
        by_outcome.setdefault(action.outcome, []).append(action)
    sections: dict[int, GridSection] = {}
    by_area: dict[int, list[_GridAction]] = {}
    for pk, ref, title, area, area_ref, area_title in grid_queries.outcomes_of(plan.pk):
        if pk not in by_outcome:
            continue
        section = sections.setdefault(area, GridSection(f"{area_ref}. {area_title}", ""))
        in_outcome = by_outcome[pk]
        section.headings.append(
            GridHeading(f"{ref} {title}", [rows[action.pk] for action in in_outcome])
        )
        by_area.setdefault(area, []).extend(in_outcome)
    for area, section in sections.items():
        section.remark = Counts.of(action.status for action in by_area[area]).sentence
    return list(sections.values())


def _late_only(
    plan: Plan, actions: Sequence[_GridAction], rows: dict[int, SafeString], today: date
) -> list[GridSection]:
    """One section with the late actions, where there are any."""
    if not actions:
        return []
    late = sorted(actions, key=lambda action: (action.end_month or date.max, action.pk))
    word = "action" if len(late) == 1 else "actions"
    title = f"Late: {len(late)} {word} past the agreed end date and not complete"
    heading = GridHeading("", [rows[action.pk] for action in late])
    return [GridSection(title, "Longest overdue first", [heading])]


def _rows(
    plan: Plan,
    actions: Sequence[_GridAction],
    quarters: GridQuarters,
    statuses: QuarterStatuses,
    today: date,
) -> dict[int, SafeString]:
    """Rendered rows by action."""
    scale = plan.scale
    columns = cache_key(plan.slug, scale, quarters)

    def render(missing: Collection[int]) -> dict[int, str]:
        template = get_template("actions/_row.html")
        successors, marks = successors_of_leads(plan, missing), end_marks(missing)
        rendered = {}
        for action in grid_queries.actions_with_keys(missing):
            led_now = successors.get(action.pk, "")
            row = row_of(plan, action, quarters, statuses.get(action.pk, {}), today, led_now)
            rendered[action.pk] = template.render(
                {"row": row, "marks": marks.get(action.pk, NO_MARKS), "scale": scale}
            )
        return rendered

    keys = {action.pk: f"{action.pk}:{action.version}:{today}:{columns}" for action in actions}
    return cached_rows(keys, render)


def finished_grid(plan: Plan, filters: ActionFilters, today: date) -> SafeString:
    """The rendered grid, cached until something is written to the plan."""
    return _finished("actions/_grid.html", plan, filters, today, grid)


def finished_filters(plan: Plan, filters: ActionFilters, today: date) -> SafeString:
    """The filter form above the grid, cached likewise."""
    return _finished("actions/_filters.html", plan, filters, today, filter_choices)


def _finished(
    name: str,
    plan: Plan,
    filters: ActionFilters,
    today: date,
    show: Callable[[Plan, ActionFilters, date], object],
) -> SafeString:
    def make() -> str:
        context = {"plan": plan, "filters": filters, "shown": show(plan, filters, today)}
        return get_template(name).render(context)

    endless = bool(filters.q)  # what people search for is not kept
    html = make() if endless else cached_for_plan(plan, name, today, filters, make=make)
    return mark_safe(html)  # noqa: S308 (our own template)
