"""The content of one person's reminder email on a day. Pure: today is an argument.

A round is notified once when it opens and once when it is due in three days or less. Late actions
are notified on the first day late, then every seven days. A returned update is notified once.
Accountable officers are notified of actions three days late in their areas, the programme manager
of actions seven days late, once each. A lead is notified of an action as its lead only.

After a change of the due date, notifications about the old date do not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

SOON = timedelta(days=3)
OFFICER_AFTER = timedelta(days=3)
MANAGER_AFTER = timedelta(days=7)
AGAIN_AFTER = timedelta(days=7)
LONGEST_SUBJECT = 150  # mail servers refuse lines of more than 998
MOST_LINES = 60  # of one email; a lead of 30 actions gets all of them
MOST_FOLDED = 50  # plans that are folded to a line each
LONGEST_NOTE = 200
FOLDED = "folded"  # the topic of a line that stands for a whole plan; it is not remembered


class ReminderKind(StrEnum):
    """The reason for a line, in the order of the email."""

    RETURNED = "returned"
    LATE = "late"
    DUE = "due"
    OPENED = "opened"
    OFFICER = "officer"
    MANAGER = "manager"
    CHASE = "chase"

    @property
    def asks_for_an_answer(self) -> bool:
        """Whether the reader can answer the line; others only hear of it."""
        return self in (
            ReminderKind.RETURNED,
            ReminderKind.LATE,
            ReminderKind.DUE,
            ReminderKind.OPENED,
            ReminderKind.CHASE,
        )


class Topic(NamedTuple):
    """The subject of a line, as it is stored: an action, a returned update, a new end date.

    `kind` is a `ReminderKind`, or a word of the app that adds the line; `period` is 0 for a line
    outside any period.
    """

    kind: str
    period: int
    subject: int


@dataclass(frozen=True, slots=True)
class OpenRound:
    """A period that takes updates."""

    period: int
    label: str
    opens: date
    due: date
    closes: date


@dataclass(frozen=True, slots=True)
class OutstandingAction:
    """An action that a round asks about and that has no current answer."""

    action: int
    ref: str
    text: str
    leads: str = ""
    returned: int = 0  # the update that was returned, where one was
    reason: str = ""  # why


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """The facts of one person in one round.

    `asked` waits for them, `answered_for` for others in the areas they answer for, `managed`
    for anybody in the plan; `told` is the last day on which each topic was told to them.
    """

    round: OpenRound
    asked: tuple[OutstandingAction, ...] = ()
    answered_for: tuple[OutstandingAction, ...] = ()
    managed: tuple[OutstandingAction, ...] = ()
    notified: Mapping[Topic, date] | None = None
    paused: bool = False


@dataclass(frozen=True, slots=True)
class DigestLine:
    """One line of a digest: one action, and why it is in it.

    `path` is where a line leads that is about something other than an action.
    """

    topic: Topic
    action: int
    ref: str
    text: str
    note: str = ""
    path: str = ""

    @property
    def asks_for_an_answer(self) -> bool:
        """Whether it is about an action, and the reader can answer it by a link of their own."""
        return not self.path and self.kind.asks_for_an_answer

    @property
    def kind(self) -> ReminderKind:
        return ReminderKind(self.topic.kind)


@dataclass(frozen=True, slots=True)
class DigestSection:
    """The lines of one kind in one round, with a common heading."""

    heading: str
    intro: str
    lines: tuple[DigestLine, ...]


def digest_sections(rounds: Iterable[RoundFacts], day: date) -> tuple[DigestSection, ...]:
    """The sections of one person's digest on that day, over all their rounds; empty for none."""
    sections = [section for facts in rounds for section in _sections_of_round(facts, day)]
    return tuple(sorted(sections, key=lambda section: _place(section.lines[0].kind)))


def lines_of(sections: Iterable[DigestSection]) -> tuple[DigestLine, ...]:
    return tuple(line for section in sections for line in section.lines)


@dataclass(frozen=True, slots=True)
class SectionOfPlan:
    """A section of a digest, with the plan that it is about: its key, title, and list of things."""

    plan: int
    title: str
    path: str
    section: DigestSection


