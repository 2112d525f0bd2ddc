"""Evidence services: saved completely or not at all, once, and validated."""

from __future__ import annotations

import re
import stat
from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from actions.domain.enums import Met
from actions.models import Action, Evidence, Plan
from actions.services import evidence as services
from actions.services.evidence import judge_measure, withdraw_evidence
from tests.support import files
from tests.support.evidence import left_in, put, upload
from tests.support.factories import (
    ActionFactory,
    OutcomeFactory,
    PeriodFactory,
    StatusUpdateFactory,
)
from wsoa.audit.models import AuditEvent

ADD = "/plans/sheffield-2019/actions/6.1.2/evidence/"
PAGE = "/plans/sheffield-2019/actions/6.1.2/"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Path:
    settings.FILES_DIR = tmp_path / "files"
    return settings.FILES_DIR / "evidence"


@pytest.fixture
def action(sheffield: Plan) -> Action:
    return sheffield.actions.get(ref="6.1.2")


@pytest.fixture
def lead(signed_in) -> Client:
    return signed_in("lead")


def test_a_file_is_stored_under_a_random_name_readable_by_its_owner_only(people, action, folder):
    versions = action.version, action.plan.version
    content = files.xlsx()
    found = put(people["lead"], action, upload=upload(content, "../Figures v2.xlsx"))
    assert re.fullmatch(r"[0-9a-f]{32}", found.file)
    assert left_in(folder) == [found.file]
    assert (folder / found.file).read_bytes() == content
    assert stat.S_IMODE((folder / found.file).stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert (found.file_name, found.file_type, found.size, found.link) == (
        "Figures v2.xlsx",
        "xlsx",
        len(content),
        "",
    )
    action.refresh_from_db()
    action.plan.refresh_from_db()
    assert (action.version, action.plan.version) == (versions[0] + 1, versions[1] + 1)


def test_adding_is_recorded(people, action):
    put(people["lead"], action)
    event = AuditEvent.objects.latest("pk")
    assert (event.actor, event.verb, event.subject) == (people["lead"], "evidence", "action 6.1.2")
    assert event.summary == "Added evidence: A report (output)"


def test_a_failed_database_write_leaves_no_file(people, action, folder, monkeypatch):
    def broken(**_: object) -> None:
        raise IntegrityError("no")

    monkeypatch.setattr(services, "record_audit", broken)
    version = action.version
    with pytest.raises(IntegrityError):
        put(people["lead"], action, upload=upload())
    action.refresh_from_db()
    assert (left_in(folder), Evidence.objects.count(), action.version) == ([], 0, version)


def test_a_full_disk_leaves_neither_row_nor_partial_file(people, action, folder, monkeypatch):
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(services.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        put(people["lead"], action, upload=upload())
    assert (left_in(folder), Evidence.objects.count()) == ([], 0)


def test_a_failed_commit_leaves_no_file(people, action, folder, monkeypatch):
    # In a test, what would be the commit is the release of a savepoint.
    connection = transaction.get_connection()
    release = connection.savepoint_commit

    def fails(_: str) -> None:
        monkeypatch.setattr(connection, "savepoint_commit", release)
        raise IntegrityError("at the end")

    monkeypatch.setattr(connection, "savepoint_commit", fails)
    with pytest.raises(IntegrityError, match="at the end"):
        put(people["lead"], action, upload=upload())
    assert (left_in(folder), Evidence.objects.count()) == ([], 0)


def test_a_file_is_refused_inside_an_outer_transaction(people, action, folder):
    """The outer transaction could roll back later, when nobody would delete the file."""
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        put(people["lead"], action, upload=upload())
    assert (left_in(folder), Evidence.objects.count()) == ([], 0)


def test_the_same_form_sent_twice_is_one_piece_of_evidence(people, action, folder):
    first = put(people["lead"], action)
    assert put(people["lead"], action) == first
    file = put(people["lead"], action, upload=upload())
    assert put(people["lead"], action, upload=upload()) == file
    assert left_in(folder) == [file.file]
    other = put(people["lead"], action, upload=upload(files.pdf(b"2"), "minutes.pdf"))
    same_size = put(people["lead"], action, upload=upload(files.pdf(b"3"), "minutes.pdf"))
    assert len({first, file, other, same_size}) == 4
    assert put(people["manager"], action) != first
    assert left_in(folder) == sorted([file.file, other.file, same_size.file])


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " java\tscript:alert(1)",
        "data:text/html,<script>",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://example.org/x",
        "//example.org/x",
        "www.example.org",
        "https://",
        "https:///path",
        "https://.",
        "http://[::1",
        "https://example.org:99999/",
        "https://example.org\\@evil.example/",
        "https://example.org/a b",
        "https://user:password@example.org/",
        "https://example.org/\u202e",
        'https://example.org/"onclick=',
        "https://example.org/" + "x" * 500,
    ],
)
def test_unsafe_links_are_refused(people, action, link):
    with pytest.raises(services.LinkRefused) as told:
        put(people["lead"], action, link=link)
    assert (told.value.field, Evidence.objects.count()) == ("link", 0)


