"""Contradictions between statuses and figures. Pure: values in, questions out; no clock.

A contradiction is not an error but a question in plain words to the accountable officer. There is
at most one open question an outcome; it lists what was found of each indicator:

- *Worse*: most of an outcome's actions (more than half: MOST) are on track or complete, and an
  indicator has become clearly worse since the plan began, by the one test of its figures.
- *Missed*: all of them are, and a target whose day is over is missed by the figure of that day or
  later.
- *Differs*: an internal and an official figure of one indicator for the same period are further
  apart than its tolerance, a percentage of the official figure.
- *Unmeasured*: an outcome (all of its actions) or an action is complete, no figure of its linked
  indicator reaches the day on which it was completed, and the next one is not still to come.
- *Stale*: a figure has not been entered by the day on which it was due.

No question is asked on a figure or a target from before the plan (or, of *worse*, before the
outcome's work), or on a figure that was stated before its period was over: a year to date is not
compared with a year.
The key of a finding contains the facts behind it: the same facts are not asked about twice, also
after an answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain

from actions.domain.enums import Status
from indicators.domain.enums import Direction
from indicators.domain.finding_wording import (
    Contradiction,
    ContradictionKind,
    Finding,
    KnownFigure,
    day_words,
    indicator_apart,
)
from indicators.domain.targets import actual_for, as_good_as, is_before_plan
from indicators.domain.time_spans import Span
from indicators.domain.trend import is_since

__all__ = ["Contradiction", "ContradictionKind", "Finding", "KnownFigure"]

# More than half of the actions: who reads the grid sees more green than not and takes the outcome
# to be on its way. With half of them or more behind, the outcome says itself that it is not.
MOST = 0.5
# Per cent of the official figure: an eighth. 81 against 71 is apart, 0.30 against 0.34 is not.
DEFAULT_TOLERANCE = 12.5
_FINE = (Status.COMPLETE, Status.ON_TRACK)


@dataclass(frozen=True, slots=True)
class SeriesFigures:
    """A series of an indicator, in any order."""

    name: str
    figures: tuple[KnownFigure, ...]


def indicators_of(findings: Iterable[str]) -> set[str]:
    """The keys of the indicators of findings, of which only the keys are kept."""
    parts = (key.split("|") for key in findings)
    return {part[3] for part in parts if len(part) > 3}


@dataclass(frozen=True, slots=True)
class WorseSince:
    """How an indicator got worse: "from 58% for 2018 to 44% for 2019", and the facts behind it.

    `until` is the period of the latest figure, `is_running` whether that was stated before its
    period was over.
    """

    course: str
    facts: tuple[str, ...]
    until: Span | None = None
    is_running: bool = False


@dataclass(frozen=True, slots=True)
class DatedTarget:
    """A target that is a number, and the day by which it is to be reached."""

    by: date
    value: float
    printed: str


@dataclass(frozen=True, slots=True)
class IndicatorEvidence:
    """The facts about one indicator that the rules need.

    `worse` says how it got worse, if it did; `reach` is the latest span with a figure, even a
    suppressed one; `latest` the last figure in words, "81% for Oct 2019", and of one that is
    overdue the last one when it was due; `due` is that day, `expected` the day on which one that is
    not overdue will be. `main` are the figures that its targets are for, `since` the day on which
    the plan began. `tolerance` is a percentage of the official figure, `step` one unit of the last
    place that is shown, or 0 for numbers that are not rounded.
    """

    key: str
    name: str
    percent: bool = True
    worse: WorseSince | None = None
    reach: Span | None = None
    latest: str = ""
    due: date | None = None
    expected: date | None = None
    internal: tuple[SeriesFigures, ...] = ()
    official: tuple[SeriesFigures, ...] = ()
    main: tuple[KnownFigure, ...] = ()
    better: Direction = Direction.NEITHER
    targets: tuple[DatedTarget, ...] = ()
    since: date | None = None
    tolerance: float = DEFAULT_TOLERANCE
    step: float = 0.0


@dataclass(frozen=True, slots=True)
class ActionProgress:
    """An action: its status (None if it has none), the day it was completed, and its indicators.

    `indicators` are the keys of those that its measures of success are linked to; `began` is the
    first day of its start month, or None where it began before the plan or none is stated.
    """

    ref: str
    status: Status | None
    complete_since: date | None = None
    indicators: tuple[str, ...] = ()
    began: date | None = None

    @property
    def is_fine(self) -> bool:
        return self.status in _FINE


@dataclass(frozen=True, slots=True)
class OutcomeProgress:
    """An outcome: its actions, and the keys of its indicators and those of its measures of success.

    `place` identifies it within the plan, because two areas may number their outcomes alike.
    """

    place: str
    ref: str
    actions: tuple[ActionProgress, ...]
    indicators: tuple[str, ...] = ()

    @property
    def fine(self) -> list[ActionProgress]:
        """The actions that are on track or complete."""
        return [action for action in self.actions if action.is_fine]

    @property
    def most_fine(self) -> bool:
        return len(self.fine) > MOST * len(self.actions)

    @property
    def all_fine(self) -> bool:
        return bool(self.actions) and len(self.fine) == len(self.actions)

    @property
    def began(self) -> date | None:
        """The first day of its work that goes well; None where that is before the plan."""
        days = [action.began for action in self.fine]
        return min((day for day in days if day), default=None) if None not in days else None

    @property
    def complete_since(self) -> date | None:
        """The day on which the last of its actions was completed; None if one is not complete."""
        days = [a.complete_since for a in self.actions if a.status == Status.COMPLETE]
        known = [day for day in days if day]
        return max(known) if known and len(known) == len(self.actions) else None


def contradictions(
    outcomes: Iterable[OutcomeProgress],
    indicators: Iterable[IndicatorEvidence],
    answered: Mapping[str, str] | None = None,
) -> list[Contradiction]:
    """All questions, by their gravest finding; of equals in the order of outcomes.

    `answered` has the key of each finding that somebody has answered for, with a key of that
    answer: what was answered together stays together, and is not part of the open question. What
    is linked to no outcome is a question of its own.
    """
    known = list(indicators)
    by_place = {outcome.place: outcome for outcome in outcomes}
    found: dict[tuple[str, str, str], list[Finding]] = {}
    for place, finding in findings(by_place.values(), known):
        alone = "" if place else finding.indicator
        answer = (answered or {}).get(finding.key, "")
        found.setdefault((place, alone, answer), []).append(finding)
    order = list(ContradictionKind)
    questions = [
        Contradiction(
            place=place,
            lead=_lead(by_place[place], of_place) if place else "",
            findings=tuple(sorted(of_place, key=lambda finding: order.index(finding.kind))),
        )
        for (place, _, _), of_place in found.items()
    ]
    places = [*by_place, ""]
    questions.sort(key=lambda asked: (order.index(asked.kind), places.index(asked.place)))
    return questions


def findings(
    outcomes: Iterable[OutcomeProgress], indicators: Iterable[IndicatorEvidence]
) -> Iterator[tuple[str, Finding]]:
    """Every finding with the place of its outcome, or an empty place if no outcome is linked.

    What is found of figures alone belongs to the first outcome that its indicator is linked to: it
    is asked about once.
    """
    known = list(indicators)
    by_key = {evidence.key: evidence for evidence in known}
    first_place: dict[str, str] = {}
    unmeasured = set()
    for outcome in outcomes:
        linked = [by_key[key] for key in outcome.indicators if key in by_key]
        for evidence in linked:
            first_place.setdefault(evidence.key, outcome.place)
        for finding in _of_outcome(outcome, linked, by_key):
            if finding.kind is ContradictionKind.UNMEASURED:
                unmeasured.add(finding.indicator)
            yield outcome.place, finding
    for evidence in known:
        # Complete and not measured, because the figure has not come: that is one question.
        is_stale = evidence.due is not None and evidence.key not in unmeasured
        found = (_differs(evidence), _stale(evidence, evidence.due) if is_stale else None)
        yield from ((first_place.get(evidence.key, ""), one) for one in found if one is not None)


def _of_outcome(
    outcome: OutcomeProgress,
    linked: list[IndicatorEvidence],
    known: Mapping[str, IndicatorEvidence],
) -> Iterable[Finding]:
    yield from chain.from_iterable(_worse(outcome, evidence) for evidence in linked)
    if outcome.all_fine:
        yield from chain.from_iterable(_missed(outcome.place, evidence) for evidence in linked)
    since = outcome.complete_since
    if since is not None:
        words = f"the outcome’s work is complete since {day_words(since)}"
        for evidence in linked:
            if _is_unmeasured(evidence, since):
                yield _unmeasured(words, since, evidence, outcome.place)
        return
    for action in outcome.actions:
        yield from _of_action(action, outcome.place, known)


def _of_action(
    action: ActionProgress, place: str, known: Mapping[str, IndicatorEvidence]
) -> Iterable[Finding]:
    since = action.complete_since
    if action.status != Status.COMPLETE or since is None:
        return
    for evidence in (known[key] for key in action.indicators if key in known):
        if _is_unmeasured(evidence, since):
            words = f"action {action.ref} is complete since {day_words(since)}"
            yield _unmeasured(words, since, evidence, place, action.ref)


def _is_unmeasured(evidence: IndicatorEvidence, since: date) -> bool:
    """Whether no figure reaches the day, and none that could is still to come."""
    reaches = evidence.reach is not None and evidence.reach.last_day >= since
    return not reaches and evidence.expected is None


def _worse(outcome: OutcomeProgress, evidence: IndicatorEvidence) -> Iterable[Finding]:
    worse, began = evidence.worse, outcome.began
    if worse is None or worse.is_running or not outcome.most_fine:
        return
    if worse.until is not None and began is not None and not is_since(worse.until, began):
        return  # it got worse before any of this work began
    words = f"“{evidence.name}” got worse: {worse.course}"
    yield _finding(ContradictionKind.WORSE, evidence, words, worse.facts, place=outcome.place)


def _missed(place: str, evidence: IndicatorEvidence) -> Iterable[Finding]:
    figures = [figure for figure in evidence.main if not figure.is_running]
    latest = max(figures, key=lambda figure: figure.span.last_day, default=None)
    if latest is None or evidence.better is Direction.NEITHER:
        return
    if evidence.since is not None and not is_since(latest.span, evidence.since):
        return
    targets = [one for one in evidence.targets if not is_before_plan(one.by, evidence.since)]
    over = [target for target in targets if target.by <= latest.span.last_day]
    target = max(over, key=lambda one: one.by, default=None)
    if target is None:
        return
    # The figure for the day is the one that missed it; a later one may have reached it since.
    on_day = actual_for(figures, target.by, latest.span.last_day) or latest
    missing = [one for one in (on_day, latest) if _misses(one, target, evidence.better)]
    if missing == [on_day, latest]:
        at = "least" if evidence.better is Direction.HIGHER else "most"
        since = f"; the latest is {latest.with_period}" if on_day != latest else ""
        words = (
            f"“{evidence.name}” missed its target: {on_day.with_period}, where at {at} "
            f"{target.printed} was to be reached by {day_words(target.by)}{since}"
        )
        facts = (target.by.isoformat(), f"{target.value:.10g}", latest.fact)
        yield _finding(ContradictionKind.MISSED, evidence, words, facts, place=place)


def _misses(figure: KnownFigure, target: DatedTarget, better: Direction) -> bool:
    """Whether it is short of the target, also as both are printed."""
    is_same = figure.printed == target.printed
    return not is_same and not as_good_as(figure.value, target.value, better)


def _unmeasured(
    complete: str, since: date, evidence: IndicatorEvidence, place: str, action: str = ""
) -> Finding:
    last, reach = "has never been measured", ""
    if evidence.reach is not None:
        last = f"was last measured for {evidence.reach.printed}, and not since"
        reach = evidence.reach.key
    due = f" (the figure was due on {day_words(evidence.due)})" if evidence.due else ""
    words = f"“{evidence.name}” {last}{due}; {complete}"
    facts = (since.isoformat(), reach)
    return _finding(
        ContradictionKind.UNMEASURED, evidence, words, facts, place=place, action=action
    )


def _stale(evidence: IndicatorEvidence, due: date | None) -> Finding | None:
    if due is None:
        return None
    none = "there is none yet" if evidence.reach is None else "none of an earlier period is known"
    last = f"the last is {evidence.latest}" if evidence.latest else none
    words = f"The figure for “{evidence.name}” was due on {day_words(due)} and has not come; {last}"
    return _finding(ContradictionKind.STALE, evidence, words, (due.isoformat(),))


def _differs(evidence: IndicatorEvidence) -> Finding | None:
    pairs = []
    for own in evidence.internal:
        for official in evidence.official:
            pair = last_of_same_period(own.figures, official.figures)
            if pair and _is_apart(evidence, *pair):
                pairs.append((*pair, own.name))
    if not pairs:
        return None
    own_figure, official_figure, name = max(pairs, key=lambda pair: pair[0].span.last_day)
    words = (
        f"Our own figure for “{evidence.name}” ({name}) is {own_figure.with_period} and the "
        f"official one {official_figure.with_period}: "
        f"{indicator_apart(apart(own_figure, official_figure), percent=evidence.percent)}"
    )
    facts = (own_figure.fact, official_figure.fact)
    return _finding(ContradictionKind.DIFFERS, evidence, words, facts)


def _is_apart(evidence: IndicatorEvidence, own: KnownFigure, official: KnownFigure) -> bool:
    if evidence.since is not None and not is_since(own.span, evidence.since):
        return False
    least = tolerance(official.value, per_cent=evidence.tolerance)
    # Each of two rounded figures may be half a step off.
    return apart(own, official) > max(least, round(evidence.step, 9))


def last_of_same_period(
    own: Iterable[KnownFigure], official: Iterable[KnownFigure]
) -> tuple[KnownFigure, KnownFigure] | None:
    """The latest figures for one period, and of several those furthest apart; None without any.

    A year to date is not of the same period as its year.
    """
    theirs: dict[tuple[date, date], list[KnownFigure]] = {}
    for figure in official:
        theirs.setdefault((figure.span.first_day, figure.span.last_day), []).append(figure)
    over = [figure for figure in own if not figure.is_running]
    pairs = [(a, b) for a in over for b in theirs.get((a.span.first_day, a.span.last_day), ())]
    return max(pairs, key=lambda pair: (pair[0].span.last_day, apart(*pair)), default=None)


def apart(own: KnownFigure, official: KnownFigure) -> float:
    return round(abs(own.value - official.value), 9)  # 81 - 71.0, and no noise of floats


def tolerance(official: float, *, per_cent: float = DEFAULT_TOLERANCE) -> float:
    """The largest difference between two figures that still counts as agreement."""
    return round(abs(official) * per_cent / 100, 9)


def _lead(outcome: OutcomeProgress, of_place: Iterable[Finding]) -> str:
    """How the outcome stands, where that is part of the question."""
    found = list(of_place)
    count, fine = len(outcome.actions), len(outcome.fine)
    about_outcome = (ContradictionKind.WORSE, ContradictionKind.MISSED)
    is_complete = outcome.complete_since is not None
    if not any(f.kind in about_outcome or (is_complete and f.is_unmeasured) for f in found):
        return ""
    state = "complete" if is_complete else "on track or complete"
    if count == 1:
        return f"The only action of outcome {outcome.ref} is {state}."
    if fine == count:
        return f"All {count} actions of outcome {outcome.ref} are {state}."
    return f"{fine} of the {count} actions of outcome {outcome.ref} are {state}."


def _finding(
    kind: ContradictionKind,
    evidence: IndicatorEvidence,
    words: str,
    facts: Iterable[str],
    *,
    place: str = "",
    action: str = "",
) -> Finding:
    key = "|".join((kind.value, place, action, evidence.key, *facts))
    return Finding(kind, evidence.key, evidence.name, words, key, action)
