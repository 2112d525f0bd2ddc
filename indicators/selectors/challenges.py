"""Challenges: questions that figures and statuses raise for accountable officers, with their
answers.

The questions are derived from the contradictions as at a day; only the answers are stored. Pages,
emails and publications all read them here.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localtime

from actions.models import Plan
from actions.selectors.plan_cache import cached_for_plan
from actions.selectors.status_as_at import ActionStatus, StatusHistory
from indicators.domain.contradictions import (
    DEFAULT_TOLERANCE,
    ActionProgress,
    Contradiction,
    ContradictionKind,
    DatedTarget,
    Finding,
    IndicatorEvidence,
    KnownFigure,
    OutcomeProgress,
    SeriesFigures,
    WorseSince,
    contradictions,
    indicators_of,
)
from indicators.domain.enums import SeriesKind, SpanKind, Unit
from indicators.domain.quoted_numbers import quoted_numbers
from indicators.domain.series import Figure, FigureSeries
from indicators.domain.time_spans import Span
from indicators.models import Indicator
from indicators.selectors.figures_as_at import Reading, readings
from indicators.selectors.free_text import hidden_numbers_for

HASH_LENGTH = 16


@dataclass(frozen=True, slots=True)
class ChallengeAnswer:
    """One answer: its text, its author, and the day."""

    text: str
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Challenge:
    """One question about an outcome of a plan as at a day, with its answers, earliest first.

    `lead` and `findings` say what is asked about, `text` all of it in one paragraph. `place` is the
    outcome concerned (area and reference: "1:1.2"), empty if none is. `areas` holds the keys of the
    areas whose accountable officers are asked, `area_refs` their references; if both are empty, the
    programme manager is asked.
    """

    kind: ContradictionKind
    key: str
    hash: str
    text: str
    lead: str
    findings: tuple[Finding, ...]
    place: str
    areas: frozenset[int]
    area_refs: tuple[str, ...]
    answers: tuple[ChallengeAnswer, ...] = ()

    @property
    def kinds(self) -> tuple[ContradictionKind, ...]:
        return tuple(dict.fromkeys(finding.kind for finding in self.findings))

    @property
    def outcome(self) -> str:
        """The reference of its outcome, without its area; empty if it has none."""
        return self.place.partition(":")[2]

    @property
    def indicators(self) -> dict[str, str]:
        """The short title of each of its indicators by key, in the order of its findings."""
        return {finding.indicator: finding.name for finding in self.findings}

    @property
    def indicator_names(self) -> str:
        """ "EHC plans; Appeals to the SEND tribunal"."""
        return "; ".join(self.indicators.values())

    def concerns(self, place: str, action: str) -> bool:
        """Whether it is about this action or its outcome. False if it is about others alone."""
        about = {finding.action for finding in self.findings}
        return place == self.place and bool(about & {"", action})

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
    answers = plan_answers(plan, day)
    raised = contradictions(
        places.outcomes(statuses),
        # What is measured no longer has its reason beside it.
        [_measured(reading) for reading in known if reading.end is None],
        {key: of.pk for key, of in _latest(answers)},
    )
    questions = [places.question(contradiction, answers) for contradiction in raised]
    asked = {finding.key for question in questions for finding in question.findings}
    past: dict[str, list[AnswerRecord]] = {}
    for record in answers:
        if asked.isdisjoint(record.findings):
            past.setdefault(record.key, []).append(record)
    questions.sort(key=lambda question: bool(question.answers))
    return PlanChallenges(
        tuple(questions),
        tuple(
            PastChallenge(records[-1].question, tuple(record.answer for record in records))
            for records in reversed(past.values())
        ),
    )


def challenge_by_hash(plan: Plan, hash_: str, day: date) -> Challenge | None:
    """The challenge with this hash, or with a finding that has it (as links of old emails have);
    None if the data no longer raises it.
    """
    questions = plan_challenges(plan, day).questions
    found = next((question for question in questions if question.hash == hash_), None)
    return found or next(
        (
            question
            for question in questions
            if any(hash_of(finding.key) == hash_ for finding in question.findings)
        ),
        None,
    )


def place_key(area: str, outcome: str) -> str:
    """The key of an outcome in a challenge: the references of its area and of itself, "1:1.2"."""
    return f"{area}:{outcome}"


def hash_of(key: str) -> str:
    """The short form of a challenge's key that addresses use."""
    return hashlib.sha256(key.encode()).hexdigest()[:HASH_LENGTH]


