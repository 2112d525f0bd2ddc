"""Query words for the versions of commentary on areas and on the programme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self, TypeVar

from wsoa.core.append_only import AppendOnlyQuerySet

if TYPE_CHECKING:
    from actions.models import (  # noqa: F401 (also named in a string)
        AreaCommentary,
        ProgrammeCommentary,
        ReportingPeriod,
    )
    from actions.models.commentary import CommentaryVersion

V = TypeVar("V", bound="CommentaryVersion")


class CommentaryQuerySet(AppendOnlyQuerySet[V]):
    def current(self) -> Self:
        """What stands: the version of each text that no later one supersedes."""
        return self.filter(superseded_by=None)

    def of(self, period: ReportingPeriod) -> Self:
        return self.filter(period=period)

    def with_people(self) -> Self:
        return self.select_related("by")


class AreaCommentaryQuerySet(CommentaryQuerySet["AreaCommentary"]):
    def with_words(self) -> Self:
        return self.exclude(developments="", evidence="", next_steps="")


class ProgrammeCommentaryQuerySet(CommentaryQuerySet["ProgrammeCommentary"]):
    pass
