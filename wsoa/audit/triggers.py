"""The triggers that keep the audit log append-only in the database itself.

Whoever writes SQL past the application is refused like everybody else. Three changes are let
through, and no others: an unsealed event is sealed, a content is emptied, and a chain grows.

A table that is made anew (a later migration on SQLite) has lost its triggers. They are made again
after every `migrate`; a migration that needs them earlier calls `make_triggers`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

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


FUNCTION = "The function audit_refuse"
MISSING, OFF, CHANGED = "is missing", "is switched off", "was changed"
_ON_TABLE = re.compile(r" ON \S+ FOR EACH")


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


@dataclass(frozen=True, slots=True)
class TriggerFault:
    """What is not as it should be: "Trigger audit_auditevent_update", "is missing"."""

    name: str
    message: str

    def __str__(self) -> str:
        return f"{self.name} {self.message}"


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


def trigger_faults(connection: BaseDatabaseWrapper) -> list[TriggerFault]:
    """What is wrong with the triggers: missing, switched off, or other than `make_triggers` makes.

    Reads alone, but for tables that PostgreSQL forgets at once. Nothing is changed.
    """
    wanted = wanted_triggers(connection)
    if not wanted:
        return []
    if connection.vendor == "postgresql":
        return list(_faults_on_postgresql(connection, wanted))
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        found = dict(cursor.fetchall())
    return [
        TriggerFault(f"Trigger {trigger.name}", CHANGED if trigger.name in found else MISSING)
        for trigger in wanted
        if found.get(trigger.name) != trigger.sql("sqlite")
    ]


def _faults_on_postgresql(
    connection: BaseDatabaseWrapper, wanted: list[Trigger]
) -> Iterator[TriggerFault]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE oid = to_regproc('audit_refuse')")
        body = cursor.fetchone()
        cursor.execute("SELECT current_setting('session_replication_role')")
        (role,) = cursor.fetchone()
    if body is None:
        yield TriggerFault(FUNCTION, MISSING)
    elif body[0] != _FUNCTION.split("$$")[1]:
        yield TriggerFault(FUNCTION, CHANGED)
    if role == "replica":
        yield TriggerFault("Every trigger", f"{OFF} by session_replication_role")
    there = _triggers_there(connection, [EVENT, CONTENT, CHAIN])
    expected = _as_made(connection, wanted) if body else {}
    for trigger in wanted:
        name = f"Trigger {trigger.name}"
        is_on, definition = there.get(trigger.name, (False, ""))
        if not definition:
            yield TriggerFault(name, MISSING)
        elif not is_on:
            yield TriggerFault(name, OFF)
        elif body and definition != expected[trigger.name]:
            yield TriggerFault(name, CHANGED)


def _as_made(connection: BaseDatabaseWrapper, wanted: list[Trigger]) -> dict[str, str]:
    """The definitions of these triggers, as PostgreSQL gives them when they have just been made.

    They are made on tables of the same columns that only this session sees, and undone.
    """
    prefix = "expected_"
    copies = {table: f"{prefix}{table}" for table in (EVENT, CONTENT, CHAIN)}
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for table, copy in copies.items():
            cursor.execute(f'CREATE TEMPORARY TABLE "{copy}" (LIKE "{table}")')
        for trigger in wanted:
            cursor.execute(replace(trigger, table=copies[trigger.table]).sql("postgresql"))
        made = _triggers_there(connection, list(copies.values()))
        transaction.set_rollback(True, using=connection.alias)
    # The refusal names the table, and so does the name of the trigger.
    return {
        name.removeprefix(prefix): definition.replace(prefix, "")
        for name, (_, definition) in made.items()
    }


def _triggers_there(
    connection: BaseDatabaseWrapper, tables: list[str]
) -> dict[str, tuple[bool, str]]:
    """By name: whether a trigger of these tables is on, and its definition without the table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname, tgenabled IN ('O', 'A'), pg_get_triggerdef(oid) FROM pg_trigger "
            "WHERE NOT tgisinternal AND tgrelid = ANY(%s::regclass[])",
            [tables],
        )
        found = cursor.fetchall()
    return {name: (is_on, _ON_TABLE.sub(" FOR EACH", text, 1)) for name, is_on, text in found}


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
