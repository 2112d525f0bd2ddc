"""Asking for a paper and making it: once, whatever happens on the way."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from celery import Celery
from django.utils import timezone

from governance import tasks
from governance.models import Report
from governance.papers.document.frozen import plain
from governance.papers.document.schema import Quarterly
from governance.services import jobs, report_requests
from wsoa.audit.models import AuditEvent
from wsoa.core.leases import LeaseLost
from wsoa.runtime import broker


@pytest.fixture
def small(document: Quarterly) -> object:
    """A document with one area, as its row has it, for what need not be long."""
    return plain(document.with_values(areas=document.areas[3:4]))


@pytest.fixture
def queued(sheffield, october, people, small) -> Report:
    return Report.objects.create(
        plan=sheffield,
        period=october,
        content_hash="c" * 64,
        document=small,
        as_at=small["as_at"],
        requested_by=people["manager"],
        requested_at=timezone.now(),
    )


def ask(people, october) -> Report:
    return report_requests.request_report(by=people["manager"], plan=october.plan, period=october)


def lapse(report: Report) -> None:
    """As after a worker was killed, a lease ago."""
    long_ago = timezone.now() - 2 * jobs.LEASE
    Report.objects.filter(pk=report.pk).update(leased_until=long_ago, sent_at=long_ago)


@pytest.fixture
def broker_away(monkeypatch) -> None:
    """A broker on whose port nobody listens."""
    monkeypatch.setattr(
        broker, "app", Celery("away", broker="redis://127.0.0.1:1/0", set_as_current=False)
    )


def test_a_request_freezes_the_document_and_is_audited(people, october, document):
    report = ask(people, october)

    assert report.document == plain(document)
    assert (report.state, report.tries) == (Report.State.QUEUED, 0)
    event = AuditEvent.objects.newest_first().first()
    assert event is not None
    assert event.summary == "Requested the October 2019 update as PDF"
    assert event.actor == people["manager"]


def test_the_same_content_asked_for_twice_is_one_report(people, october):
    first = ask(people, october)
    events = AuditEvent.objects.count()

    assert ask(people, october) == first
    assert (Report.objects.count(), AuditEvent.objects.count()) == (1, events)


def test_a_worker_is_told_once_the_request_is_through(
    people, october, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True) as told:
        report = ask(people, october)

    report.refresh_from_db()
    assert len(told) == 1
    assert report.sent_at is not None


@pytest.mark.usefixtures("broker_away")
def test_with_the_broker_away_the_request_is_kept_without_waiting(
    people, october, django_capture_on_commit_callbacks
):
    began = time.monotonic()
    with django_capture_on_commit_callbacks(execute=True):
        report = ask(people, october)

    assert time.monotonic() - began < 3
    report.refresh_from_db()
    assert (report.state, report.sent_at) == (Report.State.QUEUED, None)


def test_lost_job_is_resent_once_the_broker_is_back(queued):
    assert jobs.resend_lost(Report) == 1
    assert jobs.resend_lost(Report) == 0
    queued.refresh_from_db()
    assert queued.sent_at is not None


def test_a_report_is_made_once_however_often_a_message_comes(queued):
    tasks.render_report(queued.pk)
    queued.refresh_from_db()
    made = queued.finished_at
    tasks.render_report(queued.pk)

    queued.refresh_from_db()
    assert (queued.state, queued.tries, queued.done) == (Report.State.READY, 1, 100)
    assert queued.finished_at == made
    assert queued.path.read_bytes().startswith(b"%PDF-1.7")
    assert queued.size == queued.path.stat().st_size
    assert queued.pages > 3
    assert [file.name for file in queued.path.parent.iterdir()] == [queued.path.name]


def test_a_finished_report_is_given_back_without_being_made_again(people, october, small):
    report = ask(people, october)
    Report.objects.filter(pk=report.pk).update(document=small)
    tasks.render_report(report.pk)

    again = ask(people, october)

    assert again == report
    assert again.is_ready


def test_a_report_whose_file_is_gone_is_made_again(people, october, small):
    report = ask(people, october)
    Report.objects.filter(pk=report.pk).update(document=small)
    tasks.render_report(report.pk)
    report.path.unlink()

    assert ask(people, october) == report

    report.refresh_from_db()
    assert report.state == Report.State.QUEUED


def test_only_one_of_two_workers_gets_a_report(queued):
    assert jobs.claim(Report, queued.pk) is not None
    assert jobs.claim(Report, queued.pk) is None


def test_a_lapsed_claim_can_be_taken_over_and_the_old_worker_hands_in_nothing(queued):
    old = jobs.claim(Report, queued.pk)
    lapse(queued)
    new = jobs.claim(Report, queued.pk)

    assert old is not None
    assert new is not None
    assert new.tries == 2
    for late in (
        lambda: jobs.renew(old),
        lambda: jobs.finish(old, seconds=1, size=1, pages=1),
        lambda: report_requests.make_report(report=old),
    ):
        with pytest.raises(LeaseLost):
            late()
    jobs.fail(old, RuntimeError("too late"))
    queued.refresh_from_db()
    assert (queued.state, queued.claim, queued.error) == (Report.State.MAKING, new.claim, "")


def test_progress_renews_the_lease(queued):
    report = jobs.claim(Report, queued.pk)
    assert report is not None
    soon = timezone.now() + timedelta(seconds=1)
    Report.objects.filter(pk=report.pk).update(leased_until=soon)

    jobs.renew(report, stage="Laying out page 2 of about 40", done=15)

    queued.refresh_from_db()
    assert queued.leased_until is not None
    assert queued.leased_until > soon
    assert (queued.stage, queued.done) == ("Laying out page 2 of about 40", 15)


def test_a_broken_document_fails_at_once_and_says_why(queued, people):
    Report.objects.filter(pk=queued.pk).update(document={"title": "Nothing else"})

    tasks.render_report(queued.pk)

    queued.refresh_from_db()
    assert queued.state == Report.State.FAILED
    assert queued.error == "The document does not fit its schema: schema: Field required."


def test_a_failed_report_can_be_tried_again(queued, people, small):
    Report.objects.filter(pk=queued.pk).update(document={"title": "Nothing else"})
    tasks.render_report(queued.pk)
    Report.objects.filter(pk=queued.pk).update(document=small)

    report_requests.retry_report(by=people["manager"], report=queued)
    tasks.render_report(queued.pk)

    queued.refresh_from_db()
    assert (queued.state, queued.error) == (Report.State.READY, "")
    assert AuditEvent.objects.of_subject("report 2019-10").count() == 1


def test_what_is_on_its_way_is_not_started_again(queued, people):
    jobs.claim(Report, queued.pk)

    report_requests.retry_report(by=people["manager"], report=queued)

    queued.refresh_from_db()
    assert queued.state == Report.State.MAKING
    assert AuditEvent.objects.of_subject("report 2019-10").count() == 0


def test_transient_failure_is_retried_three_times(queued, files):
    files.write_text("A file where the folder should be")
    for tries in (1, 2):
        tasks.render_report(queued.pk)
        queued.refresh_from_db()
        assert (queued.state, queued.tries) == (Report.State.QUEUED, tries)

    tasks.render_report(queued.pk)

    queued.refresh_from_db()
    assert queued.state == Report.State.FAILED
    assert queued.error == "The file could not be written: File exists."


def test_a_report_that_kills_its_worker_three_times_is_given_up_with_words(queued):
    for _ in range(3):
        report = jobs.claim(Report, queued.pk)
        assert report is not None
        jobs.renew(report, stage="Building the tables", done=9)
        lapse(queued)

    assert jobs.resend_lost(Report) == 0

    queued.refresh_from_db()
    assert queued.state == Report.State.FAILED
    assert queued.error == (
        "The work was interrupted 3 times. The last attempt stopped at: building the tables."
    )
