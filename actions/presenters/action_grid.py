"""The grid: areas, outcomes, actions, and a cell for every quarter.

Rendering 89 rows is most of the work of the page, so what is finished is kept in the process:
the grid as a whole until something is written to the plan, and each row until something is
written to its action. The key of what is kept holds everything that it shows: the version of
the plan or the action (each write raises both, in its own transaction), the day, the quarters,
the filters. Nothing has to be thrown away, and nothing can be stale.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from actions.domain.enums import WORST_FIRST, Group, Status
from actions.domain.expected_status import is_overdue, is_past_own_end_only, lateness
from actions.domain.quarter_status import QuarterStatus
from actions.domain.quarter_window import SHOWN_AT_ONCE, window_around
from actions.domain.status_counts import Counts
from actions.models import Action, ActionLead, Plan, ReportingPeriod
from actions.presenters.date_ledger import ends_now
from actions.presenters.end_marks import NO_MARKS, end_marks
from actions.querysets.action import COUNTED_END
from actions.selectors.action_filters import ActionFilters
from actions.selectors.organisation_names import former_organisation, successors_of_leads
from actions.selectors.periods import begun_quarters, quarters_of
from actions.selectors.plan_cache import cache_key, cached_for_plan, cached_rows
from actions.selectors.status_as_at import QuarterStatuses, current_statuses
from wsoa.core.months import PlanDate
from wsoa.core.text import one_line


@dataclass(frozen=True, slots=True)
class GridQuarter:
    """A column: its label, whether it is the current one, and whether it is yet to come."""

    pk: int
    label: str
    now: bool
    coming: bool

    @property
    def css(self) -> str:
        return "app-now" if self.now else "app-q--empty" if self.coming else ""

    @property
    def head_css(self) -> str:
        return "app-c-q app-now" if self.now else "app-c-q--empty" if self.coming else "app-c-q"


@dataclass(frozen=True, slots=True)
class GridQuarters:
    """The columns of a plan: the quarters that are shown, and those that are folded."""

    every: tuple[GridQuarter, ...]
    shown: tuple[GridQuarter, ...]
    earlier: tuple[GridQuarter, ...] = ()  # folded into one column
    later: tuple[GridQuarter, ...] = ()  # left out: nothing is reported of them yet

    @property
    def total(self) -> int:
        return len(self.every)

    @property
    def are_folded(self) -> bool:
        return len(self.shown) < len(self.every)

    @property
    def now(self) -> GridQuarter | None:
        return next((quarter for quarter in self.every if quarter.now), None)

    @property
    def earlier_span(self) -> str:
        """ "July 2019 to Jan 2022", or the one quarter; empty where none is folded."""
        if not self.earlier:
            return ""
        first, last = self.earlier[0].label, self.earlier[-1].label
        return first if first == last else f"{first} to {last}"

    @property
    def folded_in_words(self) -> str:
        """ "The 11 quarters before Apr 2022 and the 7 after July 2023 are folded."."""
        before, after = len(self.earlier), len(self.later)
        parts = []
        if before:
            parts.append(f"{_quarters(before)} before {self.shown[0].label}")
        if after:
            parts.append(f"{_quarters(after)} after {self.shown[-1].label}")
        return f"{' and '.join(parts)} {'is' if before + after == 1 else 'are'} folded."


def _quarters(count: int) -> str:
    return f"{count} quarter{'' if count == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class GridCell:
    quarter: GridQuarter
    status: str | None
    unsettled: bool = False  # it, or a later word, is not yet accepted
    reason: str = ""  # why it is better than the dates allow
    carried: bool = False  # the quarter has no update yet: it is the last status before it
    by_office: bool = False  # no lead has answered: the programme office recorded it


@dataclass(frozen=True, slots=True)
class GridRow:
    """The row of one action."""

    slug: str
    ref: str
    text: str
    leads: str
    led_now: str  # the organisations that have succeeded those in `leads`: "ICB"
    start: str
    end: str
    now_ends: str  # where another end has been agreed
    lateness: str
    cells: tuple[GridCell, ...]
    earlier: str = ""  # what the folded quarters hold: "Behind in 3 of 9"


@dataclass(slots=True)
class GridHeading:
    """Consecutive rows under one heading: an outcome, or "Late"."""

    title: str
    rows: list[SafeString] = field(default_factory=list)


@dataclass(slots=True)
class GridSection:
    """An area; or the late or the other actions, where late ones come first."""

    title: str
    remark: str
    headings: list[GridHeading] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class StatusFilter:
    """A status as key, count and filter in one."""

    status: Status
    count: int
    chosen: bool
    href: str  # chooses it, or lets go of it


@dataclass(frozen=True, slots=True)
class FilterOption:
    value: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ActionGrid:
    quarters: GridQuarters
    now: GridQuarter | None
    other_quarters: str  # the query string that folds the quarters, or shows all of them
    sections: list[GridSection]
    chips: tuple[StatusFilter, ...]
    shown: int
    total: int
    late_first: bool
    unsettled: bool = False  # whether any cell has the mark, so that the key explains it
    carried: bool = False  # the same of the mark for a status from before the current quarter
    by_office: int = 0  # statuses of the current quarter that the programme office recorded

    @property
    def told(self) -> str:
        """ "12 of 89 actions shown, late first." """
        if self.shown == self.total:
            count = f"All {self.total} actions are shown"
        else:
            count = f"{self.shown} of {self.total} actions are shown"
        return f"{count}, late first." if self.late_first else f"{count}."

    @property
    def css(self) -> str:
        """The classes of the table: with all quarters, a status is its shape alone."""
        return "app-grid app-grid--all" if len(self.quarters.shown) > SHOWN_AT_ONCE else "app-grid"

    @property
    def columns(self) -> int:
        return 4 + len(self.quarters.shown) + bool(self.quarters.earlier)


@dataclass(frozen=True, slots=True)
class FilterChoices:
    """The choices of the filters."""

    areas: list[FilterOption]
    leads: list[FilterOption]
    organisations: list[FilterOption]


@dataclass(frozen=True, slots=True)
class _GridAction:
    """The columns of an action that every request reads."""

    pk: int
    ref: str
    version: int
    outcome: int
    own_end: date | None
    end_month: date | None  # the one that counts: as agreed, or else the plan's
    status: str | None  # in the current quarter

    def is_late(self, today: date) -> bool:
        return is_overdue(PlanDate.of(self.end_month), self.status, today)

    def is_past_own_end_only(self, today: date) -> bool:
        own, agreed = PlanDate.of(self.own_end), PlanDate.of(self.end_month)
        return is_past_own_end_only(own, agreed, self.status, today)


def grid_quarters(periods: Sequence[ReportingPeriod], today: date) -> tuple[GridQuarter, ...]:
    """The columns of the quarters of these periods; the current one is the last that has begun."""
    begun = [quarter.pk for quarter in begun_quarters(periods, today)]
    return tuple(
        GridQuarter(quarter.pk, quarter.label, quarter.pk in begun[-1:], quarter.pk not in begun)
        for quarter in quarters_of(periods)
    )


def quarters_shown(every: tuple[GridQuarter, ...], *, unfolded: bool) -> GridQuarters:
    """The quarters around the current one, and the others folded; or all of them."""
    if unfolded:
        return GridQuarters(every, every)
    current = next((place for place, quarter in enumerate(every) if quarter.now), None)
    window = window_around(current, len(every))
    return GridQuarters(
        every,
        shown=every[window.start : window.stop],
        earlier=every[: window.start],
        later=every[window.stop :],
    )


def grid(plan: Plan, filters: ActionFilters, today: date) -> ActionGrid:
    periods = list(plan.periods.all())
    every = grid_quarters(periods, today)
    quarters = quarters_shown(every, unfolded=filters.all_quarters)
    now = quarters.now
    stands = current_statuses(plan, periods, today).by_action
    columns = ("pk", "ref", "version", "outcome", "end_month", COUNTED_END)
    lines = []
    for pk, ref, version, outcome, own, end in filters.actions_of(plan).values_list(*columns):
        statuses = stands.get(pk, {})
        status = statuses[now.pk].status if now and now.pk in statuses else None
        lines.append(_GridAction(pk, ref, version, outcome, own, end, status))
    counts = Counts.of(line.status for line in lines)
    total = plan.actions.count() if filters.narrows else len(lines)
    shown = [line for line in lines if not filters.status or line.status == filters.status]
    rows = _rows(plan, shown, quarters, stands, today)
    arrange = _late_first if filters.late else _by_area
    return ActionGrid(
        quarters=quarters,
        now=now,
        other_quarters=filters.with_quarters(every=not filters.all_quarters),
        sections=arrange(plan, shown, rows, today),
        chips=tuple(
            StatusFilter(
                status,
                counts.by_status[status],
                filters.status == status,
                filters.with_status("" if filters.status == status else status.value),
            )
            for status in WORST_FIRST
        ),
        shown=len(shown),
        total=total,
        late_first=filters.late,
        unsettled=any(
            status.unsettled for line in shown for status in stands.get(line.pk, {}).values()
        ),
        by_office=sum(
            current.by_office and not current.carried
            for line in shown
            if now and (current := stands.get(line.pk, {}).get(now.pk))
        ),
        carried=any(
            status.carried for line in shown for status in stands.get(line.pk, {}).values()
        ),
    )


def _by_area(
    plan: Plan, lines: Sequence[_GridAction], rows: dict[int, SafeString], today: date
) -> list[GridSection]:
    by_outcome: dict[int, list[_GridAction]] = {}
    for line in lines:
        by_outcome.setdefault(line.outcome, []).append(line)
    sections: dict[int, GridSection] = {}
    by_area: dict[int, list[_GridAction]] = {}
    areas = plan.areas.order_by("order", "outcomes__order")
    columns = ("outcomes__pk", "outcomes__ref", "outcomes__title", "pk", "ref", "title")
    for pk, ref, title, area, area_ref, area_title in areas.values_list(*columns):
        if pk not in by_outcome:
            continue
        section = sections.setdefault(area, GridSection(f"{area_ref}. {area_title}", ""))
        in_outcome = by_outcome[pk]
        section.headings.append(
            GridHeading(f"{ref} {title}", [rows[line.pk] for line in in_outcome])
        )
        by_area.setdefault(area, []).extend(in_outcome)
    for area, section in sections.items():
        section.remark = Counts.of(line.status for line in by_area[area]).sentence
    return list(sections.values())


def _late_first(
    plan: Plan, lines: Sequence[_GridAction], rows: dict[int, SafeString], today: date
) -> list[GridSection]:
    late = sorted(
        (line for line in lines if line.is_late(today)),
        key=lambda line: (line.end_month or date.max, line.pk),
    )
    agreed_later = [line for line in lines if line.is_past_own_end_only(today)]
    apart = {line.pk for line in (*late, *agreed_later)}
    rest = [line for line in lines if line.pk not in apart]
    sections = []
    if late:
        word = "action" if len(late) == 1 else "actions"
        title = f"Late: {len(late)} {word} past the agreed end date and not complete"
        sections.append(_plain(title, "Longest overdue first", late, rows))
    if agreed_later:
        title = f"Past the plan’s own end date, not late: {len(agreed_later)}"
        sections.append(_plain(title, "A later end was agreed", agreed_later, rows))
    if rest:
        sections.append(_plain(f"Not late: {len(rest)}", "In the plan’s order", rest, rows))
    return sections


def _plain(
    title: str, remark: str, lines: Iterable[_GridAction], rows: dict[int, SafeString]
) -> GridSection:
    return GridSection(title, remark, [GridHeading("", [rows[line.pk] for line in lines])])


def _rows(
    plan: Plan,
    lines: Sequence[_GridAction],
    quarters: GridQuarters,
    stands: QuarterStatuses,
    today: date,
) -> dict[int, SafeString]:
    """Rendered rows by action."""
    columns = cache_key(plan.slug, quarters)

    def render(missing: Collection[int]) -> dict[int, str]:
        template = get_template("actions/_row.html")
        actions = plan.actions.in_bulk(missing)
        successors, marks = successors_of_leads(plan, missing), end_marks(missing)
        rows = (
            (pk, row_of(plan, action, quarters, stands.get(pk, {}), today, successors.get(pk, "")))
            for pk, action in actions.items()
        )
        return {
            pk: template.render({"row": row, "marks": marks.get(pk, NO_MARKS)}) for pk, row in rows
        }

    keys = {line.pk: f"{line.pk}:{line.version}:{today}:{columns}" for line in lines}
    return cached_rows(keys, render)


def row_of(
    plan: Plan,
    action: Action,
    quarters: GridQuarters,
    stands: dict[int, QuarterStatus],
    today: date,
    led_now: str = "",
) -> GridRow:
    return GridRow(
        slug=plan.slug,
        ref=action.ref,
        text=one_line(action.text),
        leads=action.leads_printed,
        led_now=led_now,
        start=action.start_printed,
        end=action.end_printed,
        now_ends=ends_now(action.agreed_end_month),
        lateness=lateness(action.agreed_end, _status_now(quarters, stands), today),
        cells=tuple(_cell(quarter, stands.get(quarter.pk)) for quarter in quarters.shown),
        earlier=_earlier(quarters.earlier, stands),
    )


def _status_now(quarters: GridQuarters, stands: dict[int, QuarterStatus]) -> str | None:
    current = stands.get(quarters.now.pk) if quarters.now else None
    return current.status if current else None


def _earlier(quarters: tuple[GridQuarter, ...], stands: dict[int, QuarterStatus]) -> str:
    """How often the action was behind in quarters that are folded: "Behind in 3 of 9"."""
    if not quarters:
        return ""
    reported = [Status(stands[quarter.pk].status) for quarter in quarters if quarter.pk in stands]
    if not reported:
        return "No status"
    behind = sum(status.group is Group.BEHIND for status in reported)
    return f"Behind in {behind} of {len(reported)}" if behind else "Never behind"


def _cell(quarter: GridQuarter, stands: QuarterStatus | None) -> GridCell:
    if stands is None:
        return GridCell(quarter, None)
    return GridCell(
        quarter,
        stands.status,
        stands.unsettled,
        stands.reason,
        stands.carried,
        by_office=stands.by_office and not stands.carried,
    )


def finished_grid(plan: Plan, filters: ActionFilters, today: date) -> SafeString:
    """The rendered grid, cached until something is written to the plan."""
    return _finished("actions/_grid.html", plan, filters, today, grid)


def finished_filters(plan: Plan, filters: ActionFilters, today: date) -> SafeString:
    """The filter form above the grid, cached likewise."""
    return _finished("actions/_filters.html", plan, filters, today, choices)


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


def choices(plan: Plan, filters: ActionFilters, today: date) -> FilterChoices:
    leads: dict[str, str] = {}
    organisations: dict[str, str] = {}
    columns = ("post__code", "post__title", "organisation__code", "organisation__name")
    found = ActionLead.objects.of_plan(plan).order_by("organisation__pk", "post__pk")
    for code, title, organisation, name in found.values_list(*columns).distinct():
        leads[code or organisation] = f"{code or organisation}: {title or name}"
        organisations[organisation] = name
    if filters.organisation and filters.organisation not in organisations:
        organisations |= former_organisation(plan.local_area_id, filters.organisation)
    return FilterChoices(
        areas=[
            FilterOption(ref, f"{ref}. {title}", ref == filters.area)
            for ref, title in plan.areas.values_list("ref", "title")
        ],
        leads=[FilterOption(code, words, code == filters.lead) for code, words in leads.items()],
        organisations=[
            FilterOption(code, words, code == filters.organisation)
            for code, words in organisations.items()
        ],
    )
