"""Query words for what was done to reporting periods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.domain.enums import PeriodEventKind
from wsoa.core.append_only import AppendOnlyQuerySet

if TYPE_CHECKING:
    from actions.models import PeriodEvent, Plan  # noqa: F401 (named in a string)


class PeriodEventQuerySet(AppendOnlyQuerySet["PeriodEvent"]):
    def of_plan(self, plan: Plan) -> PeriodEventQuerySet:
        return self.filter(period__plan=plan)

    def closings(self) -> PeriodEventQuerySet:
        """Closed or reopened, the earliest first: the last one of a period counts."""
        kinds = (PeriodEventKind.CLOSED, PeriodEventKind.REOPENED)
        return self.filter(kind__in=kinds).order_by("at", "pk")

    def with_people(self) -> PeriodEventQuerySet:
        return self.select_related("by")
