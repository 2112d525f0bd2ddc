"""What every page's header needs: who one is here, and where one can go."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from actions.domain.enums import Role
from actions.models import Plan
from actions.rules import plan_access
from actions.selectors.reviewers import updates_to_review
from wsoa.accounts.models import User
from wsoa.core.clock import today


@dataclass(frozen=True, slots=True)
class MenuItem:
    words: str
    href: str
    here: str  # what aria-current says: "page", "true" for a page below, or nothing


PLACES = (
    ("Overview", "overview"),
    ("Actions", "actions"),
    ("Indicators", "indicators"),
    ("Governance", "governance"),
    ("Reports", "reports"),
    ("History", "history"),
)


def plan_navigation(request: HttpRequest) -> dict[str, Any]:
    """The plan in hand, this person's standing in it, and the menu."""
    user = getattr(request, "user", None)  # a request that is refused at the door has none
    if not isinstance(user, User):
        return {"plan": None}
    plan = getattr(request, "plan", None) or Plan.objects.seen_by(user, today()).first()
    if plan is None:
        return {"plan": None, "menu": []}
    mine = plan_access(user, plan)
    places = [("My updates", reverse("my-updates"))] if mine.leads_here else []
    if Role.BOARD in mine.roles:
        places.append(("Board papers", reverse("highlights", args=[plan.slug])))
    waiting = updates_to_review(user, plan)
    if waiting is not None:
        words = f"To accept ({waiting})" if waiting else "To accept"
        places.append((words, reverse("review", args=[plan.slug])))
    if Role.MANAGER in mine.roles:
        places.append(("Round", reverse("round", args=[plan.slug])))
    places += [(words, _address(name, plan.slug)) for words, name in PLACES]
    return {
        "plan": plan,
        "standing": mine,
        "menu": [MenuItem(words, href, _here(request.path, href)) for words, href in places],
    }


@lru_cache(maxsize=500)
def _address(name: str, slug: str) -> str:
    """Asked on every page for every entry of the menu."""
    return reverse(name, args=[slug])


def _here(path: str, href: str) -> str:
    if path == href:
        return "page"
    is_overview = href.count("/") == 3  # /plans/sheffield-2019/ is above all the others
    return "true" if path.startswith(href) and not is_overview else ""
