"""The data feed as an OpenAPI 3.1 document, made from its tables."""

from __future__ import annotations

from typing import Any, Final

from actions.domain.feed import (
    MOST_ROWS,
    ROWS_A_PAGE,
    TOKEN_PREFIX,
    FeedColumn,
    FeedFilter,
    FeedType,
)
from actions.extension_points import FEED_TABLES, FeedTable

VERSION: Final = "1"  # goes up where a column goes or changes its meaning; new ones may come
Json = dict[str, Any]

FILTERS: Final = {
    FeedFilter.PLAN: "Only this plan, by its name in the table plans",
    FeedFilter.PERIOD: (
        "Only this month, such as 2019-10: statuses of the quarter that is named after it, figures "
        "of periods that have a day in it"
    ),
    FeedFilter.SINCE: "Only periods that end on this day or later",
    FeedFilter.CHANGED_SINCE: (
        "Only rows that changed on this day or later. A row that is gone is not in the answer: "
        "read the whole table from time to time"
    ),
}
_TYPES: Final[dict[FeedType, Json]] = {
    FeedType.TEXT: {"type": "string"},
    FeedType.INTEGER: {"type": "integer"},
    FeedType.NUMBER: {"type": "number"},
    FeedType.BOOLEAN: {"type": "boolean"},
    FeedType.DAY: {"type": "string", "format": "date"},
    FeedType.MONTH: {"type": "string", "pattern": r"^\d{4}-\d{2}$"},
}
_FILTER_TYPES: Final = {
    FeedFilter.PLAN: FeedType.TEXT,
    FeedFilter.PERIOD: FeedType.MONTH,
    FeedFilter.SINCE: FeedType.DAY,
    FeedFilter.CHANGED_SINCE: FeedType.DAY,
}
_HEADERS: Final = {
    "ETag": "Of what the answer holds: send it as If-None-Match",
    "WWW-Authenticate": "The ways to send a token",
    "Retry-After": "Seconds to wait",
}


def feed_schema(address: str) -> Json:
    """The document; `address` is where the feed is."""
    tables = list(FEED_TABLES)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Data feed",
            "version": VERSION,
            "description": (
                "Actions, statuses, end dates and figures of the plans of a local area, one fact "
                "a row, to read only. Ids never change their meaning. Columns may be added; one "
                "that goes or changes its meaning makes another version."
            ),
        },
        "servers": [{"url": address.rstrip("/")}],
        "security": [{"bearer": []}, {"basic": []}],
        "paths": {path: item for table in tables for path, item in _paths(table)},
        "components": {
            "schemas": {table.name: _row(table) for table in tables} | {"error": _ERROR},
            "parameters": _parameters(),
            "responses": _refusals(),
            "securitySchemes": _SECURITY,
        },
    }


def _paths(table: FeedTable) -> list[tuple[str, Json]]:
    filters = [_ref("parameters", name) for name in FeedFilter if name in table.filters]
    paging = [_ref("parameters", name) for name in ("limit", "after")]
    names = ", ".join(column.name for column in table.columns)
    as_csv = {
        "text/csv": {
            "schema": {
                "type": "string",
                "description": f"The first line names the columns: {names}. An empty cell is null.",
            }
        }
    }
    as_json = {"application/json": {"schema": _page(table)}}
    return [
        (f"/{table.name}.json", _get(table, "json", "a page of JSON", filters + paging, as_json)),
        (f"/{table.name}.csv", _get(table, "csv", "the whole as CSV", filters, as_csv)),
    ]


def _get(table: FeedTable, form: str, words: str, parameters: list[Json], content: Json) -> Json:
    operation = {
        "operationId": f"{table.name}_{form}",
        "summary": f"{table.title}: {words}",
        "description": table.about,
        "tags": [table.name],
        "parameters": [*parameters, _ref("parameters", "If-None-Match")],
        "responses": {
            "200": {
                "description": "The rows, in the order of their ids",
                "headers": _header("ETag"),
                "content": content,
            },
            **{status: _ref("responses", status) for status in _refusals()},
        },
    }
    return {"get": operation}


def _page(table: FeedTable) -> Json:
    return {
        "type": "object",
        "required": ["table", "count", "next", "rows"],
        "additionalProperties": False,
        "properties": {
            "table": {"const": table.name},
            "count": {"type": "integer", "description": "How many rows all pages have"},
            "next": {
                "type": ["string", "null"],
                "format": "uri",
                "description": "The address of the next page; null on the last one",
            },
            "rows": {"type": "array", "items": _ref("schemas", table.name)},
        },
    }


def _row(table: FeedTable) -> Json:
    return {
        "type": "object",
        "title": table.title,
        "description": table.about,
        "required": [column.name for column in table.columns],
        "additionalProperties": False,
        "properties": {column.name: _property(column) for column in table.columns},
    }


def _property(column: FeedColumn) -> Json:
    kind = dict(_TYPES[column.type])
    about = column.about
    if column.values:
        words = "; ".join(f"{value}: {label}" for value, label in column.values)
        about = f"{about} ({words})"
        kind["enum"] = [value for value, _ in column.values] + [None] * column.nullable
    if column.nullable:
        kind["type"] = [kind["type"], "null"]
    return kind | {"description": about}


def _parameters() -> Json:
    query = {
        name.value: (FILTERS[name], dict(_TYPES[_FILTER_TYPES[name]])) for name in FeedFilter
    } | {
        "limit": (
            "How many rows a page has at most",
            {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": ROWS_A_PAGE},
        ),
        "after": ("The id of the row before the page, as in next", {"type": "string"}),
    }
    found = {
        name: {"name": name, "in": "query", "description": words, "schema": schema}
        for name, (words, schema) in query.items()
    }
    conditional = {
        "name": "If-None-Match",
        "in": "header",
        "description": "The ETag of the last answer: 304 where nothing has changed",
        "schema": {"type": "string"},
    }
    return found | {"If-None-Match": conditional}


def _refusals() -> Json:
    return {
        "304": {"description": "Nothing has changed", "headers": _header("ETag")},
        "400": _refusal("A parameter that the table does not have, or a value that cannot be"),
        "401": _refusal("No token, or none that works", "WWW-Authenticate"),
        "404": _refusal("No such table, or no such plan of the local area"),
        "429": _refusal("Too many requests in this minute", "Retry-After"),
    }


def _refusal(words: str, header: str = "") -> Json:
    content = {"application/json": {"schema": _ref("schemas", "error")}}
    headers = {"headers": _header(header)} if header else {}
    return {"description": words, **headers, "content": content}


def _header(name: str) -> Json:
    return {name: {"description": _HEADERS[name], "schema": {"type": "string"}}}


def _ref(kind: str, name: str) -> Json:
    return {"$ref": f"#/components/{kind}/{name}"}


_ERROR: Final[Json] = {
    "type": "object",
    "required": ["error"],
    "properties": {"error": {"type": "string", "description": "What happened, and what to do"}},
}
_SECURITY: Final[Json] = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": f"A token of a local area; it begins with {TOKEN_PREFIX}",
    },
    "basic": {
        "type": "http",
        "scheme": "basic",
        "description": "The token as the password, for programs such as Excel. Any user name.",
    },
}
