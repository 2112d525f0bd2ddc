"""The private calendar: whose days are in it, what is not, and who may read it."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from icalendar import Calendar

from actions.models import CalendarLink, Plan
from actions.selectors.person_in_plans import person_in_plans
from actions.selectors.waiting import waiting_for
from actions.services.calendar_links import make_calendar_link, revoke_calendar_link
from tests.support.cast import browser_of
from tests.support.factories import UserFactory
from tests.support.many_plans import many_plans
from wsoa.accounts.models import User
from wsoa.audit.models import AuditEvent

DAY = date(2019, 11, 15)


def address_of(token: str) -> str:
    return f"/calendar/{token}.ics"


def events_of(token: str) -> list[dict[str, object]]:
    answer = Client().get(address_of(token))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer.headers["Cache-Control"]
    calendar = Calendar.from_ical(answer.content)
    return [
        {
            "summary": str(event["summary"]),
            "day": event.decoded("dtstart"),
            "url": str(event["url"]),
            "uid": str(event["uid"]),
        }
        for event in calendar.walk("VEVENT")
    ]


def test_it_has_the_rounds_and_what_waits_with_its_day(
    sheffield: Plan, people: dict[str, User]
) -> None:
    events = events_of(make_calendar_link(by=people["manager"]))
    rounds = [event for event in events if "are due" in str(event["summary"])]
    assert (rounds[0]["summary"], rounds[0]["day"]) == (
        f"Updates for October 2019 are due: {sheffield.title}",
        date(2019, 10, 31),
    )
    items = [
        item
        for item in waiting_for(person_in_plans(people["manager"], DAY))
        if item.due is not None
    ]
    assert len(events) == len(rounds) + len(items)
    assert {event["day"] for event in events} >= {item.due for item in items}
    assert len({event["uid"] for event in events}) == len(events)
    assert all(str(event["url"]).startswith("http://localhost:8000/") for event in events)


def test_nothing_that_somebody_wrote_is_in_it(sheffield: Plan, people: dict[str, User]) -> None:
    token = make_calendar_link(by=people["lead"])
    text = Client().get(address_of(token)).content.decode().replace("\r\n ", "")
    texts = [
        written
        for update in sheffield.periods.get(key="2019-10").updates.all()
        for written in (update.developments, update.evidence, update.next_steps)
        if written
    ]
    assert texts
    assert not [written for written in texts if written[:40] in text]
    assert "DESCRIPTION" not in text
    assert "Returned: " not in text


def test_only_the_hash_of_the_token_is_kept_and_the_audit_log_has_neither(db: None) -> None:
    user = UserFactory()
    token = make_calendar_link(by=user)
    link = CalendarLink.objects.get(user=user)
    assert link.token_sha256 == CalendarLink.hash_of(token)
    assert token not in repr(vars(link))
    for event in AuditEvent.objects.all():
        assert token not in repr(vars(event))
        assert link.token_sha256 not in repr(vars(event))


def test_an_unknown_revoked_or_replaced_address_is_not_found(db: None) -> None:
    user = UserFactory()
    first = make_calendar_link(by=user)
    second = make_calendar_link(by=user)
    assert [Client().get(address_of(token)).status_code for token in (first, second)] == [404, 200]
    assert revoke_calendar_link(by=user) is True
    assert revoke_calendar_link(by=user) is False
    for token in (second, "x", CalendarLink.hash_of(second), "%00", "a" * 500):
        assert Client().get(address_of(token)).status_code == 404


def test_who_cannot_sign_in_any_more_has_no_calendar(db: None) -> None:
    user = UserFactory()
    token = make_calendar_link(by=user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert Client().get(address_of(token)).status_code == 404


def test_a_demo_person_has_none_away_from_this_computer(
    people: dict[str, User],
    settings,  # type: ignore[no-untyped-def]
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    token = make_calendar_link(by=people["lead"])
    assert Client().get(address_of(token), headers={"host": "plans.example"}).status_code == 404


def test_an_open_address_signs_nobody_in(db: None) -> None:
    client = Client()
    client.get(address_of(make_calendar_link(by=UserFactory())))
    assert client.get("/my/calendar/").status_code == 302
    assert "sessionid" not in client.cookies


def test_the_page_shows_an_address_once(db: None) -> None:
    user = UserFactory()
    client = browser_of(user)
    assert "You have no address for a calendar." in client.get("/my/calendar/").content.decode()
    made = client.post("/my/calendar/").content.decode()
    assert "/calendar/" in made
    later = client.get("/my/calendar/").content.decode()
    assert ".ics" not in later
    assert "You have had an address since 15 November 2019." in later
    assert client.post("/my/calendar/end/").status_code == 302
    assert client.post("/my/calendar/end/").status_code == 404


@pytest.mark.parametrize("number", [4, 30])
def test_the_queries_do_not_grow_with_the_plans(
    db: None, number: int, django_assert_num_queries
) -> None:  # type: ignore[no-untyped-def]
    user = UserFactory()
    many_plans(number, manager=user, actions=2)
    token = make_calendar_link(by=user)
    with django_assert_num_queries(17):
        Client().get(address_of(token))
