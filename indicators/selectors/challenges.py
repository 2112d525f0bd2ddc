"""Challenges: the questions that figures and statuses put to accountable officers, with answers.

The questions are derived from the contradictions as at a day; only the answers are rows. Pages,
emails and publications take them from here.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localtime

from actions.domain.enums import Role
from actions.models import Plan
from actions.rules import plan_access
from actions.selectors.plan_cache import cached_for_plan
from actions.selectors.status_as_at import ActionStatus, StatusHistory
from indicators.domain.contradictions import (
    ActionProgress,
    Contradiction,
    ContradictionKind,
    IndicatorEvidence,
    KnownFigure,
    OutcomeProgress,
    SeriesFigures,
    contradictions,
)
from indicators.domain.enums import SeriesKind, Unit
from indicators.domain.series import Figure, FigureSeries
from indicators.models import Indicator
from indicators.selectors.figures_as_at import Reading, readings
from wsoa.accounts.models import User

HASH_LENGTH = 16


@dataclass(frozen=True, slots=True)
class ChallengeAnswer:
    """One answer: its text, who gave it, and the day."""

    words: str
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Challenge:
    """A contradiction in a plan as at a day, with its answers, the first answer first.

    `places` are the outcomes concerned (area and reference: "1:1.2"), `action` is the reference
    of the one action that it is about, if any; `areas` holds the rows of the areas whose
    accountable officers are asked, `area_refs` their references. Without any it is the programme
    manager's.
    """

    kind: ContradictionKind
    key: str
    hash: str
    words: str
    indicator: str
    indicator_name: str
    places: tuple[str, ...]
    action: str
    areas: frozenset[int]
    area_refs: tuple[str, ...]
    answers: tuple[ChallengeAnswer, ...] = ()

    def concerns(self, place: str, action: str) -> bool:
        """Whether it is about an action or its outcome, and not about another action of it."""
        return place in self.places and self.action in ("", action)

    @property
    def answer(self) -> ChallengeAnswer | None:
        """The one that counts: the last."""
        return self.answers[-1] if self.answers else None


@dataclass(frozen=True, slots=True)
class PastChallenge:
    """A question that the facts no longer raise, or not in these words, with its answers."""

    words: str
    answers: tuple[ChallengeAnswer, ...]


@dataclass(frozen=True, slots=True)
class PlanChallenges:
    """The challenges of a plan, the unanswered ones first, and those of the past."""

    questions: tuple[Challenge, ...]
    past: tuple[PastChallenge, ...]

    @property
    def open(self) -> tuple[Challenge, ...]:
        return tuple(question for question in self.questions if not question.answers)

    @property
    def answered(self) -> tuple[Challenge, ...]:
        return tuple(question for question in self.questions if question.answers)


def open_challenges(plan: Plan, day: date) -> tuple[Challenge, ...]:
    """The challenges without an answer, in the order of `ContradictionKind`."""
    return plan_challenges(plan, day).open


def answered_challenges(plan: Plan, day: date) -> tuple[Challenge, ...]:
    """The challenges with an answer that the facts still raise, in the same order."""
    return plan_challenges(plan, day).answered


def plan_challenges(plan: Plan, day: date) -> PlanChallenges:
    """The challenges of a plan as at a day. Cached until something is written to the plan."""
    return cached_for_plan(plan, "questions", day, make=lambda: find_challenges(plan, day))


def find_challenges(
    plan: Plan,
    day: date,
    *,
    known: Sequence[Reading] | None = None,
    statuses: Mapping[int, ActionStatus] | None = None,
) -> PlanChallenges:
    """The challenges of a plan as at a day, derived anew. Five queries beside those of `readings`.

    `known` are the readings of that day, where they were read already. `statuses` are
    those of that day, likewise.
    """
    known = readings(plan, day) if known is None else known
    places = _PlanLinks(plan, known)
    if statuses is None:
        statuses = StatusHistory(plan, day, texts=False).statuses(day)
    found = contradictions(places.outcomes(statuses), map(_measured, known))
    answers = _answers(plan, day)
    questions = [places.question(contradiction, answers) for contradiction in found]
    asked = {question.key for question in questions}
    past = [
        PastChallenge(said[-1][0], tuple(answer for _, answer in said))
        for key, said in answers.items()
        if key not in asked
    ]
    questions.sort(key=lambda question: bool(question.answers))
    return PlanChallenges(tuple(questions), tuple(reversed(past)))


def challenge_by_hash(plan: Plan, hash_: str, day: date) -> Challenge | None:
    """The challenge with that hash; None if the facts no longer raise it."""
    return next(
        (question for question in plan_challenges(plan, day).questions if question.hash == hash_),
        None,
    )


def count_waiting_for(user: User, plan: Plan, day: date) -> int:
    """The number of unanswered challenges for this person."""
    mine = plan_access(user, plan)
    if not mine.areas and Role.MANAGER not in mine.roles:
        return 0
    open_ = plan_challenges(plan, day).open
    if Role.MANAGER in mine.roles:  # theirs are those that no accountable officer is asked
        return sum(
            not question.areas or not mine.areas.isdisjoint(question.areas) for question in open_
        )
    return sum(not mine.areas.isdisjoint(question.areas) for question in open_)


def place_key(area: str, outcome: str) -> str:
    """The key of an outcome in a challenge: the references of its area and of itself, "1:1.2"."""
    return f"{area}:{outcome}"


def hash_of(key: str) -> str:
    """The short form of a challenge's key in an address."""
    return hashlib.sha256(key.encode()).hexdigest()[:HASH_LENGTH]


