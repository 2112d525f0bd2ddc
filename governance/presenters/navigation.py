"""Links of governance in the menu."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from actions.selectors.page_plan import page_plan
from wsoa.web.extension_points import Link


def board_papers_link(request: HttpRequest) -> Link | None:
    """The link to the board papers, for members of the board."""
    plan = page_plan(request)
    if plan is None or not request.user.has_perm("governance.ask_as_board", plan):
        return None
    return Link("Board papers", reverse("highlights", args=[plan.slug]))
