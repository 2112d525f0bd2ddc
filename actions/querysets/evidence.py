"""Query words for evidence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from actions.models import Evidence


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def shown(self) -> EvidenceQuerySet:
        """What has not been withdrawn."""
        return self.filter(withdrawn_at=None)

    def with_files(self) -> EvidenceQuerySet:
        """What is a file and not a link."""
        return self.exclude(file="")

    def named(self, names: Iterable[str]) -> models.QuerySet[Evidence, str]:
        """Of these names of files on disk those that a row has."""
        return self.filter(file__in=names).values_list("file", flat=True)
