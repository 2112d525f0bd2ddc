"""Sections of the highlight report about end dates: decisions, slippage, what is due."""

from __future__ import annotations

from django.utils.timezone import localtime

from actions.domain.date_ledger import slippage_kind
from actions.domain.enums import Status
from actions.models import Action, DateChange
from actions.selectors.dates_as_at import request_as_printed
from governance.papers.document.highlight_schema import ReportSection
from governance.papers.highlight.section_lines import (
    ComparedWith,
    HighlightFacts,
    badness,
    cell,
    line,
    many,
    months_of,
    moved_cells,
    printed_end,
    section_of,
    short,
    since_words,
    status_cell,
)
from wsoa.core.months import Month

_NTH = {2: "Second", 3: "Third"}


def decisions(facts: HighlightFacts) -> ReportSection:
    """Requests for a new end date that are undecided; the largest moves first."""
    waiting = [change for change in facts.changes if change.agreed is None]
    waiting.sort(key=lambda change: -months_of(change))
    by_pk = {action.pk: action for action in facts.actions}
    lines = [
        line(
            "decisions",
            by_pk[change.action_id],
            *moved_cells(change),
            cell(
                f"{slippage_kind(change.kind)}. {short(change.reason)} "
                f"Asked by {request_as_printed(change, facts.organisations)}."
            ),
        )
        for change in waiting
    ]
    title = "New end dates that want a decision"
    return section_of("decisions", title, ("Action", "From", "To", "Months", "Why"), lines)


def slipped(facts: HighlightFacts) -> ReportSection:
    """Ends that were decided on since; the largest moves first."""
    of_action = {action.pk: action for action in facts.actions}
    decided = [change for change in facts.changes if _is_news(change, facts.since)]
    decided.sort(key=lambda change: -months_of(change))
    lines = [
        line(
            "slipped",
            of_action[change.action_id],
            *moved_cells(change),
            cell(_verdict(change, facts)),
            suffix=f":{Month.of(change.to_month)}",
        )
        for change in decided
    ]
    heads = ("Action", "From", "To", "Months", "Agreed, and by whom")
    return section_of("slipped", f"End dates decided{since_words(facts)}", heads, lines)


def _is_news(change: DateChange, since: ComparedWith | None) -> bool:
    if change.agreed is None or change.decided_at is None:
        return False
    return since is None or localtime(change.decided_at).date() > since.day


def _verdict(change: DateChange, facts: HighlightFacts) -> str:
    if not change.agreed:
        because = short(change.decision_reason).rstrip(".")
        return (
            f"Refused: {change.decision}.{f' Why: {because}.' if because else ''} "
            f"Asked for as {_small(slippage_kind(change.kind))}: {short(change.reason)}"
        )
    of_action = [other for other in facts.changes if other.action_id == change.action_id]
    of_action = [other for other in of_action if other.agreed is not False]
    place = [other.pk for other in of_action].index(change.pk)
    nth = ""
    if place:
        all_of = sum(months_of(other) for other in of_action[: place + 1] if other.agreed)
        number = _NTH.get(place + 1, f"{place + 1}th")
        nth = f"{number} new date, {many(all_of, 'month')} in all. "
    return f"Agreed: {change.decision}. {nth}{slippage_kind(change.kind)}: {short(change.reason)}"


def _small(words: str) -> str:
    return f"{words[:1].lower()}{words[1:]}"


def due(facts: HighlightFacts) -> ReportSection:
    """Actions whose end month is over before the board's next meeting; the earliest end first."""
    ending = [action for action in facts.actions if _is_due(action, facts)]
    ending.sort(key=lambda action: (str(facts.ends[action.pk].month), badness(action, facts)))
    lines = [
        line(
            "due",
            action,
            cell(action.leads_printed),
            cell(printed_end(facts.ends[action.pk], action)),
            status_cell(facts.status(action.pk), facts),
            by_office=facts.is_by_office(action.pk),
        )
        for action in ending
    ]
    meeting = f"{'next ' if facts.has_next else ''}meeting"
    title = f"Due before the {meeting}, {facts.until:%-d %B %Y}"
    return section_of("due", title, ("Action", "Lead", "Ends", "Status"), lines)


def _is_due(action: Action, facts: HighlightFacts) -> bool:
    end = facts.ends[action.pk].month
    if end is None or facts.status(action.pk) == Status.COMPLETE:
        return False
    return facts.day <= end.last_day < facts.until
