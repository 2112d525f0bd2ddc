"""Queryset methods for Word templates, their choice, and front sheets for committees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wsoa.core.append_only import AppendOnlyQuerySet

if TYPE_CHECKING:
    from governance.models import (  # noqa: F401 (named in strings below)
        CommitteePaper,
        Paper,
        WordTemplate,
        WordTemplateChoice,
    )
    from wsoa.accounts.models import LocalArea


class WordTemplateQuerySet(AppendOnlyQuerySet["WordTemplate"]):
    def of(self, local_area: LocalArea) -> WordTemplateQuerySet:
        """Those that an area has uploaded, the latest first, without their content."""
        found = self.filter(local_area=local_area).defer("content")
        return found.select_related("made_by").order_by("-made_at", "-pk")


class WordTemplateChoiceQuerySet(AppendOnlyQuerySet["WordTemplateChoice"]):
    def last_of(self, local_area: LocalArea) -> WordTemplateChoice | None:
        """The choice that holds, with its template but not the template's content."""
        found = self.filter(local_area=local_area).select_related("template", "by")
        return found.defer("template__content").last()


class CommitteePaperQuerySet(AppendOnlyQuerySet["CommitteePaper"]):
    def of(self, paper: Paper) -> CommitteePaperQuerySet:
        """Those of one version of a publication, the latest first."""
        return self.filter(paper=paper).select_related("by")

    def like(self, paper: Paper) -> CommitteePaperQuerySet:
        """Those of all papers of this kind in its plan, the latest first."""
        return self.filter(paper__plan=paper.plan_id, paper__kind=paper.kind)
