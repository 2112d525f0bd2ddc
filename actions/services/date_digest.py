"""Lines of the digest on decided end dates: requesters are notified once of the decision.

A request that came with the plan's data names no person: those who hold the post that made it are
notified, as the decision waits for them (selectors/waiting_actions.py). Nobody is notified of a
plan that they do not see any more. Those who decide are notified by what waits for them
(waiting_digest.py).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from django.urls import reverse

from actions.domain.digest import DigestLine, DigestSection, Topic
from actions.extension_points import DigestAddition
from actions.models import DateChange, Plan
from actions.selectors.dates_as_at import decision_as_printed
from actions.selectors.outstanding import topics_sent_since
from wsoa.accounts.models import PostHolding, User
from wsoa.core.text import cut, one_line

DECIDED = "date_decided"
# Older decisions are not notified, even in a person's first digest.
NEWS_FOR = timedelta(days=14)

_Changes = dict[tuple[User, Plan], list[DateChange]]


def decided_dates(day: date) -> list[DigestAddition]:
    """A source of digest sections about decisions on new end dates.

    Three queries or four, however many requests there are, and one more for each person.
    """
    notified = topics_sent_since(day - NEWS_FOR, day)
    found = []
    for (user, plan), changes in _in_plans_seen(_decided(day), day).items():
        lines = tuple(map(_what_was_decided, changes))
        news = tuple(line for line in lines if line.topic not in notified.get(user.pk, {}))
        if news:
            found.append(DigestAddition(user, plan, _section_of_decisions(news)))
    return found


def _decided(day: date) -> _Changes:
    """Recent decisions, by whom they are for; own decisions are left out."""
    changes = list(DateChange.objects.decided_between(day - NEWS_FOR, day).for_news())
    holders = _holders_of({change.post_id for change in changes if _is_of_post(change)}, day)
    found: _Changes = {}
    for change in changes:
        requested_by = [change.requested_by] if change.requested_by else []
        people = holders.get(change.post_id or 0, ()) if _is_of_post(change) else requested_by
        for user in people:
            if user.pk != change.decided_by_id:
                found.setdefault((user, change.action.plan), []).append(change)
    return found


def _is_of_post(change: DateChange) -> bool:
    """Whether the plan's data names no person who asked, and it was decided by one here."""
    return change.requested_by_id is None and change.decided_by_id is not None


def _holders_of(posts: Collection[int | None], day: date) -> dict[int, list[User]]:
    """Those who hold these posts on that day, deputies too. No query without a post."""
    wanted = {post for post in posts if post}
    if not wanted:
        return {}
    found: dict[int, list[User]] = {}
    held = PostHolding.objects.given_on(day).filter(post__in=wanted).select_related("user")
    for holding in held.order_by("pk"):
        if holding.user and holding.user not in found.setdefault(holding.post_id, []):
            found[holding.post_id].append(holding.user)
    return found


def _in_plans_seen(decided: _Changes, day: date) -> _Changes:
    """Without the plans that a person does not see any more, because a post or a role has ended."""
    asked_in: dict[User, set[int]] = {}
    for user, plan in decided:
        asked_in.setdefault(user, set()).add(plan.pk)
    seen = {
        (user.pk, plan.pk)
        for user, plans in asked_in.items()
        for plan in Plan.objects.seen_by(user.pk, day).filter(pk__in=plans)
    }
    return {
        (user, plan): changes
        for (user, plan), changes in decided.items()
        if (user.pk, plan.pk) in seen
    }


def _what_was_decided(change: DateChange) -> DigestLine:
    path = reverse("dates", args=[change.action.plan.slug, change.action.ref])
    note = f"{change.moved}. {decision_as_printed(change)}"
    action = change.action
    text = cut(one_line(action.text), 150)
    return DigestLine(Topic(DECIDED, 0, change.pk), action.pk, action.ref, text, note, path)


def _section_of_decisions(lines: tuple[DigestLine, ...]) -> DigestSection:
    many = "The new end date" if len(lines) == 1 else f"The {len(lines)} new end dates"
    verb = "is" if len(lines) == 1 else "are"
    return DigestSection(f"{many} that you requested {verb} decided", "What was decided:", lines)
