"""The page that describes the data feed: how to connect, and every column of every table."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from actions.domain.feed import MOST_ROWS, ROWS_A_PAGE, FeedColumn, FeedFilter, FeedType
from actions.extension_points import FEED_TABLES, FeedTable
from actions.presenters.feed_schema import FILTERS, VERSION
from wsoa.accounts.models import AreaRole, LocalArea, User
from wsoa.core.clock import today

TYPE_WORDS = {
    FeedType.TEXT: "Text",
    FeedType.INTEGER: "Whole number",
    FeedType.NUMBER: "Number",
    FeedType.BOOLEAN: "true or false",
    FeedType.DAY: "Day, 2019-09-30",
    FeedType.MONTH: "Month, 2019-09",
}


@dataclass(frozen=True, slots=True)
class DescribedColumn:
    """A column with its type in words; `values` are all that it can be."""

    name: str
    type: str
    about: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DescribedTable:
    """A table of the data feed, as its page describes it."""

    name: str
    title: str
    about: str
    filters: str
    columns: tuple[DescribedColumn, ...]


@dataclass(frozen=True, slots=True)
class DescribedFilter:
    """A filter of the data feed, as its page describes it."""

    name: str
    about: str


@dataclass(frozen=True, slots=True)
class FeedPage:
    """The page; `areas` are those in which the reader can make a token."""

    address: str
    version: str
    tables: tuple[DescribedTable, ...]
    filters: tuple[DescribedFilter, ...]
    areas: tuple[LocalArea, ...]
    rows_a_page: str = f"{ROWS_A_PAGE:,}"
    most_rows: str = f"{MOST_ROWS:,}"


def feed_page(address: str, user: User | AnonymousUser) -> FeedPage:
    """The page for this reader, who need not be signed in; `address` is where the feed is."""
    return FeedPage(
        address=address,
        version=VERSION,
        tables=tuple(map(_described, FEED_TABLES)),
        filters=tuple(DescribedFilter(name.value, about) for name, about in FILTERS.items()),
        areas=_areas_of(user),
    )


def _described(table: FeedTable) -> DescribedTable:
    filters = ", ".join(name.value for name in FeedFilter if name in table.filters)
    columns = tuple(map(_described_column, table.columns))
    return DescribedTable(table.name, table.title, table.about, filters, columns)


def _described_column(column: FeedColumn) -> DescribedColumn:
    kind = TYPE_WORDS[column.type] + (", or empty" if column.nullable else "")
    return DescribedColumn(column.name, kind, column.about, column.values)


def _areas_of(user: User | AnonymousUser) -> tuple[LocalArea, ...]:
    if not isinstance(user, User):
        return ()
    roles = AreaRole.objects.given_to(user, today()).select_related("local_area")
    return tuple(role.local_area for role in roles)
