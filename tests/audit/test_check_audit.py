"""manage.py check_audit, on a database that somebody tampered with past the triggers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from tests.audit.conftest import LENGTH, Log, event
from wsoa.audit.models import AuditChain, AuditEvent
from wsoa.audit.sealing import seal_events
from wsoa.audit.triggers import drop_triggers, without_triggers

Check = Callable[..., tuple[int, str]]


def tamper(*statements: tuple[str, list[object]]) -> None:
    """What somebody does who has the database's password and drops the triggers for it."""
    with without_triggers(), connection.cursor() as cursor:
        for sql, parameters in statements:
            cursor.execute(sql, parameters)


def told(check_audit: Check, *arguments: str) -> list[str]:
    code, text = check_audit(*arguments)
    assert code == 1
    return [line for line in text.splitlines() if line.startswith(("leeds: ", "@site: "))]


def test_a_log_that_nobody_touched_holds(log: Log, check_audit: Check) -> None:
    code, text = check_audit()
    head, last = event(log.area[-1]).hash, event(log.site[-1])
    waiting = "1 unsealed (the oldest of 15 November 2019 "
    assert code == 0
    assert f"leeds: sealed up to {LENGTH}, head {head}, {waiting}" in text
    assert f"@site: sealed up to {last.sequence}, head {last.hash}, 0 unsealed\n" in text
    assert text.endswith("The audit log holds.\n")


EVENT, CONTENT = "UPDATE audit_auditevent SET", "UPDATE audit_auditcontent SET"
CHANGES = {
    "verb": (f"{EVENT} verb = 'accept' WHERE id = %s", "Changed event"),
    "subject": (f"{EVENT} subject = 'action 9' WHERE id = %s", "Changed event"),
    "plan": (f"{EVENT} plan = 'other' WHERE id = %s", "Changed event"),
    "moment": (f"{EVENT} at = '2019-01-01 12:00:00+00:00' WHERE id = %s", "Changed event"),
    "person": (f"{EVENT} actor_id = NULL WHERE id = %s", "Changed event"),
    "digest": (f"{EVENT} digest = hash WHERE id = %s", "Changed event"),
    "summary": (f"{CONTENT} summary = 'Did nothing' WHERE event_id = %s", "Changed content"),
    "name": (f"{CONTENT} actor_name = 'Bo' WHERE event_id = %s", "Changed content"),
    "detail": (f"{CONTENT} detail = '{{}}' WHERE event_id = %s", "Changed content"),
    "content": ("DELETE FROM audit_auditcontent WHERE event_id = %s", "Missing content"),
    "emptied": (
        f"{CONTENT} summary = '', emptied_at = '2019-01-01 12:00:00+00:00' WHERE event_id = %s",
        "Content emptied without a record",
    ),
}


@pytest.mark.parametrize("what", CHANGES)
@pytest.mark.parametrize("place", [0, 2, LENGTH - 1])
def test_what_was_changed_is_located(log: Log, check_audit: Check, what: str, place: int) -> None:
    sql, kind = CHANGES[what]
    tamper((sql, [log.area[place]]))
    [fault] = [line for line in told(check_audit) if ": sealed up to" not in line]
    assert fault.startswith(f"leeds: {kind}. ")
    assert f"event {log.area[place]}, number {place + 1}," in fault.lower()


def test_the_other_chain_still_holds(log: Log, check_audit: Check) -> None:
    tamper((f"{EVENT} verb = 'accept' WHERE id = %s", [log.area[0]]))
    code, text = check_audit()
    assert (code, text.splitlines()[-1]) == (1, "1 chain of the audit log does not hold.")
    assert "leeds: sealed up to 0, 1 unsealed" in text


def delete(pk: int) -> tuple[tuple[str, list[object]], ...]:
    return (
        ("DELETE FROM audit_auditcontent WHERE event_id = %s", [pk]),
        ("DELETE FROM audit_auditevent WHERE id = %s", [pk]),
    )


def test_a_deleted_event_is_located(log: Log, check_audit: Check) -> None:
    tamper(*delete(log.area[2]))
    assert "leeds: Missing row. Number 3 is missing." in told(check_audit)


def test_swapped_events_are_located(log: Log, check_audit: Check) -> None:
    number = f"{EVENT} sequence = %s WHERE id = %s"
    tamper((number, [99, log.area[1]]), (number, [2, log.area[4]]), (number, [5, log.area[1]]))
    pair = f"events {log.area[4]} and {log.area[1]}"
    assert f"leeds: Swapped rows. Numbers 2 and 5 were swapped: {pair}." in told(check_audit)


def test_a_sealed_event_in_another_chain_is_located_in_both(log: Log, check_audit: Check) -> None:
    moved = log.area[2]
    tamper((f"{EVENT} local_area_id = NULL, sequence = 999999 WHERE id = %s", [moved]))
    lines = told(check_audit)
    assert "leeds: Missing row. Number 3 is missing." in lines
    assert any(line.startswith("@site: Missing row. Numbers ") for line in lines)


def test_a_seal_that_was_taken_off_is_located(log: Log, check_audit: Check) -> None:
    tamper((f"{EVENT} sequence = NULL, hash = '', previous_hash = '' WHERE id = %s", [log.area[2]]))
    assert "leeds: Missing row. Number 3 is missing." in told(check_audit)
    seal_events()
    assert "leeds: Missing row. Number 3 is missing." in told(check_audit)


def test_a_changed_content_of_an_event_that_waits_is_located(log: Log, check_audit: Check) -> None:
    tamper((f"{CONTENT} summary = 'Did nothing' WHERE event_id = %s", [log.waiting[0]]))
    name = f"The content of event {log.waiting[0]}, not sealed yet,"
    assert f"leeds: Changed content. {name} is not what was recorded." in told(check_audit)


