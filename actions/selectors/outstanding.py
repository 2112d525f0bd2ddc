"""Who owes an update on a day. A fixed number of queries for any number of open rounds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.timezone import localtime

from actions.domain.digest import OpenRound, OutstandingAction, RoundFacts, Topic
from actions.domain.organisation_history import NamedOrganisation, display_name
from actions.domain.quarter_status import StatusEntry, is_complete
from actions.models import Action, ActionLead, Digest, Plan, ReportingPeriod, StatusUpdate
from actions.selectors.periods import name_of
from actions.selectors.person_in_plans import PersonInPlans
from actions.selectors.reviewers import Reviewers
from actions.selectors.status_as_at import ENTRY_COLUMNS, entry_from
from wsoa.accounts.models import PostHolding, User
from wsoa.core.compiled_queries import compiled_once
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
                    notified=notified.get(user.pk, {}),
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
    found = _open_rounds(day, None if plans is None else list(plans))
    return list({period.plan_id: period for period in found}.values())


@compiled_once
def _open_rounds(day: date, plans: Collection[int] | None) -> QuerySet[ReportingPeriod]:
    found = ReportingPeriod.objects.open_on(day).with_plan().order_by("first_day")
    return found if plans is None else found.of_plans(plans)


class _Candidate(NamedTuple):
    """An action of a plan with an open round, which may have a current answer in it."""

    pk: int
    plan: int
    start_month: date | None
    ref: str
    text: str
    area: int


class _Lead(NamedTuple):
    """A lead of an action: the key of its post, if it is one, and what updates call it."""

    post: int | None
    name: str

    @classmethod
    def of(
        cls, name: str, post: int | None, code: str, title: str, of_code: str, of_name: str
    ) -> _Lead:
        """From the columns of `_leads_of`: the organisation alone, or the post and its own."""
        return cls(
            post, display_name(code, title, NamedOrganisation(of_code, of_name)) if post else name
        )


@compiled_once
def _leads_of(actions: Collection[int]) -> QuerySet[ActionLead, Any]:
    own = "post__organisation"
    return ActionLead.objects.of_actions(actions).values_list(
        *("action", "organisation__name", "post", "post__code", "post__title"),
        *(f"{own}__code", f"{own}__name"),
    )


def outstanding_actions(
    rounds: Sequence[ReportingPeriod], *, asked_of: PersonInPlans | None = None
) -> dict[int, list[LedOutstandingAction]]:
    """By period: the actions that it asks about and that have no current answer, in plan order.

    With `asked_of` only those that this person answers: as lead, or as the programme manager who
    wrote an update that was returned. Five queries for any number of rounds.
    """
    if not rounds:
        return {}
    of_plan = {period.plan_id: period for period in rounds}
    returned = _returned(rounds)
    candidates = _candidates(of_plan, returned.values(), asked_of)
    answered = _complete_or_answered(rounds, candidates) if candidates else set()
    open_now = [
        action
        for action in candidates
        if action.pk not in answered
        and (action.start_month is None or action.start_month <= of_plan[action.plan].first_day)
    ]
    leads: dict[int, list[_Lead]] = {action.pk: [] for action in open_now}
    for action_key, *columns in _leads_of(leads.keys()) if leads else ():
        leads[action_key].append(_Lead.of(*columns))
    found: dict[int, list[LedOutstandingAction]] = {}
    for action in open_now:
        period = of_plan[action.plan]
        outstanding = _outstanding_action(action, leads[action.pk], returned.get(action.pk), period)
        found.setdefault(period.pk, []).append(outstanding)
    return found


def _candidates(
    plans: Collection[int], returned: Iterable[StatusUpdate], asked_of: PersonInPlans | None
) -> list[_Candidate]:
    if asked_of is None:
        return [_Candidate(*columns) for columns in _all_actions(plans)]
    own = [
        update.action_id
        for update in returned
        if update.by_id == asked_of.user.pk and update.period.plan_id in asked_of.managed
    ]
    return [_Candidate(*columns) for columns in _actions_led(plans, asked_of.posts, own)]


_CANDIDATE_COLUMNS = ("pk", "plan", "start_month", "ref", "text", "outcome__area")


@compiled_once
def _all_actions(plans: Collection[int]) -> QuerySet[Action, Any]:
    return Action.objects.of_plans(plans).in_plan_order().values_list(*_CANDIDATE_COLUMNS)


@compiled_once
def _actions_led(
    plans: Collection[int], posts: Collection[int], own: Collection[int]
) -> QuerySet[Action, Any]:
    led = Action.objects.of_plans(plans).led_by_posts_or_among(posts, own)
    return led.in_plan_order().values_list(*_CANDIDATE_COLUMNS)


def _returned(rounds: Iterable[ReportingPeriod]) -> dict[int, StatusUpdate]:
    """By action: the returned update that nothing has been sent in response to.

    It may be of an earlier period: the next round takes it over, with its reason.
    """
    of_plan = {period.plan_id: period for period in rounds}
    return {
        update.action_id: update
        for update in _still_returned(of_plan)
        if update.period.first_day <= of_plan[update.period.plan_id].first_day
    }


@compiled_once
def _still_returned(plans: Collection[int]) -> QuerySet[StatusUpdate]:
    return StatusUpdate.objects.of_plans(plans).still_returned()


def _complete_or_answered(
    rounds: Sequence[ReportingPeriod], candidates: Iterable[_Candidate]
) -> set[int]:
    """Of these actions, those complete in the quarter before their round or answered in it."""
    quarters_before = _quarters_before(rounds)
    now = {period.pk for period in rounds}
    found: set[int] = set()
    entries: dict[int, list[StatusEntry]] = {}
    actions = [action.pk for action in candidates]
    for *columns, in_period in _entries(actions, now, quarters_before):
        entry = entry_from(*columns)
        if in_period in now:
            if not (entry.recorded or entry.replaced or entry.accepted is False):
                found.add(entry.action)
        else:
            entries.setdefault(entry.action, []).append(entry)
    return found | {action for action, of_action in entries.items() if is_complete(of_action)}


@compiled_once
def _entries(
    actions: Collection[int], periods: Collection[int], quarters: Collection[int]
) -> QuerySet[StatusUpdate, Any]:
    updates = StatusUpdate.objects.about(actions).that_may_count()
    found = updates.in_periods_or_quarters(periods, quarters)
    return found.values_list(*ENTRY_COLUMNS, "period")


def _quarters_before(rounds: Sequence[ReportingPeriod]) -> set[int]:
    """For each round the quarter before: an action complete in it is not asked about again."""
    quarters: dict[int, list[tuple[date, int]]] = {}
    for plan, first_day, pk in _quarters({period.plan_id for period in rounds}):
        quarters.setdefault(plan, []).append((first_day, pk))
    found = set()
    for period in rounds:
        begins = period.quarter.first_day if period.quarter else period.first_day
        earlier = [quarter for quarter in quarters[period.plan_id] if quarter[0] < begins]
        if earlier:
            found.add(max(earlier)[1])
    return found


@compiled_once
def _quarters(plans: Collection[int]) -> QuerySet[ReportingPeriod, Any]:
    quarters = ReportingPeriod.objects.quarters().of_plans(plans)
    return quarters.values_list("plan", "first_day", "pk")


def _outstanding_action(
    action: _Candidate,
    leads: Sequence[_Lead],
    returned: StatusUpdate | None,
    period: ReportingPeriod,
) -> LedOutstandingAction:
    return LedOutstandingAction(
        asked=OutstandingAction(
            action=action.pk,
            ref=action.ref,
            text=cut(one_line(action.text), 150),
            leads=", ".join(lead.name for lead in leads),
            returned=returned.pk if returned else 0,
            reason=_words_of_return(returned, period) if returned else "",
        ),
        posts=frozenset(lead.post for lead in leads if lead.post),
        area=action.area,
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
    notified: dict[int, dict[Topic, date]] = {}
    sent = Digest.objects.sent_between(first, day).order_by("day")
    for user, on, lines in sent.values_list("user", "day", "lines"):
        for line in lines:
            topic = Topic(line["kind"], line["period"], line["subject"])
            notified.setdefault(user, {})[topic] = on
    return notified
