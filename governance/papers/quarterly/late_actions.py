"""What is late, as every form of the quarterly update tells it: first, the longest overdue first.

Nothing here reads the database.
"""

from __future__ import annotations

from dataclasses import dataclass

from governance.papers.document.frozen import Document
from governance.papers.document.readers import all_actions, current_quarter
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


def late_actions(document: Document) -> list[LateAction]:
    """Of a quarterly document, ready to print."""
    lines = {
        action["ref"]: _late_action(action, outcome["title"])
        for _area, outcome, action in all_actions(document)
        if action["late"]
    }
    return [lines[ref] for ref in document.get("late_refs", ()) if ref in lines]


def _late_action(row: Document, outcome: str) -> LateAction:
    quarter = current_quarter(row)
    agreed = f", now {row['end_agreed']}" if row["end_agreed"] else ""
    return LateAction(
        ref=row["ref"],
        outcome=outcome,
        text=cut(one_line(row["text"]), LONGEST_TEXT),
        lead=row["lead"],
        end=f"{row['end']}{agreed}",
        late=row["late"],
        status=quarter["status"],
        label=quarter["label"],
        not_accepted=quarter["not_accepted"],
        why=one_line(row["reason"]["text"]) if row["reason"] else "",
    )
