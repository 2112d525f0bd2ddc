"""The filters of the grid, as given in the query string."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict

from actions.models import Plan
from actions.querysets.action import ActionQuerySet

LONGEST = 200


@dataclass(frozen=True, slots=True)
class ActionFilters:
    """The filters of a query string. An unknown value matches nothing; no value is refused."""

    area: str = ""
    lead: str = ""
    organisation: str = ""
    status: str = ""
    q: str = ""
    late: bool = False

    @classmethod
    def of(cls, asked: QueryDict) -> ActionFilters:
        words = {
            name: asked.get(name, "").strip()[:LONGEST]
            for name in ("area", "lead", "organisation", "status", "q")
        }
        return cls(**words, late=asked.get("late", "") not in ("", "0"))

    def with_status(self, status: str) -> str:
        """The query string with another status, or none: "?area=5&status=at_risk"."""
        asked = replace(self, status=status)
        names = ("area", "lead", "organisation", "status", "q")
        words = {name: getattr(asked, name) for name in names if getattr(asked, name)}
        return "?" + urlencode(words | ({"late": "1"} if asked.late else {}))

    @property
    def query(self) -> str:
        """The query string with these filters."""
        return self.with_status(self.status)

    @property
    def any(self) -> bool:
        return self != ActionFilters()

    @property
    def narrows(self) -> bool:
        """Whether any but the status leaves actions out; Late first only orders them."""
        return any((self.area, self.lead, self.organisation, self.q))

    def actions_of(self, plan: Plan) -> ActionQuerySet:
        """The plan's actions by every filter but the status, which needs a period."""
        found: ActionQuerySet = plan.actions.in_plan_order()
        if self.area:
            found = found.in_area(self.area)
        if self.lead:
            found = found.led_by_code(self.lead)
        if self.organisation:
            found = found.led_by_organisation(self.organisation)
        if self.q:
            found = found.mentioning(self.q)
        return found
