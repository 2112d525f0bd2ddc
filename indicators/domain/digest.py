"""The lines of a person's digest about figures that are due. Pure; today is an argument.

The rules follow those for updates (actions/domain/digest.py). The owner of an indicator is notified
once when its figure is due in three days or less, then on the first day that it is late, and every
seven days after that. Accountable officers are notified once of figures in their areas that are
three days late, the programme manager once of those that are seven days late. A person who owns an
indicator is notified of its figure as the owner only. When a figure arrives, its due day moves on,
and earlier notices no longer count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from actions.domain.digest import (
    AGAIN_AFTER,
    MANAGER_AFTER,
    OFFICER_AFTER,
    SOON,
    DigestLine,
    DigestSection,
    Topic,
)

NO_ROUND = 0  # the period of a topic that belongs to no round
TO_OTHERS = "Their owners have been reminded. You will need to sign in."
SIGN_IN = "Each link opens the form for that figure. You will need to sign in."


class DigestReason(StrEnum):
    """Why a person is notified of a figure, in the order of the email."""

    LATE = "figure-late"
    DUE = "figure-due"
    OFFICER = "figure-officer"
    MANAGER = "figure-manager"


@dataclass(frozen=True, slots=True)
class AwaitedFigure:
    """A figure that is due or late: its indicator, period, due day, owner, and entry form.

    `path` is the form, `page` the indicator's page, for people who may not enter figures. `span` is
    empty if the period is unknown, `owner` if the plan names nobody.
    """

    indicator: int
    name: str
    span: str
    due: date
    path: str
    page: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class DigestFacts:
    """The awaited figures for one person in one plan; `told` is the last notice of each topic."""

    owned: tuple[AwaitedFigure, ...] = ()
    answered_for: tuple[AwaitedFigure, ...] = ()
    managed: tuple[AwaitedFigure, ...] = ()
    notified: Mapping[Topic, date] | None = None


def sections(facts: DigestFacts, day: date) -> tuple[DigestSection, ...]:
    """The sections for today, one for each reason; empty if there is nothing to notify."""
    already_listed = {figure.indicator for figure in facts.owned}
    answered_for = [
        figure for figure in facts.answered_for if figure.indicator not in already_listed
    ]
    already_listed |= {figure.indicator for figure in answered_for}
    managed = [figure for figure in facts.managed if figure.indicator not in already_listed]
    last_notices = facts.notified or {}
    parts = (
        _section(DigestReason.LATE, facts.owned, last_notices, day),
        _section(DigestReason.DUE, facts.owned, last_notices, day),
        _section(DigestReason.OFFICER, answered_for, last_notices, day),
        _section(DigestReason.MANAGER, managed, last_notices, day),
    )
    return tuple(part for part in parts if part)


def topic(kind: DigestReason, awaited: AwaitedFigure) -> Topic:
    return Topic(kind.value, NO_ROUND, awaited.indicator)


def _section(
    kind: DigestReason,
    awaited: Iterable[AwaitedFigure],
    last_notices: Mapping[Topic, date],
    day: date,
) -> DigestSection | None:
    lines = tuple(
        _line(kind, figure)
        for figure in awaited
        if _is_time(kind, figure.due, last_notices.get(topic(kind, figure)), day)
    )
    if not lines:
        return None
    heading = _heading(kind, len(lines))
    return DigestSection(
        heading, SIGN_IN if kind in (DigestReason.LATE, DigestReason.DUE) else TO_OTHERS, lines
    )


def _is_time(kind: DigestReason, due: date, last: date | None, day: date) -> bool:
    if kind is DigestReason.LATE:
        return day > due and (last is None or last <= due or day - last >= AGAIN_AFTER)
    begins = {
        DigestReason.DUE: due - SOON,
        DigestReason.OFFICER: due + OFFICER_AFTER,
        DigestReason.MANAGER: due + MANAGER_AFTER,
    }[kind]
    if kind is DigestReason.DUE and day > due:
        return False
    return day >= begins and (last is None or last < begins)


def _heading(kind: DigestReason, count: int) -> str:
    figures = "1 figure" if count == 1 else f"{count} figures"
    are = "is" if count == 1 else "are"
    return {
        DigestReason.LATE: f"{figures} due from you {are} late",
        DigestReason.DUE: f"{figures} {are} due from you",
        DigestReason.OFFICER: f"{figures} missing in your area",
        DigestReason.MANAGER: f"{figures} missing",
    }[kind]


def _line(kind: DigestReason, awaited: AwaitedFigure) -> DigestLine:
    of = f"{awaited.name}, {awaited.span}" if awaited.span else awaited.name
    words = f"Figure due: {of}, due {awaited.due.day} {awaited.due:%B %Y}"
    note = (
        ""
        if kind in (DigestReason.LATE, DigestReason.DUE)
        else awaited.owner or "No owner is named for this indicator"
    )
    path = awaited.page if kind is DigestReason.OFFICER else awaited.path
    return DigestLine(topic(kind, awaited), 0, words, "", note, path)
