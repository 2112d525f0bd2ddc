"""The overview of a plan: its status in the latest quarter, worst first, and the lists behind it.

The overview shows the first of each list; the whole list is a page of its own. Everything is
worked out here from a few value queries, whatever the number of actions; what is
finished is kept until something is written to the plan.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from actions.domain.enums import Group, Status
from actions.domain.expected_status import is_past_own_end_only, lateness, months_late
from actions.domain.status_counts import Counts
from actions.extension_points import OVERVIEW_BESIDE, OVERVIEW_END
from actions.models import Plan, ReportingPeriod
from actions.presenters.date_ledger import ends_now
from actions.presenters.end_marks import NO_MARKS, EndMarks
from actions.presenters.slippage import MovedEnd, PlanSlippage, plan_slippage
from actions.querysets.action import COUNTED_END
from actions.selectors.periods import quarters_of
from actions.selectors.plan_cache import cached_for_plan
from actions.selectors.response_progress import ResponseProgress, responses_now
from actions.selectors.status_as_at import CurrentStatuses, current_statuses
from actions.templatetags import status_bars
from wsoa.core.months import Month, PlanDate
from wsoa.core.text import cut, one_line

LONGEST_TEXT = 110
DUE_NEXT_MONTHS = 2
SHOWN = 5  # of each list; the rest is a link away
_SAME = "as many"


@dataclass(frozen=True, slots=True)
class StatusCount:
    """One status of a group, and how many have it."""

    status: Status
    count: int


@dataclass(frozen=True, slots=True)
class GroupSummary:
    words: str
    worst: bool
    count: int
    percentage: int
    before: int | None
    made_of: tuple[StatusCount, ...]


@dataclass(frozen=True, slots=True)
class AreaSummary:
    ref: str
    title: str
    bar: SafeString
    behind: int
    total: int
    since: str


@dataclass(frozen=True, slots=True)
class ActionSummary:
    """One action in a list. The text may be cut: the reference leads to all of it."""

    ref: str
    text: str
    leads: str
    end_printed: str
    now_ends: str  # where another end has been agreed
    end_month: date | None  # the one that counts
    late: str
    status: str | None
    before: str | None
    reason: str  # why the status is better than the dates allow
    marks: EndMarks = NO_MARKS

    @property
    def end(self) -> str:
        """ "Sept 2019, now Nov 2019"."""
        return f"{self.end_printed}, now {self.now_ends}" if self.now_ends else self.end_printed


@dataclass(frozen=True, slots=True)
class SlippageSummary:
    """Actions past their end date, and actions that fell behind before it."""

    late: tuple[ActionSummary, ...]
    how_late: str
    agreed_later: tuple[ActionSummary, ...]  # past the plan's own end, and not late
    fallen: tuple[ActionSummary, ...]
    fallen_in_all: int

    @property
    def fallen_and_late(self) -> int:
        return self.fallen_in_all - len(self.fallen)


@dataclass(frozen=True, slots=True)
class OverviewQuarter:
    """The names of a period: in full, in a sentence, and as a column heading."""

    name: str
    since: str
    label: str


@dataclass(frozen=True, slots=True)
class PlanOverview:
    quarter: OverviewQuarter | None
    before: OverviewQuarter | None
    day: date
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


@dataclass(frozen=True, slots=True)
class _ActionColumns:
    """The columns that are read of every action."""

    pk: int
    ref: str
    text: str
    leads: str
    end_printed: str
    own_end: date | None
    agreed_end: date | None
    end_month: date | None  # the one that counts: as agreed, or else the plan's
    area: str
    area_title: str


@dataclass(frozen=True, slots=True)
class _OverviewAction:
    """An action with its status in the latest quarter and the one before."""

    action: _ActionColumns
    status: str | None
    before: str | None
    risk: bool
    unsettled: bool  # it, or a later word, is not yet accepted
    late: str  # as `lateness` has it: nothing where it is not late
    agreed_later: bool  # past the plan's own end, and not late
    reason: str
    by_office: bool  # no lead has answered: the programme office recorded it
    carried: bool  # from an earlier quarter, as the current one has no update of it yet
    marks: EndMarks

    @property
    def end(self) -> PlanDate:
        return PlanDate.of(self.action.end_month)

    @property
    def has_fallen(self) -> bool:
        """Whether the status went from on track or yet to start to behind."""
        return _group(self.before) is Group.TO_PLAN and _group(self.status) is Group.BEHIND

    @property
    def badness(self) -> int:
        return Status(self.status).badness if self.status else -1

    def line(self) -> ActionSummary:
        action = self.action
        return ActionSummary(
            ref=action.ref,
            text=cut(one_line(action.text), LONGEST_TEXT),
            leads=action.leads,
            end_printed=action.end_printed,
            now_ends=ends_now(action.agreed_end),
            end_month=action.end_month,
            late=self.late,
            status=self.status,
            before=self.before,
            reason=self.reason,
            marks=self.marks,
        )


class OverviewList(StrEnum):
    """The lists of the overview that have a page of their own, by the name of their template."""

    LATE = "late"
    FALLEN = "fallen"
    DUE_NEXT = "due_next"
    RISKS = "risks"
    RESPONSES = "responses"

    @property
    def heading(self) -> str:
        return _HEADINGS[self]


_HEADINGS = {
    OverviewList.LATE: "Late actions",
    OverviewList.FALLEN: "Actions that have fallen behind",
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
        context = {"plan": plan, "overview": shown}
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
        beside=tuple(section(plan, today) for section in OVERVIEW_BESIDE),
        at_end=tuple(section(plan, today) for section in OVERVIEW_END),
    )


def overview(plan: Plan, today: date) -> PlanOverview:
    """The whole page. Five queries: periods, actions, updates, and two for date requests."""
    periods = list(plan.periods.all())
    quarters = quarters_of(periods)
    statuses = current_statuses(plan, periods, today)
    now, before = statuses.quarter, statuses.before
    moved = plan_slippage(plan)
    marks = {line.ref: line.marks for line in moved.lines}
    known = _overview_actions(plan, statuses, marks, today)
    counts = Counts.of(action.status for action in known)
    counts_before = Counts.of(action.before for action in known)
    change = _change_in_all(counts, counts_before)
    last = Month.of(today).plus(DUE_NEXT_MONTHS)
    return PlanOverview(
        quarter=_quarter(now, None) if now else None,
        before=_quarter(before, now) if before else None,
        day=today,
        first_opens=quarters[0].opens if quarters else None,
        counts=counts,
        change=change,
        change_from="as" if change == _SAME else "than",
        unsettled=sum(action.unsettled for action in known),
        carried=sum(action.carried for action in known),
        by_office=sum(action.by_office for action in known),
        bar=_bar_of_all(counts, now) if now and counts.said else None,
        groups=_groups(counts, counts_before if before else None),
        areas=_areas(known),
        slippage=_slippage(known, today),
        moved=moved,
        due_next=_due_next(known, today, last),
        due_by=f"{last.first_day:%B %Y}",
        asked=responses_now(plan, periods, today),
        risks=tuple(action.line() for action in known if action.risk),
    )


def _overview_actions(
    plan: Plan, statuses: CurrentStatuses, marks: Mapping[str, EndMarks], today: date
) -> list[_OverviewAction]:
    rows = plan.actions.in_plan_order().values_list(
        "pk",
        "ref",
        "text",
        "leads_printed",
        "end_printed",
        "end_month",
        "agreed_end_month",
        COUNTED_END,
        "outcome__area__ref",
        "outcome__area__title",
    )
    known = []
    for action in (_ActionColumns(*row) for row in rows):
        current, earlier = statuses.of(action.pk), statuses.before_of(action.pk)
        status = current.status if current else None
        end = PlanDate.of(action.end_month)
        known.append(
            _OverviewAction(
                action=action,
                status=status,
                before=earlier.status if earlier else None,
                risk=current.risk if current else False,
                unsettled=current.unsettled if current else False,
                late=lateness(end, status, today),
                agreed_later=is_past_own_end_only(PlanDate.of(action.own_end), end, status, today),
                reason=current.reason if current else "",
                carried=current.carried if current else False,
                by_office=current.by_office and not current.carried if current else False,
                marks=marks.get(action.ref, NO_MARKS),
            )
        )
    return known


def _group(status: str | None) -> Group | None:
    return Status(status).group if status else None


def _quarter(period: ReportingPeriod, beside: ReportingPeriod | None) -> OverviewQuarter:
    """The short name of a quarter beside another of the same year: "than in July"."""
    day = period.first_day
    same_year = beside is not None and beside.first_day.year == day.year
    return OverviewQuarter(
        name=f"{day:%B %Y}",
        since=f"{day:%B}" if same_year else f"{day:%B %Y}",
        label=period.label,
    )


def _bar_of_all(counts: Counts, now: ReportingPeriod) -> SafeString:
    word = "action" if counts.total == 1 else "actions"
    title = f"All {counts.total} {word} by status, {now.first_day:%B %Y}"
    return status_bars.status_bar(counts, name="all", title=title)


def _change_in_all(now: Counts, before: Counts) -> str:
    """The change in the number behind; only where both quarters have every status."""
    if now.without or before.without or not now.total:
        return ""
    more = now.behind - before.behind
    return f"{abs(more)} {'more' if more > 0 else 'fewer'}" if more else _SAME


def _groups(counts: Counts, before: Counts | None) -> tuple[GroupSummary, ...]:
    percentages = counts.percentages()
    return tuple(
        GroupSummary(
            words=group.label,
            worst=group is Group.BEHIND,
            count=counts.group(group),
            percentage=percentages[group],
            before=before.group(group) if before else None,
            made_of=tuple(
                StatusCount(status, counts.by_status[status]) for status in group.statuses
            ),
        )
        for group in Group
    )


def _areas(known: Iterable[_OverviewAction]) -> tuple[AreaSummary, ...]:
    by_area: dict[str, list[_OverviewAction]] = {}
    for action in known:
        by_area.setdefault(action.action.area, []).append(action)
    rows = [_area(ref, actions) for ref, actions in by_area.items()]
    return tuple(sorted(rows, key=lambda row: (-row.behind, -row.behind / row.total)))


def _area(ref: str, actions: list[_OverviewAction]) -> AreaSummary:
    counts = Counts.of(action.status for action in actions)
    before = Counts.of(action.before for action in actions)
    return AreaSummary(
        ref=ref,
        title=actions[0].action.area_title,
        bar=status_bars.status_bar(
            counts, name=f"area-{ref}", title=f"Area {ref} by status", size=status_bars.SMALL
        ),
        behind=counts.behind,
        total=counts.total,
        since=_change_in_area(counts, before),
    )


def _change_in_area(now: Counts, before: Counts) -> str:
    if now.without:
        return f"{now.said} of {now.total} with a status"
    if before.without:
        return "Not known"
    more = now.behind - before.behind
    return f"{abs(more)} {'more' if more > 0 else 'fewer'} behind" if more else "No change"


def _slippage(known: list[_OverviewAction], today: date) -> SlippageSummary:
    late = [action for action in known if action.late]
    late.sort(key=lambda action: action.action.end_month or date.max)
    fallen = [action for action in known if action.has_fallen]
    return SlippageSummary(
        late=tuple(action.line() for action in late),
        agreed_later=tuple(action.line() for action in known if action.agreed_later),
        how_late=_how_late([months_late(action.end, action.status, today) for action in late]),
        fallen=tuple(action.line() for action in fallen if not action.late),
        fallen_in_all=len(fallen),
    )


def _how_late(months: list[int]) -> str:
    """A sentence on how late the actions are, in the groups that scrutiny uses."""
    counted = (
        (sum(n == 0 for n in months), "less than a month"),
        (sum(n in (1, 2) for n in months), "one or two months"),
        (sum(n > 2 for n in months), "three months or more"),
    )
    return ", ".join(f"{count} by {words}" for count, words in counted if count)


def _due_next(known: list[_OverviewAction], today: date, last: Month) -> tuple[ActionSummary, ...]:
    first = Month.of(today).first_day
    due = [
        action
        for action in known
        if action.action.end_month
        and first <= action.action.end_month <= last.first_day
        and action.status != Status.COMPLETE
    ]
    due.sort(key=lambda action: (action.action.end_month or date.max, action.badness))
    return tuple(action.line() for action in due)
