"""Queryset methods for jobs: what is unfinished, free to claim, or finished."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.db.models import Q

from governance.domain.enums import UNFINISHED, JobState
from wsoa.core.leases import LeasedQuerySet


class JobQuerySet(LeasedQuerySet[Any]):
    def unfinished(self) -> Self:
        return self.filter(state__in=UNFINISHED)

    def unsent_since(self, moment: datetime) -> Self:
        """Jobs of which no message was sent to the workers since that time."""
        return self.filter(Q(sent_at=None) | Q(sent_at__lt=moment))

    def finished(self) -> Self:
        return self.filter(state=JobState.READY)

    def light(self) -> Self:
        """Without the long fields that only the worker needs."""
        return self

    def with_what_it_is_of(self) -> Self:
        """With the related rows that the worker needs."""
        return self
