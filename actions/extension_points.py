"""What the apps above add to the plan. Each registers with these when it starts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString

from wsoa.core.extension_points import ExtensionPoint
from wsoa.core.search_words import TextSource

if TYPE_CHECKING:
    from actions.domain.digest import DigestSection
    from actions.domain.feed import FeedColumn, FeedFilter, FeedRow
    from actions.domain.readiness import ReadinessFinding
    from actions.domain.waiting import WaitingItem
    from actions.models import Action, Plan, ReportingPeriod
    from actions.selectors.person_in_plans import PersonInPlans
    from wsoa.accounts.models import LocalArea, User

# For a person, or the key of one, and a day: the plans that they see for what the other app gives
# them to do there, such as figures to enter. By the plans' keys and without a join.
PlanSight = Callable[["User | int", date], Q]
PLAN_SIGHTS: ExtensionPoint[PlanSight] = ExtensionPoint(
    "a ground on which somebody sees a plan", read_by="actions.querysets.plan"
)


@dataclass(frozen=True, slots=True)
class DigestAddition:
    """A section of one person's digest that belongs to no round. Its lines say themselves where
    they lead (`DigestLine.path`), and the period of their topics is 0.
    """

    user: User
    plan: Plan
    section: DigestSection


# Asked once a day for everybody.
DigestSource = Callable[[date], Iterable[DigestAddition]]
DIGEST_SOURCES: ExtensionPoint[DigestSource] = ExtensionPoint(
    "sections of the daily email", read_by="actions.services.digest_sources"
)

# --- what pages of the plan show besides ------------------------------------------------------
# Each gives HTML of its own app's templates, and an empty string where there is nothing to show.

ACTION_CARDS: ExtensionPoint[Callable[[Action, date], SafeString]] = ExtensionPoint(
    "a card beside an action", read_by="actions.presenters.action_page"
)
OVERVIEW_BESIDE: ExtensionPoint[Callable[[Plan, date], SafeString]] = ExtensionPoint(
    "a short section beside the lists of the overview", read_by="actions.presenters.overview"
)
OVERVIEW_END: ExtensionPoint[Callable[[Plan, date], SafeString]] = ExtensionPoint(
    "a section at the end of the overview", read_by="actions.presenters.overview"
)
MY_UPDATES_NOTES: ExtensionPoint[Callable[[User, Plan, date], SafeString]] = ExtensionPoint(
    "what else waits for somebody, above their updates", read_by="actions.presenters.update_list"
)
SIGNED_OUT_SECTIONS: ExtensionPoint[Callable[[], SafeString]] = ExtensionPoint(
    "a section of the first page for who is signed out", read_by="actions.presenters.home"
)


# The bodies that oversee a plan and can decide on its end dates: the key of each, and its name.
DECIDING_BODIES: ExtensionPoint[Callable[[Plan], Iterable[tuple[int, str]]]] = ExtensionPoint(
    "bodies that decide on end dates", read_by="actions.selectors.deciders"
)

# The references of areas, outcomes and actions that a plan's publications have printed; None where
# the plan has published nothing.
PublishedRefs = Callable[["Plan"], frozenset[str] | None]
PUBLISHED_REFS: ExtensionPoint[PublishedRefs] = ExtensionPoint(
    "references that were published", read_by="actions.selectors.plan_editing"
)

# What a plan lacks on a day, of what the other app knows.
ReadinessCheck = Callable[["Plan", date], Iterable["ReadinessFinding"]]
READINESS: ExtensionPoint[ReadinessCheck] = ExtensionPoint(
    "what a plan lacks", read_by="actions.selectors.readiness"
)


class RoundSection(NamedTuple):
    """A section of the page of a round, and the link to it at the page's top."""

    anchor: str
    link: str
    html: SafeString


ROUND_SECTIONS: ExtensionPoint[Callable[[Plan, date], RoundSection]] = ExtensionPoint(
    "a section of the page of a round", read_by="actions.presenters.reporting_round"
)


