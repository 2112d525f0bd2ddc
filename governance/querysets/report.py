"""Queryset methods for requested reports."""

from __future__ import annotations

from governance.querysets.job import JobQuerySet


class ReportQuerySet(JobQuerySet):
    def light(self) -> ReportQuerySet:
        """Without the frozen documents, which are long."""
        return self.defer("document")

    def with_what_it_is_of(self) -> ReportQuerySet:
        return self.select_related("plan", "period")
