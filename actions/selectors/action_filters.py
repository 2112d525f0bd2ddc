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
    all_quarters: bool = False  # instead of those around the current one

    @classmethod
    def of(cls, asked: QueryDict) -> ActionFilters:
        words = {
            name: asked.get(name, "").strip()[:LONGEST]
            for name in ("area", "lead", "organisation", "status", "q")
        }
        return cls(
            **words,
            late=asked.get("late", "") not in ("", "0"),
            all_quarters=asked.get("quarters", "") == "all",
        )

    def with_status(self, status: str) -> str:
        """The query string with another status, or none: "?area=5&status=at_risk"."""
        return replace(self, status=status).query

    def with_quarters(self, *, every: bool) -> str:
        """The query string with all quarters, or with those around the current one."""
        return replace(self, all_quarters=every).query

    @property
    def query(self) -> str:
        """The query string with these filters."""
        names = ("area", "lead", "organisation", "status", "q")
        words = {name: getattr(self, name) for name in names if getattr(self, name)}
        late = {"late": "1"} if self.late else {}
        quarters = {"quarters": "all"} if self.all_quarters else {}
        return "?" + urlencode(words | late | quarters)

    @property
    def cleared(self) -> str:
        """The query string without any filter of actions; the quarters stay as they are."""
        return ActionFilters(all_quarters=self.all_quarters).query

    @property
    def any(self) -> bool:
        """Whether any chooses the actions."""
        return replace(self, all_quarters=False) != ActionFilters()

    @property
    def narrows(self) -> bool:
        """Whether any but the status leaves actions out."""
        return any((self.area, self.lead, self.organisation, self.q, self.late))

    def actions_of(self, plan: Plan) -> ActionQuerySet:
        """The plan's actions by every filter but the status and Late only, which need a period."""
        return self.narrow(plan.actions.in_plan_order())

    def narrow(self, found: ActionQuerySet) -> ActionQuerySet:
        """Of these actions those that every filter but the status and Late only leaves."""
        if self.area:
            found = found.in_area(self.area)
        if self.lead:
            found = found.led_by_code(self.lead)
        if self.organisation:
            found = found.led_by_organisation(self.organisation)
        if self.q:
            found = found.mentioning(self.q)
        return found
