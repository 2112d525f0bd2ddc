"""Query words for status updates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.db.models.functions import Coalesce

from actions.domain.enums import ANSWERS, UpdateKind
from actions.domain.update_texts import TEXT_FIELDS
from actions.querysets.models import rows_of

if TYPE_CHECKING:
    from actions.models import (  # noqa: F401 (also named in a string)
        Action,
        Plan,
        ReportingPeriod,
        StatusUpdate,
    )
    from wsoa.accounts.models import User


class StatusUpdateQuerySet(models.QuerySet["StatusUpdate"]):
    def current(self) -> StatusUpdateQuerySet:
        """The current update of each period: superseded by none."""
        return self.filter(superseded_by=None)

    def current_or_last_accepted(self) -> StatusUpdateQuerySet:
        """The current update of each period, and beside it the last one that was accepted.

        What has been accepted counts, and is shown, until a newer update of its period is.
        """
        accepted = Q(kind=UpdateKind.RECORDED) | Q(verdict__accepted=True)
        of_period = rows_of("StatusUpdate").of(OuterRef("action"), OuterRef("period"))
        later = of_period.filter(accepted, pk__gt=OuterRef("pk"))
        return self.filter(Q(superseded_by=None) | accepted & ~Exists(later))

    def of(self, action: Action | int, period: ReportingPeriod | int) -> StatusUpdateQuerySet:
        return self.filter(action=action, period=period)

    def about(self, actions: Iterable[Action] | Iterable[int]) -> StatusUpdateQuerySet:
        return self.filter(action__in=actions)

    def current_or_in(self, period: ReportingPeriod) -> StatusUpdateQuerySet:
        """The current update of each period, and every one of this period."""
        return self.filter(Q(superseded_by=None) | Q(period=period))

    def with_words(self) -> StatusUpdateQuerySet:
        return self.exclude(**dict.fromkeys(TEXT_FIELDS, ""))

    def with_developments(self) -> StatusUpdateQuerySet:
        return self.exclude(developments="")

    def in_periods_of(self, plan: Plan | int) -> StatusUpdateQuerySet:
        return self.filter(period__plan=plan)

    def of_plans(self, plans: Iterable[int]) -> StatusUpdateQuerySet:
        """Updates of actions of the plans with these keys."""
        return self.filter(action__plan__in=list(plans))

    def in_periods(self, periods: Iterable[ReportingPeriod]) -> StatusUpdateQuerySet:
        """Updates of exactly these periods."""
        return self.filter(period__in=[period.pk for period in periods])

    def sent_by(self, user: User, post: int) -> StatusUpdateQuerySet:
        """Those that a person has sent for a post."""
        return self.filter(by=user, post=post)

    def before(self, period: ReportingPeriod) -> StatusUpdateQuerySet:
        """Updates of earlier periods."""
        return self.filter(period__first_day__lt=period.first_day)

    def answers(self) -> StatusUpdateQuerySet:
        """What leads sent, without what the programme office recorded."""
        return self.filter(kind__in=ANSWERS)

    def returned(self) -> StatusUpdateQuerySet:
        """Returned to their writers, with the verdict."""
        return self.filter(verdict__accepted=False).select_related("verdict__by", "period")

    def still_returned(self) -> StatusUpdateQuerySet:
        """Of each action the last answer of all, where that was returned.

        A returned update keeps its place until another is sent, also in the next period.
        """
        later = rows_of("StatusUpdate").answers().current()
        later = later.filter(
            action=OuterRef("action"), period__first_day__gt=OuterRef("period__first_day")
        )
        return self.current().answers().returned().filter(~Exists(later))

    def in_quarter_of(self, period: ReportingPeriod | None) -> StatusUpdateQuerySet:
        """Updates of a quarter and its months; a month stands for its quarter."""
        quarter = (period.quarter_id or period.pk) if period else None
        return self.filter(Q(period=quarter) | Q(period__quarter=quarter))

    def recorded_until(self, day: date) -> StatusUpdateQuerySet:
        """Said on that day or before, in the order of writing."""
        return self.filter(recorded_at__date__lte=day).order_by("pk")

    def recorded_after(self, day: date) -> StatusUpdateQuerySet:
        return self.filter(recorded_at__date__gt=day)

    def not_returned_by(self, day: date) -> StatusUpdateQuerySet:
        """Without what had been returned to its writer by that day."""
        return self.exclude(verdict__accepted=False, verdict__at__date__lte=day)

    def of_actions(self, actions: Iterable[int]) -> StatusUpdateQuerySet:
        return self.filter(action__in=list(actions))

    def that_may_count(self) -> StatusUpdateQuerySet:
        """Every update that may be the status of its quarter, in the order of writing.

        Adds `of_quarter`, and `replaced_by`: the later update of the same period, if any. Which
        one counts is for `quarter_status.counting_entry` to say.
        """
        accepted = Q(kind=UpdateKind.RECORDED) | Q(verdict__accepted=True)
        found = self.filter(Q(superseded_by=None) | accepted)
        quarter = Coalesce("period__quarter", "period")
        return found.annotate(of_quarter=quarter, replaced_by=F("superseded_by")).order_by("pk")

    def of_quarters(self, quarters: Iterable[int]) -> StatusUpdateQuerySet:
        """Of updates `that_may_count`: those of these quarters and their months."""
        return self.filter(of_quarter__in=quarters)

    def in_periods_or_quarters(
        self, periods: Iterable[int], quarters: Iterable[int]
    ) -> StatusUpdateQuerySet:
        """Of updates `that_may_count`: those of exactly these periods, or of these quarters."""
        return self.filter(Q(period__in=periods) | Q(of_quarter__in=quarters))

    def the_one_that_counts_first(self) -> StatusUpdateQuerySet:
        """Of updates `that_may_count` in one quarter: the order of `counting_entry`."""
        rank = Case(
            When(verdict__accepted=True, then=0),
            When(kind=UpdateKind.RECORDED, then=2),
            When(verdict=None, then=1),
            default=3,
        )
        return self.order_by(rank, "-pk")

    def to_judge(self, plan: Plan) -> StatusUpdateQuerySet:
        """Current answers of a plan that are still to be accepted or returned."""
        return self.in_periods_of(plan).waiting_for_a_verdict()

    def waiting_for_a_verdict(self) -> StatusUpdateQuerySet:
        """Current answers that are still to be accepted or returned."""
        return self.current().filter(kind__in=ANSWERS, verdict=None)

    def in_plans_or_areas(self, plans: Iterable[int], areas: Iterable[int]) -> StatusUpdateQuerySet:
        """Updates of all actions of these plans, or of the actions of these areas."""
        return self.filter(
            Q(action__plan__in=list(plans)) | Q(action__outcome__area__in=list(areas))
        )

    def illustrative(self) -> StatusUpdateQuerySet:
        """Invented for a demonstration."""
        return self.filter(illustrative=True)

    def of_ids(self, ids: Iterable[int]) -> StatusUpdateQuerySet:
        return self.filter(pk__in=ids)

    def for_review(self) -> StatusUpdateQuerySet:
        """With all that is shown of an update and of the one it supersedes, in plan order."""
        replaced = ("by", "post__organisation", "period", "verdict__by", "from_file__by")
        found = self.with_people().with_verdicts()
        return found.select_related(
            "action__plan",
            "action__outcome__area",
            *(f"supersedes__{relation}" for relation in replaced),
        ).order_by("action__order", "period__first_day")

    def in_areas(self, areas: Iterable[int]) -> StatusUpdateQuerySet:
        return self.filter(action__outcome__area__in=areas)

    def newest_first(self) -> StatusUpdateQuerySet:
        return self.order_by("-period__first_day", "-recorded_at", "-pk")

    def with_people(self) -> StatusUpdateQuerySet:
        """With who said it, and how: `from_file` where it came in a file."""
        return self.select_related("by", "post__organisation", "period", "from_file__by")

    def with_verdicts(self) -> StatusUpdateQuerySet:
        return self.select_related("verdict__by")
