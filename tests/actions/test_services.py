"""The services that save updates."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from actions.domain.enums import Status, UpdateKind
from actions.models import Plan, StatusUpdate
from actions.selectors.updates import current_update
from actions.services.updates import (
    NothingToConfirm,
    PeriodClosed,
    UpdateConflict,
    UpdateContent,
    confirm_unchanged,
    submit_update,
)
from tests.support.factories import ActionFactory, PeriodFactory
from wsoa.accounts.models import User
from wsoa.audit.models import AuditEvent
from wsoa.core.append_only import AppendOnly

ON_TRACK = UpdateContent(Status.ON_TRACK, developments="Half of it is done.")


@pytest.fixture
def action(sheffield: Plan):
    return sheffield.actions.get(ref="6.1.2")


@pytest.fixture
def october(sheffield: Plan):
    return sheffield.periods.get(key="2019-10")


def events() -> list[tuple[str, str]]:
    return list(AuditEvent.objects.order_by("pk").values_list("subject", "content__summary"))


def test_an_update_supersedes_the_recorded_status_and_both_can_be_read(action, october, people):
    recorded = current_update(action, october)

    said = submit_update(
        by=people["lead"], action=action, period=october, words=ON_TRACK, based_on=recorded.pk
    )

    assert current_update(action, october) == said
    assert said.supersedes == recorded
    assert (said.post.code, said.by) == ("SCC-HoS", people["lead"])
    recorded.refresh_from_db()
    assert recorded.kind == UpdateKind.RECORDED


def test_an_update_is_audited_and_raises_the_version_of_the_action(action, october, people):
    before = action.version
    known = events()

    submit_update(
        by=people["lead"],
        action=action,
        period=october,
        words=ON_TRACK,
        based_on=current_update(action, october).pk,
    )

    action.refresh_from_db()
    assert action.version == before + 1
    assert events()[len(known) :] == [
        ("action 6.1.2", "Sent the update for Oct 2019: On track"),
    ]


def test_a_conflicting_update_is_refused_and_nothing_is_overwritten(action, october, people):
    seen_by_both = current_update(action, october).pk
    first = submit_update(
        by=people["lead"], action=action, period=october, words=ON_TRACK, based_on=seen_by_both
    )
    mine = UpdateContent(Status.AT_RISK, developments="It is not going well.")

    with pytest.raises(UpdateConflict) as told:
        submit_update(
            by=people["manager"], action=action, period=october, words=mine, based_on=seen_by_both
        )

    assert told.value.theirs == first
    assert current_update(action, october) == first
    second = submit_update(
        by=people["manager"], action=action, period=october, words=mine, based_on=first.pk
    )
    assert second.supersedes == first


def test_the_same_form_sent_twice_is_one_update(action, october, people):
    based_on = current_update(action, october).pk
    sent = [
        submit_update(
            by=people["lead"], action=action, period=october, words=ON_TRACK, based_on=based_on
        )
        for _ in range(2)
    ]
    assert sent[0] == sent[1]


def test_an_update_in_a_closed_period_is_refused(sheffield, action, people):
    july = sheffield.periods.get(key="2019-07")
    before = current_update(action, july)

    with pytest.raises(PeriodClosed, match=r"July 2019 closed to updates.*still below"):
        submit_update(
            by=people["lead"], action=action, period=july, words=ON_TRACK, based_on=before.pk
        )

    assert current_update(action, july) == before


def test_an_update_in_a_locked_period_is_refused_even_while_its_dates_are_open(
    action, october, people
):
    october.locked_at = "2019-11-14T12:00Z"
    october.save()
    october.refresh_from_db()
    with pytest.raises(PeriodClosed):
        confirm_unchanged(
            by=people["lead"],
            action=action,
            period=october,
            based_on=current_update(action, october).pk,
        )


def test_no_change_keeps_the_status_and_is_recorded_as_an_answer(action, october, people):
    recorded = current_update(action, october)
    said = confirm_unchanged(by=people["lead"], action=action, period=october, based_on=recorded.pk)
    assert (said.kind, said.status) == (UpdateKind.NO_CHANGE, recorded.status)


def test_no_change_by_a_co_lead_keeps_the_period_text(sheffield, october, people):
    shared = sheffield.actions.get(ref="2.4.1")
    first = submit_update(
        by=people["lead"],
        action=shared,
        period=october,
        words=ON_TRACK,
        based_on=current_update(shared, october).pk,
    )
    said = confirm_unchanged(
        by=people["nhs-lead"], action=shared, period=october, based_on=first.pk
    )
    assert (said.developments, said.post.code) == ("Half of it is done.", "CCG-CCM")


def test_no_change_in_a_new_period_leaves_the_text_in_its_period(sheffield, people, settings):
    settings.WSOA_TODAY = date(2020, 1, 20)
    january = sheffield.periods.get(key="2020-01")
    worded = StatusUpdate.objects.exclude(developments="").filter(period__key="2019-10").first()
    said = confirm_unchanged(
        by=people["manager"], action=worded.action, period=january, based_on=None
    )
    assert (said.status, said.developments) == (worded.status, "")


def test_no_change_without_a_previous_update_is_refused(people):
    action, period = ActionFactory(), PeriodFactory()
    with pytest.raises(NothingToConfirm):
        confirm_unchanged(by=people["lead"], action=action, period=period, based_on=None)


def test_the_database_refuses_two_first_updates(action, sheffield):
    january = sheffield.periods.get(key="2020-01")

    def first_word() -> None:
        StatusUpdate.objects.create(
            action=action,
            period=january,
            status="on_track",
            kind="update",
            recorded_at="2020-01-10T12:00Z",
        )

    first_word()
    with pytest.raises(IntegrityError), transaction.atomic():
        first_word()


def test_a_failed_update_leaves_no_audit_event(action, october, people):
    known = events()
    with pytest.raises(UpdateConflict):
        submit_update(
            by=people["lead"], action=action, period=october, words=ON_TRACK, based_on=None
        )
    assert events() == known


def test_the_audit_log_is_append_only(sheffield):
    event = AuditEvent.objects.first()
    for change in (event.delete, event.save, AuditEvent.objects.all().delete):
        with pytest.raises(AppendOnly):
            change()


def test_update_by_non_lead_is_attributed_to_programme_office(action, october, people):
    said = submit_update(
        by=people["manager"],
        action=action,
        period=october,
        words=ON_TRACK,
        based_on=current_update(action, october).pk,
    )
    assert said.post is None


def test_an_update_stays_attributed_to_the_holder_at_the_time(action, october, people):
    said = submit_update(
        by=people["lead"],
        action=action,
        period=october,
        words=ON_TRACK,
        based_on=current_update(action, october).pk,
    )
    holding = said.post.holdings.get()
    holding.until = date(2019, 11, 14)
    holding.save()
    successor = User.objects.create_user("new@example.org", name="The next Head of SEN")
    said.post.holdings.create(holder=successor.name, user=successor, since=date(2019, 11, 15))

    said.refresh_from_db()
    assert said.by == people["lead"]
    assert successor.has_perm("actions.update_action", action)
    before = User.objects.get(pk=people["lead"].pk)
    assert not before.has_perm("actions.update_action", action)
