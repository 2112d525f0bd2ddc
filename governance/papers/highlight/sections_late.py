"""Sections of the highlight report about what is past its end and not complete.

What is past its agreed end is late, and comes first. What is past the plan's own end alone, as a
later end was agreed, is counted beside it and listed by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from actions.domain.expected_status import is_overdue, is_past_own_end_only, months_late
from actions.models import Action, DateChange
from governance.papers.document.highlight_schema import ReportCell, ReportLine, ReportSection
from governance.papers.highlight.section_lines import (
    HighlightFacts,
    badness,
    cell,
    line,
    many,
    printed_end,
    section_of,
    status_cell,
)
from wsoa.core.months import Month

LATE = "late"
HEADS = ("Action", "Lead", "End date", "Late", "New date")


def late_actions(facts: HighlightFacts) -> list[Action]:
    """Every action past its agreed end and not complete, the longest overdue first."""
    late = [action for action in facts.actions if _is_late(action, facts)]
    late.sort(key=lambda action: (_end_day(action, facts), badness(action, facts)))
    return late


def _end_day(action: Action, facts: HighlightFacts) -> date:
    month = facts.ends[action.pk].month
    return month.last_day if month else date.max


def late(facts: HighlightFacts) -> ReportSection:
    """All of them, in every report until they are complete."""
    actions = late_actions(facts)
    usual = _usual_status(actions, facts)
    lines = [_line(action, facts, usual) for action in actions]
    intro = "Longest overdue first."
    if usual:
        intro += f" Each is “{usual}” unless it says otherwise."
    intro += f" Late: whole months past the agreed end date, on {facts.day:%-d %B %Y}."
    return section_of(
        LATE,
        "Past its end date and not complete",
        HEADS,
        lines,
        note=_note(actions, facts),
        intro=intro,
    )


def _is_late(action: Action, facts: HighlightFacts) -> bool:
    return is_overdue(facts.ends[action.pk], facts.status(action.pk), facts.day)


def _usual_status(actions: Sequence[Action], facts: HighlightFacts) -> str:
    """The label that more than half of them have; empty if none has."""
    labels = Counter(_label(action, facts) for action in actions)
    label, count = labels.most_common(1)[0] if labels else ("", 0)
    return label if 2 * count > len(actions) else ""


def _label(action: Action, facts: HighlightFacts) -> str:
    status = facts.status(action.pk)
    return facts.plan.scale.label(status) if status else "No status yet"


def _line(action: Action, facts: HighlightFacts, usual: str) -> ReportLine:
    status = facts.status(action.pk)
    other = status.value if status and facts.plan.scale.label(status) != usual else None
    area = action.outcome.area
    return ReportLine(
        key=f"{LATE}:{action.ref}",
        ref=action.ref,
        cells=(
            ReportCell(words=action.title, status=other),
            cell(action.leads_printed),
            cell(_end_words(action, facts)),
            cell(_late_words(action, facts), strong=True),
            cell(_new_date(action, facts)),
        ),
        area=f"{area.ref}. {area.title}",
        by_office=facts.is_by_office(action.pk),
    )


def _end_words(action: Action, facts: HighlightFacts) -> str:
    """The end that counts, and the plan's own where another one was agreed: "was July 2019"."""
    counts, own = facts.ends[action.pk], action.end
    words = printed_end(counts, action)
    moved = counts.month and own.month and counts.month != own.month
    return f"{words}, was {action.end_printed}" if moved else words


def _late_words(action: Action, facts: HighlightFacts) -> str:
    end = facts.ends[action.pk]
    months = months_late(end, facts.status(action.pk), facts.day)
    if months or end.month is None:
        return many(months, "month")
    return many((facts.day - end.month.last_day).days, "day")


class NewDateState(StrEnum):
    """The state of the last request for a new end date, as rows and the count of them have it."""

    NONE = "none asked for"
    AGREED = "agreed, passed too"  # as the action is late by its agreed end
    TO_DECIDE_PASSED = "to decide, passed too"
    TO_DECIDE = "to decide"
    REFUSED = "refused"


def _state(changes: Sequence[DateChange], day: date) -> NewDateState:
    if not changes:
        return NewDateState.NONE
    last = changes[-1]
    if last.agreed is not None:
        return NewDateState.AGREED if last.agreed else NewDateState.REFUSED
    is_over = day > Month.of(last.to_month).last_day
    return NewDateState.TO_DECIDE_PASSED if is_over else NewDateState.TO_DECIDE


def _new_date(action: Action, facts: HighlightFacts) -> str:
    """The new end that was last asked for, with its state."""
    changes = _changes_of(action, facts)
    state = _state(changes, facts.day)
    if not changes:
        return state.capitalize()
    return f"{Month.of(changes[-1].to_month).printed}, {state}"


def _changes_of(action: Action, facts: HighlightFacts) -> list[DateChange]:
    return [change for change in facts.changes if change.action_id == action.pk]


def _note(actions: Sequence[Action], facts: HighlightFacts) -> str:
    """How many are in each state, in the words of their rows; together they are all of them."""
    states = Counter(_state(_changes_of(action, facts), facts.day) for action in actions)
    counts = [f"{states[state]} {state}" for state in NewDateState if states[state]]
    return f"New dates: {'; '.join(counts)}" if counts else ""


def agreed_later_actions(facts: HighlightFacts) -> list[Action]:
    """Past the plan's own end and not late, as a later one was agreed; the earliest first."""
    found = [
        action
        for action in facts.actions
        if is_past_own_end_only(
            action.end, facts.ends[action.pk], facts.status(action.pk), facts.day
        )
    ]
    found.sort(key=lambda action: str(action.end.month))
    return found


def agreed_later(facts: HighlightFacts) -> ReportSection:
    """All of them, with both months."""
    lines = [
        line(
            "agreed_later",
            action,
            cell(action.leads_printed),
            cell(action.end_printed),
            cell(printed_end(facts.ends[action.pk], action), strong=True),
            status_cell(facts.status(action.pk), facts),
            by_office=facts.is_by_office(action.pk),
        )
        for action in agreed_later_actions(facts)
    ]
    heads = ("Action", "Lead", "Plan’s own end", "Agreed end", "Status")
    title = "Past the plan’s own end and not late, with a later end agreed"
    return section_of("agreed_later", title, heads, lines)
