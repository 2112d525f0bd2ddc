"""What waits for a person, as lines of the one email a day.

Each thing is told once, and every seven days (or as soon as its kind says) from a week before its
day on, until it is done;
along with it stands what else of its kind waits in the plan. What has a reminder of its own, such
as the updates of a round, is left to that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from actions.domain.digest import AGAIN_AFTER, DigestLine, DigestSection, Topic
from actions.domain.waiting import WaitingItem, lateness
from actions.extension_points import DigestAddition
from actions.selectors.outstanding import topics_sent_since
from actions.selectors.person_in_plans import person_in_plans
from actions.selectors.plan_people import people_in_plans
from actions.selectors.waiting import waiting_for

# What is due far ahead is told once, and not again until a week before its day.
REMEMBERED = timedelta(days=366)
_ENDS = tuple(".!?”")


def waiting_additions(day: date) -> Iterator[DigestAddition]:
    """A source of digest sections: for each person, plan and kind, what waits.

    The number of queries is the same for each person, however many plans they have.
    """
    notified = topics_sent_since(day - REMEMBERED, day)
    for user in people_in_plans(day):
        if user.digest_paused:
            continue
        person = person_in_plans(user, day)
        notified_on = notified.get(user.pk, {})
        for (plan, _), items in _by_plan_and_kind(waiting_for(person)).items():
            if _is_due(items, notified_on, day):
                section = _section(items, day)
                yield DigestAddition(user, person.plans[plan], section)


def _by_plan_and_kind(items: Iterable[WaitingItem]) -> dict[tuple[int, str], list[WaitingItem]]:
    """Worst first, as the items are."""
    found: dict[tuple[int, str], list[WaitingItem]] = {}
    for item in items:
        if not item.kind.has_own_reminder:
            found.setdefault((item.plan, item.kind.code), []).append(item)
    return found


def _is_due(items: Iterable[WaitingItem], notified_on: Mapping[Topic, date], day: date) -> bool:
    """Whether one of the things was never told, or is to be told again."""
    return any(_is_time(item, notified_on.get(_topic(item)), day) for item in items)


def _is_time(item: WaitingItem, notified_on: date | None, day: date) -> bool:
    if notified_on is None:
        return True
    is_near = item.due is None or item.due - AGAIN_AFTER <= day
    return is_near and day - notified_on >= item.kind.again_after


def _section(items: list[WaitingItem], day: date) -> DigestSection:
    kind = items[0].kind
    lines = tuple(_line(item, day) for item in items)
    return DigestSection(kind.counted(len(items)), kind.intro, lines)


def _line(item: WaitingItem, day: date) -> DigestLine:
    late = lateness(item.days_late(day))
    detail = str(item.detail)
    if late and detail and not detail.endswith(_ENDS):
        detail += "."
    note = " ".join(filter(None, (detail, f"{late.capitalize()}." if late else "")))
    text = item.title if item.ref else ""
    return DigestLine(_topic(item), 0, item.ref or item.title, text, note, item.address)


def _topic(item: WaitingItem) -> Topic:
    return Topic(item.kind.code, 0, item.subject)
