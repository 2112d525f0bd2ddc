"""Query words for evidence."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from actions.models import Action, Evidence


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def shown(self) -> EvidenceQuerySet:
        """What has not been withdrawn."""
        return self.filter(withdrawn_at=None)

    def on_show_on(self, day: date) -> EvidenceQuerySet:
        """What had been added by that day, and not withdrawn."""
        return self.filter(added_at__date__lte=day).exclude(withdrawn_at__date__lte=day)

    def added_after(self, day: date) -> EvidenceQuerySet:
        return self.filter(added_at__date__gt=day)

    def about(self, actions: Iterable[Action]) -> EvidenceQuerySet:
        return self.filter(action__in=actions)

    def of_days(self, first: date, before: date) -> EvidenceQuerySet:
        """Of what was so from the first day on, and before the other."""
        return self.filter(on__gte=first, on__lt=before)

    def with_files(self) -> EvidenceQuerySet:
        """What is a file and not a link."""
        return self.exclude(file="")

    def named(self, names: Iterable[str]) -> models.QuerySet[Evidence, str]:
        """Of these names of files on disk those that a row has."""
        return self.filter(file__in=names).values_list("file", flat=True)
