"""The data feed as files: the rows of a table as CSV or as a page of JSON, and their ETag."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from urllib.parse import urlencode

from actions.domain.feed import FeedQuery, FeedRow, FeedValue, order_of
from actions.extension_points import FeedTable
from wsoa.core.spreadsheets.csv import write_csv
from wsoa.core.spreadsheets.model import Cell


class FeedFormat(StrEnum):
    """The formats of a table."""

    CSV = "csv"
    JSON = "json"

    @property
    def media_type(self) -> str:
        return "text/csv; charset=utf-8" if self is FeedFormat.CSV else "application/json"


class FeedFormatConverter:
    """The end of an address of a table; another end leads nowhere."""

    regex = "|".join(FeedFormat)

    def to_python(self, value: str) -> FeedFormat:
        return FeedFormat(value)

    def to_url(self, value: str) -> str:
        return value


def feed_csv(table: FeedTable, rows: Iterable[FeedRow]) -> bytes:
    """The whole table: the names of its columns, then the rows.

    With the mark by which Excel recognises UTF-8. Texts that a spreadsheet would calculate are
    guarded, numbers are not.
    """
    heading = [column.name for column in table.columns]
    cells = [[_cell(value) for value in row] for row in rows]
    return write_csv([heading, *cells], encoding="utf-8-sig")


def _cell(value: FeedValue) -> Cell:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else value


def feed_json(table: FeedTable, rows: Sequence[FeedRow], query: FeedQuery, address: str) -> bytes:
    """One page of the table, and the address of the next one; `address` is that of the table."""
    first = order_of(query.after)
    rest = [row for row in rows if order_of(row[0]) > first] if query.after else rows
    page = rest[: query.limit]
    has_next = len(rest) > len(page)
    names = [column.name for column in table.columns]
    content = {
        "table": table.name,
        "count": len(rows),
        "next": _next_page(address, query, page[-1][0]) if has_next else None,
        "rows": [dict(zip(names, row, strict=True)) for row in page],
    }
    return json.dumps(content, ensure_ascii=False, default=_iso, separators=(",", ":")).encode()


def _iso(value: object) -> str:
    """Days, which JSON has no type for."""
    if not isinstance(value, date):
        raise TypeError(f"{value!r} is no value of the feed")
    return value.isoformat()


def _next_page(address: str, query: FeedQuery, last: FeedValue) -> str:
    """The address of the rows after this one, with the same filters."""
    filters = {
        "plan": query.plan,
        "period": query.period,
        "since": query.since,
        "changed_since": query.changed_since,
    }
    asked = {name: str(value) for name, value in filters.items() if value}
    return f"{address}?{urlencode({**asked, 'limit': query.limit, 'after': last})}"


def etag_of(body: bytes) -> str:
    """The weak ETag of a body: it is the same however the body is compressed on its way."""
    return f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
