"""The pages of a plan's kind: key dates that are counted, and the editor of its own key."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from actions.models import Plan, PlanEvent, StatusKeyChange
from actions.presenters.key_dates import key_dates_page
from actions.services.plan_events import PlanEventRefused, record_plan_event
from actions.services.status_key import StatusKeyRefused, set_status_key
from tests.support.html import words
from tests.support.kinds import KEY
from wsoa.accounts.models import User
from wsoa.audit.models import AuditEvent

REASON = "The board agreed the key of the partnership."
DATES = "/plans/sheffield-2019/key-dates/"
STATUSES = "/plans/sheffield-2019/statuses/"
TODAY = date(2019, 11, 15)


def typed_key(**values: str) -> dict[str, str]:
    """The form of `KEY`, as a browser sends it."""
    sent = {"reason": REASON}
    for place, status in enumerate(KEY["statuses"], start=1):
        code = status["code"]
        sent |= {f"{code}-{part}": status[part] for part in ("label", "meaning", "colour", "shape")}
        sent[f"{code}-place"] = str(place)
    return sent | values


def test_a_manager_enters_a_date_and_sees_what_follows(
    sheffield: Plan, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("manager")
    assert "that day has not been entered" in words(client.get(DATES))
    sent = {"event": "report_received", "day_day": "18", "day_month": "1", "day_year": "2019"}
    refused = client.post(DATES, sent | {"source": ""})
    assert "Enter where the date is from" in words(refused)
    assert 'value="2019"' in refused.content.decode()
    client.post(DATES, sent | {"source": "The letter of 18 January 2019"})
    shown = words(client.get(DATES))
    assert "30 April 2019" in shown
    assert "70 working days after the day on which the report was received" in shown
    assert "Not certain." in shown  # the revisit
    assert PlanEvent.objects.get(plan=sheffield).day == date(2019, 1, 18)


def test_a_date_is_taken_back_and_stays_in_the_history(
    sheffield: Plan, people: dict[str, User]
) -> None:
    by, event = people["manager"], "report_received"
    for day in (date(2019, 1, 18), date(2019, 1, 21), None):
        record_plan_event(by=by, plan=sheffield, event=event, day=day, source="The letter")
        entry = next(e for e in key_dates_page(sheffield, TODAY).events if e.key == event)
        assert entry.day == day
    assert PlanEvent.objects.filter(plan=sheffield).count() == 3


@pytest.mark.parametrize(
    ("event", "day", "source"),
    [
        ("monitored", date(2019, 1, 18), "The letter"),  # of another kind
        ("report_received", date(2030, 1, 18), "The letter"),
        ("report_received", date(2019, 1, 18), " "),
    ],
)
def test_a_day_that_cannot_be_is_refused(
    sheffield: Plan, people: dict[str, User], event: str, day: date, source: str
) -> None:
    with pytest.raises(PlanEventRefused):
        record_plan_event(by=people["manager"], plan=sheffield, event=event, day=day, source=source)
    assert not PlanEvent.objects.exists()


def test_a_manager_gives_the_plan_a_key_and_takes_it_back(
    sheffield: Plan, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("manager")
    assert "This plan has the statuses of its kind" in words(client.get(STATUSES))
    client.post(STATUSES, typed_key())
    sheffield.refresh_from_db()
    assert sheffield.status_key == KEY
    shown = words(client.get(STATUSES))
    assert "Complete and embedded" in shown
    assert REASON in shown
    client.post(STATUSES, typed_key(goes_back="on"))
    sheffield.refresh_from_db()
    assert sheffield.status_key == {}
    assert StatusKeyChange.objects.filter(plan=sheffield).count() == 2
    assert AuditEvent.objects.filter(verb="set_status_key").count() == 2


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"complete-label": ""}, "Enter the words of this status"),
        ({"complete-place": "2"}, "Choose a place that no other status has"),
        ({"complete-shape": "cross"}, "have the same shape"),
        ({"complete-label": "wobbling"}, "have the same words"),
        ({"reason": "because"}, "Enter why the plan’s key is changed"),
    ],
)
def test_a_key_that_is_refused_comes_back_filled_in(
    sheffield: Plan, signed_in: Callable[[str], Client], changed: dict[str, str], message: str
) -> None:
    answer = signed_in("manager").post(STATUSES, typed_key(**changed))
    assert message in words(answer)
    assert 'value="Going well"' in answer.content.decode()
    sheffield.refresh_from_db()
    assert sheffield.status_key == {}


def test_the_service_checks_the_key_and_the_reason(
    sheffield: Plan, people: dict[str, User]
) -> None:
    with pytest.raises(StatusKeyRefused):
        set_status_key(by=people["manager"], plan=sheffield, key=KEY, reason="n/a")
    with pytest.raises(StatusKeyRefused):
        set_status_key(by=people["manager"], plan=sheffield, key={"statuses": []}, reason=REASON)
    assert set_status_key(by=people["manager"], plan=sheffield, key=KEY, reason=REASON)
    assert not set_status_key(by=people["manager"], plan=sheffield, key=KEY, reason=REASON)