# --- what was answered ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """An answer with its question, as it was asked, and the keys of what was found then."""

    pk: str
    key: str
    question: str
    findings: frozenset[str]
    answer: ChallengeAnswer


def plan_answers(plan: Plan, day: date) -> list[AnswerRecord]:
    """The answers of a plan as at a day, earliest first. One query."""
    answer_rows = plan.answers.filter(at__date__lte=day).order_by("at", "pk")
    rows = list(
        answer_rows.values_list("pk", "key", "question", "findings", "words", "by__name", "at")
    )
    words_of = _shown_words(plan, {row[0]: (row[3], row[4]) for row in rows})
    return [
        AnswerRecord(
            str(pk),
            key,
            question,
            frozenset(findings),
            ChallengeAnswer(words_of[pk], by, localtime(at).date()),
        )
        for pk, key, question, findings, _, by, at in rows
    ]


def _shown_words(plan: Plan, answers: Mapping[int, tuple[list[str], str]]) -> dict[int, str]:
    """The words of answers by key, without those that quote a hidden number of what was found."""
    quoting = {pk for pk, (_, words) in answers.items() if quoted_numbers(words)}
    if not quoting:
        return {pk: words for pk, (_, words) in answers.items()}
    by_key = {one.key: one for one in Indicator.objects.of_plan(plan)}
    asked = {
        pk: [by_key[key] for key in indicators_of(findings) if key in by_key]
        for pk, (findings, _) in answers.items()
    }
    numbers = hidden_numbers_for((one, answers[pk][1]) for pk in quoting for one in asked[pk])
    return {
        pk: numbers.shown(words, [one.pk for one in asked[pk]], "answer")
        for pk, (_, words) in answers.items()
    }


def _latest(answers: Sequence[AnswerRecord]) -> Iterator[tuple[str, AnswerRecord]]:
    """Each finding that was answered, with its answers in order: the last one counts."""
    for record in answers:
        yield from ((key, record) for key in record.findings)


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
        self.actions: dict[str, list[tuple[int, str, date | None]]] = {}
        rows = plan.actions.in_plan_order().values_list(
            "pk", "ref", "start_month", "outcome__area", "outcome__area__ref", "outcome__ref"
        )
        for pk, ref, start, area, area_ref, outcome in rows:
            place = _OutcomePlace(area, area_ref, outcome)
            self.places[place.key] = place
            self.actions.setdefault(place.key, []).append((pk, ref, start))
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
                actions=tuple(
                    self._work(ref, start, statuses.get(pk)) for pk, ref, start in actions
                ),
                indicators=self._in_order(self.of_outcome[key]),
            )
            for key, actions in self.actions.items()
        ]

    def _work(self, ref: str, start: date | None, entry: ActionStatus | None) -> ActionProgress:
        return ActionProgress(
            ref=ref,
            status=entry.status if entry else None,
            complete_since=entry.complete_since if entry else None,
            indicators=self._in_order(self.of_action[ref]),
            began=start,
        )

    def question(self, asked: Contradiction, answers: Sequence[AnswerRecord]) -> Challenge:
        """The challenge, addressed to the area of its outcome."""
        place = self.places.get(asked.place)
        keys = {finding.key for finding in asked.findings}
        return Challenge(
            kind=asked.kind,
            key=asked.key,
            hash=hash_of(asked.key),
            text=asked.text,
            lead=asked.lead,
            findings=asked.findings,
            place=asked.place,
            areas=frozenset({place.area} if place else ()),
            area_refs=(place.area_ref,) if place else (),
            answers=tuple(of.answer for of in answers if not keys.isdisjoint(of.findings)),
        )

    def _in_order(self, keys: set[str]) -> tuple[str, ...]:
        return tuple(key for key in self.names if key in keys)


