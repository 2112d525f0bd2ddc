"""manage.py empty_audit_content: what an event says of a person is emptied, and the chain holds."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from tests.audit.conftest import LENGTH, Log, event
from tests.support.factories import UserFactory
from wsoa.audit.models import AuditContent, AuditEvent
from wsoa.audit.sealing import seal_events
from wsoa.audit.services import EmptyingRefused, empty_content, record_audit

REASON = "A request under article 17."


def empty(*arguments: object) -> str:
    out = StringIO()
    call_command("empty_audit_content", "leeds", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_the_content_is_gone_and_the_digest_stays(log: Log) -> None:
    pk, before = log.area[1], event(log.area[1])
    written = empty(2, "--reason", REASON)
    assert written == "Emptied the content of event 2. Its digest stays.\n"
    after = event(pk)
    content = after.content
    assert (content.actor_name, content.summary, content.detail, content.salt) == ("", "", {}, "")
    assert content.emptied_at is not None
    assert after.of_chain == before.of_chain
    assert (after.sequence, after.hash) == (before.sequence, before.hash)


def test_it_is_audited_in_the_same_chain_and_plan(log: Log) -> None:
    by = UserFactory(name="Olga", email="olga@example.org")
    empty(2, "--reason", REASON, "--by", "Olga@example.org")
    last = AuditEvent.objects.with_content().latest("pk")
    emptied = event(log.area[1])
    assert (last.verb, last.subject) == ("empty-content", "event number 2")
    assert last.summary == f"Emptied the content of event 2: {REASON}"
    assert (last.actor, last.actor_name, last.detail) == (by, "Olga", {"number": 2})
    assert (last.local_area, last.plan) == (emptied.local_area, emptied.plan)


def test_the_chain_still_holds(log: Log, check_audit: Callable[..., tuple[int, str]]) -> None:
    empty(2, 3, "--reason", REASON)
    assert check_audit()[0] == 0
    seal_events()
    code, text = check_audit()
    assert code == 0
    assert f"leeds: sealed up to {LENGTH + 3}, " in text


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ((-1, "--reason", REASON), "There is no event -1 in that chain. Nothing was emptied."),
        (("first", "--reason", " "), "Give the reason with --reason. Nothing was emptied."),
        (
            ("first", "--reason", "The name of a child. " * 30),
            "The reason must be 400 characters or fewer.",
        ),
        (
            ("first", "--reason", REASON, "--by", "nobody@example.org"),
            "Nobody has the email address nobody@example.org. Nothing was emptied.",
        ),
    ],
)
def test_it_is_refused(log: Log, arguments: tuple[object, ...], why: str) -> None:
    given = [1 if argument == "first" else argument for argument in arguments]
    if given[0] == -1:
        given = ["--reason", REASON, "--", "-1"]
    with pytest.raises(CommandError, match=why.replace(".", r"\.")):
        empty(*given)
    assert event(log.area[0]).summary == "Did number 1"


def test_of_several_all_are_emptied_or_none(log: Log) -> None:
    empty(2, "--reason", REASON)
    with pytest.raises(CommandError, match="is empty already"):
        empty(1, 2, "--reason", REASON)
    assert event(log.area[0]).summary == "Did number 1"


def test_a_content_is_emptied_once(log: Log) -> None:
    area = event(log.area[0]).local_area_id
    empty_content(by=None, local_area=area, number=1, reason=REASON)
    with pytest.raises(EmptyingRefused, match="is empty already"):
        empty_content(by=None, local_area=area, number=1, reason=REASON)


def test_an_event_that_is_not_sealed_has_no_number_to_empty_it_by(log: Log) -> None:
    with pytest.raises(CommandError, match=rf"There is no event {LENGTH + 1} in that chain"):
        empty(LENGTH + 1, "--reason", REASON)
    assert event(log.waiting[0]).content.emptied_at is None


def test_an_unknown_chain_is_refused(log: Log) -> None:
    with pytest.raises(CommandError, match=r"There is no chain 'york'\. Nothing was emptied\."):
        call_command("empty_audit_content", "york", "1", "--reason", REASON)


def test_a_record_of_earlier_that_names_the_key_still_counts(
    log: Log, check_audit: Callable[..., tuple[int, str]]
) -> None:
    emptied = event(log.area[1])
    AuditContent.objects.empty(emptied.pk, emptied.at)
    assert check_audit()[0] == 1
    with transaction.atomic():
        record_audit(
            by=None,
            verb="empty-content",
            subject=f"event {emptied.pk}",
            summary="Emptied",
            local_area=emptied.local_area,
        )
    assert check_audit()[0] == 0
