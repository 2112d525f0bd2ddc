"""Lines of the digest on decided end dates: requesters are notified once of the decision.

Those who decide are notified by what waits for them (waiting_digest.py).
"""

from __future__ import annotations

from datetime import date, timedelta

from django.urls import reverse

from actions.domain.digest import DigestLine, DigestSection, Topic
from actions.extension_points import DigestAddition
from actions.models import DateChange, Plan
from actions.selectors.dates_as_at import decided_as
from actions.selectors.outstanding import topics_sent_since
from wsoa.accounts.models import User
from wsoa.core.text import cut, one_line

DECIDED = "date_decided"
# Older decisions are not notified, even in a person's first digest.
NEWS_FOR = timedelta(days=14)

_Changes = dict[tuple[User, Plan], list[DateChange]]


def decided_dates(day: date) -> list[DigestAddition]:
    """A source of digest sections about decisions on new end dates. Two queries."""
    notified = topics_sent_since(day - NEWS_FOR, day)
    found = []
    for (user, plan), changes in _decided(day).items():
        lines = tuple(map(_what_was_decided, changes))
        news = tuple(line for line in lines if line.topic not in notified.get(user.pk, {}))
        if news:
            found.append(DigestAddition(user, plan, _section_of_decisions(news)))
    return found


def _decided(day: date) -> _Changes:
    """Recent decisions, by the person who made the request; own decisions are left out."""
    found: _Changes = {}
    for change in DateChange.objects.decided_between(day - NEWS_FOR, day).for_news():
        if change.asked_by and change.asked_by_id != change.decided_by_id:
            found.setdefault((change.asked_by, change.action.plan), []).append(change)
    return found


def _what_was_decided(change: DateChange) -> DigestLine:
    path = reverse("dates", args=[change.action.plan.slug, change.action.ref])
    note = f"{change.moved}. {decided_as(change)}"
    action = change.action
    text = cut(one_line(action.text), 150)
    return DigestLine(Topic(DECIDED, 0, change.pk), action.pk, action.ref, text, note, path)


def _section_of_decisions(lines: tuple[DigestLine, ...]) -> DigestSection:
    many = "The new end date" if len(lines) == 1 else f"The {len(lines)} new end dates"
    verb = "is" if len(lines) == 1 else "are"
    return DigestSection(f"{many} that you requested {verb} decided", "What was decided:", lines)
