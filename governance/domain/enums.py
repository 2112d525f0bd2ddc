"""States and kinds of reports, publications and the jobs that make them."""

from django.db import models


class JobState(models.TextChoices):
    QUEUED = "queued", "Waiting to be made"
    MAKING = "making", "Being made"
    READY = "ready", "Ready"
    FAILED = "failed", "Not made"


UNFINISHED = (JobState.QUEUED, JobState.MAKING)


class PaperKind(models.TextChoices):
    QUARTERLY = "quarterly", "Quarterly update"
    HIGHLIGHT = "highlight", "Highlight report"


class PaperState(models.TextChoices):
    """A draft can be frozen anew; what went out can only be corrected or withdrawn."""

    DRAFT = "draft", "Being prepared"
    GOING_OUT = "going_out", "Going out"
    OUT = "out", "Out"
    WITHDRAWN = "withdrawn", "Withdrawn"
    DROPPED = "dropped", "Dropped"


class Side(models.TextChoices):
    COUNCIL = "council", "the council"
    NHS = "nhs", "the NHS"
