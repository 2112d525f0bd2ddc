"""What waits for a person, as the first page lists it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.text import slugify

from actions.domain.waiting import WaitingCount, WaitingItem, count, lateness
from actions.models import Plan
from actions.selectors.person_in_plans import PersonInPlans

ITEMS_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One thing of the list, ready to print. `about` is what the button's hidden words say."""

    kind: str
    plan: str  # its title, where the list is of several plans
    ref: str
    title: str
    detail: str
    since: str
    by_when: str
    late: str
    verb: str
    about: str
    href: str


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter of the list: one group of kinds, and how many things it has."""

    label: str
    count: int
    key: str | None  # in the query string; None takes the filter away
    chosen: bool


@dataclass(frozen=True, slots=True)
class WaitingList:
    """One page of the list."""

    count: WaitingCount
    day: date
    chips: tuple[Chip, ...]
    rows: tuple[WaitingRow, ...]
    shown: int  # by the filter, on all pages
    plan: Plan | None  # the one that the list is limited to
    title: str  # of that one
    number: int = 1
    pages: int = 1

    @property
    def late_words(self) -> str:
        """ "4 are late."; empty for none."""
        late = self.count.late
        return f"{late} {'is' if late == 1 else 'are'} late." if late else ""

    @property
    def before(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        return self.number + 1 if self.number < self.pages else None


def waiting_list(
    items: Iterable[WaitingItem], person: PersonInPlans, asked: QueryDict
) -> WaitingList:
    """A page of the list, worst first, by the filters of a query string: `kind`, `plan`, `page`.

    A filter that there is not, or a page, gives the nearest that there is.
    """
    plans, day = person.plans, person.day
    chosen = next((plan for plan in plans.values() if plan.slug == asked.get("plan")), None)
    known = [item for item in items if chosen is None or item.plan == chosen.pk]
    groups = Counter(item.kind.group for item in known)
    group = next((group for group in groups if slugify(group) == asked.get("kind")), "")
    shown = [item for item in known if not group or item.kind.group == group]
    page = Paginator(shown, ITEMS_A_PAGE).get_page(asked.get("page"))
    titles = (
        {pk: person.title_of(plan) for pk, plan in plans.items()}
        if len(plans) > 1 and chosen is None
        else {}
    )
    return WaitingList(
        count=count(known, day),
        day=day,
        chips=_chips(groups, group) if len(groups) > 1 else (),
        rows=tuple(_row(item, titles.get(item.plan, ""), day) for item in page),
        shown=len(shown),
        plan=chosen,
        title=person.title_of(chosen) if chosen else "",
        number=page.number,
        pages=page.paginator.num_pages,
    )


def _chips(groups: Mapping[str, int], chosen: str) -> tuple[Chip, ...]:
    everything = Chip("All", sum(groups.values()), None, not chosen)
    return (
        everything,
        *(Chip(group, many, slugify(group), group == chosen) for group, many in groups.items()),
    )


def _row(item: WaitingItem, plan: str, day: date) -> WaitingRow:
    return WaitingRow(
        kind=item.kind.heading,
        plan=plan,
        ref=item.ref,
        title=item.title,
        detail=str(item.detail),
        since=_day(item.since, day),
        by_when="Today" if item.due == day else _day(item.due, day),
        late=lateness(item.days_late(day)),
        verb=item.kind.verb,
        about=f"{item.ref} {item.title}".strip(),
        href=item.address,
    )


def _day(day: date | None, today: date) -> str:
    """ "15 Oct", with the year where it is another; "No date set" where there is none."""
    if day is None:
        return "No date set"
    return f"{day:%-d %b}" if day.year == today.year else f"{day:%-d %b %Y}"
