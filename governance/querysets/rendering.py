"""Queryset methods for renderings."""

from __future__ import annotations

from governance.querysets.job import JobQuerySet


class RenderingQuerySet(JobQuerySet):
    def with_what_it_is_of(self) -> RenderingQuerySet:
        return self.select_related("paper__plan", "paper__period")
