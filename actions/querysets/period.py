"""Query words for reporting periods."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q

from actions.domain.enums import ANSWERS
from wsoa.mail.models import OutgoingEmail

if TYPE_CHECKING:
    from actions.models import ReportingPeriod


class PeriodQuerySet(models.QuerySet["ReportingPeriod"]):
    def open_on(self, day: date) -> PeriodQuerySet:
        """Periods that take updates on that day."""
        return self.filter(opens__lte=day, closes__gte=day, locked_at=None)

    def of_plans(self, plans: Iterable[int]) -> PeriodQuerySet:
        """The periods of the plans with these keys."""
        return self.filter(plan__in=list(plans))

    def with_plan(self) -> PeriodQuerySet:
        """With the plan, without its long texts, and with the quarter of a month."""
        long_texts = ("summary", "sections", "signatories")
        found = self.select_related("plan", "quarter")
        return found.defer(*(f"plan__{field}" for field in long_texts))

    def quarters(self) -> PeriodQuerySet:
        """The quarters that the plan prints, without the months of rounds in between."""
        return self.filter(kind="quarter")

    def of_key(self, key: str) -> PeriodQuerySet:
        """The period of a month, by its key: "2019-10"."""
        return self.filter(key=key)

    def before(self, period: ReportingPeriod) -> PeriodQuerySet:
        return self.filter(first_day__lt=period.first_day)

    def due_from(self, day: date) -> PeriodQuerySet:
        """Periods whose updates are due on that day or later."""
        return self.filter(due__gte=day)

    def with_undelivered_emails(self) -> PeriodQuerySet:
        """Adds `lost`: whether any email written since the period opened was given up."""
        given_up = OutgoingEmail.objects.exclude(given_up_at=None)
        return self.annotate(lost=Exists(given_up.filter(made_at__date__gte=OuterRef("opens"))))

    def with_waiting_updates(self) -> PeriodQuerySet:
        """Adds `waiting`: how many current answers are still to be accepted or returned."""
        waits = Q(updates__kind__in=ANSWERS, updates__superseded_by=None, updates__verdict=None)
        return self.annotate(waiting=Count("updates", filter=waits))

    def begun_by(self, day: date) -> PeriodQuerySet:
        """Periods whose month has come."""
        return self.filter(opens__lte=day)
