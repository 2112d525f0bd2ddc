"""Reading the data feed as a program does: with a token, and by the types that it describes."""

from __future__ import annotations

import csv
import io
from base64 import b64encode
from codecs import BOM_UTF8
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.test import Client

from actions.domain.feed import FeedColumn, FeedType
from actions.extension_points import FEED_TABLES, FeedTable
from actions.services.feed_tokens import make_feed_token
from tests.support.client_ip import newcomer
from wsoa.accounts.models import AreaRole, LocalArea
from wsoa.core.months import Month
from wsoa.core.spreadsheets.guard import unguarded

TABLES: dict[str, FeedTable] = {table.name: table for table in FEED_TABLES}


def token_of(local_area: LocalArea, name: str = "A report", **given: Any) -> str:
    """A token that an administrator of the area has made."""
    by = AreaRole.objects.of(local_area).latest("pk").user
    return make_feed_token(by=by, local_area=local_area, name=name, **given)


def basic(token: str, user: str = "excel") -> str:
    return "Basic " + b64encode(f"{user}:{token}".encode()).decode()


@dataclass(frozen=True)
class FeedReader:
    """A program with a token of a local area."""

    token: str
    client: Client

    @classmethod
    def of(cls, local_area: LocalArea) -> FeedReader:
        return cls(token_of(local_area), newcomer())

    def get(self, path: str, **headers: str) -> HttpResponse:
        known = {"authorization": f"Bearer {self.token}"} | headers
        return self.client.get(f"/feed/{path}", headers=known)

    def json(self, table: str, query: str = "") -> list[dict[str, Any]]:
        """Every row of a table, page by page."""
        rows: list[dict[str, Any]] = []
        address: str | None = f"/feed/{table}.json{query}"
        while address:
            headers = {"authorization": f"Bearer {self.token}"}
            page = self.client.get(address, headers=headers).json()
            rows += page["rows"]
            address = page["next"] and page["next"].removeprefix("http://testserver")
        return rows

    def csv(self, table: str, query: str = "") -> list[dict[str, Any]]:
        """Every row of a table, each cell as the type of its column; an empty cell is None."""
        body = self.get(f"{table}.csv{query}").content
        assert body.startswith(BOM_UTF8)
        read = csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""))
        columns = {column.name: column for column in TABLES[table].columns}
        assert read.fieldnames == list(columns)
        return [{name: typed(columns[name], cell) for name, cell in row.items()} for row in read]


def typed(column: FeedColumn, cell: str) -> Any:
    """The value of a cell, by the type of its column; ValueError where it is of none."""
    if cell == "" and (column.nullable or column.type is FeedType.TEXT):
        return None if column.nullable else ""
    match column.type:
        case FeedType.INTEGER:
            return int(cell)
        case FeedType.NUMBER:
            return float(cell)
        case FeedType.BOOLEAN:
            return {"true": True, "false": False}[cell]
        case FeedType.DAY:
            return date.fromisoformat(cell).isoformat()
        case FeedType.MONTH:
            return str(Month.parse(cell))
    return unguarded(cell)
