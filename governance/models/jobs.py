"""Work for a worker, as a row: how far it is, who is at it, and what went wrong.

The row, not the queue, is the truth. Whoever does it claims it with a conditional UPDATE and
renews the lease as it goes; a lease that has run out means that the work was lost.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q


class JobState(models.TextChoices):
    QUEUED = "queued", "Waiting to be made"
    MAKING = "making", "Being made"
    READY = "ready", "Ready"
    FAILED = "failed", "Not made"


UNFINISHED = (JobState.QUEUED, JobState.MAKING)


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


class Job(models.Model):
    """How far one piece of work is."""

    State: ClassVar[type[JobState]] = JobState
    UNFINISHED: ClassVar[tuple[str, ...]] = UNFINISHED
    TASK: ClassVar[str]  # the name of the task that does it

    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    stage = models.CharField(max_length=100, blank=True, help_text="What is being done, in words")
    done = models.PositiveSmallIntegerField(default=0, help_text="Per cent")
    tries = models.PositiveSmallIntegerField(default=0)
    claim = models.CharField(max_length=40, blank=True, help_text="Who is working on it")
    leased_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(
        null=True, blank=True, help_text="When a message last went to the workers"
    )
    error = models.TextField(blank=True, help_text="Why it was not made, in words")
    seconds = models.FloatField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)

    # Of each kind of job its own; here so that what is common can be asked of any of them.
    objects = JobQuerySet.as_manager()

    class Meta:
        abstract = True
