"""Query words for commentary on areas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from actions.models import AreaCommentary, ReportingPeriod  # noqa: F401 (named in a string)


class CommentaryQuerySet(models.QuerySet["AreaCommentary"]):
    def with_words(self) -> CommentaryQuerySet:
        return self.exclude(developments="", evidence="", next_steps="")

    def written_here(self, period: ReportingPeriod) -> CommentaryQuerySet:
        """With words that people wrote themselves: what is loaded names its source."""
        return self.with_words().filter(period=period, source="")

    def of(self, period: ReportingPeriod) -> CommentaryQuerySet:
        return self.filter(period=period).select_related("area")
