"""The plan and its progress.

Plan -> area of weakness -> outcome -> action -> measure, as the plan prints them; reporting
periods; the updates to each action in each period, and their review. Updates are never edited: a
correction is a new row that supersedes the old one.
"""

from actions.models.carried_findings import CarriedFinding
from actions.models.changes import ActionSuccession, PlanChange
from actions.models.commentary import AreaCommentary, Commentary, ProgrammeCommentary
from actions.models.dates import DateChange
from actions.models.evidence import Evidence, Judgement
from actions.models.feed import FeedToken
from actions.models.file_updates import FileUpdate
from actions.models.findings import PlanFindings, WaitingTotals
from actions.models.notes import InternalNote, NoteMention
from actions.models.outward import CalendarLink, ChatMessage, ChatWebhook
from actions.models.plan import (
    Action,
    ActionLead,
    AreaOfWeakness,
    GlossaryTerm,
    LeadMove,
    Measure,
    Membership,
    Outcome,
    Plan,
    Responsibility,
)
from actions.models.plan_events import PlanEvent
from actions.models.plan_imports import (
    ActionSource,
    ImportColumn,
    ImportEntry,
    ImportGuess,
    ImportLeftover,
    ImportTable,
    PlanImport,
)
from actions.models.progress import (
    Draft,
    PeriodEvent,
    ReportingPeriod,
    StatusUpdate,
    TakenBackUpdate,
    Verdict,
)
from actions.models.reminders import Chase, Digest, SignedLink
from actions.models.status_keys import StatusKeyChange
from actions.models.work import ActionResource, ActionStep, ActionWait, StepMark

__all__ = [
    "Action",
    "ActionLead",
    "ActionResource",
    "ActionSource",
    "ActionStep",
    "ActionSuccession",
    "ActionWait",
    "AreaCommentary",
    "AreaOfWeakness",
    "CalendarLink",
    "CarriedFinding",
    "Chase",
    "ChatMessage",
    "ChatWebhook",
    "Commentary",
    "DateChange",
    "Digest",
    "Draft",
    "Evidence",
    "FeedToken",
    "FileUpdate",
    "GlossaryTerm",
    "ImportColumn",
    "ImportEntry",
    "ImportGuess",
    "ImportLeftover",
    "ImportTable",
    "InternalNote",
    "Judgement",
    "LeadMove",
    "Measure",
    "Membership",
    "NoteMention",
    "Outcome",
    "PeriodEvent",
    "Plan",
    "PlanChange",
    "PlanEvent",
    "PlanFindings",
    "PlanImport",
    "ProgrammeCommentary",
    "ReportingPeriod",
    "Responsibility",
    "SignedLink",
    "StatusKeyChange",
    "StatusUpdate",
    "StepMark",
    "TakenBackUpdate",
    "Verdict",
    "WaitingTotals",
]
