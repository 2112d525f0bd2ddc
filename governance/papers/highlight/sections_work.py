"""Sections of the highlight report about the work: statuses, missing updates, risks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from actions.domain.enums import Status
from actions.domain.expected_status import is_overdue
from actions.models import Action
from actions.selectors.response_progress import OrganisationResponses, ResponseCount
from actions.selectors.status_as_at import ActionStatus
from governance.papers.document.highlight_schema import ReportCell, ReportLine, ReportSection
from governance.papers.highlight.section_lines import (
    HighlightFacts,
    cell,
    line,
    line_of_no_action,
    section_of,
    short,
    since_words,
    status_cell,
    words_cell,
)
from governance.papers.highlight.status_changes import ExplainedChange

NAMED_POSTS = 3


def not_started(facts: HighlightFacts) -> ReportSection:
    """Not started and behind, and not yet past the end: those past it are listed first of all."""
    lines = [
        line(
            "not_started",
            action,
            cell(action.leads_printed),
            cell(action.start_printed),
            words_cell(facts.now[action.pk]),
            by_office=facts.is_by_office(action.pk),
        )
        for action in facts.actions
        if facts.status(action.pk) == Status.BEHIND_NOT_STARTED
        and not is_overdue(facts.ends[action.pk], Status.BEHIND_NOT_STARTED, facts.day)
    ]
    heads = ("Action", "Lead", "Planned start", "Lead’s words")
    return section_of("not_started", "Not started and behind, end still to come", heads, lines)


def changed(facts: HighlightFacts) -> ReportSection:
    """How many actions moved from which status to which, with references; got worse first."""
    moves: dict[tuple[Status | None, Status | None], list[Action]] = {}
    for action in facts.actions if facts.since else ():
        before, now = facts.status_before(action.pk), facts.status(action.pk)
        if before != now:
            moves.setdefault((before, now), []).append(action)
    ordered = sorted(moves, key=lambda move: (not _is_worse(*move), _badness(move[1])))
    worse = sum(len(moves[move]) for move in ordered if _is_worse(*move))
    total = sum(map(len, moves.values()))
    title = f"Changes of status{since_words(facts)}: {total} of {len(facts.actions)}"
    return section_of(
        "changed",
        title,
        ("From", "To", "Actions", "References"),
        [_changed_line(*move, moves[move], facts) for move in ordered],
        counted=False,
        note=f"{worse} became late or at risk, {total - worse} moved on" if total else "",
        intro=_without_words(facts),
    )


def _changed_line(
    before: Status | None, now: Status | None, actions: Sequence[Action], facts: HighlightFacts
) -> ReportLine:
    refs = tuple(action.ref for action in actions)
    office = tuple(action.ref for action in actions if facts.is_by_office(action.pk))
    codes = ":".join(status.value if status else "none" for status in (before, now))
    return line_of_no_action(
        f"changed:{codes}",
        status_cell(before, facts),
        status_cell(now, facts),
        cell(str(len(refs)), strong=True),
        ReportCell(words=", ".join(refs), refs=refs, by_office=office),
    )


def _without_words(facts: HighlightFacts) -> str:
    """The changes for the better that do not say why, by what they do not say."""
    silent: dict[tuple[str, ...], list[str]] = {}
    for action in facts.actions:
        change = facts.explained.get(action.pk)
        if change and change.missing and not change.is_reopened:
            silent.setdefault(change.missing, []).append(action.ref)
    return " ".join(
        f"Moved on, but the update does not give {' or '.join(missing)}: {', '.join(refs)}."
        for missing, refs in silent.items()
    )


def reopened(facts: HighlightFacts) -> ReportSection:
    """Actions that were complete and no longer are, with the reason."""
    lines = [
        line(
            "reopened",
            action,
            status_cell(facts.status(action.pk), facts),
            _reopening(facts.explained[action.pk]),
            by_office=facts.is_by_office(action.pk),
        )
        for action in facts.actions
        if action.pk in facts.explained and facts.explained[action.pk].is_reopened
    ]
    title = f"Reopened: complete before, and not now{since_words(facts)}"
    return section_of("reopened", title, ("Action", "Status", "Why"), lines)


def _reopening(change: ExplainedChange) -> ReportCell:
    return cell(short(change.reason)) if change.reason else cell("No reason given.", strong=True)


def _is_worse(before: Status | None, now: Status | None) -> bool:
    return bool(now and (now.badness < before.badness if before else now.is_behind))


def _badness(status: Status | None) -> int:
    return status.badness if status else len(Status)


def not_answered(facts: HighlightFacts) -> ReportSection:
    """The updates that are missing in the open period, fewest responses first."""
    responses = facts.responses
    missing = (
        [organisation for organisation in responses.organisations if organisation.answers.silent]
        if responses
        else []
    )
    heads = ("Organisation", "Asked", "Answered", "Not answered", "By post")
    counts = responses.all if responses else ResponseCount("", "", 0, 0)
    title = f"Not answered for {facts.period}: {counts.silent} of {counts.asked} actions"
    lines = [_not_answered_line(organisation) for organisation in missing]
    intro = _sum_words(missing, counts)
    return section_of("not_answered", title, heads, lines, counted=False, intro=intro)


def _sum_words(missing: Sequence[OrganisationResponses], counts: ResponseCount) -> str:
    """Why the rows add up to other numbers than the title has; empty where they do not."""
    asked = sum(organisation.answers.asked for organisation in missing)
    silent = sum(organisation.answers.silent for organisation in missing)
    if silent == counts.silent:
        return ""
    return (
        "An action with leads of several organisations counts in each of them: the rows add up to "
        f"{silent} of {asked}, not to {counts.silent} of {counts.asked}."
    )


def _not_answered_line(organisation: OrganisationResponses) -> ReportLine:
    answers = organisation.answers
    return line_of_no_action(
        f"not_answered:{answers.code}",
        cell(answers.name),
        cell(str(answers.asked)),
        cell(str(answers.answered)),
        cell(str(answers.silent), strong=True),
        cell(_posts([post for post in organisation.posts if post.silent])),
    )


def _posts(silent: Sequence[ResponseCount]) -> str:
    """ "Head of SEN 27, Chief Executive 2, and 3 more posts"."""
    named = [f"{post.name} {post.silent}" for post in silent[:NAMED_POSTS]]
    more = len(silent) - len(named)
    rest = [f"and {more} more post{'' if more == 1 else 's'}"] if more > 0 else []
    return ", ".join(named + rest)


def risks(facts: HighlightFacts) -> ReportSection:
    """Significant risks that leads flag, the new ones first."""
    flagged = [action for action in facts.actions if _risk(facts.now, action)]
    flagged.sort(key=lambda action: _risk(facts.before, action))
    lines = [
        line(
            "risks",
            action,
            words_cell(facts.now[action.pk]),
            status_cell(facts.status(action.pk), facts),
            cell("As before") if _risk(facts.before, action) else cell("New", strong=True),
            flag=True,
            by_office=facts.is_by_office(action.pk),
        )
        for action in flagged
    ]
    heads = ("Action", "Lead’s words", "Status", "Since last time")
    return section_of("risks", "Significant risks", heads, lines)


def _risk(standings: Mapping[int, ActionStatus], action: Action) -> bool:
    return action.pk in standings and standings[action.pk].risk
