"""The log is append-only in the database itself: SQL past the application is refused."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models.signals import post_migrate

from tests.audit.conftest import Log, event
from wsoa.audit.models import AuditContent, AuditEvent
from wsoa.audit.triggers import (
    CHAIN,
    CONTENT,
    EVENT,
    drop_triggers,
    make_triggers,
    trigger_faults,
    wanted_triggers,
)
from wsoa.core.append_only import AppendOnly


def execute(sql: str, *parameters: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def test_the_triggers_are_there_after_migrate(db: None) -> None:
    tables = {trigger.table for trigger in wanted_triggers(connection)}
    assert tables == {EVENT, CONTENT, CHAIN}
    assert trigger_faults(connection) == []


CHANGES = (
    *("verb = 'x'", "subject = 'x'", "plan = 'x'", "digest = 'x'", "id = -1"),
    *("actor_id = NULL", "local_area_id = NULL", "at = '2019-01-01 12:00:00+00:00'"),
)
REFUSED = {
    **{change: f"UPDATE {EVENT} SET {change} WHERE id = %s" for change in CHANGES},
    "deletion of an event": f"DELETE FROM {EVENT} WHERE id = %s",
    "deletion of a content": f"DELETE FROM {CONTENT} WHERE event_id = %s",
    "deletion of all": f"DELETE FROM {EVENT} WHERE id >= %s",
    "change of all": f"UPDATE {EVENT} SET verb = 'accept' WHERE id >= %s",
    "sealing anew": f"UPDATE {EVENT} SET sequence = 99, hash = digest WHERE id = %s",
    "unsealing": f"UPDATE {EVENT} SET sequence = NULL WHERE id = %s",
    "change of a content": f"UPDATE {CONTENT} SET summary = 'Nothing' WHERE event_id = %s",
    "half emptying": f"UPDATE {CONTENT} SET summary = '', emptied_at = '2019-11-15 12:00:00+00:00' "
    "WHERE event_id = %s",
    "moving a content": f"UPDATE {CONTENT} SET event_id = -1 WHERE event_id = %s",
    "shortening a chain": f"UPDATE {CHAIN} SET length = 0 WHERE id > 0 OR id = %s",
    "moving a chain": f"UPDATE {CHAIN} SET local_area_id = -1 WHERE id > 0 OR id = %s",
    "deleting a chain": f"DELETE FROM {CHAIN} WHERE id > 0 OR id = %s",
    "a sealed event": f"INSERT INTO {EVENT} (at, verb, plan, subject, digest, sequence, "
    f"previous_hash, hash) SELECT at, verb, plan, subject, digest, 99, '', hash FROM {EVENT} "
    "WHERE id = %s",
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused(log: Log, what: str) -> None:
    with pytest.raises(IntegrityError, match="The audit log is only added to"):
        execute(REFUSED[what], log.area[0])


@pytest.mark.parametrize("change", ["verb = 'accept'", "digest = 'x'", "local_area_id = NULL"])
def test_an_event_that_is_not_sealed_yet_is_not_changed_either(log: Log, change: str) -> None:
    with pytest.raises(IntegrityError, match="The audit log is only added to"):
        execute(f"UPDATE {EVENT} SET {change} WHERE id = %s", log.waiting[0])


def test_an_event_is_not_changed_while_it_is_sealed(log: Log) -> None:
    seal = "sequence = 99, hash = digest, sealed_at = at"
    with pytest.raises(IntegrityError, match="The audit log is only added to"):
        execute(f"UPDATE {EVENT} SET {seal}, verb = 'accept' WHERE id = %s", log.waiting[0])
    with pytest.raises(IntegrityError, match="The audit log is only added to"):
        execute(f"UPDATE {EVENT} SET sequence = 99 WHERE id = %s", log.waiting[0])
    execute(f"UPDATE {EVENT} SET {seal} WHERE id = %s", log.waiting[0])
    assert event(log.waiting[0]).sequence == 99


REPLACING = {
    "an event": f"INSERT OR REPLACE INTO {EVENT} (id, at, verb, plan, subject, digest, "
    f"previous_hash, hash) SELECT id, at, 'accept', plan, subject, digest, '', '' FROM {EVENT} "
    "WHERE id = %s",
    "a content": f"INSERT OR REPLACE INTO {CONTENT} (event_id, actor_name, summary, detail, salt) "
    f"SELECT event_id, 'Bo', summary, detail, salt FROM {CONTENT} WHERE event_id = %s",
    "by its number": f"UPDATE OR REPLACE {EVENT} SET sequence = 1, hash = digest, sealed_at = at "
    "WHERE sequence IS NULL AND id > %s",
}


# What only one of the databases has a statement for.
ONLY_OF = {
    "sqlite": REPLACING,
    "postgresql": {table: f"TRUNCATE {table} CASCADE -- %s" for table in (EVENT, CONTENT, CHAIN)},
}


def test_no_statement_of_one_database_gets_around_it(log: Log) -> None:
    connection.check_constraints()  # PostgreSQL truncates nothing before
    for statement in ONLY_OF[connection.vendor].values():
        with (
            pytest.raises(IntegrityError, match="The audit log is only added to"),
            transaction.atomic(),
        ):
            execute(statement, log.area[0])


def test_the_application_refuses_it_before_the_database(log: Log) -> None:
    row = event(log.area[0])
    content = row.content
    for change in (row.delete, row.save, AuditEvent.objects.all().delete, content.save):
        with pytest.raises(AppendOnly):
            change()
    with pytest.raises(AppendOnly):
        AuditContent.objects.update(summary="Nothing")


# --- triggers that got lost -----------------------------------------------------------------------


@pytest.fixture
def lost(db: None) -> Iterator[None]:
    """A table that a later migration made anew has no triggers."""
    drop_triggers(connection)
    yield
    make_triggers(connection)


def test_lost_triggers_are_said_by_a_system_check(lost: None) -> None:
    [found] = [each for each in run_checks(databases=["default"]) if each.id == "wsoa.W003"]
    words = "; ".join(
        f"Trigger {trigger.name} is missing" for trigger in wanted_triggers(connection)
    )
    assert found.msg == f"The audit log can be changed: {words}."


def test_no_check_complains_where_the_triggers_are(db: None) -> None:
    assert [each for each in run_checks(databases=["default"]) if each.id == "wsoa.W003"] == []


def test_migrate_makes_lost_triggers_again(lost: None) -> None:
    post_migrate.send(
        sender=apps.get_app_config("audit"),
        app_config=apps.get_app_config("audit"),
        verbosity=0,
        interactive=False,
        using="default",
        plan=[],
        apps=apps,
    )
    assert trigger_faults(connection) == []


_NAME = f"{EVENT}_delete"
_MADE = f"CREATE TRIGGER {_NAME} BEFORE DELETE ON {EVENT}"
_PASS = "RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN OLD; END $$"
_REFUSES = "EXECUTE FUNCTION audit_refuse('refused')"
_DROP = f"DROP TRIGGER {_NAME} ON {EVENT}"
# By database: what somebody did, and the fault that is found.
TAMPERED = {
    "sqlite": (
        ([f"DROP TRIGGER {_NAME}"], f"Trigger {_NAME} is missing"),
        (
            [f"DROP TRIGGER {_NAME}", f"{_MADE} BEGIN SELECT 1; END"],
            f"Trigger {_NAME} was changed",
        ),
    ),
    "postgresql": (
        ([_DROP], f"Trigger {_NAME} is missing"),
        ([f"ALTER TABLE {EVENT} DISABLE TRIGGER {_NAME}"], f"Trigger {_NAME} is switched off"),
        (
            [f"ALTER TABLE {EVENT} ENABLE REPLICA TRIGGER {_NAME}"],
            f"Trigger {_NAME} is switched off",
        ),
        (
            [_DROP, f"{_MADE} FOR EACH ROW WHEN (OLD.id < 0) {_REFUSES}"],
            f"Trigger {_NAME} was changed",
        ),
        (
            [
                f"CREATE FUNCTION let_pass() {_PASS}",
                _DROP,
                f"{_MADE} FOR EACH ROW EXECUTE FUNCTION let_pass()",
            ],
            f"Trigger {_NAME} was changed",
        ),
        (
            [f"CREATE OR REPLACE FUNCTION audit_refuse() {_PASS}"],
            "The function audit_refuse was changed",
        ),
    ),
}
# What making the triggers anew does not mend: it lasts as long as the session.
SWITCHED_OFF = "SET LOCAL session_replication_role = replica"


def test_what_somebody_tampered_with_is_found_and_mended(db: None) -> None:
    for statements, fault in TAMPERED[connection.vendor]:
        for statement in statements:
            execute(statement)
        assert [str(found) for found in trigger_faults(connection)] == [fault]
        make_triggers(connection)  # what migrate does
        assert trigger_faults(connection) == []
    if connection.vendor == "postgresql":
        execute(SWITCHED_OFF)
        assert [str(found) for found in trigger_faults(connection)] == [
            "Every trigger is switched off by session_replication_role"
        ]


def test_looking_for_tampering_leaves_nothing_behind(db: None) -> None:
    before = set(connection.introspection.table_names())
    assert trigger_faults(connection) == []
    assert set(connection.introspection.table_names()) == before


def test_flush_is_refused(log: Log) -> None:
    """`manage.py flush` would empty the log with everything else."""
    connection.check_constraints()  # PostgreSQL truncates nothing before
    with pytest.raises(CommandError) as refused, transaction.atomic():
        call_command("flush", interactive=False, verbosity=0)
    assert "The audit log is only added to" in str(refused.value.__cause__)
