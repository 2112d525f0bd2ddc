"""Contradictions between statuses and figures. Pure: values in, questions out; no clock.

A contradiction is not an error but a question in plain words to the accountable officer. Its `key`
contains the facts behind it: the same facts give the same question, new facts a new one.

- *Worse*: every action of an outcome is on track or complete, and a linked indicator has become
  clearly worse since the plan began, by the one test of its figures.
- *Differs*: an internal and an official figure of one indicator are further apart than TOLERANCE:
  five percentage points, or a tenth of the official figure for any other unit. Only figures for
  the same period are compared, and of those the latest.
- *Unmeasured*: an outcome (all of its actions) or an action is complete, and no figure of its
  linked indicator reaches the day on which it was completed. If an outcome is asked about as a
  whole, its actions are not.
- *Stale*: a figure has not been entered by the day on which it was due.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from actions.domain.enums import Status
from indicators.domain.time_spans import Span

POINTS = 5.0  # percentage points
SHARE = 0.1  # of the official figure
_FINE = (Status.COMPLETE, Status.ON_TRACK)


class ContradictionKind(StrEnum):
    """The kinds of contradiction, in the order in which they are listed."""

    WORSE = "worse"
    DIFFERS = "differs"
    UNMEASURED = "unmeasured"
    STALE = "stale"

    @property
    def heading(self) -> str:
        return _HEADINGS[self]


_HEADINGS = {
    ContradictionKind.WORSE: "All on track or complete, and the indicator gets worse",
    ContradictionKind.DIFFERS: "Our own figure and the official one differ",
    ContradictionKind.UNMEASURED: "Complete, and not measured since",
    ContradictionKind.STALE: "The figure has not come",
}


@dataclass(frozen=True, slots=True)
class KnownFigure:
    """One figure that is a number: its period, its value, and the value as printed."""

    span: Span
    value: float
    printed: str

    @property
    def with_period(self) -> str:
        """ "91% for Sept 2019"."""
        return f"{self.printed} for {self.span.printed}"

    @property
    def fact(self) -> str:
        return f"{self.span.key}={self.value:.10g}"


@dataclass(frozen=True, slots=True)
class SeriesFigures:
    """A series of an indicator, in any order."""

    name: str
    figures: tuple[KnownFigure, ...]


@dataclass(frozen=True, slots=True)
class WorseSince:
    """How an indicator got worse: "from 58% for 2018 to 44% for 2019", and the facts behind it."""

    course: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IndicatorEvidence:
    """The facts about one indicator that the rules need.

    `worse` says how it got worse, if it did; `reach` is the latest span
    with a figure, even a suppressed one; `latest` the last figure in words, "81% for Oct 2019";
    `due` the day on which an overdue figure was due.
    """

    key: str
    name: str
    percent: bool = True
    worse: WorseSince | None = None
    reach: Span | None = None
    latest: str = ""
    due: date | None = None
    internal: tuple[SeriesFigures, ...] = ()
    official: tuple[SeriesFigures, ...] = ()


@dataclass(frozen=True, slots=True)
class ActionProgress:
    """An action: its status (None if it has none), the day it was completed, and its indicators.

    `indicators` are the keys of those that its measures of success are linked to.
    """

    ref: str
    status: Status | None
    complete_since: date | None = None
    indicators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OutcomeProgress:
    """An outcome: its actions, and the keys of its indicators and those of its measures of success.

    `place` identifies it within the plan, because two areas may number their outcomes alike.
    """

    place: str
    ref: str
    actions: tuple[ActionProgress, ...]
    indicators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One question. `place` is the key of the outcome, `action` the reference of the action that
    it is about; both are empty if it is about figures alone.
    """

    kind: ContradictionKind
    indicator: str
    text: str
    key: str
    place: str = ""
    action: str = ""


def contradictions(
    outcomes: Iterable[OutcomeProgress], indicators: Iterable[IndicatorEvidence]
) -> list[Contradiction]:
    """All questions, by kind; within a kind in the order of outcomes, or of indicators."""
    known = list(indicators)
    by_key = {reading.key: reading for reading in known}
    questions = [asked for outcome in outcomes for asked in _of_outcome(outcome, by_key)]
    for reading in known:
        questions += [asked for asked in (_differs(reading), _stale(reading)) if asked]
    order = list(ContradictionKind)
    return sorted(questions, key=lambda contradiction: order.index(contradiction.kind))


def _of_outcome(
    outcome: OutcomeProgress, known: Mapping[str, IndicatorEvidence]
) -> Iterable[Contradiction]:
    linked = [known[key] for key in outcome.indicators if key in known]
    if outcome.actions and all(action.status in _FINE for action in outcome.actions):
        yield from (_worse(outcome, reading, reading.worse) for reading in linked if reading.worse)
    since = _complete_since(outcome)
    for reading in linked if since else ():
        if since and not _reaches(reading, since):
            what = f"{_all_actions(outcome)} complete, since {_day(since)}"
            yield _unmeasured(what, since, reading, place=outcome.place)
    for action in () if since else outcome.actions:
        yield from _of_action(action, outcome.place, known)


