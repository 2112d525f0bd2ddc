"""Challenges: questions that figures and statuses raise for accountable officers, with their
answers.

The questions are derived from the contradictions as at a day; only the answers are stored. Pages,
emails and publications all read them here.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localtime

from actions.models import Plan
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
    WorseSince,
    contradictions,
)
from indicators.domain.enums import SeriesKind, Unit
from indicators.domain.series import Figure, FigureSeries
from indicators.models import Indicator
from indicators.selectors.figures_as_at import Reading, readings

HASH_LENGTH = 16


@dataclass(frozen=True, slots=True)
class ChallengeAnswer:
    """One answer: its text, its author, and the day."""

    text: str
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Challenge:
    """A contradiction in a plan as at a day, with its answers, earliest first.

    `places` are the outcomes concerned (area and reference: "1:1.2"), `action` is the reference of
    the one action that it is about, if any. `areas` holds the keys of the areas whose accountable
    officers are asked, `area_refs` their references; if both are empty, the programme manager is
    asked.
    """

    kind: ContradictionKind
    key: str
    hash: str
    text: str
    indicator: str
    indicator_name: str
    places: tuple[str, ...]
    action: str
    areas: frozenset[int]
    area_refs: tuple[str, ...]
    answers: tuple[ChallengeAnswer, ...] = ()

    def concerns(self, place: str, action: str) -> bool:
        """Whether it is about this action or its outcome. False if it is about another action."""
        return place in self.places and self.action in ("", action)

    @property
    def answer(self) -> ChallengeAnswer | None:
        """The current answer, which is the latest."""
        return self.answers[-1] if self.answers else None


@dataclass(frozen=True, slots=True)
class PastChallenge:
    """A question that the data no longer raises, or raises in other words, with its answers."""

    text: str
    answers: tuple[ChallengeAnswer, ...]


@dataclass(frozen=True, slots=True)
class PlanChallenges:
    """The challenges of a plan: current ones, those without an answer first, and past ones."""

    questions: tuple[Challenge, ...]
    past: tuple[PastChallenge, ...]

    @property
    def open(self) -> tuple[Challenge, ...]:
        return tuple(question for question in self.questions if not question.answers)

    @property
    def answered(self) -> tuple[Challenge, ...]:
        return tuple(question for question in self.questions if question.answers)


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
    """The challenges of a plan as at a day, without the cache. Five queries beside those of
    `readings`.

    `known` are the readings and `statuses` the statuses of that day, if the caller has them
    already.
    """
    known = readings(plan, day) if known is None else known
    places = _PlanLinks(plan, known)
    if statuses is None:
        statuses = StatusHistory(plan, day, texts=False).statuses(day)
    raised = contradictions(places.outcomes(statuses), map(_measured, known))
    answers = _answers(plan, day)
    questions = [places.question(contradiction, answers) for contradiction in raised]
    asked = {question.key for question in questions}
    past = [
        PastChallenge(question_answers[-1][0], tuple(answer for _, answer in question_answers))
        for key, question_answers in answers.items()
        if key not in asked
    ]
    questions.sort(key=lambda question: bool(question.answers))
    return PlanChallenges(tuple(questions), tuple(reversed(past)))


def challenge_by_hash(plan: Plan, hash_: str, day: date) -> Challenge | None:
    """The challenge with this hash; None if the data no longer raises it."""
    return next(
        (question for question in plan_challenges(plan, day).questions if question.hash == hash_),
        None,
    )


def place_key(area: str, outcome: str) -> str:
    """The key of an outcome in a challenge: the references of its area and of itself, "1:1.2"."""
    return f"{area}:{outcome}"


def hash_of(key: str) -> str:
    """The short form of a challenge's key that addresses use."""
    return hashlib.sha256(key.encode()).hexdigest()[:HASH_LENGTH]


# --- what was answered ------------------------------------------------------------------------


def _answers(plan: Plan, day: date) -> dict[str, list[tuple[str, ChallengeAnswer]]]:
    """By key, earliest first: the question as it was asked, and the answer."""
    by_key: dict[str, list[tuple[str, ChallengeAnswer]]] = {}
    answer_rows = plan.answers.filter(at__date__lte=day).order_by("at", "pk")
    for key, question, words, by, at in answer_rows.values_list(
        "key", "question", "words", "by__name", "at"
    ):
        by_key.setdefault(key, []).append(
            (question, ChallengeAnswer(words, by, localtime(at).date()))
        )
    return by_key


# --- where the figures belong -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _OutcomePlace:
    """An outcome within its area: two areas may number their outcomes alike."""

    area: int
    area_ref: str
    ref: str

    @property
    def key(self) -> str:
        return place_key(self.area_ref, self.ref)


class _PlanLinks:
    """The links of indicators to outcomes and actions, with the area of each."""

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
        """The outcomes in the plan's order, with the status of each action."""
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
        """The challenge, addressed to the area of its outcome or to all areas of its indicator."""
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
            text=asked.text,
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
    """The evidence of an indicator for the rules. A suppressed figure counts as measured."""
    latest = reading.latest
    reach = [line.latest.span for line in reading.lines if line.latest]
    return IndicatorEvidence(
        key=reading.indicator.key,
        name=reading.indicator.short_title,
        percent=reading.indicator.unit == Unit.PERCENT,
        worse=_worse_since(reading),
        reach=max(reach, key=lambda span: span.last_day, default=None),
        latest=f"{latest.printed} for {latest.span.printed}" if latest else "",
        due=reading.due if reading.stale else None,
        internal=_rows(reading, SeriesKind.INTERNAL),
        official=_rows(reading, SeriesKind.OFFICIAL),
    )


def _worse_since(reading: Reading) -> WorseSince | None:
    """How it got worse, from what to what; None if it did not."""
    known, main = reading.trend, reading.main
    if not known.worse or main is None or known.end is None or known.baseline is None:
        return None
    latest = _known_of(known.end)
    if known.level is not None:
        level = known.level
        words = (
            f"{main.scale.printed(level.level_since)} on average of the last {level.since}, "
            f"after {main.scale.printed(level.level_before)} of the {level.before} before"
        )
        return WorseSince(words, (f"level of {level.before}", latest.fact))
    if known.start is not None and known.start.value is not None:
        start = _known_of(known.start)
        return WorseSince(
            f"from {start.with_period} to {latest.with_period}", (start.fact, latest.fact)
        )
    when = reading.indicator.baseline_when or "the plan’s baseline"
    words = f"from {main.scale.printed(known.baseline)} for {when} to {latest.with_period}"
    return WorseSince(words, (f"baseline={known.baseline:.10g}", latest.fact))


def _rows(reading: Reading, kind: SeriesKind) -> tuple[SeriesFigures, ...]:
    """The area's own series of one kind that are in the indicator's own unit."""
    unit = reading.indicator.unit
    lines = [line for line in reading.lines if line.kind is kind and line.scale.unit == unit]
    return tuple(SeriesFigures(line.name, _numbers(line)) for line in lines)


def _numbers(line: FigureSeries) -> tuple[KnownFigure, ...]:
    return tuple(_known_of(figure) for figure in line.figures if figure.value is not None)


def _known_of(figure: Figure) -> KnownFigure:
    if figure.value is None:
        raise ValueError(f"{figure.span.key} has no number")
    return KnownFigure(figure.span, figure.value, figure.printed)
