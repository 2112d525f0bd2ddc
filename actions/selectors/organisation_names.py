"""What organisations were called on any day, and what has succeeded them. Read in one query."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Exists, F, IntegerField, QuerySet, Value

from actions.domain.organisation_history import (
    NameChange,
    NamedOrganisation,
    OrganisationHistory,
    OrganisationsAsAt,
    display_name,
)
from actions.models import ActionLead, Plan
from actions.selectors.plan_cache import cached_for_plan
from wsoa.accounts.models import Organisation, OrganisationChange, Post
from wsoa.core.compiled_queries import compiled_once


def changed_since(local_area: int, day: date) -> Exists:
    """An annotation: whether an organisation of an area has changed after a day.

    On a query that is made anyway, it saves the one of `organisations_as_at` where none has.
    """
    changes = OrganisationChange.objects.filter(organisation__local_area=local_area)
    return Exists(changes.after(day))


def history_of_areas(local_areas: Collection[int]) -> OrganisationHistory:
    """What has changed in these areas, ever. One query."""
    carried_out = OrganisationChange.objects.carried_out_in(local_areas).order_by()
    columns = ("pk", "organisation", "organisation__code", "name_before")
    none = Value(None, IntegerField())
    with_posts = carried_out.annotate(post=F("moves__post"), lead=none)
    with_leads = carried_out.exclude(lead_moves=None).annotate(
        post=none, lead=F("lead_moves__lead")
    )
    rows = with_posts.values_list("from_day", *columns, "post", "lead").union(
        with_leads.values_list("from_day", *columns, "post", "lead")
    )
    moves: dict[tuple[Any, ...], tuple[set[int], set[int]]] = {}
    for *change, post, lead in rows:
        posts, leads = moves.setdefault(tuple(change), (set(), set()))
        posts.update({post} if post else ())
        leads.update({lead} if lead else ())
    return OrganisationHistory(
        tuple(
            NameChange(of, code, from_day, name, frozenset(posts), frozenset(leads))
            for (from_day, _, of, code, name), (posts, leads) in sorted(moves.items())
        )
    )


def organisation_history(plan: Plan) -> OrganisationHistory:
    """What has changed in a plan's area, ever. One query, or none: every change of an organisation
    raises the version of the area's plans, and it is kept for this version.
    """
    return cached_for_plan(
        plan, "organisations", make=lambda: history_of_areas([plan.local_area_id])
    )


def organisations_as_at(local_area: int, day: date) -> OrganisationsAsAt:
    """The organisations of an area as they were called on a day. One query."""
    return history_of_areas([local_area]).as_at(day)


def organisation_of(post: Post, then: OrganisationsAsAt) -> NamedOrganisation:
    """The organisation that a post, read with its present one, belonged to on the day."""
    present = NamedOrganisation(post.organisation.code, post.organisation.name)
    return then.of_post(post.pk, post.organisation_id, present)


def post_name_on(post: Post, history: OrganisationHistory, day: date) -> str:
    """How a post was named on a day. `Post.said_as` is how it is named today."""
    return display_name(post.code, post.title, organisation_of(post, history.as_at(day)))


def successors_of_leads(plan: Plan, actions: Collection[int]) -> dict[int, str]:
    """By action, the codes of organisations that lead it as successors of what the plan prints.

    "ICB" for "CCG - HoC". A plan's own words are never changed. One query.
    """
    found: dict[int, str] = {}
    for action, code in _leads_by_successors(plan.pk, actions):
        found[action] = f"{found[action]}, {code}" if action in found else code
    return found


@compiled_once
def _leads_by_successors(plan: int, actions: Collection[int]) -> QuerySet[ActionLead, Any]:
    leads = ActionLead.objects.of_plan(plan).by_successors().filter(action__in=actions)
    return leads.values_list("action", "organisation__code").distinct()


def former_organisation(local_area: int, code: str) -> dict[str, str]:
    """An organisation that another one has succeeded, by its code, in words; empty for others."""
    own = Organisation.objects.of(local_area).exclude(succeeded_by=None)
    found = own.filter(code=code).select_related("succeeded_by").first()
    return {code: f"{found.name} (now {found.current.name})"} if found else {}
