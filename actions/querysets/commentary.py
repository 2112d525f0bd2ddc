"""Query words for the versions of commentary on areas and on the programme."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Self, TypeVar

from wsoa.core.append_only import AppendOnlyQuerySet

if TYPE_CHECKING:
    from actions.models import (  # noqa: F401 (also named in a string)
        AreaCommentary,
        Plan,
        ProgrammeCommentary,
        ReportingPeriod,
    )
    from actions.models.commentary import CommentaryVersion
    from actions.querysets.action import ActionQuerySet

V = TypeVar("V", bound="CommentaryVersion")


class CommentaryQuerySet(AppendOnlyQuerySet[V]):
    def current(self) -> Self:
        """What stands: the version of each text that no later one supersedes."""
        return self.filter(superseded_by=None)

    def of(self, period: ReportingPeriod) -> Self:
        return self.filter(period=period)

    def shown_in(self, plan: Plan, day: date) -> Self:
        """Of the plan's quarters that have begun on that day: those whose texts have a page."""
        return self.filter(period__plan=plan, period__kind="quarter", period__opens__lte=day)

    def of_periods(self, periods: Iterable[ReportingPeriod]) -> Self:
        return self.filter(period__in=list(periods))

    def of_ids(self, ids: Iterable[int]) -> Self:
        return self.filter(pk__in=list(ids))

    def written_here(self) -> Self:
        """With words, and not loaded from a paper that names its source."""
        return self.with_words().filter(source="")

    def with_words(self) -> Self:
        """Without versions that removed the text."""
        raise NotImplementedError

    def with_people(self) -> Self:
        return self.select_related("by")


class AreaCommentaryQuerySet(CommentaryQuerySet["AreaCommentary"]):
    def on_area(self, ref: str) -> Self:
        return self.filter(area__ref=ref)

    def on_areas_of(self, actions: ActionQuerySet) -> Self:
        """On the areas that have any of these actions."""
        return self.filter(area__in=actions.order_by().values("outcome__area"))

    def with_words(self) -> Self:
        return self.exclude(developments="", evidence="", next_steps="")

    def of_plan(self, plan: Plan) -> Self:
        return self.filter(area__plan=plan)


class ProgrammeCommentaryQuerySet(CommentaryQuerySet["ProgrammeCommentary"]):
    def with_words(self) -> Self:
        return self.exclude(programme="")

    def of_plan(self, plan: Plan) -> Self:
        return self.filter(period__plan=plan)
