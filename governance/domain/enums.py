"""States and kinds of reports, publications and the jobs that make them."""

from django.db import models


class JobState(models.TextChoices):
    """The states of a job that makes the files of a publication or report."""

    QUEUED = "queued", "Waiting to be made"
    MAKING = "making", "Being made"
    READY = "ready", "Ready"
    FAILED = "failed", "Could not be made"


UNFINISHED = (JobState.QUEUED, JobState.MAKING)


class PaperKind(models.TextChoices):
    """A kind of publication, with the name of its page and the permissions to work on it."""

    QUARTERLY = "quarterly", "Quarterly update"
    HIGHLIGHT = "highlight", "Highlight report"

    @property
    def page(self) -> str:
        """The URL name of its page, which is also the subject type in the audit log."""
        return _PAPER_KINDS[self][0]

    @property
    def prepare(self) -> str:
        """The permission on the plan that is needed to prepare and to release one."""
        return _PAPER_KINDS[self][1]

    @property
    def see_drafts(self) -> str:
        """The permission on the plan that is needed to see one before its release."""
        return _PAPER_KINDS[self][2]


_PAPER_KINDS = {
    PaperKind.QUARTERLY: ("publication", "governance.publish_plan", "governance.see_drafts"),
    PaperKind.HIGHLIGHT: ("highlight", "governance.issue_highlight", "governance.remark_to_board"),
}


class PaperState(models.TextChoices):
    """The states of a publication.

    A draft can be frozen again. A published one can only be corrected or withdrawn.
    """

    DRAFT = "draft", "Being prepared"
    SCHEDULED = "going_out", "Being published"
    PUBLISHED = "out", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"
    DISCARDED = "dropped", "Discarded"


class DismissalReason(models.TextChoices):
    """Why a question from the public gets no answer."""

    SPAM = "spam", "Spam or advertising"
    DUPLICATE = "duplicate", "Sent more than once"
    NOT_ABOUT_PLAN = "not_about_plan", "Not about this plan"
    OTHER = "other", "Another reason"


class Side(models.TextChoices):
    """The two organisations whose signatures a publication needs."""

    COUNCIL = "council", "the council"
    NHS = "nhs", "the NHS"
