"""The data feed: columns of a table, ids of rows and their order, months as columns. Pure."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from wsoa.core.months import Month

FeedValue = str | int | float | bool | date | None
FeedRow = tuple[FeedValue, ...]

# By it, logs and scanners for secrets recognise a token.
TOKEN_PREFIX: Final = "wsoa_feed_"  # noqa: S105 (no secret by itself)
_BYTES: Final = 32  # of randomness in a token
LONGEST_ID: Final = 100  # characters
ROWS_A_PAGE: Final = 5_000  # of JSON, where the request does not say
MOST_ROWS: Final = 20_000


class FeedType(StrEnum):
    """The type of a column. A month is written as 2019-09, a day as 2019-09-30."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DAY = "day"
    MONTH = "month"


class FeedFilter(StrEnum):
    """What the rows of a table can be limited to."""

    PLAN = "plan"
    PERIOD = "period"
    SINCE = "since"
    CHANGED_SINCE = "changed_since"


@dataclass(frozen=True, slots=True)
class FeedColumn:
    """A column: its name for programs, type and meaning.

    `values` are all that a text can be, with their words; `nullable` where a row can lack it.
    """

    name: str
    type: FeedType
    about: str
    nullable: bool = False
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FeedQuery:
    """What a request limits the rows of a table to. `limit` is 0 for all of them; `after` is the
    id of the row before the page.
    """

    plan: str = ""
    period: str | None = None
    since: date | None = None
    changed_since: date | None = None
    limit: int = 0
    after: str = ""


def month_columns(prefix: str, about: str, *, nullable: bool = False) -> tuple[FeedColumn, ...]:
    """The three columns of a month: itself, its first and its last day."""
    return (
        FeedColumn(f"{prefix}_month", FeedType.MONTH, about, nullable),
        FeedColumn(f"{prefix}_first_day", FeedType.DAY, "First day of that month", nullable),
        FeedColumn(f"{prefix}_last_day", FeedType.DAY, "Last day of that month", nullable),
    )


def month_values(month: Month | None) -> tuple[str | None, date | None, date | None]:
    """The values of `month_columns`.

    >>> month_values(Month(2019, 9))
    ('2019-09', datetime.date(2019, 9, 1), datetime.date(2019, 9, 30))
    """
    if month is None:
        return None, None, None
    return str(month), month.first_day, month.last_day


def id_of(letter: str, *parts: object) -> str:
    """The id of a row that has no key of its own: the letter of its table, and what it is made of.

    The letter keeps it a text wherever it is read: programs that guess types take "1.10" for the
    number 1.1, "1-10" for a day and "1:10" for a time.

    >>> id_of("f", 12, "own", "2019-09")
    'f_12_own_2019-09'
    """
    return "_".join([letter, *(str(part) for part in parts)])


def order_of(key: FeedValue) -> tuple[tuple[int, str], ...]:
    """Where a row with this id stands: numbers by their value, before texts.

    The order is the same for every state of a table, so that a page can go on after a row that is
    gone by then.
    """
    return tuple(
        (int(part), "") if part.isascii() and part.isdecimal() else (10**LONGEST_ID, part)
        for part in str(key)[:LONGEST_ID].split("_")
    )


def in_feed_order(rows: Iterable[FeedRow]) -> list[FeedRow]:
    """The rows in the order of their ids, which stand in the first column."""
    return sorted(rows, key=lambda row: order_of(row[0]))


def new_token() -> str:
    """A token that nobody can guess."""
    return TOKEN_PREFIX + secrets.token_urlsafe(_BYTES)
