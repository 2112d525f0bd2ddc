"""The portfolio: one row for each plan of a person, with counts, what is late and what waits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse

from actions.domain.waiting import WaitingCount
from actions.extension_points import PORTFOLIO_COLUMNS, PortfolioCell
from actions.models import Plan
from actions.selectors.person_in_plans import PersonInPlans
from actions.selectors.plan_counts import PlanCounts, plan_counts
from actions.selectors.waiting import keep_menu_counts, plan_totals

PLANS_A_PAGE = 50
SHARE_BEHIND = 30  # per cent: the plans that the sentence at the top and its filter name


@dataclass(frozen=True, slots=True)
class Share:
    """A count with its denominator. A share can be compared between plans; a count cannot."""

    count: int
    of: int

    @property
    def percent(self) -> int:
        return round(100 * self.count / self.of) if self.of else 0

    @property
    def part(self) -> float:
        return self.count / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True)
class PortfolioRow:
    """One plan. `waiting` is None where nobody has counted yet; `further` are of other apps."""

    plan: Plan
    kind: str
    behind: Share
    late: Share
    silent: Share
    round: str
    round_late: bool
    waiting: WaitingCount | None
    waiting_href: str
    further: tuple[PortfolioCell, ...]

    @property
    def is_published_late(self) -> bool:
        return any(cell.is_late for cell in self.further)


@dataclass(frozen=True, slots=True)
class PortfolioFilter:
    """A ready-made filter with the number of plans that it shows."""

    key: str | None  # in the query string; None takes the filter away
    words: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Portfolio:
    """One page of the portfolio."""

    rows: tuple[PortfolioRow, ...]
    heads: tuple[str, ...]  # of the columns of other apps
    filters: tuple[PortfolioFilter, ...]
    sort: str
    day: date
    all: int
    shown: int
    behind: int  # plans with more than SHARE_BEHIND per cent behind, of those that are shown
    counted: bool
    number: int = 1
    pages: int = 1

    @property
    def before(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        return self.number + 1 if self.number < self.pages else None


_SORTS: Mapping[str, Callable[[PortfolioRow], Any]] = {
    "behind": lambda row: (-row.behind.part, -row.behind.count),
    "late": lambda row: (-row.late.part, -row.late.count),
    "silent": lambda row: (-row.silent.part, -row.silent.count),
    "waiting": lambda row: (-(row.waiting.late if row.waiting else 0), -_waits(row)),
    "area": lambda row: (row.plan.local_area.name.lower(), row.plan.title.lower()),
}
SORT_WORDS = {
    "behind": "Share behind",
    "late": "Share late",
    "silent": "Share not answered",
    "waiting": "What waits for you",
    "area": "Area",
}
_FILTERS: Mapping[str, tuple[str, Callable[[PortfolioRow], bool]]] = {
    "": ("All", lambda _: True),
    "behind": (f"More than {SHARE_BEHIND}% behind", lambda row: row.behind.percent > SHARE_BEHIND),
    "late": ("With late actions", lambda row: row.late.count > 0),
    "waiting": ("Something waits for you", lambda row: _waits(row) > 0),
    "published-late": ("Not published on time", lambda row: row.is_published_late),
}


def portfolio(person: PersonInPlans, asked: Mapping[str, Any]) -> Portfolio:
    """The plans of a person by the cleaned fields `q`, `kind`, `show` and `sort`, and a page.

    At most ten queries beside those of `person_in_plans`, however many plans there are.
    """
    plans, day = person.plans, person.day
    counts = plan_counts(list(plans), day)
    totals = plan_totals(person)
    keep_menu_counts(person, next(iter(plans.values()), None), totals or {})
    columns = [(column.head, column.cells(plans, day)) for column in PORTFOLIO_COLUMNS]
    matching = [plan for plan in plans.values() if _matches(plan, asked)]
    rows = [
        _row(plan, counts[plan.pk], day, totals, [cells for _, cells in columns])
        for plan in matching
    ]
    show, sort = asked.get("show") or "", asked.get("sort") or "behind"
    shown = sorted((row for row in rows if _FILTERS[show][1](row)), key=_SORTS[sort])
    page = Paginator(shown, PLANS_A_PAGE).get_page(asked.get("page"))
    return Portfolio(
        rows=tuple(page),
        heads=tuple(head for head, _ in columns),
        filters=tuple(
            PortfolioFilter(key or None, words, sum(map(holds, rows)), key == show)
            for key, (words, holds) in _FILTERS.items()
        ),
        sort=sort,
        day=day,
        all=len(plans),
        shown=len(shown),
        behind=sum(row.behind.percent > SHARE_BEHIND for row in shown),
        counted=totals is not None,
        number=page.number,
        pages=page.paginator.num_pages,
    )


def _matches(plan: Plan, asked: Mapping[str, Any]) -> bool:
    words = (asked.get("q") or "").lower()
    if asked.get("kind") and plan.kind != asked["kind"]:
        return False
    return words in plan.local_area.name.lower() or words in plan.title.lower()


def _row(
    plan: Plan,
    counts: PlanCounts,
    day: date,
    totals: Mapping[int, WaitingCount] | None,
    further: list[Mapping[int, PortfolioCell]],
) -> PortfolioRow:
    due = date.fromisoformat(counts.due) if counts.due else None
    return PortfolioRow(
        plan=plan,
        kind=plan.get_kind_display(),
        behind=Share(counts.behind, counts.total),
        late=Share(counts.late, counts.total),
        silent=Share(counts.silent, counts.asked),
        round=f"{counts.round}, due {due:%-d %B}" if due else "",
        round_late=due is not None and due < day,
        waiting=None if totals is None else totals.get(plan.pk, WaitingCount()),
        waiting_href=f"{reverse('home')}?plan={plan.slug}",
        further=tuple(cells.get(plan.pk, PortfolioCell("")) for cells in further),
    )


def _waits(row: PortfolioRow) -> int:
    return row.waiting.all if row.waiting else 0
