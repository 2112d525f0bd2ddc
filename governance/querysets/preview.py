"""Queryset methods for the PDFs of drafts."""

from __future__ import annotations

from governance.querysets.job import JobQuerySet


class PreviewPdfQuerySet(JobQuerySet):
    def with_what_it_is_of(self) -> PreviewPdfQuerySet:
        return self.select_related("paper__plan", "paper__brand")
