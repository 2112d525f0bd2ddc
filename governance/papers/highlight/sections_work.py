"""Sections of the highlight report about the work: statuses, answers that did not come, risks."""

from __future__ import annotations

from collections.abc import Mapping

from actions.domain.enums import Status
from actions.models import Action
from governance.papers.document.frozen import Document
from governance.papers.highlight.section_lines import (
    HighlightFacts,
    badness,
    cell,
    line,
    section_of,
    since_words,
    status_cell,
    words_cell,
)
from governance.selectors.outstanding import OrganisationResponse
from governance.selectors.status_as_at import StatusAsAt

NAMED_POSTS = 3


def not_started(facts: HighlightFacts) -> Document:
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


def changed(facts: HighlightFacts) -> Document:
    """What got worse first, the worst of it first; then what got better."""
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


def not_answered(facts: HighlightFacts) -> Document:
    lines = [
        {
            "key": f"not_answered:{each.code}",
            "ref": "",
            "cells": [
                cell(each.name),
                cell(str(each.asked)),
                cell(str(each.answered)),
                cell(str(each.not_answered), strong=True),
                cell(_posts(each)),
            ],
            "flag": False,
        }
        for each in facts.silent.organisations
    ]
    heads = ("Organisation", "Asked", "Answered", "Not answered", "By post")
    silent = facts.silent
    title = f"Not answered for {facts.period}: {silent.silent} of {silent.asked} actions"
    return section_of("not_answered", title, heads, lines, counted=False)


def _posts(silent: OrganisationResponse) -> str:
    """ "Head of SEN 27, Chief Executive 2, and 3 more posts"."""
    named = [f"{post} {count}" for post, count in silent.posts[:NAMED_POSTS]]
    more = len(silent.posts) - len(named)
    rest = [f"and {more} more post{'' if more == 1 else 's'}"] if more > 0 else []
    return ", ".join(named + rest)


def risks(facts: HighlightFacts) -> Document:
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


def _risk(standings: Mapping[int, StatusAsAt], action: Action) -> bool:
    return action.pk in standings and standings[action.pk].risk
