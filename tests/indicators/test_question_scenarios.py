"""When a question is asked: twenty scenarios, the demo's list on two days, and old answers."""

from __future__ import annotations

import importlib
import sys
from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps

from actions.models import Plan
from indicators.domain.time_spans import Span
from indicators.models import Answer, Indicator
from indicators.selectors.challenges import (
    PlanChallenges,
    challenge_by_hash,
    find_challenges,
    hash_of,
)
from indicators.services.challenge_answers import answer_question
from tests.support import figures
from tests.support.factories import (
    ActionFactory,
    AreaFactory,
    OutcomeFactory,
    PeriodFactory,
    PlanFactory,
    StatusUpdateFactory,
    UserFactory,
)
from tests.support.question_scenarios import APPROVED, SCENARIOS, FiguresOfSeries, Scenario

pytestmark = pytest.mark.django_db
KINDS = ("worse", "missed", "differs", "unmeasured", "stale")


def plan_of(scenario: Scenario) -> Plan:
    plan = PlanFactory(approved_on=APPROVED)
    outcome = OutcomeFactory(area=AreaFactory(plan=plan, ref="1"), ref="1.1")
    period = PeriodFactory(plan=plan)
    recorded_at = datetime.combine(scenario.completed_on, datetime.min.time(), UTC)
    for status, start in scenario.actions:
        action = ActionFactory(outcome=outcome, start_month=date.fromisoformat(f"{start}-01"))
        StatusUpdateFactory(action=action, period=period, status=status, recorded_at=recorded_at)
    indicator = figures.indicator(
        plan,
        better=scenario.better,
        unit=scenario.unit,
        decimals=scenario.decimals,
        next_due=scenario.due,
        tolerance=scenario.tolerance,
    )
    indicator.outcomes.add(outcome)
    if scenario.target:
        value, by = scenario.target
        indicator.targets.create(order=1, kind="number", value=value, by=by)
    for place, of_series in enumerate(scenario.series):
        enter(indicator, of_series, 1 if place == 0 else None)
    return plan


def enter(indicator: Indicator, given: FiguresOfSeries, place: int | None) -> None:
    kind = {"span_kind": given.span_kind, "headline_place": place}
    if given.kind == "official":
        home, *_ = figures.places_of(indicator.plan, neighbours=0)
        measure = figures.measure(decimals=indicator.decimals)
        figures.series(indicator, kind="official", measure=measure, **kind)
        for span, value, _ in given.values:
            known_on = Span.of(given.span_kind, span).last_day + timedelta(days=1)
            figures.published(
                measure, home, span, value, span_kind=given.span_kind, known_on=known_on
            )
        return
    series = figures.series(indicator, **kind)
    for span, value, out_of in given.values:
        last_day = Span.of(given.span_kind, span).last_day
        known_on = given.known_on or last_day + timedelta(days=1)
        if out_of is None:
            figures.measured(series, span, value, known_on=known_on)
        else:
            figures.counted(series, span, int(value), int(out_of), known_on=known_on)


def kinds_of(found: PlanChallenges) -> frozenset[str]:
    return frozenset(kind.value for question in found.questions for kind in question.kinds)


def described(scenario: Scenario, asked: frozenset[str]) -> str:
    why = f" ({scenario.why})" if scenario.why else ""
    return f"{scenario.name}: asks {', '.join(sorted(asked)) or 'nothing'}{why}"


def test_precision_and_recall_on_twenty_scenarios_are_one(capsys: pytest.CaptureFixture) -> None:
    """Each kind in each scenario is one decision: to be asked or not."""
    assert len({scenario.name for scenario in SCENARIOS}) == 20
    asked = {
        scenario.name: kinds_of(find_challenges(plan_of(scenario), scenario.day))
        for scenario in SCENARIOS
    }
    right = sum(len(asked[s.name] & s.expected) for s in SCENARIOS)
    precision = right / max(1, sum(map(len, asked.values())))
    recall = right / sum(len(s.expected) for s in SCENARIOS)
    lines = [described(scenario, asked[scenario.name]) for scenario in SCENARIOS]
    lines.append(f"20 scenarios: precision {precision:.2f}, recall {recall:.2f}")
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")
    assert asked == {scenario.name: scenario.expected for scenario in SCENARIOS}
    assert (precision, recall) == (1.0, 1.0)
    assert {kind for s in SCENARIOS for kind in s.expected} == set(KINDS)
    assert sum(not s.expected for s in SCENARIOS) >= 10


