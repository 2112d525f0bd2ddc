"""Queryset methods for papers: their kind, their state, and what a page needs with them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from governance.domain.enums import JobState, PaperKind, PaperState
from governance.querysets import manager

if TYPE_CHECKING:
    from actions.models import ReportingPeriod
    from governance.models import Paper  # noqa: F401 (named in a string below)


class PaperQuerySet(models.QuerySet["Paper"]):
    def light(self) -> PaperQuerySet:
        """Without the frozen documents, which are long."""
        return self.defer("frozen")

    def quarterly(self) -> PaperQuerySet:
        return self.filter(kind=PaperKind.QUARTERLY)

    def highlight(self) -> PaperQuerySet:
        return self.filter(kind=PaperKind.HIGHLIGHT)

    def to_take_along(self) -> PaperQuerySet:
        """What can be a Word paper with a front sheet: publications, issued highlight reports."""
        return self.filter(
            Q(kind=PaperKind.QUARTERLY) | Q(kind=PaperKind.HIGHLIGHT, state=PaperState.PUBLISHED)
        )

    def drafts(self) -> PaperQuerySet:
        return self.filter(state=PaperState.DRAFT)

    def published(self) -> PaperQuerySet:
        """Published papers, including corrected ones and those withdrawn with a reason."""
        return self.filter(state__in=(PaperState.PUBLISHED, PaperState.WITHDRAWN))

    def readable(self) -> PaperQuerySet:
        """Published papers that are not withdrawn."""
        return self.filter(state=PaperState.PUBLISHED)

    def without_discarded(self) -> PaperQuerySet:
        """All papers except discarded drafts."""
        return self.exclude(state=PaperState.DISCARDED)

    def of_plans(self, plans: Iterable[int]) -> PaperQuerySet:
        """Of the plans with these keys."""
        return self.filter(plan__in=list(plans))

    def of_key(self, key: str) -> PaperQuerySet:
        """Papers of one quarter, or one day, without discarded drafts."""
        return self.without_discarded().filter(key=key)

    def valid_signatures(self, papers: Iterable[int]) -> list[tuple[int, str, int]]:
        """Paper, side and person of each signature of exactly what is frozen now. One query."""
        signed = manager("Signature").filter(paper__in=list(papers), sha256=F("paper__sha256"))
        return list(signed.values_list("paper", "side", "by"))

    def before(self, period: ReportingPeriod) -> PaperQuerySet:
        """Papers of earlier quarters."""
        return self.filter(period__first_day__lt=period.first_day)

    def due_for_release(self, moment: datetime) -> PaperQuerySet:
        """Papers to release: scheduled, with every format finished, and due."""
        due = Q(publish_from=None) | Q(publish_from__lte=moment)
        made = Q(rendering__state=JobState.READY, rendering__sha256=F("sha256"))
        return self.filter(due, made, state=PaperState.SCHEDULED)

    def with_people(self) -> PaperQuerySet:
        """With the people who made, signed or published it, or accepted a warning."""
        people = self.select_related(
            "period", "rendering", "made_by", "published_by", "withdrawn_by"
        )
        accepted = models.Prefetch("accepted", manager("WarningAcceptance").select_related("by"))
        return people.prefetch_related("signatures", accepted)

    def for_its_page(self) -> PaperQuerySet:
        """Highlight reports with all rows that their page shows beside the document."""
        papers = self.select_related("meeting__body", "rendering", "made_by", "published_by")
        asked = manager("BoardQuestion").with_people()
        return papers.prefetch_related("files", models.Prefetch("questions", asked))

    def for_the_list(self) -> PaperQuerySet:
        """Highlight reports with meetings and files, and the number of open questions."""
        waiting = models.Count("questions", filter=Q(questions__answered_at=None), distinct=True)
        papers = self.light().select_related("meeting__body").prefetch_related("files")
        return papers.annotate(waiting=waiting).latest_first()

    def latest_first(self) -> PaperQuerySet:
        return self.order_by("-as_at", "-version")
