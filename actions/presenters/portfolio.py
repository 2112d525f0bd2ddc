"""The portfolio: one row for each plan of a person, with counts, what is late and what waits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
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
from wsoa.core.percentages import percentage
from wsoa.core.spreadsheets.model import Cell, Column, Sheet

PLANS_A_PAGE = 50
SHARE_BEHIND = 30  # per cent: the plans that the sentence at the top and its filter name


@dataclass(frozen=True, slots=True)
class Share:
    """A count with its denominator. A share can be compared between plans; a count cannot."""

    count: int
    of: int

    @property
    def percent(self) -> int:
        return percentage(self.count, self.of)

    @property
    def part(self) -> float:
        return self.count / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True)
class PlanTurn:
    """Who has to do what in a plan before it can go on: "Leads: 5 to send"."""

    text: str
    is_late: bool


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
    turns: tuple[PlanTurn, ...]
    clock: str
    clock_day: date | None
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
    label: str
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
    "clock": lambda row: row.clock_day or date.max,
    "area": lambda row: (row.plan.local_area.name.lower(), row.plan.title.lower()),
}
SORT_WORDS = {
    "behind": "Share behind",
    "late": "Share late",
    "silent": "Share not answered",
    "waiting": "What waits for you",
    "clock": "What is due next",
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
    totals = plan_totals(person)
    keep_menu_counts(person, next(iter(person.plans.values()), None), totals or {})
    rows = _rows(person, asked, totals)
    show, sort = asked.get("show") or "", asked.get("sort") or "behind"
    shown = _shown(rows, asked)
    page = Paginator(shown, PLANS_A_PAGE).get_page(asked.get("page"))
    return Portfolio(
        rows=tuple(page),
        heads=_heads(),
        filters=tuple(
            PortfolioFilter(key or None, words, sum(map(holds, rows)), key == show)
            for key, (words, holds) in _FILTERS.items()
        ),
        sort=sort,
        day=person.day,
        all=len(person.plans),
        shown=len(shown),
        behind=sum(row.behind.percent > SHARE_BEHIND for row in shown),
        counted=totals is not None,
        number=page.number,
        pages=page.paginator.num_pages,
    )


def _heads() -> tuple[str, ...]:
    return tuple(column.head for column in PORTFOLIO_COLUMNS)


def _rows(
    person: PersonInPlans,
    asked: Mapping[str, Any],
    totals: Mapping[int, WaitingCount] | None,
) -> list[PortfolioRow]:
    """The plans that the search and the kind let through, in no order."""
    plans, day = person.plans, person.day
    counts = plan_counts(list(plans), day)
    further = [column.cells(plans, day) for column in PORTFOLIO_COLUMNS]
    matching = (plan for plan in plans.values() if _matches(plan, asked))
    return [_row(plan, counts[plan.pk], day, totals, further) for plan in matching]


def _shown(rows: Iterable[PortfolioRow], asked: Mapping[str, Any]) -> list[PortfolioRow]:
    """Those that the ready-made filter lets through, in the order asked for."""
    show, sort = asked.get("show") or "", asked.get("sort") or "behind"
    return sorted((row for row in rows if _FILTERS[show][1](row)), key=_SORTS[sort])


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
        turns=tuple(_turns(counts, day)),
        clock=counts.clock,
        clock_day=date.fromisoformat(counts.clock_day) if counts.clock_day else None,
        waiting=None if totals is None else totals.get(plan.pk, WaitingCount()),
        waiting_href=f"{reverse('home')}?plan={plan.slug}",
        further=tuple(cells.get(plan.pk, PortfolioCell("")) for cells in further),
    )


def _turns(counts: PlanCounts, day: date) -> Iterator[PlanTurn]:
    today = day.isoformat()
    if counts.silent:
        yield PlanTurn(f"Leads: {counts.silent} to send", counts.due < today)
    if counts.to_accept:
        yield PlanTurn(f"Officers: {counts.to_accept} to accept", counts.accept_due < today)


def _waits(row: PortfolioRow) -> int:
    return row.waiting.all if row.waiting else 0


# --- the file -------------------------------------------------------------------------------------

_COLUMNS = (
    Column("area", "Area", 24),
    Column("plan", "Plan", 40),
    Column("kind", "Kind of plan", 28),
    Column("actions", "Actions", 10, "number"),
    Column("behind", "Behind", 10, "number"),
    Column("late", "Late", 10, "number"),
    Column("asked", "Asked about in the open round", 16, "number"),
    Column("silent", "Not answered", 14, "number"),
    Column("turn", "Whose turn", 36),
    Column("overdue", "Past its day", 24),
    Column("clock_day", "Next date", 14),
    Column("clock", "What is due then", 28),
    Column("waiting", "Waits for you", 14, "number"),
    Column("waiting_late", "Waits for you, late", 14, "number"),
)


def portfolio_sheet(person: PersonInPlans, asked: Mapping[str, Any]) -> Sheet:
    """What the filters let through, on every page, as a table for a file."""
    rows = _shown(_rows(person, asked, plan_totals(person)), asked)
    heads = _heads()
    return Sheet(
        "Portfolio",
        f"Portfolio on {person.day:%-d %B %Y}",
        (*_COLUMNS, *(Column(head.lower(), head, 28) for head in heads)),
        tuple(_cells(row) for row in rows),
        headings_at=1,
    )


def _cells(row: PortfolioRow) -> tuple[Cell, ...]:
    return (
        row.plan.local_area.name,
        row.plan.title,
        row.kind,
        row.behind.of,
        row.behind.count,
        row.late.count,
        row.silent.of,
        row.silent.count,
        "; ".join(turn.text for turn in row.turns),
        "; ".join(turn.text for turn in row.turns if turn.is_late),
        row.clock_day.isoformat() if row.clock_day else "",
        row.clock,
        row.waiting.all if row.waiting else None,
        row.waiting.late if row.waiting else None,
        *(cell.text for cell in row.further),
    )
