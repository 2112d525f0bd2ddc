"""Who owes an update on a day. A fixed number of queries for any number of open rounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.timezone import localtime

from actions.domain.digest import OpenRound, OutstandingAction, RoundFacts, Topic
from actions.domain.quarter_status import StatusEntry, is_complete
from actions.models import Action, Digest, Plan, ReportingPeriod, StatusUpdate
from actions.selectors.periods import name_of
from actions.selectors.person_in_plans import PersonInPlans
from actions.selectors.reviewers import Reviewers
from actions.selectors.status_as_at import ENTRY_COLUMNS, entry_from
from wsoa.accounts.models import PostHolding, User
from wsoa.core.text import cut, one_line


@dataclass(slots=True)
class DigestReader:
    """A possible recipient of a digest: their rounds, and the plan of each by period."""

    user: User
    rounds: list[RoundFacts] = field(default_factory=list)
    plans: dict[int, Plan] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LedOutstandingAction:
    """An outstanding action with its posts, its area, and the writer of a returned update."""

    asked: OutstandingAction
    posts: frozenset[int]
    area: int
    writer: int | None = None
    returned_on: date | None = None


@dataclass(slots=True)
class _PersonalShare:
    """The part of one person in one round."""

    asked: list[OutstandingAction] = field(default_factory=list)
    answered_for: list[OutstandingAction] = field(default_factory=list)
    managed: list[OutstandingAction] = field(default_factory=list)


def digest_readers(day: date) -> list[DigestReader]:
    """Everybody concerned by the rounds open on that day, with their facts; by name.

    The number of queries does not depend on the number of rounds.
    """
    rounds = open_rounds(day)
    notified = topics_sent_since(min((period.opens for period in rounds), default=day), day)
    readers: dict[int, DigestReader] = {}
    for period, shares in _shares(rounds, day):
        for user, share in shares.items():
            reader = readers.setdefault(user.pk, DigestReader(user))
            reader.plans[period.pk] = period.plan
            reader.rounds.append(
                RoundFacts(
                    round=open_round_of(period),
                    asked=tuple(share.asked),
                    answered_for=tuple(share.answered_for),
                    managed=tuple(share.managed),
                    told=notified.get(user.pk, {}),
                    paused=user.digest_paused,
                )
            )
    return sorted(readers.values(), key=lambda reader: (reader.user.name, reader.user.pk))


def open_round_of(period: ReportingPeriod) -> OpenRound:
    return OpenRound(
        period=period.pk,
        label=f"{period.first_day:%B %Y}",
        opens=period.opens,
        due=period.due,
        closes=period.closes,
    )


def open_rounds(day: date, plans: Iterable[int] | None = None) -> list[ReportingPeriod]:
    """The latest open period of each plan, or of these plans: it is the one that leads are asked
    about. One query.
    """
    found = ReportingPeriod.objects.open_on(day).with_plan()
    if plans is not None:
        found = found.of_plans(plans)
    latest = {period.plan_id: period for period in found.order_by("first_day")}
    return list(latest.values())


def outstanding_actions(
    rounds: Sequence[ReportingPeriod], *, asked_of: PersonInPlans | None = None
) -> dict[int, list[LedOutstandingAction]]:
    """By period: the actions that it asks about and that have no current answer, in plan order.

    With `asked_of` only those that this person answers: as lead, or as the programme manager who
    wrote an update that was returned. Six queries for any number of rounds.
    """
    if not rounds:
        return {}
    of_plan = {period.plan_id: period for period in rounds}
    returned = _returned(rounds)
    candidates = Action.objects.of_plans(of_plan)
    if asked_of is not None:
        own = [
            update.action_id
            for update in returned.values()
            if update.by_id == asked_of.user.pk and update.period.plan_id in asked_of.managed
        ]
        candidates = candidates.led_by_posts_or_among(asked_of.posts, own)
    starts = list(candidates.values_list("pk", "plan", "start_month"))
    complete, answered = _complete_and_answered(rounds) if starts else (set(), set())
    open_now = [
        pk
        for pk, plan, start in starts
        if pk not in complete
        and pk not in answered
        and (start is None or start <= of_plan[plan].first_day)
    ]
    found: dict[int, list[LedOutstandingAction]] = {}
    for action in Action.objects.of_keys(open_now).with_place().with_leads().in_plan_order():
        period = of_plan[action.plan_id]
        outstanding = _outstanding_action(action, returned.get(action.pk), period)
        found.setdefault(period.pk, []).append(outstanding)
    return found


def _returned(rounds: Iterable[ReportingPeriod]) -> dict[int, StatusUpdate]:
    """By action: the returned update that nothing has been sent in response to.

    It may be of an earlier period: the next round takes it over, with its reason.
    """
    of_plan = {period.plan_id: period for period in rounds}
    returned = StatusUpdate.objects.of_plans(of_plan).still_returned()
    return {
        update.action_id: update
        for update in returned
        if update.period.first_day <= of_plan[update.period.plan_id].first_day
    }


def _complete_and_answered(rounds: Sequence[ReportingPeriod]) -> tuple[set[int], set[int]]:
    """The actions complete in the quarter before their round, and those answered in it."""
    quarters_before = _quarters_before(rounds)
    now = {period.pk for period in rounds}
    answered: set[int] = set()
    entries: dict[int, list[StatusEntry]] = {}
    updates = StatusUpdate.objects.that_may_count().in_periods_or_quarters(now, quarters_before)
    for *columns, in_period in updates.values_list(*ENTRY_COLUMNS, "period"):
        entry = entry_from(*columns)
        if in_period in now:
            if not (entry.recorded or entry.replaced or entry.accepted is False):
                answered.add(entry.action)
        else:
            entries.setdefault(entry.action, []).append(entry)
    complete = {action for action, of_action in entries.items() if is_complete(of_action)}
    return complete, answered


def _quarters_before(rounds: Sequence[ReportingPeriod]) -> set[int]:
    """For each round the quarter before: an action complete in it is not asked about again."""
    quarters: dict[int, list[tuple[date, int]]] = {}
    known = ReportingPeriod.objects.quarters().of_plans(period.plan_id for period in rounds)
    for plan, first_day, pk in known.values_list("plan", "first_day", "pk"):
        quarters.setdefault(plan, []).append((first_day, pk))
    found = set()
    for period in rounds:
        begins = period.quarter.first_day if period.quarter else period.first_day
        earlier = [quarter for quarter in quarters[period.plan_id] if quarter[0] < begins]
        if earlier:
            found.add(max(earlier)[1])
    return found


def _outstanding_action(
    action: Action, returned: StatusUpdate | None, period: ReportingPeriod
) -> LedOutstandingAction:
    leads = list(action.leads.all())
    names = [lead.post.said_as if lead.post else lead.organisation.name for lead in leads]
    return LedOutstandingAction(
        asked=OutstandingAction(
            action=action.pk,
            ref=action.ref,
            text=cut(one_line(action.text), 150),
            leads=", ".join(names),
            returned=returned.pk if returned else 0,
            words=_words_of_return(returned, period) if returned else "",
        ),
        posts=frozenset(lead.post_id for lead in leads if lead.post_id),
        area=action.outcome.area_id,
        writer=returned.by_id if returned else None,
        returned_on=localtime(returned.verdict.at).date() if returned else None,
    )


def _words_of_return(returned: StatusUpdate, period: ReportingPeriod) -> str:
    """The reason of a return; with the month of the update where the round is a later one."""
    of = "" if returned.period_id == period.pk else f" the update for {name_of(returned.period)}"
    return f"Returned{of}: “{one_line(returned.verdict.words)}”"


def _shares(
    rounds: Sequence[ReportingPeriod], day: date
) -> Iterator[tuple[ReportingPeriod, dict[User, _PersonalShare]]]:
    """Each person's part in each round: as lead by post, as accountable officer by area, as
    manager.

    What the manager wrote for a lead and got back is the manager's to answer as well.
    """
    outstanding = outstanding_actions(rounds)
    posts = {post for actions in outstanding.values() for one in actions for post in one.posts}
    holders = _holders(posts, day)
    reviewers = Reviewers.of(*(period.plan_id for period in rounds)) if outstanding else None
    for period in rounds:
        shares: dict[User, _PersonalShare] = {}
        managers = reviewers.managers.get(period.plan_id, ()) if reviewers else ()
        for one in outstanding.get(period.pk, ()):
            leads = {user for post in one.posts for user in holders.get(post, ())}
            leads |= {user for user in managers if user.pk == one.writer}
            for user in leads:
                shares.setdefault(user, _PersonalShare()).asked.append(one.asked)
            for user in reviewers.officers.get(one.area, ()) if reviewers else ():
                shares.setdefault(user, _PersonalShare()).answered_for.append(one.asked)
            for user in managers:
                shares.setdefault(user, _PersonalShare()).managed.append(one.asked)
        yield period, shares


def _holders(posts: Iterable[int], day: date) -> dict[int, set[User]]:
    """Who holds each of these posts that day, deputies too, of those who can sign in."""
    held = PostHolding.objects.given_on(day).filter(user__is_active=True, post__in=set(posts))
    by_post: dict[int, set[User]] = {}
    for holding in held.select_related("user"):
        if holding.user:
            by_post.setdefault(holding.post_id, set()).add(holding.user)
    return by_post


def topics_sent_since(first: date, day: date) -> dict[int, dict[Topic, date]]:
    """By person, the last day from `first` and before `day` on which each topic was notified."""
    told: dict[int, dict[Topic, date]] = {}
    sent = Digest.objects.told_between(first, day).order_by("day")
    for user, on, lines in sent.values_list("user", "day", "lines"):
        for line in lines:
            topic = Topic(line["kind"], line["period"], line["subject"])
            told.setdefault(user, {})[topic] = on
    return told
