"""Lines of the digest about new end dates, for those who decide and those who requested them.

Deciders are notified once, and every seven days while a request is open; requesters are notified
once of the decision. This does not depend on an open round.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.urls import reverse

from actions.domain.digest import AGAIN_AFTER, DigestLine, DigestSection, Topic
from actions.extension_points import DigestAddition
from actions.models import DateChange, Plan
from actions.selectors.outstanding import topics_sent_since
from actions.selectors.reviewers import Reviewers
from wsoa.accounts.models import User
from wsoa.core.text import cut, one_line

ASKED, DECIDED = "date_asked", "date_decided"
# Older decisions are not notified, even in a person's first digest.
NEWS_FOR = timedelta(days=14)

_Changes = dict[tuple[User, Plan], list[DateChange]]


def date_change_additions(day: date) -> list[DigestAddition]:
    """A source of digest sections about new end dates. Four queries for any number of them."""
    notified = topics_sent_since(day - NEWS_FOR, day)
    found = []
    for (user, plan), changes in _to_decide().items():
        lines = tuple(map(_to_decide_on, changes))
        if _is_due(lines, notified.get(user.pk, {}), day):
            found.append(DigestAddition(user, plan, _section_to_decide(lines)))
    for (user, plan), changes in _decided(day).items():
        lines = tuple(map(_what_was_decided, changes))
        news = tuple(line for line in lines if line.topic not in notified.get(user.pk, {}))
        if news:
            found.append(DigestAddition(user, plan, _section_of_decisions(news)))
    return found


def _to_decide() -> _Changes:
    """The open requests by the people who decide: the accountable officers, or else the managers.

    Nobody is notified of their own request.
    """
    waiting = list(DateChange.objects.open().for_news())
    reviewers = Reviewers.of(*{change.action.plan_id for change in waiting})
    found: _Changes = {}
    for change in waiting:
        action, asker = change.action, {change.asked_by}
        officers = {*reviewers.officers.get(action.outcome.area_id, ())} - asker
        for user in officers or {*reviewers.managers.get(action.plan_id, ())} - asker:
            found.setdefault((user, action.plan), []).append(change)
    return found


def _decided(day: date) -> _Changes:
    """Recent decisions, by the person who made the request; own decisions are left out."""
    found: _Changes = {}
    for change in DateChange.objects.decided_between(day - NEWS_FOR, day).for_news():
        if change.asked_by and change.asked_by_id != change.decided_by_id:
            found.setdefault((change.asked_by, change.action.plan), []).append(change)
    return found


def _is_due(lines: Iterable[DigestLine], told: Mapping[Topic, date], day: date) -> bool:
    """Whether one of the topics was never notified, or last notified a week ago."""
    last = (told.get(line.topic) for line in lines)
    return any(on is None or day - on >= AGAIN_AFTER for on in last)


def _to_decide_on(change: DateChange) -> DigestLine:
    place = [change.action.plan.slug, change.action.ref, change.pk]
    note = f"{change.moved}. Requested by {change.asked_as}."
    return _digest_line(ASKED, change, note, reverse("decide-date", args=place))


def _what_was_decided(change: DateChange) -> DigestLine:
    verdict = "Agreed" if change.agreed else "Refused"
    path = reverse("dates", args=[change.action.plan.slug, change.action.ref])
    return _digest_line(DECIDED, change, f"{change.moved}. {verdict}: {change.decision}.", path)


def _digest_line(kind: str, change: DateChange, note: str, path: str) -> DigestLine:
    action = change.action
    text = cut(one_line(action.text), 150)
    return DigestLine(Topic(kind, 0, change.pk), action.pk, action.ref, text, note, path)


def _section_to_decide(lines: tuple[DigestLine, ...]) -> DigestSection:
    many = (
        "1 new end date is waiting"
        if len(lines) == 1
        else f"{len(lines)} new end dates are waiting"
    )
    intro = "Until you decide, the latest agreed date applies. Sign in to decide."
    return DigestSection(f"{many} for your decision", intro, lines)


def _section_of_decisions(lines: tuple[DigestLine, ...]) -> DigestSection:
    many = "The new end date" if len(lines) == 1 else f"The {len(lines)} new end dates"
    verb = "is" if len(lines) == 1 else "are"
    return DigestSection(f"{many} that you requested {verb} decided", "What was decided:", lines)
