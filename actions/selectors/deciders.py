"""Who can decide on an end date: the bodies that oversee a plan, and the posts of its area."""

from __future__ import annotations

from actions.domain.date_ledger import Decider
from actions.extension_points import DECIDING_BODIES
from actions.models import Plan
from wsoa.accounts.models import Post

BODIES, POSTS = "Boards and committees", "Posts"


def deciders(plan: Plan) -> list[Decider]:
    """Each with a code of its own; bodies first, in the plan's order."""
    bodies = [
        Decider(f"body-{key}", name, BODIES)
        for source in DECIDING_BODIES
        for key, name in source(plan)
    ]
    posts = Post.objects.of(plan.local_area_id).select_related("organisation")
    return bodies + [
        Decider(f"post-{post.pk}", _name(post), POSTS, post=post.pk)
        for post in posts.order_by("organisation__name", "title", "code")
    ]


def _name(post: Post) -> str:
    """ "Head of SEN (Sheffield City Council)": several organisations may have the title."""
    organisation, display_name = post.organisation.name, post.display_name
    return display_name if display_name == organisation else f"{display_name} ({organisation})"
