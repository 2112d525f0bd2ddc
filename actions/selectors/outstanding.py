"""Who owes an update on a day. A fixed number of queries for each open round."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from actions.domain.digest import OpenRound, OutstandingAction, RoundFacts, Topic
from actions.models import Action, Digest, Plan, ReportingPeriod, StatusUpdate
from actions.selectors.reviewers import officers_of
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


@dataclass(slots=True)
class _PersonalShare:
    """The part of one person in one round."""

    asked: list[OutstandingAction] = field(default_factory=list)
    answered_for: list[OutstandingAction] = field(default_factory=list)
    managed: list[OutstandingAction] = field(default_factory=list)


def digest_readers(day: date) -> list[DigestReader]:
    """Everybody concerned by the rounds open on that day, with their facts; by name."""
    rounds = _open_rounds(day)
    notified = topics_sent_since(min((period.opens for period in rounds), default=day), day)
    readers: dict[int, DigestReader] = {}
    for period in rounds:
        for user, share in _shares(period, day).items():
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


def outstanding_actions(period: ReportingPeriod) -> list[LedOutstandingAction]:
    """The actions that a period asks about and that have no current answer, in the plan's order.

    Four queries.
    """
    asked = period.plan.actions.due_in(period, _quarter_before(period)).answered_in(period)
    waiting = asked.filter(answered=False)
    found = waiting.with_place().with_leads().in_plan_order()
    returned = {
        update.action_id: update
        for update in StatusUpdate.objects.filter(period=period, verdict__accepted=False)
        .current()
        .select_related("verdict")
    }
    return [_outstanding_action(action, returned.get(action.pk)) for action in found]


def _outstanding_action(action: Action, returned: StatusUpdate | None) -> LedOutstandingAction:
    leads = list(action.leads.all())
    names = [lead.post.said_as if lead.post else lead.organisation.name for lead in leads]
    return LedOutstandingAction(
        asked=OutstandingAction(
            action=action.pk,
            ref=action.ref,
            text=cut(one_line(action.text), 150),
            leads=", ".join(names),
            returned=returned.pk if returned else 0,
            words=f"Returned: “{one_line(returned.verdict.words)}”" if returned else "",
        ),
        posts=frozenset(lead.post_id for lead in leads if lead.post_id),
        area=action.outcome.area_id,
        writer=returned.by_id if returned else None,
    )


def _open_rounds(day: date) -> list[ReportingPeriod]:
    """The latest open period of each plan: it is the one that leads are asked about."""
    found = ReportingPeriod.objects.open_on(day).select_related("plan", "quarter")
    latest = {period.plan_id: period for period in found.order_by("first_day")}
    return list(latest.values())


def _quarter_before(period: ReportingPeriod) -> ReportingPeriod | None:
    """The quarter before: an action complete in it is not asked about again."""
    quarter = period.quarter or period
    return period.plan.periods.quarters().before(quarter).order_by("first_day").last()


def _shares(period: ReportingPeriod, day: date) -> dict[User, _PersonalShare]:
    """Each person's part: as lead by post, as accountable officer by area, as manager.

    What the manager wrote for a lead and got back is the manager's to answer as well.
    """
    holders = _holders(period.plan, day)
    officers, managers = officers_of(period.plan)
    shares: dict[User, _PersonalShare] = {}
    for outstanding in outstanding_actions(period):
        leads = {user for post in outstanding.posts for user in holders.get(post, ())}
        leads |= {user for user in managers if user.pk == outstanding.writer}
        for user in leads:
            shares.setdefault(user, _PersonalShare()).asked.append(outstanding.asked)
        for user in officers.get(outstanding.area, ()):
            shares.setdefault(user, _PersonalShare()).answered_for.append(outstanding.asked)
        for user in managers:
            shares.setdefault(user, _PersonalShare()).managed.append(outstanding.asked)
    return shares


def _holders(plan: Plan, day: date) -> dict[int, set[User]]:
    """Who holds each leading post of the plan that day, deputies too, of those who can sign in."""
    held = PostHolding.objects.on(day).filter(user__is_active=True)
    led = held.filter(post__leads__action__plan=plan).select_related("user").distinct()
    by_post: dict[int, set[User]] = {}
    for holding in led:
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
