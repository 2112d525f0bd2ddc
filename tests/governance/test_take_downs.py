"""A publication is taken down at once by one person, confirmed by a second, put back by two."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from actions.selectors.person_in_plans import person_in_plans
from actions.selectors.waiting import waiting_for
from actions.services.reminders import send_digests
from actions.services.waiting_digest import waiting_additions
from governance.domain.enums import PaperState
from governance.models import Paper, TakeDown
from governance.services.publication_drafts import PaperRefused
from governance.services.take_downs import (
    ask_to_put_back,
    confirm_take_down,
    keep_down,
    put_back,
    take_down,
)
from tests.support import publications
from wsoa.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
DAY = date(2019, 11, 15)  # a Friday
WHY = "A child is named in area 5."


@pytest.fixture
def paper(sheffield, people) -> Paper:
    return publications.made(sheffield)


@pytest.fixture
def taken(paper, people) -> TakeDown:
    return take_down(by=people["publisher"], paper=paper, reason=WHY)


def waits(user, day=DAY) -> list:
    items = waiting_for(person_in_plans(user, day))
    return [item for item in items if item.kind.code == "taken_down"]


def state(paper: Paper) -> str:
    return Paper.objects.get(pk=paper.pk).state


def test_one_person_takes_it_down_at_once_and_readers_do_not_see_why(
    paper, signed_in, django_capture_on_commit_callbacks
):
    address = reverse("publication-take-down", args=[paper.plan.slug, paper.key, 1])
    with django_capture_on_commit_callbacks(execute=True):
        sent = signed_in("accountable").post(address, {"do": "take-down", "reason": WHY})

    assert sent.status_code == 302
    assert state(paper) == PaperState.WITHDRAWN
    for place in ("", ".pdf", "/v1/", "/v1.csv"):
        read = Client().get(f"/published/{paper.plan.slug}/{paper.key}{place or '/'}")
        assert read.status_code == 410
        assert "so that something in it can be checked" in read.content.decode()
        assert WHY not in read.content.decode()
    assert AuditEvent.objects.filter(verb="take-down").count() == 1


def test_it_is_refused_without_a_reason_and_for_what_is_not_published(paper, people, signed_in):
    address = reverse("publication-take-down", args=[paper.plan.slug, paper.key, 1])

    page = signed_in("publisher").post(address, {"do": "take-down", "reason": " "})

    assert "Enter why it is taken down" in page.content.decode()
    assert state(paper) == PaperState.PUBLISHED
    take_down(by=people["publisher"], paper=paper, reason=WHY)
    with pytest.raises(PaperRefused, match="not published"):
        take_down(by=people["accountable"], paper=paper, reason=WHY)


def test_a_second_person_confirms_and_the_first_cannot(taken, people):
    with pytest.raises(PaperRefused, match="somebody else must confirm"):
        confirm_take_down(by=people["publisher"], taken=taken)

    confirm_take_down(by=people["accountable"], taken=taken)

    with pytest.raises(PaperRefused, match="confirmed already"):
        confirm_take_down(by=people["nhs-lead"], taken=taken)
    assert waits(people["nhs-lead"]) == []


def test_until_then_it_waits_for_all_others_by_the_next_working_day(taken, people, signed_in):
    [item] = waits(people["accountable"])

    assert item.due == date(2019, 11, 18)
    assert waits(people["publisher"]) == waits(people["lead"]) == []
    page = signed_in("accountable").get(item.address).content.decode()
    assert "Confirm that it stays down" in page
    document = reverse("publication-draft", args=[taken.paper.plan.slug, taken.paper.key])
    assert f'href="{document}">Read what was taken down' in page
    assert signed_in("accountable").get(document).status_code == 200
    assert "Publication taken down" in signed_in("accountable").get("/").content.decode()


def test_the_daily_email_asks_every_day(taken, people, settings):
    def asked(day: date) -> bool:
        settings.WSOA_TODAY = day
        found = any(
            line.topic[0] == "taken_down" and addition.user == people["accountable"]
            for addition in waiting_additions(day)
            for line in addition.section.lines
        )
        send_digests(day=day)
        return found

    days = [DAY + timedelta(days=number) for number in range(4)]

    assert [asked(day) for day in days] == [True] * 4
    confirm_take_down(by=people["accountable"], taken=taken)
    assert not asked(DAY + timedelta(days=4))


def test_putting_it_back_takes_two_people(taken, paper, people, django_capture_on_commit_callbacks):
    with pytest.raises(PaperRefused, match="Nobody has asked"):
        put_back(by=people["accountable"], taken=taken)
    ask_to_put_back(by=people["publisher"], taken=taken)
    with pytest.raises(PaperRefused, match="somebody else must agree"):
        put_back(by=people["publisher"], taken=taken)
    assert state(paper) == PaperState.WITHDRAWN
    assert waits(people["accountable"])[0].detail == "Somebody asks to put it back."

    with django_capture_on_commit_callbacks(execute=True):
        put_back(by=people["accountable"], taken=taken)

    assert state(paper) == PaperState.PUBLISHED
    read = Client().get(f"/published/{paper.plan.slug}/{paper.key}.csv")
    assert read.status_code == 200
    with pytest.raises(PaperRefused, match="not taken down any more"):
        confirm_take_down(by=people["nhs-lead"], taken=taken)


def test_a_second_person_keeps_it_down_and_is_not_asked_again(taken, paper, people, signed_in):
    address = reverse("publication-take-down", args=[paper.plan.slug, paper.key, 1])
    ask_to_put_back(by=people["publisher"], taken=taken)
    with pytest.raises(PaperRefused, match="somebody else must decide"):
        keep_down(by=people["publisher"], taken=taken)
    page = signed_in("accountable").get(address).content.decode()
    assert "Agree: put it back" in page
    assert "Keep it down" in page

    signed_in("accountable").post(address, {"do": "keep-down"})

    assert state(paper) == PaperState.WITHDRAWN
    assert waits(people["accountable"]) == waits(people["nhs-lead"]) == []
    taken.refresh_from_db()
    assert (taken.restore_requested_by, taken.confirmed_by) == (None, people["accountable"])
    asked = f"{people['publisher'].name} asked"
    assert asked in AuditEvent.objects.get(verb="keep-down").summary
    with pytest.raises(PaperRefused, match="Nobody has asked"):
        keep_down(by=people["nhs-lead"], taken=taken)


def test_whoever_took_it_down_does_not_confirm_it_by_keeping_it_down(taken, people):
    ask_to_put_back(by=people["accountable"], taken=taken)

    kept = keep_down(by=people["publisher"], taken=taken)

    assert kept.confirmed_at is None
    assert waits(people["nhs-lead"])[0].detail == "Nobody has confirmed it yet."
