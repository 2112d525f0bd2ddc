"""Whose file of updates somebody may download and send."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404

from actions.models import ActionLead, Plan
from actions.rules import plan_access
from wsoa.accounts.models import Post, User

NOT_YOURS = "Only the leads of actions and the programme manager can send updates in a file."


def leading_posts(plan: Plan) -> list[tuple[str, str]]:
    """The posts that lead an action of the plan: code, and code with title."""
    leads = ActionLead.objects.of_plan(plan).exclude(post=None).order_by("post__code")
    found = leads.values_list("post__code", "post__title").distinct()
    return [(code, f"{code}: {title}") for code, title in found]


def post_of_file(user: User, plan: Plan, code: str) -> Post | None:
    """The post that the programme office sends a file for; None where a lead sends their own.

    Raises PermissionDenied for everybody else, and Http404 where no post of that code leads here.
    """
    if not code:
        if not plan_access(user, plan).leads_here:
            require_office(user, plan)
        return None
    require_office(user, plan)
    if code not in dict(leading_posts(plan)):
        raise Http404
    return Post.objects.of(plan.local_area_id).select_related("organisation").get(code=code)


def require_office(user: User, plan: Plan) -> None:
    if not user.has_perm("actions.manage_plan", plan):
        raise PermissionDenied(NOT_YOURS)