# --- what is known of the figures -------------------------------------------------------------


def _measured(reading: Reading) -> IndicatorEvidence:
    """The evidence of an indicator for the rules. A suppressed figure counts as measured."""
    indicator, main = reading.indicator, reading.main
    latest = _latest_when_due(reading) if reading.stale else reading.latest
    reach = [line.latest.span for line in reading.lines if line.latest]
    scales = [main.scale] if main else []
    tolerance = indicator.tolerance
    return IndicatorEvidence(
        key=indicator.key,
        name=indicator.short_title,
        percent=indicator.unit == Unit.PERCENT,
        worse=_worse_since(reading),
        reach=max(reach, key=lambda span: span.last_day, default=None),
        latest=f"{latest.printed} for {latest.span.printed}" if latest else "",
        due=reading.due if reading.stale else None,
        expected=None if reading.stale else reading.due,
        internal=_rows(reading, SeriesKind.INTERNAL),
        official=_rows(reading, SeriesKind.OFFICIAL),
        main=_numbers(main) if main else (),
        better=reading.headline.better,
        targets=_targets(reading, main),
        since=reading.began,
        tolerance=DEFAULT_TOLERANCE if tolerance is None else tolerance,
        step=0.0 if indicator.unit == Unit.COUNT else max((s.step for s in scales), default=0.0),
    )


def _latest_when_due(reading: Reading) -> Figure | None:
    """The last figure when the one that is late was due: one of a later period has come instead.

    A year to date belongs to those that were known on the day. What is late is a figure that is
    entered: beside official figures that speak, it is the last of those.
    """
    due, main = reading.due, reading.main
    if due is None or main is None:
        return reading.latest
    lines = [main]
    if main.kind is SeriesKind.OFFICIAL:
        same = [line for line in reading.lines if line.scale.unit == main.scale.unit]
        lines = [line for line in same if line.kind is not SeriesKind.OFFICIAL] or lines
    known = [figure for line in lines for figure in line.figures if figure.says_something]
    before = [figure for figure in known if _was_there(figure, due)]
    return max(before, key=lambda figure: figure.span.last_day, default=None)


def _was_there(figure: Figure, day: date) -> bool:
    known = figure.known_on is not None and figure.known_on <= day
    return known or figure.span.last_day <= day


def _targets(reading: Reading, main: FigureSeries | None) -> tuple[DatedTarget, ...]:
    """The targets that are a number by a day; a gap that is to narrow has none of its own."""
    if main is None or reading.headline.is_gap(main):
        return ()
    return tuple(
        DatedTarget(target.by, target.value, main.scale.printed(target.value))
        for target in reading.targets
        if target.value is not None and target.by is not None
    )


def _worse_since(reading: Reading) -> WorseSince | None:
    """How it got worse, from what to what; None if it did not."""
    known, main = reading.trend, reading.main
    if not known.worse or main is None or known.end is None or known.baseline is None:
        return None
    latest = _known_of(known.end)
    until: tuple[Span, bool] = (latest.span, latest.is_running)
    if known.level is not None:
        level = known.level
        words = (
            f"{main.scale.printed(level.level_since)} on average of the last {level.since}, "
            f"after {main.scale.printed(level.level_before)} of the {level.before} before"
        )
        return WorseSince(words, (f"level of {level.before}", latest.fact), *until)
    if known.start is not None and known.start.value is not None:
        start = _known_of(known.start)
        words = f"from {start.with_period} to {latest.with_period}"
        return WorseSince(words, (start.fact, latest.fact), *until)
    when = reading.indicator.baseline_when or "the plan’s baseline"
    words = f"from {main.scale.printed(known.baseline)} for {when} to {latest.with_period}"
    return WorseSince(words, (f"baseline={known.baseline:.10g}", latest.fact), *until)


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
    return KnownFigure(figure.span, figure.value, figure.printed, _is_running(figure))


def _is_running(figure: Figure) -> bool:
    """Whether it was stated before its period was over; a survey's wave is over with its survey."""
    if figure.span.kind is SpanKind.WAVE or figure.known_on is None:
        return False
    return figure.known_on < figure.span.last_day