@pytest.mark.parametrize(
    "link", ["https://example.org", "http://example.org:8080/a?b=c#d", "HTTPS://Example.org/é"]
)
def test_valid_links_are_accepted(people, action, link):
    assert put(people["lead"], action, link=f" {link} ").link == link


def test_evidence_needs_exactly_one_of_link_and_file(people, action, folder):
    with pytest.raises(services.LinkOrFileNeeded):
        put(people["lead"], action, link="")
    with pytest.raises(services.LinkAndFile):
        put(people["lead"], action, link="https://example.org", upload=upload())
    assert (left_in(folder), Evidence.objects.count()) == ([], 0)


def test_evidence_dated_in_the_future_is_refused(people, action):
    assert put(people["lead"], action, on=date(2019, 11, 15)).on == date(2019, 11, 15)
    with pytest.raises(
        services.EvidenceInFuture, match=("Date of the evidence must be today or in the past")
    ):
        put(people["lead"], action, on=date(2019, 11, 16))


def test_a_measure_of_another_action_is_refused(people, action, sheffield):
    other = sheffield.actions.get(ref="5.1.5").measures.first()
    with pytest.raises(services.EvidenceRefused, match="a measure of this action"):
        put(people["lead"], action, measure=other)


def test_withdrawn_evidence_is_kept_and_not_shown(people, action, folder, lead):
    found = put(people["lead"], action, upload=upload())
    withdraw_evidence(by=people["manager"], evidence=found)
    assert left_in(folder) == [found.file]
    assert list(Evidence.objects.shown()) == []
    assert AuditEvent.objects.latest("pk").summary == "Withdrew evidence: A report"
    assert lead.get(f"{ADD}{found.pk}/").status_code == 404
    assert "A report" not in lead.get(PAGE).content.decode()
    with pytest.raises(services.AlreadyWithdrawn):
        withdraw_evidence(by=people["lead"], evidence=found)


def test_the_latest_judgement_counts_and_earlier_ones_are_kept(people, action):
    measure = action.measures.first()
    measure.action = action
    version = action.version
    for met in (Met.NOT_YET, Met.PARTLY, Met.PARTLY):
        judge_measure(by=people["manager"], measure=measure, met=met, words="So far.")
    assert [each.met for each in measure.judgements.all()] == ["not_yet", "partly"]
    action.refresh_from_db()
    assert action.version == version + 3
    event = AuditEvent.objects.latest("pk")
    assert (event.summary, event.detail["from"]) == ("Judged a measure: Partly met", "not_yet")


def test_a_complete_action_without_evidence_is_found(db, people, settings):
    outcome = OutcomeFactory()
    period = PeriodFactory(plan=outcome.area.plan)
    bare, shown, withdrawn, going = (ActionFactory(outcome=outcome) for _ in range(4))
    for each in (bare, shown, withdrawn):
        StatusUpdateFactory(action=each, period=period, status="complete")
    StatusUpdateFactory(action=going, period=period)
    put(people["manager"], shown)
    withdraw_evidence(by=people["manager"], evidence=put(people["manager"], withdrawn))
    found = outcome.area.plan.actions.complete_without_evidence(period)
    assert set(found) == {bare, withdrawn}
