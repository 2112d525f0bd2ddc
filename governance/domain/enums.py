"""States and kinds of reports, publications and the jobs that make them."""

from django.db import models


class JobState(models.TextChoices):
    QUEUED = "queued", "Waiting to be made"
    MAKING = "making", "Being made"
    READY = "ready", "Ready"
    FAILED = "failed", "Not made"


UNFINISHED = (JobState.QUEUED, JobState.MAKING)


class PaperKind(models.TextChoices):
    """A kind of paper: what its page is called, and the permissions to work on it."""

    QUARTERLY = "quarterly", "Quarterly update"
    HIGHLIGHT = "highlight", "Highlight report"

    @property
    def page(self) -> str:
        """The name of the address of its page, and of the subject in the audit log."""
        return _PAPER_KINDS[self][0]

    @property
    def prepare(self) -> str:
        """The permission on the plan to prepare one and to release it."""
        return _PAPER_KINDS[self][1]

    @property
    def see_drafts(self) -> str:
        """The permission on the plan to see one that is not released."""
        return _PAPER_KINDS[self][2]


_PAPER_KINDS = {
    PaperKind.QUARTERLY: ("publication", "governance.publish_plan", "governance.see_drafts"),
    PaperKind.HIGHLIGHT: ("highlight", "governance.issue_highlight", "governance.remark_to_board"),
}


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
