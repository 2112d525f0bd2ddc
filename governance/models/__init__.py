"""Models of governance: bodies that oversee the plan, publications, reports, public questions."""

from governance.models.jobs import Job
from governance.models.oversight import Body, Meeting, Theme
from governance.models.papers import (
    Accepted,
    BoardQuestion,
    Clearance,
    Paper,
    PaperFile,
    PersonalDataDecision,
    Remark,
    Rendering,
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
    "Meeting",
    "Paper",
    "PaperFile",
    "PersonalDataDecision",
    "PublicQuestion",
    "Remark",
    "Rendering",
    "Report",
    "Signature",
    "Theme",
    "Told",
]