# --- what was answered ------------------------------------------------------------------------


def _answers(plan: Plan, day: date) -> dict[str, list[tuple[str, ChallengeAnswer]]]:
    """By key, the first answer first: the question as it was put, and what was said."""
    found: dict[str, list[tuple[str, ChallengeAnswer]]] = {}
    said = plan.answers.filter(at__date__lte=day).order_by("at", "pk")
    for key, question, words, by, at in said.values_list(
        "key", "question", "words", "by__name", "at"
    ):
        found.setdefault(key, []).append(
            (question, ChallengeAnswer(words, by, localtime(at).date()))
        )
    return found


# --- where the figures belong -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _OutcomePlace:
    """An outcome, in its area. Two areas may count their outcomes alike."""

    area: int
    area_ref: str
    ref: str

    @property
    def key(self) -> str:
        return place_key(self.area_ref, self.ref)


class _PlanLinks:
    """Which indicator is linked to which outcome and action, and whose area that is."""

    def __init__(self, plan: Plan, known: Sequence[Reading]) -> None:
        self.names = {reading.indicator.key: reading.indicator.short_title for reading in known}
        self.places: dict[str, _OutcomePlace] = {}
        self.actions: dict[str, list[tuple[int, str]]] = {}
        rows = plan.actions.in_plan_order().values_list(
            "pk", "ref", "outcome__area", "outcome__area__ref", "outcome__ref"
        )
        for pk, ref, area, area_ref, outcome in rows:
            place = _OutcomePlace(area, area_ref, outcome)
            self.places[place.key] = place
            self.actions.setdefault(place.key, []).append((pk, ref))
        self.of_outcome: dict[str, set[str]] = defaultdict(set)
        self.of_action: dict[str, set[str]] = defaultdict(set)
        for key, area, outcome in Indicator.objects.with_outcomes(plan):
            self.of_outcome[place_key(area, outcome)].add(key)
        for key, area, outcome, action in Indicator.objects.with_measures(plan):
            self.of_outcome[place_key(area, outcome)].add(key)
            self.of_action[action].add(key)

    def outcomes(self, statuses: Mapping[int, ActionStatus]) -> list[OutcomeProgress]:
        """In the order of the plan, with what is said of each action."""
        return [
            OutcomeProgress(
                place=key,
                ref=self.places[key].ref,
                actions=tuple(self._work(ref, statuses.get(pk)) for pk, ref in actions),
                indicators=self._in_order(self.of_outcome[key]),
            )
            for key, actions in self.actions.items()
        ]

    def _work(self, ref: str, stands: ActionStatus | None) -> ActionProgress:
        return ActionProgress(
            ref=ref,
            status=stands.status if stands else None,
            complete_since=stands.complete_since if stands else None,
            indicators=self._in_order(self.of_action[ref]),
        )

    def question(
        self, asked: Contradiction, answers: dict[str, list[tuple[str, ChallengeAnswer]]]
    ) -> Challenge:
        """With whom it is asked of: the area of its outcome, or all of the indicator's areas."""
        places = [
            place
            for key, place in self.places.items()
            if (key == asked.place if asked.place else asked.indicator in self.of_outcome[key])
        ]
        areas = dict.fromkeys((place.area, place.area_ref) for place in places)
        return Challenge(
            kind=asked.kind,
            key=asked.key,
            hash=hash_of(asked.key),
            words=asked.words,
            indicator=asked.indicator,
            indicator_name=self.names[asked.indicator],
            places=tuple(place.key for place in places),
            action=asked.action,
            areas=frozenset(pk for pk, _ in areas),
            area_refs=tuple(ref for _, ref in areas),
            answers=tuple(said for _, said in answers.get(asked.key, ())),
        )

    def _in_order(self, keys: set[str]) -> tuple[str, ...]:
        return tuple(key for key in self.names if key in keys)


# --- what is known of the figures -------------------------------------------------------------


def _measured(reading: Reading) -> IndicatorEvidence:
    """As far as the questions go. What is suppressed counts as measured, and is never shown."""
    start, end = reading.trend.start, reading.trend.end
    moved = [_known_of(figure) for figure in (start, end) if figure and figure.value is not None]
    latest = reading.latest
    reach = [line.latest.span for line in reading.lines if line.latest]
    return IndicatorEvidence(
        key=reading.indicator.key,
        name=reading.indicator.short_title,
        percent=reading.indicator.unit == Unit.PERCENT,
        worse=(moved[0], moved[1]) if reading.trend.worse and len(moved) == 2 else None,
        reach=max(reach, key=lambda span: span.last_day, default=None),
        latest=f"{latest.words} for {latest.span.printed}" if latest else "",
        due=reading.due if reading.stale else None,
        internal=_rows(reading, SeriesKind.INTERNAL),
        official=_rows(reading, SeriesKind.OFFICIAL),
    )


def _rows(reading: Reading, kind: SeriesKind) -> tuple[SeriesFigures, ...]:
    """The area's own lines of one kind, as far as they are in the indicator's own unit."""
    unit = reading.indicator.unit
    lines = [line for line in reading.lines if line.kind is kind and line.scale.unit == unit]
    return tuple(SeriesFigures(line.name, _numbers(line)) for line in lines)


def _numbers(line: FigureSeries) -> tuple[KnownFigure, ...]:
    return tuple(_known_of(figure) for figure in line.figures if figure.value is not None)


def _known_of(figure: Figure) -> KnownFigure:
    if figure.value is None:
        raise ValueError(f"{figure.span.key} has no number")
    return KnownFigure(figure.span, figure.value, figure.words)
