"""Models of governance: bodies that oversee the plan, publications, reports, public questions."""

from governance.models.commentary_clearance import CommentaryClearance
from governance.models.easy_read import (
    EasyReadClearance,
    EasyReadDraft,
    EasyReadIdea,
    EasyReadSummary,
)
from governance.models.jobs import Job
from governance.models.oversight import Body, Meeting, Theme
from governance.models.papers import (
    BoardQuestion,
    Clearance,
    Paper,
    PaperFile,
    PersonalDataDecision,
    Remark,
    Rendering,
    Signature,
    WarningAcceptance,
)
from governance.models.previews import PreviewPdf
from governance.models.public import Follower, FormerSlug, NotificationSent, PublicQuestion
from governance.models.reports import Report
from governance.models.take_downs import TakeDown
from governance.models.word import CommitteePaper, WordTemplate, WordTemplateChoice

__all__ = [
    "BoardQuestion",
    "Body",
    "Clearance",
    "CommentaryClearance",
    "CommitteePaper",
    "EasyReadClearance",
    "EasyReadDraft",
    "EasyReadIdea",
    "EasyReadSummary",
    "Follower",
    "FormerSlug",
    "Job",
    "Meeting",
    "NotificationSent",
    "Paper",
    "PaperFile",
    "PersonalDataDecision",
    "PreviewPdf",
    "PublicQuestion",
    "Remark",
    "Rendering",
    "Report",
    "Signature",
    "TakeDown",
    "Theme",
    "WarningAcceptance",
    "WordTemplate",
    "WordTemplateChoice",
]