def test_the_questions_of_the_demo_are_those_of_two_days(sheffield: Plan) -> None:
    [first] = find_challenges(sheffield, date(2019, 11, 15)).questions
    assert (first.outcome, first.text) == (
        "5.1",
        "“Complaints to the SENDSARS team” has never been measured; action 5.1.4 is complete since "
        "10 July 2019. What shows that anything has changed?",
    )
    later = find_challenges(sheffield, date(2020, 11, 15)).questions
    assert [(question.outcome, [f.text for f in question.findings]) for question in later] == [
        (
            "5.1",
            [
                "“Complaints to the SENDSARS team” has never been measured; action 5.1.4 is "
                "complete since 10 July 2019",
                "The figure for “EHC plans completed within 20 weeks” was due on 30 November 2019 "
                "and has not come; the last is 81% for 2019",
            ],
        ),
        (
            "6.1",
            [
                "The figure for “Schools moderated on the Support Grid” was due on 31 July 2020 "
                "and has not come; the last is 50% for 2018/19"
            ],
        ),
    ]


# --- what was answered --------------------------------------------------------------------------


@pytest.fixture
def answered() -> Plan:
    """A plan whose question was asked and answered before an outcome had one question."""
    plan = plan_of(SCENARIOS[0])
    [asked] = find_challenges(plan, SCENARIOS[0].day).questions
    Answer.objects.create(
        plan=plan,
        key=asked.findings[0].key,
        question="All 3 actions are on track, but it got worse.",
        words="It was the holidays.",
        by=UserFactory(),
        at=datetime(2020, 6, 1, tzinfo=UTC),
    )
    return plan


def test_an_answer_from_before_keeps_belonging_to_its_question(answered: Plan) -> None:
    move = importlib.import_module("indicators.migrations.0008_one_question_an_outcome")
    [before] = find_challenges(answered, SCENARIOS[0].day).questions
    assert before.answers == ()
    for _ in range(2):  # a second run changes nothing
        move.note_what_was_found(apps, None)
        answer = Answer.objects.get()
        assert answer.findings == [answer.key]
    found = find_challenges(answered, SCENARIOS[0].day)
    [question] = found.answered
    assert (found.open, found.past) == ((), ())
    assert [one.text for one in question.answers] == ["It was the holidays."]
    # The address of the old question, as in an email, leads to it.
    assert challenge_by_hash(answered, hash_of(answer.key), SCENARIOS[0].day) == question


def test_an_answered_finding_is_not_asked_again_beside_a_new_one(answered: Plan) -> None:
    day = SCENARIOS[0].day
    Answer.objects.update(findings=[find_challenges(answered, day).questions[0].findings[0].key])
    Indicator.objects.update(next_due=date(2020, 5, 31))
    found = find_challenges(Plan.objects.get(pk=answered.pk), day)
    assert [question.kinds for question in found.open] == [("stale",)]
    assert [question.kinds for question in found.answered] == [("worse",)]


def test_an_answer_counts_for_every_finding_of_its_question(
    answered: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = SCENARIOS[0].day
    Answer.objects.all().delete()
    Indicator.objects.update(next_due=date(2020, 5, 31))
    plan = Plan.objects.get(pk=answered.pk)
    [asked] = find_challenges(plan, day).open
    assert asked.kinds == ("worse", "stale")
    monkeypatch.setattr("indicators.services.challenge_answers.today", lambda: day)
    answer_question(by=UserFactory(), plan=plan, key=asked.key, words="It is late.")
    assert Answer.objects.get().findings == [finding.key for finding in asked.findings]
    Answer.objects.update(at=datetime(2020, 6, 1, tzinfo=UTC))
    found = find_challenges(Plan.objects.get(pk=answered.pk), day)
    assert found.open == ()
    assert [question.key for question in found.answered] == [asked.key]
    Indicator.objects.update(next_due=None)  # one of the facts is gone, the answer stays
    [left] = find_challenges(Plan.objects.get(pk=answered.pk), day).answered
    assert left.kinds == ("worse",)
    assert [one.text for one in left.answers] == ["It is late."]
