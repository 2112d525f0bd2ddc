"""The triggers that keep the audit log append-only in the database itself.

Whoever writes SQL past the application is refused like everybody else. Three changes are let
through, and no others: an unsealed event is sealed, a content is emptied, and a chain grows.

A table that is made anew (a later migration on SQLite) has lost its triggers. They are made again
after every `migrate`; a migration that needs them earlier calls `make_triggers`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

EVENT, CONTENT, CHAIN = "audit_auditevent", "audit_auditcontent", "audit_auditchain"
SEALS = ("sequence", "previous_hash", "hash", "sealed_at")
GROWS = ("claim", "leased_until", "length", "head_hash")
FILLS = ("actor_name", "summary", "detail", "salt", "emptied_at")
REFUSAL = "The audit log is only added to: {} refused"

_FUNCTION = """
    CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
    END $$
"""


@dataclass(frozen=True, slots=True)
class Trigger:
    """Refuses `operation` on `table` where `condition` (SQL over OLD and NEW; always, if empty)."""

    table: str
    operation: str
    condition: str = ""

    @property
    def name(self) -> str:
        return f"{self.table}_{self.operation.lower()}"

    def sql(self, vendor: str) -> str:
        message = REFUSAL.format(f"{self.operation} of {self.table}")
        condition = f"WHEN ({self.condition})" if self.condition else ""
        begin = f'CREATE TRIGGER "{self.name}" BEFORE {self.operation} ON "{self.table}"'
        if vendor == "sqlite":
            return f"{begin} {condition} BEGIN SELECT RAISE(ABORT, '{message}'); END"
        unit = "STATEMENT" if self.operation == "TRUNCATE" else "ROW"
        return f"{begin} FOR EACH {unit} {condition} EXECUTE FUNCTION audit_refuse('{message}')"


def make_triggers(connection: BaseDatabaseWrapper) -> None:
    """Makes every trigger of the log that its tables can have. Idempotent.

    Nothing happens where the tables are not there yet, or are those of before the chain.
    """
    wanted = wanted_triggers(connection)
    if not wanted:
        return
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        for trigger in wanted:
            cursor.execute(_drop(trigger, connection.vendor))
            cursor.execute(trigger.sql(connection.vendor))


def drop_triggers(connection: BaseDatabaseWrapper) -> None:
    """Removes the triggers of the log. For migrations that write its tables anew."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # It drops no trigger of a table with foreign keys that are still to be checked.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for trigger in wanted_triggers(connection):
            cursor.execute(_drop(trigger, connection.vendor))


@contextmanager
def without_triggers(alias: str = "default") -> Iterator[None]:
    """The log without its triggers, which are there again at the end. For migrations and tests."""
    connection = connections[alias]
    drop_triggers(connection)
    try:
        yield
    finally:
        make_triggers(connection)


def missing_triggers(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of triggers that should be there and are not, or are switched off."""
    wanted = wanted_triggers(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            found = dict(cursor.fetchall())
            return [
                trigger.name
                for trigger in wanted
                if found.get(trigger.name) != trigger.sql("sqlite")
            ]
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A') AND NOT tgisinternal "
            "AND tgrelid IN (SELECT oid FROM pg_class WHERE relname = ANY(%s))",
            [[EVENT, CONTENT, CHAIN]],
        )
        there = {name for (name,) in cursor.fetchall()}
    return [trigger.name for trigger in wanted if trigger.name not in there]


def wanted_triggers(connection: BaseDatabaseWrapper) -> list[Trigger]:
    """The triggers that the tables of this database should have, by the columns that they have."""
    if connection.vendor not in {"sqlite", "postgresql"}:
        return []
    columns = {table: _columns(connection, table) for table in (EVENT, CONTENT, CHAIN)}
    if not all(columns.values()) or not set(SEALS) <= columns[EVENT].keys():
        return []
    same = "IS" if connection.vendor == "sqlite" else "IS NOT DISTINCT FROM"

    def kept(table: str, but: tuple[str, ...]) -> str:
        names = [name for name in columns[table] if name not in but]
        return " AND ".join(f'NEW."{name}" {same} OLD."{name}"' for name in names)

    sealed = (
        "OLD.sequence IS NULL AND NEW.sequence IS NOT NULL AND NEW.sealed_at IS NOT NULL "
        f"AND length(NEW.hash) = 64 AND {kept(EVENT, SEALS)}"
    )
    emptied = (
        "OLD.emptied_at IS NULL AND NEW.emptied_at IS NOT NULL AND NEW.actor_name = '' "
        "AND NEW.summary = '' AND NEW.salt = '' AND CAST(NEW.detail AS text) = '{}' "
        f"AND {kept(CONTENT, FILLS)}"
    )
    grown = f"NEW.length >= OLD.length AND {kept(CHAIN, GROWS)}"
    new_event, new_content = "NEW.sequence IS NOT NULL", "NEW.emptied_at IS NOT NULL"
    if connection.vendor == "sqlite":
        # "OR REPLACE" deletes the row that is in the way without asking a trigger.
        sealed += f" AND NOT {_there(EVENT, 'sequence', 'local_area_id')}"
        new_event += f" OR {_there(EVENT, 'id')}"
        new_content += f" OR {_there(CONTENT, 'event_id')}"
    triggers = [
        Trigger(EVENT, "INSERT", new_event),
        Trigger(EVENT, "UPDATE", f"NOT ({sealed})"),
        Trigger(CONTENT, "INSERT", new_content),
        Trigger(CONTENT, "UPDATE", f"NOT ({emptied})"),
        Trigger(CHAIN, "UPDATE", f"NOT ({grown})"),
        *(Trigger(table, "DELETE") for table in (EVENT, CONTENT, CHAIN)),
    ]
    if connection.vendor == "postgresql":
        triggers += [Trigger(table, "TRUNCATE") for table in (EVENT, CONTENT, CHAIN)]
    return triggers


def _there(table: str, *columns: str) -> str:
    """Whether the table has a row with these columns of the new one. The names are our own."""
    same = " AND ".join(f"{column} IS NEW.{column}" for column in columns)
    return f'EXISTS (SELECT 1 FROM "{table}" WHERE {same})'  # noqa: S608


def _columns(connection: BaseDatabaseWrapper, table: str) -> dict[str, None]:
    """The names of a table's columns in their order; none where there is no table."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM pragma_table_info(%s)", [table])
        else:
            cursor.execute(
                "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(%s) "
                "AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
                [table],
            )
        return dict.fromkeys(name for (name,) in cursor.fetchall())


def _drop(trigger: Trigger, vendor: str) -> str:
    table = f' ON "{trigger.table}"' if vendor == "postgresql" else ""
    return f'DROP TRIGGER IF EXISTS "{trigger.name}"{table}'
