"""Who reads the internal notes on an action, and so can be mentioned in one."""

from __future__ import annotations

from datetime import date

from actions.models import Action
from actions.selectors.reviewers import Reviewers
from wsoa.accounts.models import PostHolding, User


def readers_of_notes(action: Action, day: date) -> list[User]:
    """The holders and deputies of the leading posts, the accountable officers of the area and the
    programme managers, of those who can sign in; by name. Two queries.
    """
    posts = [lead.post_id for lead in action.leads.all() if lead.post_id]
    held = PostHolding.objects.given_on(day).filter(post__in=posts, user__is_active=True)
    leads = [holding.user for holding in held.select_related("user") if holding.user]
    reviewers = Reviewers.of(action.plan_id)
    officers = reviewers.officers.get(action.outcome.area_id, ())
    everybody = {*leads, *officers, *reviewers.managers.get(action.plan_id, ())}
    return sorted(everybody, key=lambda user: (user.name, user.pk))