def _of_action(
    action: ActionProgress, place: str, known: Mapping[str, IndicatorEvidence]
) -> Iterable[Contradiction]:
    since = action.complete_since
    if action.status != Status.COMPLETE or since is None:
        return
    for reading in (known[key] for key in action.indicators if key in known):
        if not _reaches(reading, since):
            what = f"Action {action.ref} is complete, since {_day(since)}"
            yield _unmeasured(what, since, reading, place=place, action=action.ref)


def _complete_since(outcome: OutcomeProgress) -> date | None:
    """The day on which the last of its actions was completed; None if one is not complete."""
    days = [a.complete_since for a in outcome.actions if a.status == Status.COMPLETE]
    known = [day for day in days if day]
    return max(known) if known and len(known) == len(outcome.actions) else None


def _reaches(indicator: IndicatorEvidence, since: date) -> bool:
    return indicator.reach is not None and indicator.reach.last_day >= since


def _worse(
    outcome: OutcomeProgress, indicator: IndicatorEvidence, worse: WorseSince
) -> Contradiction:
    words = (
        f"{_all_actions(outcome)} on track or complete, but “{indicator.name}” "
        f"got worse: {worse.course}. "
        "Are these the right actions, and are they enough?"
    )
    return _asked(ContradictionKind.WORSE, indicator, words, worse.facts, place=outcome.place)


def _unmeasured(
    what: str, since: date, indicator: IndicatorEvidence, *, place: str, action: str = ""
) -> Contradiction:
    if indicator.reach is None:
        last, reach = f"“{indicator.name}” has never been measured", ""
    else:
        last = f"“{indicator.name}” was last measured for {indicator.reach.printed}, and not since"
        reach = indicator.reach.key
    words = f"{what}. {last}. What shows that anything has changed?"
    facts = (since.isoformat(), reach)
    return _asked(ContradictionKind.UNMEASURED, indicator, words, facts, place=place, action=action)


def _stale(indicator: IndicatorEvidence) -> Contradiction | None:
    due = indicator.due
    if due is None:
        return None
    last = f"The last is {indicator.latest}" if indicator.latest else "There is none yet"
    words = (
        f"The figure for “{indicator.name}” was due on {_day(due)} and has not come. {last}. "
        "When will it come, and what do you go by until then?"
    )
    return _asked(ContradictionKind.STALE, indicator, words, (due.isoformat(),))


def _differs(indicator: IndicatorEvidence) -> Contradiction | None:
    pairs = []
    for own in indicator.internal:
        for official in indicator.official:
            pair = last_of_same_period(own.figures, official.figures)
            if pair and apart(*pair) > tolerance(pair[1].value, percent=indicator.percent):
                pairs.append((*pair, own.name))
    if not pairs:
        return None
    own_figure, official_figure, name = max(pairs, key=lambda pair: pair[0].span.last_day)
    words = (
        f"Our own figure for “{indicator.name}” ({name}) is {own_figure.with_period}; "
        f"the official one is {official_figure.with_period}. They are "
        f"{_by_how_much(own_figure, official_figure, percent=indicator.percent)}. "
        "Why do they differ, and which of them should the board go by?"
    )
    return _asked(
        ContradictionKind.DIFFERS, indicator, words, (own_figure.fact, official_figure.fact)
    )


def last_of_same_period(
    own: Iterable[KnownFigure], official: Iterable[KnownFigure]
) -> tuple[KnownFigure, KnownFigure] | None:
    """The latest figures for one period, and of several those furthest apart; None without any."""
    theirs: dict[tuple[date, date], list[KnownFigure]] = {}
    for figure in official:
        theirs.setdefault((figure.span.first_day, figure.span.last_day), []).append(figure)
    pairs = [(a, b) for a in own for b in theirs.get((a.span.first_day, a.span.last_day), ())]
    return max(pairs, key=lambda pair: (pair[0].span.last_day, apart(*pair)), default=None)


def apart(own: KnownFigure, official: KnownFigure) -> float:
    return round(abs(own.value - official.value), 9)  # 81 - 71.0, and no noise of floats


def tolerance(official: float, *, percent: bool) -> float:
    """The largest difference between two figures that still counts as agreement."""
    return POINTS if percent else round(abs(official) * SHARE, 9)


def _by_how_much(own: KnownFigure, official: KnownFigure, *, percent: bool) -> str:
    difference = f"{round(apart(own, official), 1):g}"
    if percent:
        points = "point" if difference == "1" else "points"
        return f"{difference} percentage {points} apart; up to {POINTS:g} count as the same"
    return f"{difference} apart; up to a tenth of the official figure counts as the same"


def _all_actions(outcome: OutcomeProgress) -> str:
    count = len(outcome.actions)
    if count == 1:
        return f"The only action of outcome {outcome.ref} is"
    return f"All {count} actions of outcome {outcome.ref} are"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _asked(
    kind: ContradictionKind,
    indicator: IndicatorEvidence,
    words: str,
    facts: Iterable[str],
    *,
    place: str = "",
    action: str = "",
) -> Contradiction:
    key = "|".join((kind.value, place, action, indicator.key, *facts))
    return Contradiction(kind, indicator.key, words, key, place, action)
