"""Permissions on plans and actions. Views and templates check them with `user.has_perm`.

Objects that a person may not know of respond with 404; those a person may not change with 403.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import rules
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from actions.domain.enums import Role
from actions.models import Action, DateChange, Membership, Plan, StatusUpdate
from wsoa.accounts.models import AreaRole, LocalArea, PostHolding, User
from wsoa.core.clock import today


@dataclass(frozen=True, slots=True)
class PlanAccess:
    """A person's access to one plan today: roles, areas, posts held."""

    roles: frozenset[str] = frozenset()
    areas: frozenset[int] = frozenset()
    posts: dict[int, str] = field(default_factory=dict)  # those that lead an action here
    deputy_for: frozenset[int] = frozenset()
    held: frozenset[int] = frozenset()  # every post, leading here or not
    handed_over: frozenset[int] = frozenset()  # posts with a note from who held them before
    administered: str = ""  # the slug of the plan's local area, to who looks after its people
    owns: bool = False  # neither role nor leading post, but something else to do in the plan

    @property
    def leads_here(self) -> bool:
        return bool(self.posts)

    @property
    def administers(self) -> bool:
        return bool(self.administered)

    @property
    def label(self) -> str:
        """The access as the page header shows it: the post first, then the role."""
        if self.leads_here:
            return ", ".join(
                f"{title} (deputy)" if post in self.deputy_for else title
                for post, title in self.posts.items()
            )
        roles = [label for value, label in Role.choices if value in self.roles]
        if not roles and self.administers:
            return "Administrator"
        return ", ".join(roles)


def plan_access(user: User | AnonymousUser, plan: Plan) -> PlanAccess:
    """A person's access to a plan. One query, once for each person and plan in a request."""
    if not isinstance(user, User):
        return PlanAccess()
    # Through the attribute, not __dict__: request.user is a wrapper around the person.
    known: dict[int, PlanAccess] = getattr(user, "plan_accesses", {})
    if plan.pk not in known:
        known = known | {plan.pk: _look_up(user, plan)}
        setattr(user, "plan_accesses", known)  # noqa: B010
    return known[plan.pk]


# Every page asks this first. Composing it anew with the ORM took 20 times as long as asking it;
# a test holds it to the querysets' own words (`led_by`, `PostHolding.objects.given_on`).
_PLAN_ACCESS = """
    WITH waiting AS (
      SELECT local_area_id FROM accounts_invitation
      WHERE user_id = %s AND accepted_at IS NULL AND withdrawn_at IS NULL
    )
    SELECT 'role', role, area_id, FALSE, FALSE FROM actions_membership
    WHERE plan_id = %s AND user_id = %s
      AND (since IS NULL OR since <= %s) AND (until IS NULL OR until >= %s)
      AND %s NOT IN (SELECT local_area_id FROM waiting)
    UNION ALL
    SELECT 'area', area.slug, area.id, FALSE, FALSE
    FROM accounts_arearole mine JOIN accounts_localarea area ON area.id = mine.local_area_id
    WHERE mine.local_area_id = %s AND mine.user_id = %s
      AND (since IS NULL OR since <= %s) AND (until IS NULL OR until >= %s)
      AND mine.local_area_id NOT IN (SELECT local_area_id FROM waiting)
    UNION ALL
    SELECT
      CASE WHEN EXISTS (
        SELECT 1 FROM actions_actionlead lead JOIN actions_action led ON led.id = lead.action_id
        WHERE lead.post_id = post.id AND led.plan_id = %s
      ) THEN 'post' ELSE 'held' END,
      post.title, post.id, held.deputy, held.handover_note <> ''
    FROM accounts_postholding held JOIN accounts_post post ON post.id = held.post_id
    WHERE held.user_id = %s
      AND (held.since IS NULL OR held.since <= %s) AND (held.until IS NULL OR held.until >= %s)
      AND post.local_area_id NOT IN (SELECT local_area_id FROM waiting)
    ORDER BY 3
"""


def _look_up(user: User, plan: Plan) -> PlanAccess:
    day = connection.ops.adapt_datefield_value(today())
    with connection.cursor() as cursor:
        mine = [user.pk, day, day]
        area = plan.local_area_id
        cursor.execute(_PLAN_ACCESS, [user.pk, plan.pk, *mine, area, area, *mine, plan.pk, *mine])
        found = cursor.fetchall()
    posts = [(pk, title, deputy) for what, title, pk, deputy, _ in found if what == "post"]
    grounds = [what for what, *_ in found if what in {"role", "post"}]
    return PlanAccess(
        roles=frozenset(words for what, words, *_ in found if what == "role"),
        areas=frozenset(pk for what, _, pk, *_ in found if what == "role" and pk),
        posts={pk: title for pk, title, _ in posts},
        deputy_for=frozenset(pk for pk, *_ in posts)
        - {pk for pk, _, deputy in posts if not deputy},
        held=frozenset(pk for what, _, pk, *_ in found if what in {"post", "held"}),
        handed_over=frozenset(pk for *_, pk, _, has_note in found if has_note),
        administered=next((slug for what, slug, *_ in found if what == "area"), ""),
        owns=not grounds and Plan.objects.seen_besides(user, today()).filter(pk=plan.pk).exists(),
    )


