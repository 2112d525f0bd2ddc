"""Query words of jobs: what is unfinished, free to claim, or finished."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q

from governance.domain.enums import UNFINISHED, JobState


class JobQuerySet(models.QuerySet[Any]):
    def unfinished(self) -> Self:
        return self.filter(state__in=UNFINISHED)

    def free_at(self, moment: datetime) -> Self:
        """Unfinished ones that nobody is working on: never claimed, or the claim has lapsed."""
        return self.unfinished().filter(Q(leased_until=None) | Q(leased_until__lt=moment))

    def unsent_since(self, moment: datetime) -> Self:
        """Those of which no message has gone to the workers since that moment."""
        return self.filter(Q(sent_at=None) | Q(sent_at__lt=moment))

    def claimed(self, pk: int, claim: str) -> Self:
        """The job, where that claim still holds; nothing where somebody else took it over."""
        return self.filter(pk=pk, claim=claim, state=JobState.MAKING)

    def finished(self) -> Self:
        return self.filter(state=JobState.READY)

    def light(self) -> Self:
        """Without what is long and only the work itself needs."""
        return self

    def with_what_it_is_of(self) -> Self:
        """With the rows that the work needs beside the job's own."""
        return self
