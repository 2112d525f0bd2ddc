"""Query words for reporting periods."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef

from wsoa.mail.models import OutgoingEmail

if TYPE_CHECKING:
    from actions.models import ReportingPeriod


class PeriodQuerySet(models.QuerySet["ReportingPeriod"]):
    def open_on(self, day: date) -> PeriodQuerySet:
        """Periods that take updates on that day."""
        return self.filter(opens__lte=day, closes__gte=day, locked_at=None)

    def quarters(self) -> PeriodQuerySet:
        """The quarters that the plan prints, without the months of rounds in between."""
        return self.filter(kind="quarter")

    def of_key(self, key: str) -> PeriodQuerySet:
        """The period of a month, by its key: "2019-10"."""
        return self.filter(key=key)

    def before(self, period: ReportingPeriod) -> PeriodQuerySet:
        return self.filter(first_day__lt=period.first_day)

    def with_undelivered_emails(self) -> PeriodQuerySet:
        """Adds `lost`: whether any email written since the period opened was given up."""
        given_up = OutgoingEmail.objects.exclude(given_up_at=None)
        return self.annotate(lost=Exists(given_up.filter(made_at__date__gte=OuterRef("opens"))))

    def begun_by(self, day: date) -> PeriodQuerySet:
        """Periods whose month has come."""
        return self.filter(opens__lte=day)
