"""Sections of the highlight report about the work: statuses, missing updates, risks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from actions.domain.enums import Status
from actions.models import Action
from actions.selectors.response_progress import OrganisationResponses, ResponseCount
from actions.selectors.status_as_at import ActionStatus
from governance.papers.document.schema import ReportLine, ReportSection
from governance.papers.highlight.section_lines import (
    HighlightFacts,
    badness,
    cell,
    line,
    line_of_no_action,
    section_of,
    since_words,
    status_cell,
    words_cell,
)

NAMED_POSTS = 3


def not_started(facts: HighlightFacts) -> ReportSection:
    lines = [
        line(
            "not_started",
            action,
            cell(action.leads_printed),
            cell(action.start_printed),
            words_cell(facts.now[action.pk]),
        )
        for action in facts.actions
        if facts.status(action.pk) == Status.BEHIND_NOT_STARTED
    ]
    heads = ("Action", "Lead", "Planned start", "Lead’s words")
    return section_of("not_started", "Not started and behind", heads, lines)


def changed(facts: HighlightFacts) -> ReportSection:
    """Actions that got worse, the worst first; then those that got better."""
    since = facts.since
    moved = [
        action
        for action in facts.actions
        if since and facts.status(action.pk) != facts.status_before(action.pk)
    ]
    moved.sort(key=lambda action: (not _is_worse(action, facts), badness(action, facts)))
    lines = [
        line(
            "changed",
            action,
            status_cell(facts.status_before(action.pk)),
            status_cell(facts.status(action.pk)),
        )
        for action in moved
    ]
    heads = ("Action", since.words if since else "", f"{facts.day:%-d %B %Y}")
    return section_of("changed", f"Statuses changed{since_words(facts)}", heads, lines)


def _is_worse(action: Action, facts: HighlightFacts) -> bool:
    now, before = facts.status(action.pk), facts.status_before(action.pk)
    return bool(now and (now.badness < before.badness if before else now.is_behind))


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
    return section_of("not_answered", title, heads, lines, counted=False)


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
            status_cell(facts.status(action.pk)),
            cell("As before") if _risk(facts.before, action) else cell("New", strong=True),
            flag=True,
        )
        for action in flagged
    ]
    heads = ("Action", "Lead’s words", "Status", "Since last time")
    return section_of("risks", "Significant risks", heads, lines)


def _risk(standings: Mapping[int, ActionStatus], action: Action) -> bool:
    return action.pk in standings and standings[action.pk].risk
