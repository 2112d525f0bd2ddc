"""What is late, as every form of the quarterly update tells it: first, the longest overdue first.

Nothing here reads the database.
"""

from __future__ import annotations

from dataclasses import dataclass

from governance.papers.document.schema import ActionEntry, Quarterly
from wsoa.core.text import cut, one_line

LONGEST_TEXT = 110


@dataclass(frozen=True, slots=True)
class LateAction:
    """One action that is late. On screen its text is cut, because the reference leads to all of
    it; on paper nothing is cut, and the title of its outcome stands there instead.
    """

    ref: str
    outcome: str
    text: str
    lead: str
    end: str
    late: str
    status: str | None
    label: str
    not_accepted: bool
    why: str  # the reason that was given, where the status is better than the dates allow


def late_actions(document: Quarterly) -> list[LateAction]:
    """Of a quarterly document, ready to print."""
    late = {
        action.ref: _late_action(action, outcome.title)
        for _area, outcome, action in document.actions()
        if action.late
    }
    return [late[ref] for ref in document.late_refs if ref in late]


def _late_action(action: ActionEntry, outcome: str) -> LateAction:
    quarter = action.current
    agreed = f", now {action.end_agreed}" if action.end_agreed else ""
    return LateAction(
        ref=action.ref,
        outcome=outcome,
        text=cut(one_line(action.text), LONGEST_TEXT),
        lead=action.lead,
        end=f"{action.end}{agreed}",
        late=action.late,
        status=quarter.status,
        label=quarter.label,
        not_accepted=quarter.not_accepted,
        why=one_line(action.reason.text) if action.reason else "",
    )
