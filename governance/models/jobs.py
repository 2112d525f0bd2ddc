"""Background jobs as rows: their progress, their worker, and their faults.

The row, not the message queue, is authoritative. A worker claims the row and renews its lease while
it works (`wsoa.core.leases`). An expired lease means that the work was lost.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from governance.domain.enums import UNFINISHED, JobState
from governance.querysets.job import JobQuerySet
from wsoa.core.leases import LeasedRow


class Job(LeasedRow):
    """The state and progress of one background job."""

    State: ClassVar[type[JobState]] = JobState
    UNFINISHED: ClassVar[tuple[str, ...]] = UNFINISHED
    TASK: ClassVar[str]  # the name of the task that does it

    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    stage = models.CharField(max_length=100, blank=True, help_text="What is being done, in words")
    done = models.PositiveSmallIntegerField(default=0, help_text="Per cent")
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(
        null=True, blank=True, help_text="When a message last went to the workers"
    )
    error = models.TextField(blank=True, help_text="Why it was not made, in words")
    seconds = models.FloatField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)

    # Of each kind of job its own; here so that what is common can be asked of any of them.
    objects = JobQuerySet.as_manager()

    class Meta(LeasedRow.Meta):
        abstract = True
