"""Challenges of a plan: what raises them, who answers them, and where they are shown."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actions.domain.enums import Role
from actions.models import Action, Membership, Plan, StatusUpdate
from indicators.domain.contradictions import ContradictionKind
from indicators.domain.enums import EndKind
from indicators.models import Answer, Indicator
from indicators.selectors.challenges import (
    find_challenges,
    hash_of,
    plan_challenges,
)
from indicators.services.challenge_answers import (
    LONGEST,
    AnswerRefused,
    QuestionClosed,
    answer_question,
)
from indicators.services.indicator_ends import end_measuring
from tests.support.cast import BACKEND
from tests.support.factories import (
    ActionFactory,
    AreaFactory,
    OutcomeFactory,
    PeriodFactory,
    PlanFactory,
    StatusUpdateFactory,
    UserFactory,
)
from tests.support.figures import (
    counted,
    indicator,
    measure,
    measured,
    places_of,
    published,
    series,
)
from tests.support.html import Page
from wsoa.accounts.models import User
from wsoa.audit.models import AuditEvent

DAY = date(2019, 11, 15)


@pytest.fixture
def plan(db: None) -> Plan:
    return PlanFactory()


@pytest.fixture
def october(plan: Plan):  # type: ignore[no-untyped-def]
    return PeriodFactory(plan=plan)


@pytest.fixture
def actions(plan: Plan, october) -> list[Action]:  # type: ignore[no-untyped-def]
    """Two actions of one outcome, complete and on track, each since 14 October."""
    outcome = OutcomeFactory(area=AreaFactory(plan=plan, ref="3"), ref="3.1")
    made = [ActionFactory(outcome=outcome) for _ in range(2)]
    for action, status in zip(made, ("complete", "on_track"), strict=True):
        recorded_at = datetime(2019, 10, 14, 12, tzinfo=UTC)
        StatusUpdateFactory(action=action, period=october, status=status, recorded_at=recorded_at)
    return made


@pytest.fixture
def worse(plan: Plan, actions: list[Action]) -> Indicator:
    """An indicator of that outcome which got worse from September to October."""
    made = indicator(plan, short_title="EHC plans", key="ehc", owner=None)
    made.outcomes.add(actions[0].outcome)
    own = series(made, name="Each month")
    for span, value in (("2018-10", 91), ("2019-10", 60)):
        counted(own, span, value, 100)
    return made


def officer(plan: Plan, area=None, role: str = Role.ACCOUNTABLE) -> User:  # type: ignore[no-untyped-def]
    user = UserFactory()
    Membership.objects.create(plan=plan, user=user, role=role, area=area)
    return user


def desk_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def fresh(plan: Plan) -> Plan:
    return Plan.objects.get(pk=plan.pk)


def kinds(plan: Plan, day: date = DAY) -> list[ContradictionKind]:
    return [each.kind for each in find_challenges(plan, day).questions]


def test_a_worsening_indicator_of_an_outcome_on_track_is_asked_of_its_area(
    plan: Plan, worse: Indicator, actions: list[Action]
) -> None:
    [asked] = plan_challenges(plan, DAY).open
    assert asked.kind is ContradictionKind.WORSE
    assert asked.indicators == {"ehc": "EHC plans"}
    assert (asked.place, asked.outcome, asked.area_refs) == ("3:3.1", "3.1", ("3",))
    assert asked.areas == {actions[0].outcome.area_id}
    assert "from 91% for Oct 2018 to 60% for Oct 2019" in asked.text
    assert plan_challenges(plan, DAY).answered == ()


@time_machine.travel("2019-11-15 12:00", tick=False)
def test_an_indicator_that_is_measured_no_longer_raises_no_question(
    plan: Plan, worse: Indicator
) -> None:
    assert kinds(plan) == [ContradictionKind.WORSE]
    ended = {"kind": EndKind.DISCONTINUED, "day": date(2019, 11, 1)}
    end_measuring(by=UserFactory(), indicator=worse, reason="Collection cancelled", **ended)
    assert kinds(fresh(plan)) == []


def test_a_figure_known_later_raises_no_question_yet(plan: Plan, worse: Indicator) -> None:
    assert kinds(plan, date(2019, 10, 31)) == []
    assert kinds(plan, date(2019, 11, 1)) == [ContradictionKind.WORSE]


def test_a_link_by_a_measure_of_success_counts_for_the_outcome_too(
    plan: Plan, worse: Indicator, actions: list[Action]
) -> None:
    worse.outcomes.clear()
    assert kinds(plan) == []
    worse.measures.add(actions[1].measures.create(order=1, text="More plans in time"))
    assert kinds(plan) == [ContradictionKind.WORSE]


def test_a_later_status_of_behind_removes_the_question(
    plan: Plan, worse: Indicator, actions: list[Action], october
) -> None:  # type: ignore[no-untyped-def]
    said = StatusUpdate.objects.get(action=actions[1])
    StatusUpdateFactory(action=actions[1], period=october, status="at_risk", supersedes=said)
    assert kinds(plan) == []


def test_the_completion_day_is_that_of_the_first_unbroken_complete_update(
    plan: Plan, actions: list[Action], october
) -> None:  # type: ignore[no-untyped-def]
    january = PeriodFactory(plan=plan, key="2020-01", first_day=date(2020, 1, 1))
    again = datetime(2020, 1, 9, 12, tzinfo=UTC)
    StatusUpdateFactory(action=actions[0], period=january, status="complete", recorded_at=again)
    made = indicator(plan)
    made.measures.add(actions[0].measures.create(order=1, text="More plans in time"))
    [asked] = find_challenges(plan, date(2020, 1, 15)).questions
    [finding] = asked.findings
    assert (finding.kind, finding.action) == (ContradictionKind.UNMEASURED, actions[0].ref)
    assert f"action {actions[0].ref} is complete since 14 October 2019." in asked.text
    assert asked.concerns("3:3.1", actions[0].ref)
    assert not asked.concerns("3:3.1", actions[1].ref)


def test_an_indicator_without_any_outcome_asks_the_programme_manager(plan: Plan) -> None:
    indicator(plan, next_due=date(2019, 11, 10))
    [asked] = plan_challenges(plan, DAY).open
    assert (asked.kind, asked.areas, asked.area_refs) == (ContradictionKind.STALE, frozenset(), ())


def test_internal_and_official_figures_are_compared_as_known_on_the_day(plan: Plan) -> None:
    home, *_ = places_of(plan)
    made = indicator(plan)
    own = series(made, name="Whole year", span_kind="year")
    measured(own, "2019", 81, known_on=date(2020, 1, 10))
    of = measure()
    series(made, kind="official", span_kind="year", measure=of)
    published(of, home, "2018", 39.7)
    published(of, home, "2019", 71, known_on=date(2020, 6, 1))
    assert find_challenges(plan, DAY).questions == ()
    [later] = find_challenges(plan, date(2020, 6, 1)).questions
    assert later.kind is ContradictionKind.DIFFERS
    words = "(Whole year) is 81% for 2019 and the official one"
    assert f"{words} 71.0% for 2019: 10 percentage points apart." in later.text
    for tolerance, is_asked in ((14.0, True), (14.1, False), (None, True)):
        Indicator.objects.filter(pk=made.pk).update(tolerance=tolerance)
        assert bool(kinds(plan, date(2020, 6, 1))) is is_asked


def test_a_year_to_date_is_compared_with_no_whole_year(plan: Plan) -> None:
    home, *_ = places_of(plan)
    made = indicator(plan)
    measured(series(made, name="Year to date", span_kind="year"), "2019", 81)
    of = measure()
    series(made, kind="official", span_kind="year", measure=of)
    published(of, home, "2019", 71, known_on=date(2020, 6, 1))
    assert kinds(plan, date(2020, 6, 1)) == []


def test_a_late_figure_is_not_said_to_follow_one_of_a_later_period(plan: Plan) -> None:
    made = indicator(plan, next_due=date(2019, 11, 10), every="month")
    own = series(made, headline_place=1)
    measured(own, "2019-08", 52, known_on=date(2019, 9, 10))
    measured(own, "2020-01", 71, known_on=date(2020, 2, 10))
    Indicator.objects.filter(pk=made.pk).update(next_due=date(2019, 11, 10))
    [asked] = plan_challenges(plan, date(2020, 3, 1)).open
    assert "the last is 52% for Aug 2019" in asked.text


def test_a_suppressed_number_is_in_no_question_and_no_key(
    plan: Plan, actions: list[Action]
) -> None:
    name = {"title": "Complaints as printed", "short_title": "Complaints"}  # without a number
    due = date(2019, 11, 10)
    made = indicator(plan, suppress_below=5, unit="count", next_due=due, **name)
    made.outcomes.add(actions[0].outcome)
    own = series(made)
    for span, value in (("2019-08", 90), ("2019-09", 40), ("2019-10", 3)):
        measured(own, span, value)
    asked = find_challenges(plan, DAY).questions
    assert [each.kind for each in asked] == [ContradictionKind.STALE]
    assert "the last is fewer than 5 for Oct 2019." in asked[0].text
    assert not any("=3" in each.findings[0].key or " 3" in each.text for each in asked)


@pytest.mark.parametrize("count", [1, 3, 30])
def test_finding_challenges_has_a_constant_number_of_queries(
    plan: Plan, actions: list[Action], count: int
) -> None:
    for _ in range(count):
        made = indicator(plan, next_due=date(2019, 11, 10))
        made.outcomes.add(actions[0].outcome)
        measured(series(made), "2019-09", 91)
    with CaptureQueriesContext(connection) as queries:
        [asked] = find_challenges(plan, DAY).questions
        assert len(asked.indicators) == count
    assert len(queries) == 11
    plan_challenges(plan, DAY)
    with CaptureQueriesContext(connection) as queries:
        plan_challenges(plan, DAY)
    assert len(queries) == 0


# --- answering --------------------------------------------------------------------------------


def test_answers_are_saved_audited_and_the_latest_counts(plan: Plan, worse: Indicator) -> None:
    [asked] = plan_challenges(plan, DAY).open
    by = UserFactory(name="Olga")
    answer_question(by=by, plan=plan, key=asked.key, words="  We are looking into it. ")
    answer_question(by=by, plan=plan, key=asked.key, words="It was the holidays.")
    [answered] = plan_challenges(fresh(plan), DAY).answered
    assert [said.text for said in answered.answers] == [
        "We are looking into it.",
        "It was the holidays.",
    ]
    assert answered.answer == answered.answers[-1]
    assert answered.answer.by == "Olga"
    assert plan_challenges(fresh(plan), DAY).open == ()
    assert Answer.objects.first().question == asked.text
    events = AuditEvent.objects.filter(verb="answer").select_related("content").order_by("pk")
    assert [event.summary for event in events] == [
        "Answered: Most actions on track or complete, and the indicator gets worse, EHC plans"
    ] * 2
    # The keys of findings hold the values that asked: the log names the answer's row alone.
    assert "=" in asked.findings[0].key
    answers = Answer.objects.order_by("pk").values_list("pk", flat=True)
    assert [event.detail for event in events] == [{"answer": pk} for pk in answers]


def test_new_facts_raise_a_new_question_and_old_answers_stay_readable(
    plan: Plan, worse: Indicator
) -> None:
    Plan.objects.filter(pk=plan.pk).update(approved_on=date(2019, 10, 1))
    [asked] = plan_challenges(fresh(plan), DAY).open
    answer_question(by=UserFactory(), plan=plan, key=asked.key, words="It was the holidays.")
    later = date(2019, 12, 2)
    counted(worse.series.get(), "2018-11", 90, 100, known_on=date(2018, 12, 3))
    counted(worse.series.get(), "2019-11", 58, 100, known_on=later)
    now_asked = find_challenges(fresh(plan), later)
    assert [each.key == asked.key for each in now_asked.questions] == [False]
    assert now_asked.open == now_asked.questions
    assert [(past.text, past.answers[0].text) for past in now_asked.past] == [
        (asked.text, "It was the holidays.")
    ]


@pytest.mark.parametrize("words", ["", "   \n"])
def test_an_empty_answer_is_refused(plan: Plan, worse: Indicator, words: str) -> None:
    [asked] = plan_challenges(plan, DAY).open
    with pytest.raises(AnswerRefused, match="Enter your answer"):
        answer_question(by=UserFactory(), plan=plan, key=asked.key, words=words)


def test_an_overlong_answer_is_refused(plan: Plan, worse: Indicator) -> None:
    [asked] = plan_challenges(plan, DAY).open
    answer_question(by=UserFactory(), plan=plan, key=asked.key, words="a" * LONGEST)
    with pytest.raises(AnswerRefused, match=r"2,000 characters or fewer. You entered 2,001"):
        answer_question(by=UserFactory(), plan=plan, key=asked.key, words="a" * (LONGEST + 1))


def test_a_question_no_longer_raised_cannot_be_answered(plan: Plan, worse: Indicator) -> None:
    [asked] = plan_challenges(plan, DAY).open
    worse.outcomes.clear()
    for key in (asked.key, "nonsense"):
        with pytest.raises(QuestionClosed):
            answer_question(by=UserFactory(), plan=plan, key=key, words="Yes.")
    assert not Answer.objects.exists()


# --- pages ------------------------------------------------------------------------------------


@pytest.fixture
def area(actions: list[Action]):  # type: ignore[no-untyped-def]
    return actions[0].outcome.area


def address(plan: Plan) -> str:
    return f"/plans/{plan.slug}/questions/{plan_challenges(fresh(plan), DAY).open[0].hash}/answer/"


def test_the_accountable_officer_answers_on_the_page(plan: Plan, worse: Indicator, area) -> None:  # type: ignore[no-untyped-def]
    desk = desk_of(officer(plan, area))
    page = f"/plans/{plan.slug}/questions/"
    html = desk.get(page).content.decode()
    assert "<b>1</b> question has no answer yet" in html
    assert html.count("<textarea") == 1
    sent = address(plan)
    answer = desk.post(sent, {"words": "It was the <b>holidays</b>."})
    assert answer["Location"] == f"{page}#q-{sent.split('/')[-3]}"
    html = desk.get(page).content.decode()
    assert "Without an answer: 0" in html
    assert "It was the &lt;b&gt;holidays&lt;/b&gt;." in html
    assert "Answer again" in html


def test_readers_see_the_question_without_form(plan: Plan, worse: Indicator) -> None:
    viewer = desk_of(officer(plan, role=Role.VIEWER))
    elsewhere = desk_of(officer(plan, AreaFactory(plan=plan)))
    for desk in (viewer, elsewhere):
        html = desk.get(f"/plans/{plan.slug}/questions/").content.decode()
        assert "from 91% for Oct 2018" in html
        assert "<textarea" not in html
        for method in (desk.get, desk.post):
            assert method(address(plan), {"words": "Yes."}).status_code == 403
    stranger = desk_of(UserFactory())
    assert stranger.get(f"/plans/{plan.slug}/questions/").status_code == 404
    assert not Answer.objects.exists()


@pytest.mark.parametrize("words", ["", "a" * (LONGEST + 1)])
def test_a_refused_answer_is_kept_in_the_form(
    plan: Plan, worse: Indicator, area, words: str
) -> None:  # type: ignore[no-untyped-def]
    html = desk_of(officer(plan, area)).post(address(plan), {"words": words}).content.decode()
    assert "<title>Error: Answer a question" in html
    assert "There is a problem" in html
    assert f"{words}</textarea>" in html
    assert not Answer.objects.exists()


def test_an_answer_to_a_closed_question_is_refused_and_kept_in_the_form(
    plan: Plan, worse: Indicator, area
) -> None:  # type: ignore[no-untyped-def]
    desk, sent = desk_of(officer(plan, area)), address(plan)
    own = worse.series.get()
    before = own.measurements.get(span_key="2019-10")
    counted(own, "2019-10", 20, 100, known_on=DAY, supersedes=before)
    Plan.objects.filter(pk=plan.pk).update(version=plan.version + 1)
    html = desk.post(sent, {"words": "It was the holidays."}).content.decode()
    assert "This question is no longer open" in html
    assert "It was the holidays." in html
    assert desk.get(sent).status_code == 404
    assert not Answer.objects.exists()


def test_figures_changed_between_page_and_answer_are_reported(
    plan: Plan, worse: Indicator, area
) -> None:  # type: ignore[no-untyped-def]
    """Also where nothing has raised the plan's version: the service looks for itself."""
    desk, sent = desk_of(officer(plan, area)), address(plan)
    worse.outcomes.clear()
    html = desk.post(sent, {"words": "It was the holidays."}).content.decode()
    assert "This question is no longer open" in html
    assert "It was the holidays." in html