def has_role(*roles: Role) -> rules.Predicate:
    """The predicate that a person has one of these roles in a plan."""

    @rules.predicate
    def holds(user: User, plan: Plan) -> bool:
        return not plan_access(user, plan).roles.isdisjoint(roles)

    return holds


@rules.predicate
def sees_plan(user: User, plan: Plan) -> bool:
    """Who has a role in the plan, leads in its area, or has something else to do in it."""
    mine = plan_access(user, plan)
    return bool(mine.roles) or mine.leads_here or mine.owns


@rules.predicate
def leads_action(user: User, action: Action) -> bool:
    """Whoever holds, or stands in for, a post that leads the action."""
    posts = plan_access(user, action.plan).posts
    return any(lead.post_id in posts for lead in action.leads.all())


@rules.predicate
def is_in_plan(user: User, action: Action) -> bool:
    """Whether the action has not ended. What has ended is read, and not written to."""
    return action.ended_on is None


@rules.predicate
def manages_action(user: User, action: Action) -> bool:
    """The programme managers of the plan."""
    return Role.MANAGER in plan_access(user, action.plan).roles


@rules.predicate
def answers_for_action(user: User, action: Action) -> bool:
    """The accountable officers of the action's area of weakness."""
    return action.outcome.area_id in plan_access(user, action.plan).areas


@rules.predicate
def may_update_again(user: User, update: StatusUpdate) -> bool:
    """Whether this person can send updates to the action of an update."""
    return user.has_perm("actions.update_action", update.action)


@rules.predicate
def requested_date(user: User, change: DateChange) -> bool:
    """Whether this person requested the new end date, or holds the post for which it came in."""
    if change.requested_by_id is None:
        return change.post_id in plan_access(user, change.action.plan).held
    return change.requested_by_id == user.pk


@rules.predicate
def sent_update(user: User, update: StatusUpdate) -> bool:
    """Whether this person sent the update, or holds the post that it was sent for."""
    posts = plan_access(user, update.action.plan).posts
    return update.by_id == user.pk or update.post_id in posts


@rules.predicate
def administers_area(user: User, local_area: LocalArea) -> bool:
    """The administrators of the local area."""
    return AreaRole.objects.of(local_area).given_to(user, today()).exists()


@rules.predicate
def belongs_to_area(user: User, local_area: LocalArea) -> bool:
    """Whether somebody has anything to do in an area today: a role, a post, a plan to see."""
    day = today()
    return (
        administers_area(user, local_area)
        or PostHolding.objects.of(local_area).given_to(user, day).exists()
        or Plan.objects.seen_by(user, day).in_area(local_area).exists()
    )


@rules.predicate
def manages_a_plan_of(user: User, local_area: LocalArea) -> bool:
    """Whether somebody manages a plan of the local area."""
    managed = Membership.objects.in_local_area(local_area).managed_by(user, today())
    return managed.exists() and belongs_to_area(user, local_area)


rules.add_perm("actions.see_area", belongs_to_area)
rules.add_perm("actions.import_plan", administers_area | manages_a_plan_of)
rules.add_perm("actions.administer_area", administers_area)


@rules.predicate
def manages_every_plan(user: User, local_area: LocalArea) -> bool:
    """Whether somebody manages all that the log of the local area is about."""
    plans = Plan.objects.in_area(local_area)
    return plans.exists() and not plans.not_managed_by(user, today()).exists()


rules.add_perm("actions.see_plan", sees_plan)
rules.add_perm("actions.update_action", is_in_plan & (leads_action | manages_action))
rules.add_perm("actions.take_back_update", may_update_again & sent_update)
rules.add_perm("actions.ask_for_date", is_in_plan & (leads_action | manages_action))
rules.add_perm("actions.read_decision", requested_date)
rules.add_perm("actions.decide_on_date", manages_action | answers_for_action)
rules.add_perm("actions.review_updates", has_role(Role.MANAGER, Role.ACCOUNTABLE))
rules.add_perm("actions.judge_action", is_in_plan & (manages_action | answers_for_action))
rules.add_perm(
    "actions.add_evidence", is_in_plan & (leads_action | manages_action | answers_for_action)
)
rules.add_perm("actions.see_notes", leads_action | manages_action | answers_for_action)
rules.add_perm("actions.manage_plan", has_role(Role.MANAGER))
rules.add_perm("actions.see_area_log", administers_area | manages_every_plan)
