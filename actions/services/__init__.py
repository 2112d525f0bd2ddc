"""Every write to the plan's progress. One verb each, atomic, audited in the same transaction."""

from actions.selectors.updates import current_update
from actions.services.date_changes import (
    AlreadyDecided,
    NewEndRefused,
    ask_for_new_end,
    decide_on_new_end,
)
from actions.services.locking import UpdateRefused
from actions.services.updates import (
    NothingToConfirm,
    PeriodClosed,
    ReasonNeeded,
    UpdateConflict,
    UpdateContent,
    confirm_unchanged,
    submit_update,
)

__all__ = [
    "AlreadyDecided",
    "NewEndRefused",
    "NothingToConfirm",
    "PeriodClosed",
    "ReasonNeeded",
    "UpdateConflict",
    "UpdateContent",
    "UpdateRefused",
    "ask_for_new_end",
    "confirm_unchanged",
    "current_update",
    "decide_on_new_end",
    "submit_update",
]