# What waits for a person, over all the plans that are asked about: the first page, the count in the
# menu, the portfolio, the calendar and the daily email read this and nothing else. A source takes
# the same number of queries however many plans there are. It gives only what this person can end.
WaitingSource = Callable[["PersonInPlans"], Iterable["WaitingItem"]]
WAITING: ExtensionPoint[WaitingSource] = ExtensionPoint(
    "what waits for somebody", read_by="actions.selectors.waiting"
)


class PortfolioCell(NamedTuple):
    """What a column of the portfolio says of one plan; `is_late` where it is past its day."""

    text: str
    is_late: bool = False


class PortfolioColumn(NamedTuple):
    """A column of the portfolio. `cells` takes all plans by their keys, and a day, and gives the
    cell of each; the number of its queries does not depend on the number of plans.
    """

    head: str
    cells: Callable[[Mapping[int, Plan], date], Mapping[int, PortfolioCell]]


PORTFOLIO_COLUMNS: ExtensionPoint[PortfolioColumn] = ExtensionPoint(
    "a column of the portfolio", read_by="actions.presenters.portfolio"
)


class PlanPage(NamedTuple):
    """A page of the plan that others lead to, by the name of its address."""

    description: str
    name: str
    explanation: str = ""


# Their addresses take the area's slug.
AREA_PAGES: ExtensionPoint[PlanPage] = ExtensionPoint(
    "a page for the administrators of a local area", read_by="actions.presenters.people"
)
HOME_PAGES: ExtensionPoint[PlanPage] = ExtensionPoint(
    "a page that the first page leads to", read_by="actions.presenters.home"
)
RELATED_PAGES: ExtensionPoint[PlanPage] = ExtensionPoint(
    "a page that the plan as a document leads to", read_by="actions.presenters.plan_document"
)

# --- search ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SearchScope:
    """What a search of a plan is limited to: an area and a lead by their codes, and a quarter.

    `day` is today: what has not begun yet is not found.
    """

    plan: Plan
    day: date
    area: str = ""
    lead: str = ""
    quarter: ReportingPeriod | None = None


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One thing found: a link to where its text stands. `texts` are those that were searched."""

    title: str
    href: str
    about: str
    texts: tuple[str, ...]
    marked: str = ""  # the texts joined, with marks around the words found


class SearchKind(NamedTuple):
    """A kind of text that people search.

    `rows` gives what everybody who sees the plan can read of it, as a queryset whose rows have
    `dated`, or None where the scope leaves the kind out as a whole. `hits` takes such rows, with
    `marked`, and gives them by their keys with one query.
    """

    name: str
    source: TextSource
    rows: Callable[[SearchScope], QuerySet[Any] | None]
    hits: Callable[[Plan, QuerySet[Any]], Mapping[int, SearchHit]]


SEARCH_KINDS: ExtensionPoint[tuple[str, SearchKind]] = ExtensionPoint(
    "a kind of text that people search", read_by="actions.presenters.search"
)

# --- the data feed --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FeedScope:
    """What a request of the feed reads: plans of one local area, as at a day.

    `period` is a month's key, such as 2019-10; `since` and `changed_since` are days. Each is None
    where the request does not limit the rows by it.
    """

    local_area: LocalArea
    plans: tuple[Plan, ...]
    day: date
    period: str | None = None
    since: date | None = None
    changed_since: date | None = None


@dataclass(frozen=True, slots=True)
class FeedTable:
    """A table of the feed. Its first column is the id of a row, which never changes its meaning.

    `rows` gives a value for each column, in any order of rows. The number of its queries does not
    depend on the number of rows. It gives nothing that is not for everybody who sees the plan.
    """

    name: str
    title: str
    about: str
    columns: tuple[FeedColumn, ...]
    rows: Callable[[FeedScope], Iterable[FeedRow]]
    filters: frozenset[FeedFilter] = frozenset()


FEED_TABLES: ExtensionPoint[FeedTable] = ExtensionPoint(
    "a table of the data feed", read_by="actions.selectors.feed"
)
