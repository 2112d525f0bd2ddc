"""The plan of a page, and links to its pages for the page frame."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest
from django.urls import reverse

from actions.models import Plan
from actions.selectors.seen_plan import seen_plan
from wsoa.accounts.models import LocalArea, User
from wsoa.core.clock import today
from wsoa.web.extension_points import Link


def page_plan(request: HttpRequest) -> Plan | None:
    """The plan of a page; on a page without one, the first that the person can see.

    None where nobody is signed in, and where somebody sees no plan. At most one query a request.
    """
    user = getattr(request, "user", None)  # a request that is refused at the door has none
    if not isinstance(user, User):
        return None
    known: dict[str, Plan | None] = vars(request)
    if "plan" not in known:
        known["plan"] = seen_plan(user, today())
    return known["plan"]


def page_area(request: HttpRequest) -> LocalArea | None:
    """The local area that a page is of; None for pages of the whole service, such as the home page.

    Set by the selectors that find the page's plan or area for a person.
    """
    found: LocalArea | None = vars(request).get("local_area")
    return found


@dataclass(frozen=True, slots=True)
class PlanLink:
    """A link to a page of the plan, by URL name."""

    label: str
    name: str
    is_above: bool = False

    def __call__(self, request: HttpRequest) -> Link | None:
        plan = page_plan(request)
        return Link(self.label, page_address(self.name, plan.slug), self.is_above) if plan else None


@lru_cache(maxsize=5_000)
def page_address(name: str, *place: str) -> str:
    """The URL of a page of a plan, by the slug and what follows it. Cached: every page asks for
    every menu entry, and a list for each of its things.
    """
    return reverse(name, args=place)