def test_the_page_of_questions_has_a_constant_number_of_queries_from_the_cache(
    plan: Plan, actions: list[Action], area
) -> None:  # type: ignore[no-untyped-def]
    desk = desk_of(officer(plan, area))
    for count in (1, 12):
        for _ in range(count):
            made = indicator(plan, next_due=date(2019, 11, 10))
            made.outcomes.add(actions[0].outcome)
        Plan.objects.filter(pk=plan.pk).update(version=count + 5)
        desk.get(f"/plans/{plan.slug}/questions/")
        with CaptureQueriesContext(connection) as queries:
            desk.get(f"/plans/{plan.slug}/questions/")
        assert len(queries) == 4


def test_questions_are_shown_on_the_overview_the_action_and_the_round(
    plan: Plan, worse: Indicator, actions: list[Action], area
) -> None:  # type: ignore[no-untyped-def]
    manager = desk_of(officer(plan, role=Role.MANAGER))
    question = plan_challenges(plan, DAY).open[0]
    for path in ("", f"actions/{actions[1].ref}/", "round/", "questions/"):
        html = manager.get(f"/plans/{plan.slug}/{path}").content.decode()
        said = question.text if path else question.kind.heading  # the overview names it only
        said = question.findings[0].sentence if path == "questions/" else said  # as a list
        assert said in html, path
        assert f"#q-{hash_of(question.key)}" in html or path == "questions/"
    other = ActionFactory(outcome=OutcomeFactory(area=area, ref="3.2"))
    html = manager.get(f"/plans/{plan.slug}/actions/{other.ref}/").content.decode()
    assert question.text not in html


def test_the_home_page_shows_questions_to_answer(plan: Plan, worse: Indicator, area) -> None:  # type: ignore[no-untyped-def]
    [question] = plan_challenges(plan, DAY).open
    said = f"/plans/{plan.slug}/questions/{hash_of(question.key)}/"
    assert said in desk_of(officer(plan, area)).get("/").content.decode()
    for other in (officer(plan, AreaFactory(plan=plan)), officer(plan, role=Role.VIEWER)):
        assert said not in desk_of(other).get("/").content.decode()


def test_an_answer_survives_an_expired_session(plan: Plan, worse: Indicator, area) -> None:  # type: ignore[no-untyped-def]
    user, sent = officer(plan, area), address(plan)
    desk = desk_of(user)
    note = Page(desk.get(sent)).value("keep_for")
    desk.logout()
    answer = desk.post(sent, {"words": "It was the holidays.", "keep_for": note})
    assert answer["Location"].startswith("/accounts/login/")
    desk.force_login(user, backend=BACKEND)
    html = desk.get(sent).content.decode()
    assert "We kept what you typed while you signed in." in html
    assert "It was the holidays.</textarea>" in html
    assert not Answer.objects.exists()
