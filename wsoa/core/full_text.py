"""Full-text search in the database: a GIN index on PostgreSQL, a table of FTS5 on SQLite.

Both read texts alike (`wsoa.core.search_words`): English stems, no accents, signs divide words. On
PostgreSQL the expression of the index is `search_vector(texts)`. On SQLite all texts stand in the
one table `search_text`, which triggers keep; a table that a migration makes anew has lost its
triggers, and has them again after every `migrate`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.search import (
    SearchHeadline,
    SearchQuery,
    SearchRank,
    SearchVectorField,
)
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, FloatField, Func, QuerySet, TextField
from django.db.models.expressions import RawSQL

from wsoa.core.search_words import ALIKE, BEGIN, END, SearchWords, TextSource

Rows = QuerySet[Any, Any]

TABLE = "search_text"
_SOURCES = 16  # at most: the number of a source is in the last four bits of a row's number


# --- asking --------------------------------------------------------------------------------------


class _JoinedTexts(Func):
    arg_joiner = " || E'\\n' || "
    output_field = TextField()

    def __init__(self, source: TextSource, function: str, **extra: Any) -> None:
        super().__init__(*(F(column) for column in source.columns), function=function, **extra)


def matching(rows: Rows, source: TextSource, words: SearchWords) -> Rows:
    """The rows that have every word, with their `relevance`; the highest is the best."""
    if connections[rows.db].vendor == "postgresql":
        query = _query(words)
        vector = _JoinedTexts(source, "search_vector", output_field=SearchVectorField())
        found = rows.alias(searched=vector).filter(searched=query)
        relevance: Any = SearchRank(F("searched"), query)
    else:
        keys = f"SELECT rowid >> 4 FROM {TABLE} WHERE {TABLE} MATCH %s AND rowid & 15 = %s"  # noqa: S608
        score = f"SELECT ROUND(-bm25({TABLE}), 1) FROM {TABLE} WHERE {_its_row(source)}"  # noqa: S608
        found = rows.filter(pk__in=RawSQL(keys, [words.in_sqlite, source.number]))  # noqa: S611
        relevance = RawSQL(score, [words.in_sqlite], output_field=FloatField())  # noqa: S611
    ranked: Rows = found.annotate(relevance=relevance)
    return ranked


def with_marks(rows: Rows, source: TextSource, words: SearchWords) -> Rows:
    """Adds `marked`: the texts of each row, with a mark before and after each word found."""
    if connections[rows.db].vendor == "postgresql":
        marked: Any = SearchHeadline(
            _JoinedTexts(source, "search_read"),
            _query(words),
            config="english",
            start_sel=BEGIN,
            stop_sel=END,
            highlight_all=True,
        )
    else:
        sql = f"SELECT highlight({TABLE}, 0, %s, %s) FROM {TABLE} WHERE {_its_row(source)}"  # noqa: S608
        marked = RawSQL(sql, [BEGIN, END, words.in_sqlite], output_field=TextField())  # noqa: S611
    found: Rows = rows.annotate(marked=marked)
    return found


def _query(words: SearchWords) -> SearchQuery:
    return SearchQuery(words.in_postgresql, config="english", search_type="raw")


def _its_row(source: TextSource) -> str:
    return f'{TABLE} MATCH %s AND rowid = "{source.table}"."id" * {_SOURCES} + {source.number}'


# --- the index -----------------------------------------------------------------------------------


def make_index(connection: BaseDatabaseWrapper, sources: Iterable[TextSource]) -> None:
    """Makes the index of these tables, with what is in them. Idempotent.

    On SQLite a table is left out that does not have the columns, or not yet.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for sql in _functions():
                cursor.execute(sql)
            for source in sources:
                cursor.execute(_gin_index(source))
        elif connection.vendor == "sqlite":
            cursor.execute(
                f"CREATE VIRTUAL TABLE IF NOT EXISTS {TABLE} "
                "USING fts5(texts, tokenize='porter unicode61 remove_diacritics 2')"
            )
            for source in sources:
                cursor.execute("SELECT name FROM pragma_table_info(%s)", [source.table])
                if {"id", *source.columns} <= {name for (name,) in cursor.fetchall()}:
                    _make_triggers(cursor, source)


def _functions() -> tuple[str, str]:
    """What PostgreSQL reads a text as, and its vector. Immutable, so that an index can use them."""
    start, to = (
        "".join(signs).replace("\\", "\\\\").replace("'", "\\'")
        for signs in (ALIKE.keys(), ALIKE.values())
    )
    head = "CREATE OR REPLACE FUNCTION {} LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS "
    read = head.format("search_read(text) RETURNS text")
    vector = head.format("search_vector(text) RETURNS tsvector")
    translated = f"pg_catalog.translate($1, E'{start}', E'{to}')"
    return (
        f"{read} $body$ SELECT {translated} $body$",
        f"{vector} $body$ SELECT pg_catalog.to_tsvector('pg_catalog.english', {translated}) $body$",
    )


def _gin_index(source: TextSource) -> str:
    texts = " || E'\\n' || ".join(f'"{column}"' for column in source.columns)
    return (
        f'CREATE INDEX IF NOT EXISTS "{source.table}_searched" ON "{source.table}" '
        f"USING gin (search_vector({texts}))"
    )


def _make_triggers(cursor: Any, source: TextSource) -> None:
    """The triggers of one table; where one was missing or another, its texts are read in again."""
    wanted = _triggers(source)
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    there = dict(cursor.fetchall())
    if all(there.get(name) == sql for name, sql in wanted.items()):
        return
    for name, sql in wanted.items():
        cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')
        cursor.execute(sql)
    cursor.execute(f"DELETE FROM {TABLE} WHERE rowid & 15 = {source.number}")  # noqa: S608
    number, texts = _number("", source), _texts("", source)
    cursor.execute(
        f'INSERT INTO {TABLE}(rowid, texts) SELECT {number}, {texts} FROM "{source.table}"'  # noqa: S608
    )


def _triggers(source: TextSource) -> dict[str, str]:
    number, texts = _number("NEW.", source), _texts("NEW.", source)
    removed = f"DELETE FROM {TABLE} WHERE rowid = {_number('OLD.', source)}"  # noqa: S608
    added = f"INSERT INTO {TABLE}(rowid, texts) VALUES ({number}, {texts})"  # noqa: S608
    columns = ", ".join(f'"{column}"' for column in source.columns)
    done = {
        "INSERT": added,
        f"UPDATE OF {columns}": f"{removed}; {added}",
        "DELETE": removed,
    }
    return {
        (name := f"{source.table}_searched_{operation.split()[0].lower()}"): (
            f'CREATE TRIGGER "{name}" AFTER {operation} ON "{source.table}" BEGIN {sql}; END'
        )
        for operation, sql in done.items()
    }


def _number(row: str, source: TextSource) -> str:
    return f'{row}"id" * {_SOURCES} + {source.number}'


def _texts(row: str, source: TextSource) -> str:
    return " || char(10) || ".join(f'{row}"{column}"' for column in source.columns)