def folded(
    parts: Sequence[SectionOfPlan], *, rest: str, most: int = MOST_LINES
) -> tuple[DigestSection, ...]:
    """The sections as one email shows them: with at most `most` lines, whatever waits.

    Where there are more, plans with the most lines are folded to one line with the count and a
    link, until the email is short enough. Sections keep their order; the folded plans come last.
    `rest` is the path of the list of all plans.
    """
    lines: dict[int, int] = {}
    for part in parts:
        lines[part.plan] = lines.get(part.plan, 0) + len(part.section.lines)
    total, away = sum(lines.values()), set[int]()
    for plan in sorted(lines, key=lambda plan: -lines[plan]):
        if total <= most:
            break
        total += 1 - lines[plan]
        away.add(plan)
    shown = tuple(part.section for part in parts if part.plan not in away)
    return (*shown, *_folded_section([part for part in parts if part.plan in away], rest))


def _folded_section(parts: Sequence[SectionOfPlan], rest: str) -> Iterator[DigestSection]:
    of_plan: dict[int, list[SectionOfPlan]] = {}
    for part in parts:
        of_plan.setdefault(part.plan, []).append(part)
    if not of_plan:
        return
    lines = [_folded_line(plan, of) for plan, of in of_plan.items()]
    if len(lines) > MOST_FOLDED:
        more = _count(len(lines) - MOST_FOLDED, "more plan")
        lines = [
            *lines[:MOST_FOLDED],
            DigestLine(Topic(FOLDED, 0, 0), 0, more, "", path=rest),
        ]
    heading = f"{_count(len(of_plan), 'plan')} with much to do"
    yield DigestSection(heading, "Each link opens what waits for you there.", tuple(lines))


def _folded_line(plan: int, parts: Sequence[SectionOfPlan]) -> DigestLine:
    things = _count(sum(len(part.section.lines) for part in parts), "thing")
    headings = ". ".join(part.section.heading for part in parts)
    note = headings if len(headings) <= LONGEST_NOTE else f"{headings[: LONGEST_NOTE - 1]}…"
    first = parts[0]
    return DigestLine(Topic(FOLDED, 0, plan), 0, first.title, things, note, first.path)


def email_subject(sections: tuple[DigestSection, ...]) -> str:
    """The subject of the email: the headings, or the first and the number of the others where
    they are too long. Never longer than LONGEST_SUBJECT characters, and in one line.

    >>> line = DigestLine(Topic("returned", 1, 2), 3, "5.1.6", "Do it")
    >>> email_subject((DigestSection("Returned to you: 1 update", "", (line,)),))
    'Returned to you: 1 update'
    """
    headings = [" ".join(section.heading.split()) for section in sections]
    whole = "; ".join(headings)
    if len(whole) <= LONGEST_SUBJECT:
        return whole
    more = f"; and {len(headings) - 1} more" if len(headings) > 1 else ""
    room = LONGEST_SUBJECT - len(more)
    first = headings[0] if len(headings[0]) <= room else f"{headings[0][: room - 1].rstrip()}…"
    return f"{first}{more}"


def chase_sections(
    round_: OpenRound, asked: tuple[OutstandingAction, ...], day: date, where: str
) -> tuple[DigestSection, ...]:
    """The section of a chase: every outstanding action. `where` is the plan with its area."""
    lines = tuple(_digest_line(ReminderKind.CHASE, round_, action) for action in asked)
    if not lines:
        return ()
    heading = f"{round_.label}: {_need(len(lines))} your update"
    return (DigestSection(heading, f"{where}. {_by_when(round_, day)}", lines),)


def _sections_of_round(facts: RoundFacts, day: date) -> list[DigestSection]:
    round_ = facts.round
    if not round_.opens <= day <= round_.closes:
        return []
    notified = _last_notified(facts)
    if day <= round_.due and ReminderKind.OPENED not in notified:
        return _section_of(ReminderKind.OPENED, facts.asked, round_, day)
    if facts.paused:
        return []
    known = facts.notified or {}
    returned = tuple(
        action
        for action in facts.asked
        if action.returned
        and Topic(ReminderKind.RETURNED, round_.period, action.returned) not in known
    )
    found = _section_of(ReminderKind.RETURNED, returned, round_, day)
    rest = tuple(action for action in facts.asked if action not in returned)
    if day > round_.due and _is_due_again(notified.get(ReminderKind.LATE), round_.due, day):
        found += _section_of(ReminderKind.LATE, rest, round_, day)
    if round_.due - SOON <= day <= round_.due and not _since(
        notified.get(ReminderKind.DUE), round_.due - SOON
    ):
        found += _section_of(ReminderKind.DUE, rest, round_, day)
    return found + _of_others(facts, notified, day)


