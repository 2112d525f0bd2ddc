"""Who oversees the plan, and the papers that are made of it."""

from governance.models.jobs import Job, JobQuerySet, JobState
from governance.models.oversight import Body, Meeting, Theme
from governance.models.papers import (
    Accepted,
    BoardQuestion,
    Clearance,
    Paper,
    PaperFile,
    PaperKind,
    PaperState,
    Remark,
    Rendering,
    Side,
    Signature,
)
from governance.models.public import Follower, FormerSlug, PublicQuestion, Told
from governance.models.reports import Report

__all__ = [
    "Accepted",
    "BoardQuestion",
    "Body",
    "Clearance",
    "Follower",
    "FormerSlug",
    "Job",
    "JobQuerySet",
    "JobState",
    "Meeting",
    "Paper",
    "PaperFile",
    "PaperKind",
    "PaperState",
    "PublicQuestion",
    "Remark",
    "Rendering",
    "Report",
    "Side",
    "Signature",
    "Theme",
    "Told",
]
