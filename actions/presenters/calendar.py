"""A person's due days as a calendar (iCalendar, RFC 5545): titles, days and links, nothing more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event

from actions.domain.waiting import WaitingItem
from actions.models import Plan, ReportingPeriod
from actions.selectors.periods import name_of
from actions.selectors.person_in_plans import PersonInPlans
from actions.selectors.waiting import waiting_for
from wsoa.core.clock import now

ROUNDS_SINCE = timedelta(days=31)  # rounds that were due longer ago are left out
MOST_EVENTS = 1000


def calendar_of(person: PersonInPlans) -> bytes:
    """The rounds of the person's plans, and what waits for the person with its day.

    The number of queries does not depend on the number of plans.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.SITE_NAME}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", settings.SITE_NAME)
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    moment = now()
    events = [*_rounds(person, moment), *_waiting(person, moment)]
    for event in events[:MOST_EVENTS]:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _rounds(person: PersonInPlans, moment: datetime) -> Iterator[Event]:
    periods = ReportingPeriod.objects.of_plans(person.plans).order_by("due", "pk")
    for period in periods.due_from(person.day - ROUNDS_SINCE):
        plan = person.plans[period.plan_id]
        address = reverse("overview", args=[plan.slug])
        title = f"Updates for {name_of(period)} are due: {plan.title}"
        yield _event(f"round-{period.pk}", title, period.due, address, moment)


def _waiting(person: PersonInPlans, moment: datetime) -> Iterator[Event]:
    for item in waiting_for(person):
        if item.due is not None:
            key = f"{item.kind.code}-{item.plan}-{item.subject}"
            plan = person.plans[item.plan]
            yield _event(key, _title(item, plan), item.due, item.address, moment)


def _title(item: WaitingItem, plan: Plan) -> str:
    """What kind of thing waits, and where. What somebody wrote stays in the service."""
    about = f" {item.ref}" if item.ref else ""
    return f"{item.kind.heading}{about}: {plan.title}"


def _event(key: str, title: str, day: date, path: str, moment: datetime) -> Event:
    """An event of a whole day that does not make anybody busy."""
    event = Event()
    host = settings.SITE_ADDRESS.rpartition("/")[2]
    event.add("uid", f"{key}@{host}")
    event.add("dtstamp", moment)
    event.add("summary", title)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("url", f"{settings.SITE_ADDRESS}{path}")
    return event