def _of_others(facts: RoundFacts, last_sent: Mapping[str, date], day: date) -> list[DigestSection]:
    """The sections about other people's outstanding actions, for officers and managers."""
    round_, found = facts.round, []
    mine = {action.action for action in facts.asked}
    answered_for = tuple(action for action in facts.answered_for if action.action not in mine)
    mine |= {action.action for action in answered_for}
    managed = tuple(action for action in facts.managed if action.action not in mine)
    for kind, after, asked in (
        (ReminderKind.OFFICER, OFFICER_AFTER, answered_for),
        (ReminderKind.MANAGER, MANAGER_AFTER, managed),
    ):
        from_day = round_.due + after
        if day >= from_day and not _since(last_sent.get(kind), from_day):
            found += _section_of(kind, asked, round_, day)
    return found


def _last_notified(facts: RoundFacts) -> dict[str, date]:
    """The last day on which each kind was notified in the round."""
    last: dict[str, date] = {}
    for topic, day in (facts.notified or {}).items():
        if topic.period == facts.round.period:
            last[topic.kind] = max(day, last.get(topic.kind, day))
    return last


def _since(last: date | None, first: date) -> bool:
    return last is not None and last >= first


def _is_due_again(last: date | None, due: date, day: date) -> bool:
    """Whether late actions are notified today: for the first time, or again after a week."""
    return last is None or last <= due or day - last >= AGAIN_AFTER


def _section_of(
    kind: ReminderKind, asked: tuple[OutstandingAction, ...], round_: OpenRound, day: date
) -> list[DigestSection]:
    lines = tuple(_digest_line(kind, round_, action) for action in asked)
    if not lines:
        return []
    return [
        DigestSection(_heading(kind, round_, len(lines), day), _intro(kind, round_, day), lines)
    ]


def _digest_line(kind: ReminderKind, round_: OpenRound, asked: OutstandingAction) -> DigestLine:
    about = asked.returned if kind is ReminderKind.RETURNED else asked.action
    note = asked.reason if kind.asks_for_an_answer else asked.leads
    return DigestLine(Topic(kind, round_.period, about), asked.action, asked.ref, asked.text, note)


def _heading(kind: ReminderKind, round_: OpenRound, count: int, day: date) -> str:
    late = (day - round_.due).days
    match kind:
        case ReminderKind.RETURNED:
            return f"{round_.label}: {_count(count, 'update')} returned to you"
        case ReminderKind.OPENED:
            return f"{round_.label} has opened: {_need(count)} your update"
        case ReminderKind.DUE:
            return f"{round_.label} is due {_in_days(-late)}: {_need(count)} your update"
        case ReminderKind.OFFICER:
            return f"{round_.label}: {_count(count, 'update')} missing in your area"
        case ReminderKind.MANAGER:
            return f"{round_.label}: {_count(count, 'update')} missing"
        case _:
            return f"{round_.label} is {_count(late, 'day')} late: {_need(count)} your update"


def _intro(kind: ReminderKind, round_: OpenRound, day: date) -> str:
    if kind is ReminderKind.RETURNED:
        return "The reason is shown below each update. Send a new update that answers it."
    if kind.asks_for_an_answer:
        return _by_when(round_, day)
    late = _count((day - round_.due).days, "day")
    return f"They were due on {round_.due:%-d %B %Y}, {late} ago."


def _by_when(round_: OpenRound, day: date) -> str:
    if day <= round_.due:
        return f"Please send your updates by {round_.due:%A %-d %B %Y}."
    return (
        f"Updates were due on {round_.due:%-d %B %Y}. You can still send them until "
        f"{round_.closes:%A %-d %B %Y}."
    )


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _need(number: int) -> str:
    return "1 action needs" if number == 1 else f"{number} actions need"


def _in_days(number: int) -> str:
    return {0: "today", 1: "tomorrow"}.get(number, f"in {number} days")


def _place(kind: ReminderKind) -> int:
    return list(ReminderKind).index(kind)
