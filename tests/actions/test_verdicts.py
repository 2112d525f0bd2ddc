"""Accepting and returning updates: permissions, finality, and a person's own updates."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actions.domain.enums import Role, Status, UpdateKind
from actions.models import Action, Membership, Plan, StatusUpdate, Verdict
from actions.presenters.attribution import verdict_on
from actions.selectors.updates import current_update
from actions.services.updates import UpdateContent, submit_update
from actions.services.verdicts import (
    AlreadyReviewed,
    NewerUpdateSent,
    NothingToReview,
    NotTheirArea,
    OwnUpdate,
    ReasonForReturnNeeded,
    accept,
    return_update,
)
from tests.support.factories import UserFactory
from tests.support.verdicts import a_plan_with, word_on
from wsoa.accounts.models import User
from wsoa.audit.models import AuditEvent


@pytest.mark.parametrize("who", ["accountable", "manager"])
def test_the_officer_of_the_area_and_the_manager_accept(who, people, waiting) -> None:
    versions = (waiting.action.version, waiting.action.plan.version)
    assert accept(by=people[who], updates=[waiting]) == 1
    verdict = Verdict.objects.get(update=waiting)
    assert (verdict.accepted, verdict.by) == (True, people[who])
    action = Action.objects.select_related("plan").get(pk=waiting.action_id)
    assert (action.version, action.plan.version) == (versions[0] + 1, versions[1] + 1)
    event = AuditEvent.objects.get(verb="accept")
    assert event.actor == people[who]
    assert event.summary == "Accepted the update for Oct 2019: Behind or at risk"


@pytest.mark.parametrize("who", ["lead", "nhs-lead", "board", "publisher", "viewer", "stranger"])
def test_nobody_else_accepts_or_returns(who, people, waiting) -> None:
    with pytest.raises(NotTheirArea):
        accept(by=people[who], updates=[waiting])
    with pytest.raises(NotTheirArea):
        return_update(by=people[who], update=waiting, words="Why is that?")
    assert not Verdict.objects.filter(update=waiting).exists()


def test_an_officer_judges_their_own_areas_only(people, sheffield, october, waiting) -> None:
    elsewhere = word_on(sheffield, "6.1.5", october)
    with pytest.raises(NotTheirArea, match=r"6\.1\.5 is not in your area"):
        accept(by=people["accountable"], updates=[waiting, elsewhere])
    assert not Verdict.objects.filter(update__in=[waiting, elsewhere]).exists()


def test_several_updates_are_accepted_all_or_none(people, sheffield, october, waiting) -> None:
    other = word_on(sheffield, "5.2.8", october)
    assert accept(by=people["accountable"], updates=[waiting, other]) == 2
    assert AuditEvent.objects.filter(verb="accept").count() == 2


def test_the_same_form_sent_twice_accepts_once(people, waiting) -> None:
    assert accept(by=people["accountable"], updates=[waiting]) == 1
    assert accept(by=people["accountable"], updates=[waiting]) == 0
    assert AuditEvent.objects.filter(verb="accept").count() == 1


def test_the_same_return_sent_twice_returns_once(people, waiting) -> None:
    first = return_update(by=people["accountable"], update=waiting, words="Why is that? ")
    assert return_update(by=people["accountable"], update=waiting, words="Why is that?") == first
    assert AuditEvent.objects.filter(verb="return").count() == 1


def test_a_verdict_is_final(people, waiting) -> None:
    accept(by=people["accountable"], updates=[waiting])
    with pytest.raises(AlreadyReviewed, match="was accepted by Demo accountable officer"):
        return_update(by=people["manager"], update=waiting, words="On second thoughts")
    with pytest.raises(AlreadyReviewed):
        accept(by=people["manager"], updates=[waiting])


def test_a_returned_update_cannot_be_accepted(people, returned) -> None:
    with pytest.raises(
        AlreadyReviewed, match=r"was returned by .* Only a new update from the lead"
    ):
        accept(by=people["manager"], updates=[returned])


def test_only_the_latest_update_can_be_judged(people, waiting, october) -> None:
    submit_update(
        by=people["lead"],
        action=waiting.action,
        period=october,
        words=UpdateContent(Status("at_risk"), developments="More has happened."),
        based_on=waiting.pk,
    )
    with pytest.raises(NewerUpdateSent, match=r"A newer update of 5\.1\.6 has been sent since"):
        accept(by=people["accountable"], updates=[waiting])
    with pytest.raises(NewerUpdateSent):
        return_update(by=people["accountable"], update=waiting, words="Why is that?")


def test_a_recorded_status_cannot_be_judged(people, sheffield, october) -> None:
    recorded = word_on(sheffield, "5.1.5", october)
    assert recorded.kind == UpdateKind.RECORDED
    with pytest.raises(NothingToReview):
        accept(by=people["manager"], updates=[recorded])


@pytest.mark.parametrize("words", ["", "  \n"])
def test_an_update_cannot_be_returned_without_a_reason(people, waiting, words) -> None:
    with pytest.raises(ReasonForReturnNeeded):
        return_update(by=people["accountable"], update=waiting, words=words)


@pytest.mark.parametrize("count", [1, 30])
def test_accepting_many_adds_an_event_and_its_content_for_each(count, people) -> None:
    plan = a_plan_with(count, people["manager"])
    updates = list(StatusUpdate.objects.to_judge(plan).filter(period__key="2019-10"))
    with CaptureQueriesContext(connection) as asked:
        accept(by=people["manager"], updates=updates)
    assert len(asked) - 2 * count == 9


# --- what one has sent oneself ----------------------------------------------------------------


@pytest.fixture
def own_update(sheffield: Plan, people, october, waiting) -> StatusUpdate:
    """What the manager has sent for a lead of area 5, which has an accountable officer."""
    return submit_update(
        by=people["manager"],
        action=waiting.action,
        period=october,
        words=UpdateContent(Status("at_risk"), developments="Said for the lead."),
        based_on=waiting.pk,
    )


def test_nobody_judges_their_own_update_if_another_person_may(people, own_update) -> None:
    told = r"You sent the update of 5\.1\.6 yourself.* Demo accountable officer, area 5 can\."
    with pytest.raises(OwnUpdate, match=told):
        accept(by=people["manager"], updates=[own_update])
    with pytest.raises(OwnUpdate):
        return_update(by=people["manager"], update=own_update, words="Why is that?")
    assert not Verdict.objects.filter(update=own_update).exists()
    assert accept(by=people["accountable"], updates=[own_update]) == 1


def test_an_own_update_among_several_blocks_all(people, own_update, sheffield, october) -> None:
    other = word_on(sheffield, "5.2.8", october)
    with pytest.raises(OwnUpdate):
        accept(by=people["manager"], updates=[own_update, other])
    assert not Verdict.objects.filter(update__in=[own_update, other]).exists()


def test_an_own_update_is_accepted_if_nobody_else_may_and_marked(people, own_update) -> None:
    Membership.objects.filter(user=people["accountable"]).delete()
    assert accept(by=people["manager"], updates=[own_update]) == 1
    assert verdict_on(current_update(own_update.action, own_update.period)) == (
        "Accepted by Demo programme manager, who also sent the update, 15 November 2019"
    )
    assert AuditEvent.objects.get(verb="accept").summary == (
        "Accepted the update that they had sent themselves for Oct 2019: Behind or at risk"
    )


def test_a_reviewer_who_cannot_sign_in_does_not_count(people, own_update) -> None:
    User.objects.filter(pk=people["accountable"].pk).update(is_active=False)
    assert accept(by=people["manager"], updates=[own_update]) == 1


def test_an_officer_of_another_area_does_not_count(people, own_update, sheffield) -> None:
    theirs = Membership.objects.filter(user=people["accountable"], role=Role.ACCOUNTABLE)
    theirs.update(area=sheffield.areas.get(ref="6"))
    assert accept(by=people["manager"], updates=[own_update]) == 1


def test_another_programme_manager_accepts_it(people, own_update, sheffield) -> None:
    Membership.objects.filter(user=people["accountable"]).delete()
    second = UserFactory(name="Second manager")
    Membership.objects.create(plan=sheffield, user=second, role=Role.MANAGER)
    with pytest.raises(OwnUpdate, match=r"Second manager can\."):
        accept(by=people["manager"], updates=[own_update])
    assert accept(by=second, updates=[own_update]) == 1
