"""manage.py empty_audit_content: what an event says of a person is emptied, and the chain holds."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.audit.conftest import LENGTH, Log, event
from tests.support.factories import UserFactory
from wsoa.audit.models import AuditEvent
from wsoa.audit.sealing import seal_events
from wsoa.audit.services import EmptyingRefused, empty_content

REASON = "A request under article 17."


def empty(*arguments: object) -> str:
    out = StringIO()
    call_command("empty_audit_content", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_the_content_is_gone_and_the_digest_stays(log: Log) -> None:
    pk, before = log.area[1], event(log.area[1])
    written = empty(pk, "--reason", REASON)
    assert written == f"Emptied the content of event {pk}. Its digest stays.\n"
    after = event(pk)
    content = after.content
    assert (content.actor_name, content.summary, content.detail, content.salt) == ("", "", {}, "")
    assert content.emptied_at is not None
    assert after.of_chain == before.of_chain
    assert (after.sequence, after.hash) == (before.sequence, before.hash)


def test_it_is_audited_in_the_same_chain_and_plan(log: Log) -> None:
    by = UserFactory(name="Olga", email="olga@example.org")
    empty(log.area[1], "--reason", REASON, "--by", "Olga@example.org")
    last = AuditEvent.objects.with_content().latest("pk")
    emptied = event(log.area[1])
    assert (last.verb, last.subject) == ("empty-content", f"event {emptied.pk}")
    assert last.summary == f"Emptied the content of event {emptied.pk}: {REASON}"
    assert (last.actor, last.actor_name, last.detail) == (by, "Olga", {"event": emptied.pk})
    assert (last.local_area, last.plan) == (emptied.local_area, emptied.plan)


def test_the_chain_still_holds(log: Log, check_audit: Callable[..., tuple[int, str]]) -> None:
    empty(log.area[1], log.waiting[0], "--reason", REASON)
    assert check_audit()[0] == 0
    seal_events()
    code, text = check_audit()
    assert code == 0
    assert f"leeds: sealed up to {LENGTH + 3}, " in text


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ((-1, "--reason", REASON), "There is no event -1. Nothing was emptied."),
        (("first", "--reason", " "), "Give the reason with --reason. Nothing was emptied."),
        (("first", "--reason", "x" * 401), "The reason must be 400 characters or fewer."),
        (
            ("first", "--reason", REASON, "--by", "nobody@example.org"),
            "Nobody has the email address nobody@example.org. Nothing was emptied.",
        ),
    ],
)
def test_it_is_refused(log: Log, arguments: tuple[object, ...], why: str) -> None:
    given = [log.area[0] if argument == "first" else argument for argument in arguments]
    if given[0] == -1:
        given = ["--reason", REASON, "--", "-1"]
    with pytest.raises(CommandError, match=why.replace(".", r"\.")):
        empty(*given)
    assert event(log.area[0]).summary == "Did number 1"


def test_of_several_all_are_emptied_or_none(log: Log) -> None:
    empty(log.area[1], "--reason", REASON)
    with pytest.raises(CommandError, match="is empty already"):
        empty(log.area[0], log.area[1], "--reason", REASON)
    assert event(log.area[0]).summary == "Did number 1"


def test_a_content_is_emptied_once(log: Log) -> None:
    empty_content(by=None, event=log.area[0], reason=REASON)
    with pytest.raises(EmptyingRefused, match="is empty already"):
        empty_content(by=None, event=log.area[0], reason=REASON)