def test_a_missing_tail_is_found_by_the_chain_s_own_row(log: Log, check_audit: Check) -> None:
    tamper(*delete(log.area[-1]), *delete(log.area[-2]))
    words = "Numbers 5 to 6 are missing at the end, compared with the chain's own row."
    assert f"leeds: Missing tail. {words}" in told(check_audit)


@pytest.mark.parametrize(
    ("sql", "length"),
    [
        ("UPDATE audit_auditchain SET length = 4 WHERE id = %s", 4),
        ("DELETE FROM audit_auditchain WHERE id = %s", 0),
    ],
)
def test_a_chain_s_own_row_that_says_less_than_its_events_is_a_fault(
    log: Log, check_audit: Check, sql: str, length: int
) -> None:
    head = event(log.area[3]).hash
    chain = AuditChain.objects.get(local_area__slug="leeds")
    tamper(
        ("UPDATE audit_auditchain SET head_hash = %s WHERE id = %s", [head, chain.pk]),
        (sql, [chain.pk]),
    )
    words = f"The chain's own row ends at number {length}, and its events at {LENGTH}."
    assert f"leeds: Missing row. {words}" in told(check_audit)


def cut(log: Log, length: int) -> None:
    """Deletes the end of the area's chain, and has the chain's own row say so."""
    deleted = [statement for pk in log.area[length:] for statement in delete(pk)]
    chain = AuditChain.objects.get(local_area__slug="leeds")
    head = event(log.area[length - 1]).hash
    row = "UPDATE audit_auditchain SET length = %s, head_hash = %s WHERE id = %s"
    tamper(*deleted, (row, [length, head, chain.pk]))


def test_a_missing_tail_is_found_by_a_head_that_was_kept(log: Log, check_audit: Check) -> None:
    known = f"leeds:{LENGTH}:{event(log.area[-1]).hash}"
    cut(log, 4)
    assert check_audit()[0] == 0, "nothing in the database can say so"
    words = "Numbers 5 to 6 are missing at the end, compared with the head that was given."
    assert f"leeds: Missing tail. {words}" in told(check_audit, "--head", known)


def test_a_missing_tail_is_found_by_the_file_of_a_backup(
    log: Log, check_audit: Check, tmp_path: Path
) -> None:
    kept = tmp_path / "audit-heads"
    kept.write_text(
        "".join(
            f"2019-11-1{number}T02:30:00+00:00 leeds:{number}:{event(pk).hash}\n"
            for number, pk in enumerate(log.area, start=1)
        )
    )
    assert check_audit("--heads", str(kept))[0] == 0
    cut(log, 4)
    words = "Number 5 is missing at the end, compared with audit-heads."
    assert f"leeds: Missing tail. {words}" in told(check_audit, "--heads", str(kept))


def test_a_chain_that_is_gone_altogether_is_found_by_a_head(log: Log, check_audit: Check) -> None:
    lines = told(check_audit, "--head", f"@site:9999:{'ab' * 32}", "--head", f"york:3:{'ab' * 32}")
    assert [line.split(". ")[0] for line in lines] == [
        lines[0],
        "@site: Missing tail",
        next(line for line in lines if line.startswith("leeds: sealed")),
    ]
    code, text = check_audit("--head", f"york:3:{'ab' * 32}")
    words = "Numbers 1 to 3 are missing at the end, compared with the head that was given."
    assert (code, f"york: Missing tail. {words}" in text) == (1, True)


def test_a_chain_that_was_sealed_anew_is_found_by_a_head(log: Log, check_audit: Check) -> None:
    known = f"leeds:{LENGTH}:{event(log.area[-1]).hash}"
    clear = "sequence = NULL, hash = '', previous_hash = '', sealed_at = NULL"
    chain = AuditChain.objects.get(local_area__slug="leeds")
    tamper(
        (f"{EVENT} verb = 'accept', {clear} WHERE id = %s", [log.area[0]]),
        *[(f"{EVENT} {clear} WHERE id = %s", [pk]) for pk in log.area[1:]],
        ("UPDATE audit_auditchain SET length = 0, head_hash = '' WHERE id = %s", [chain.pk]),
    )
    seal_events()
    assert check_audit()[0] == 0, "it holds in itself"
    words = "Number 6 has another hash than in the head that was given: it, or what is before it,"
    assert f"leeds: Rewritten row. {words} was written anew." in told(check_audit, "--head", known)


def test_a_head_that_is_none_and_a_file_that_is_none_are_refused(
    log: Log, check_audit: Check, tmp_path: Path
) -> None:
    assert "'leeds' is not a head. Give it such as" in check_audit("--head", "leeds")[1]
    assert "cannot be read" in check_audit("--heads", str(tmp_path / "nothing"))[1]
    wrong = tmp_path / "wrong"
    wrong.write_text("2019-11-15T02:30:00+00:00 leeds\n")
    assert "Line 1 of wrong: 'leeds' is not a head." in check_audit("--heads", str(wrong))[1]


def test_missing_triggers_are_a_fault(log: Log, check_audit: Check) -> None:
    drop_triggers(connection)
    code, text = check_audit()
    assert code == 1
    assert "Trigger audit_auditevent_update is missing: run manage.py migrate." in text
    assert "The audit log can be changed: " in text


def test_events_of_an_area_that_is_gone_are_still_checked(log: Log, check_audit: Check) -> None:
    area = AuditEvent.objects.get(pk=log.area[0]).local_area_id
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM actions_plan WHERE local_area_id = %s", [area])
        cursor.execute("DELETE FROM accounts_localarea WHERE id = %s", [area])
    assert f"@{area}: sealed up to {LENGTH}, head " in check_audit()[1]
