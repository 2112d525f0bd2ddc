"""What waits for somebody in the plan itself: updates, reviews, new end dates."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localtime

from actions.domain.organisation_history import OrganisationHistory
from actions.domain.waiting import DECIDE_WITHIN, REVIEW_WITHIN, WaitingItem, WaitingKind
from actions.models import DateChange, NoteMention, Plan, StatusUpdate
from actions.selectors.access_reviews import review_states
from actions.selectors.dates_as_at import decision_as_printed, request_as_printed
from actions.selectors.organisation_names import history_of_areas
from actions.selectors.outstanding import open_rounds, outstanding_actions
from actions.selectors.page_plan import page_address
from actions.selectors.person_in_plans import PersonInPlans
from wsoa.accounts.models import AreaRole
from wsoa.core.compiled_queries import compiled_once
from wsoa.core.text import cut, one_line

UPDATE = WaitingKind(
    "update",
    "Update to send",
    "Updates to send",
    "Update",
    "action needs your update",
    "actions need your update",
    has_own_reminder=True,  # with the round: actions/domain/digest.py
)
RETURNED = WaitingKind(
    "returned",
    "Returned to you",
    "Returned",
    "Update",
    "update was returned to you",
    "updates were returned to you",
    has_own_reminder=True,
)
ACCEPT = WaitingKind(
    "accept",
    "Updates to accept",
    "Updates to accept",
    "Read and accept",
    "area has updates for you to accept or return",
    "areas have updates for you to accept or return",
    "Accept each update, or return it with a reason. Sign in to do it.",
)
# The code is what digests have remembered since there are any.
DATE = WaitingKind(
    "date_asked",
    "End date to decide",
    "End dates",
    "Decide",
    "new end date is waiting for your decision",
    "new end dates are waiting for your decision",
    "Until you decide, the latest agreed date applies. Sign in to decide.",
)
DATE_DECIDED = WaitingKind(
    "date_decided",
    "Your new end date is decided",
    "End dates",
    "Read",
    "new end date that you requested is decided",
    "new end dates that you requested are decided",
    has_own_reminder=True,  # told once: actions/services/date_digest.py
)
ACCESS = WaitingKind(
    "access_review",
    "Access to review",
    "Access to review",
    "Review access",
    "local area’s access needs your review",
    "local areas’ access needs your review",
    "Confirm for each person that they still need access. Sign in to do it.",
)
MENTION = WaitingKind(
    "mention",
    "Note that mentions you",
    "Notes",
    "Read",
    "action has notes that mention you",
    "actions have notes that mention you",
    "The notes are internal and are not in this email. Sign in to read them.",
)
_LONGEST = 150


def updates_to_send(person: PersonInPlans) -> Iterator[WaitingItem]:
    """The updates that a person owes in the open rounds, those that were returned among them.

    Six queries at most.
    """
    if not person.posts and not person.managed:
        return
    rounds = open_rounds(person.day, person.plans)
    outstanding = outstanding_actions(rounds, asked_of=person)
    for period in rounds:
        slug = person.plans[period.plan_id].slug
        for one in outstanding.get(period.pk, ()):
            asked = one.asked
            yield WaitingItem(
                kind=RETURNED if asked.returned else UPDATE,
                plan=period.plan_id,
                subject=asked.returned or asked.action,
                title=asked.text,
                ref=asked.ref,
                detail=asked.reason or f"For {period.first_day:%B %Y}. {asked.leads}",
                since=one.returned_on or period.opens,
                due=period.due,
                address=page_address("update", slug, asked.ref),
            )


@dataclass(slots=True)
class _AreaUpdates:
    """The updates of one area that wait for a verdict."""

    ref: str
    title: str
    refs: list[str] = field(default_factory=list)
    since: list[date] = field(default_factory=list)
    due: list[date] = field(default_factory=list)


def updates_to_accept(person: PersonInPlans) -> Iterator[WaitingItem]:
    """The updates that a person may accept or return, one thing for each area. Two queries.

    What the person sent is left out where somebody else may review it.
    """
    if not person.managed and not person.areas:
        return
    found: dict[tuple[int, int], _AreaUpdates] = {}
    waiting = _waiting_for_a_verdict(person.plans.keys(), person.managed, person.areas)
    for plan, area, ref, by, recorded_at, due, area_ref, title in waiting:
        if by == person.user.pk and _others_review(person, plan, area):
            continue
        updates = found.setdefault((plan, area), _AreaUpdates(area_ref, title))
        updates.refs.append(ref)
        updates.since.append(localtime(recorded_at).date())
        updates.due.append(due)
    for (plan, area), updates in found.items():
        many = len(updates.refs)
        address = reverse("review", args=[person.plans[plan].slug])
        yield WaitingItem(
            kind=ACCEPT,
            plan=plan,
            subject=area,
            title=f"Area {updates.ref}, {updates.title}: "
            f"{'1 update' if many == 1 else f'{many} updates'}",
            detail=cut(", ".join(updates.refs), _LONGEST),
            since=min(updates.since),
            due=min(updates.due) + REVIEW_WITHIN,
            how_many=many,
            address=f"{address}?area={updates.ref}",
        )


@compiled_once
def _waiting_for_a_verdict(
    plans: Collection[int], managed: Collection[int], areas: Collection[int]
) -> QuerySet[StatusUpdate, Any]:
    waiting = StatusUpdate.objects.waiting_for_a_verdict().of_plans(plans)
    mine = waiting.in_plans_or_areas(managed, areas).order_by("action__order")
    columns = ("action__plan", "action__outcome__area", "action__ref", "by", "recorded_at")
    named = ("period__due", "action__outcome__area__ref", "action__outcome__area__title")
    return mine.values_list(*columns, *named)


def _others_review(person: PersonInPlans, plan: int, area: int) -> bool:
    """Whether somebody else may review what this person sent."""
    reviewers = person.reviewers
    may = (*reviewers.officers.get(area, ()), *reviewers.managers.get(plan, ()))
    return any(user.pk != person.user.pk for user in may)


def dates_to_decide(person: PersonInPlans) -> Iterator[WaitingItem]:
    """The new end dates that it is for this person to decide. Three queries."""
    if not person.managed and not person.areas:
        return
    history: OrganisationHistory | None = None  # read where somebody has asked
    for change in _open_date_changes(person.plans.keys()):
        action = change.action
        asker = {change.requested_by_id} if change.requested_by_id else set()
        if not person.decides(action.plan_id, action.outcome.area_id, asker):
            continue
        if history is None:
            history = history_of_areas({plan.local_area_id for plan in person.plans.values()})
        since = localtime(change.requested_at).date()
        slug = person.plans[action.plan_id].slug
        yield WaitingItem(
            kind=DATE,
            plan=action.plan_id,
            subject=change.pk,
            title=cut(one_line(action.text), _LONGEST),
            ref=action.ref,
            detail=f"{change.moved}. Requested by {request_as_printed(change, history)}.",
            since=since,
            due=since + DECIDE_WITHIN,
            address=reverse("decide-date", args=[slug, action.ref, change.pk]),
        )


@compiled_once
def _open_date_changes(plans: Collection[int]) -> QuerySet[DateChange]:
    return DateChange.objects.open().of_plans(plans).for_news()


def decided_dates_to_read(person: PersonInPlans) -> Iterator[WaitingItem]:
    """The decisions on new end dates that a person or their post requested, until they are read.

    What they may no longer request, because a post or a role has ended, waits no more. One query.
    """
    if not person.posts and not person.managed and not person.areas:
        return
    for change in _decisions_unread(person.user.pk, person.plans.keys(), person.posts):
        action = change.action
        since = localtime(change.decided_at).date() if change.decided_at else None
        yield WaitingItem(
            kind=DATE_DECIDED,
            plan=action.plan_id,
            subject=change.pk,
            title=cut(one_line(action.text), _LONGEST),
            ref=action.ref,
            detail=f"{change.moved}. {decision_as_printed(change)}",
            since=since,
            address=reverse("dates", args=[person.plans[action.plan_id].slug, action.ref]),
        )


@compiled_once
def _decisions_unread(
    user: int, plans: Collection[int], posts: Collection[int]
) -> QuerySet[DateChange]:
    return DateChange.objects.decisions_unread_by(user, posts).of_plans(plans).for_news()


def access_to_review(person: PersonInPlans) -> Iterator[WaitingItem]:
    """The quarterly review of access, for the administrators of an area. Three queries.

    It stands once for each area, with the first of the area's plans that the person is in.
    """
    administered = set(_administered_areas(person.user.pk, person.day))
    plans = {plan.local_area_id: plan for plan in sorted(person.plans.values(), key=_by_key)[::-1]}
    areas = administered & plans.keys()
    if not areas:
        return
    for area, state in review_states(areas, person.day).items():
        if state.completed_on is None:
            yield WaitingItem(
                kind=ACCESS,
                plan=plans[area].pk,
                subject=area,
                title=f"Who has access to {plans[area].local_area}",
                detail="The review of the quarter before was not done." if state.is_overdue else "",
                since=state.quarter.first_day,
                due=state.quarter.before.last_day if state.is_overdue else state.due,
                address=reverse("access-review", args=[plans[area].local_area.slug]),
            )


@compiled_once
def _administered_areas(user: int, day: date) -> QuerySet[AreaRole, Any]:
    return AreaRole.objects.given_to(user, day).values_list("local_area", flat=True)


def notes_to_read(person: PersonInPlans) -> Iterator[WaitingItem]:
    """The internal notes that mention a person, one thing for each action. One query.

    What they may no longer read, because a post or a role has ended, waits no more.
    """
    if not person.posts and not person.managed and not person.areas:
        return
    found: dict[int, list[NoteMention]] = {}
    plans = person.plans.keys()
    for mention in _unread(person.user.pk, plans, person.posts, person.managed, person.areas):
        found.setdefault(mention.note.action_id, []).append(mention)
    for mentions in found.values():
        action = mentions[0].note.action
        writers = dict.fromkeys(mention.note.by.name for mention in mentions)
        yield WaitingItem(
            kind=MENTION,
            plan=action.plan_id,
            subject=mentions[-1].pk,  # a further mention is another thing to be notified of
            title=cut(one_line(action.text), _LONGEST),
            ref=action.ref,
            detail=f"From {', '.join(writers)}.",
            since=localtime(mentions[0].note.at).date(),
            how_many=len(mentions),
            address=reverse("notes", args=[person.plans[action.plan_id].slug, action.ref]),
        )


@compiled_once
def _unread(
    user: int,
    plans: Collection[int],
    posts: Collection[int],
    managed: Collection[int],
    areas: Collection[int],
) -> QuerySet[NoteMention]:
    unread = NoteMention.objects.unread_by(user).of_plans(plans)
    readable = unread.readable_with(posts, managed, areas)
    return readable.select_related("note__by", "note__action").order_by("pk")


def _by_key(plan: Plan) -> int:
    return plan.pk
