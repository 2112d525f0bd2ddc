"""The programme manager's page, and chasing from it."""

from __future__ import annotations

import re
from datetime import date, datetime
from unittest import mock

import pytest
from django.test import Client
from django.utils import timezone

from actions.domain.enums import Grade, Met, Role, Status
from actions.models import (
    Action,
    Chase,
    Evidence,
    Judgement,
    Measure,
    Membership,
    Plan,
    ReportingPeriod,
)
from actions.presenters.reporting_round import RoundPage, round_page
from actions.selectors.periods import quarter_before
from actions.selectors.response_progress import responses_in
from actions.services import chasing
from actions.services.chasing import ChaseRefused, chase
from tests.support.cast import BACKEND
from tests.support.factories import (
    ActionFactory,
    AreaFactory,
    LocalAreaFactory,
    OrganisationFactory,
    OutcomeFactory,
    PeriodFactory,
    PostFactory,
    PostHoldingFactory,
    StatusUpdateFactory,
    UserFactory,
)
from wsoa.accounts.models import Post, User
from wsoa.audit.models import AuditEvent

TODAY = date(2019, 11, 15)


@pytest.fixture
def october(db: None) -> ReportingPeriod:
    period: ReportingPeriod = PeriodFactory()
    return period


@pytest.fixture
def plan(october: ReportingPeriod) -> Plan:
    return october.plan


@pytest.fixture
def manager(plan: Plan) -> User:
    user: User = UserFactory(name="Mo Manager")
    Membership.objects.create(plan=plan, user=user, role=Role.MANAGER)
    return user


@pytest.fixture
def desk(manager: User) -> Client:
    client = Client()
    client.force_login(manager, backend=BACKEND)
    return client


@pytest.fixture
def post(plan: Plan) -> Post:
    """A post that somebody who can sign in holds, with one action and no answer."""
    held = PostHoldingFactory()
    ActionFactory(outcome=OutcomeFactory(area__plan=plan), led_by=[held.post])
    found: Post = held.post
    return found


@pytest.fixture
def enqueued(monkeypatch: pytest.MonkeyPatch) -> mock.Mock:
    """The tasks that were enqueued; no broker is used."""
    enqueued = mock.Mock(return_value=True)
    monkeypatch.setattr(chasing, "enqueue", enqueued)
    return enqueued


def chased(period: ReportingPeriod, post: Post, by: User, day: date) -> Chase:
    at = timezone.make_aware(datetime(day.year, day.month, day.day, 9))
    return Chase.objects.create(period=period, post=post, by=by, at=at)


def lines_of(page: RoundPage) -> dict[str, tuple[str, bool, str]]:
    return {
        post.answers.code: (post.chased, post.can_chase, post.why_not)
        for each in page.organisations
        for post in each.posts
    }


def findings_of(plan: Plan) -> dict[str, list[str]]:
    groups = round_page(plan, TODAY).groups
    return {group.title: [each.ref for each in group.findings] for group in groups}


# --- who has answered --------------------------------------------------------------------------


def test_the_python_rule_and_the_querysets_ask_for_the_same_updates(sheffield: Plan) -> None:
    periods = list(sheffield.periods.all())
    october = next(each for each in periods if each.key == "2019-10")
    before = quarter_before(october, periods)
    assert before is not None
    due = sheffield.actions.due_in(october, before).answered_in(october)
    asked = responses_in(october, sheffield, periods, TODAY)
    assert (before.key, asked.all.asked) == ("2019-07", due.count())
    assert asked.silent == set(due.filter(answered=False).values_list("pk", flat=True))


def test_a_returned_update_counts_as_missing(plan: Plan, october: ReportingPeriod) -> None:
    from actions.models import Verdict

    action = ActionFactory(outcome=OutcomeFactory(area__plan=plan), led_by=[PostFactory()])
    said = StatusUpdateFactory(action=action, period=october)
    periods = list(plan.periods.all())
    assert responses_in(october, plan, periods, TODAY).all.answered == 1
    Verdict.objects.create(
        update=said, accepted=False, words="Which?", by=UserFactory(), at=said.recorded_at
    )
    assert responses_in(october, plan, periods, TODAY).all.answered == 0
    assert plan.actions.answered_in(october).get().answered is False


def test_each_post_shows_whether_it_can_be_chased(plan: Plan, october: ReportingPeriod) -> None:
    outcome = OutcomeFactory(area__plan=plan)
    held, vacant, unknown, done = (PostFactory(code=f"SCC-{n}") for n in "ABCD")
    for each in (held, done):
        PostHoldingFactory(post=each)
    PostHoldingFactory(post=unknown, user=None, holder="Joel Hardwick")
    PostHoldingFactory(post=vacant, until=date(2019, 11, 14))
    for each in (held, vacant, unknown, done):
        action = ActionFactory(outcome=outcome, led_by=[each])
        if each == done:
            StatusUpdateFactory(action=action, period=october)
    page = round_page(plan, TODAY)
    assert lines_of(page) == {
        "SCC-A": ("", True, ""),
        "SCC-B": ("", False, "Nobody holds this post at present"),
        "SCC-C": ("", False, "The holder cannot sign in yet"),
        "SCC-D": ("", False, ""),
    }
    assert page.to_chase == 1
    assert page.asked is not None
    assert (page.asked.all.asked, page.asked.all.silent) == (4, 3)


@pytest.mark.parametrize(
    ("day", "words", "again"),
    [
        (TODAY, "Chased today", False),
        (date(2019, 11, 12), "Chased on 12 November", True),
        (date(2018, 11, 12), "Chased on 12 November 2018", True),
    ],
)
def test_each_post_shows_when_it_was_last_chased(  # type: ignore[no-untyped-def]
    plan: Plan, october, post: Post, manager: User, day: date, words: str, again: bool
) -> None:
    chased(october, post, manager, date(2018, 1, 1))
    chased(october, post, manager, day)
    assert lines_of(round_page(plan, TODAY)) == {post.code: (words, again, "")}


def test_without_an_open_period_contradictions_are_still_shown(
    plan: Plan, october: ReportingPeriod, post: Post
) -> None:
    page = round_page(plan, date(2019, 12, 15))
    assert page.asked is None
    assert page.why_nothing.startswith("October 2019 closed to updates on 30 November 2019")


# --- contradictions ----------------------------------------------------------------------------


def test_evidence_is_an_item_or_a_text_in_the_update(plan: Plan, october: ReportingPeriod) -> None:
    held = PostHoldingFactory()
    outcome = OutcomeFactory(area__plan=plan)
    bare, worded, carried, shown, withdrawn = (
        ActionFactory(outcome=outcome, led_by=[held.post]) for _ in range(5)
    )
    july = PeriodFactory(
        plan=plan,
        key="2019-07",
        first_day=date(2019, 7, 1),
        opens=date(2019, 7, 1),
        due=date(2019, 7, 31),
        closes=date(2019, 8, 31),
    )
    StatusUpdateFactory(action=carried, period=july, status="complete", evidence="A survey.")
    StatusUpdateFactory(action=bare, period=july, status="on_track", evidence="A survey.")
    for action in (bare, carried, shown, withdrawn):
        StatusUpdateFactory(action=action, period=october, status="complete")
    StatusUpdateFactory(action=worded, period=october, status="complete", evidence="A survey.")
    for action, gone in ((shown, None), (withdrawn, timezone.now())):
        Evidence.objects.create(
            action=action,
            title="A survey",
            link="https://example.org/",
            on=TODAY,
            grade=Grade.OUTPUT,
            by=held.user,
            added_at=timezone.now(),
            withdrawn_at=gone,
        )
    assert findings_of(plan) == {"Complete without evidence": [bare.ref, withdrawn.ref]}


def test_the_last_judgement_of_a_measure_counts(plan: Plan, october: ReportingPeriod) -> None:
    held = PostHoldingFactory()
    action = ActionFactory(outcome=OutcomeFactory(area__plan=plan), led_by=[held.post])
    StatusUpdateFactory(action=action, period=october, status="on_track")
    measure = Measure.objects.create(action=action, order=1, text="Fewer waits")
    for met, expected in (
        (Met.NOT_YET, {"All green, and a measure is not met": [action.ref]}),
        (Met.MET, {}),
    ):
        Judgement.objects.create(measure=measure, met=met, by=held.user, at=timezone.now())
        assert findings_of(plan) == expected


def test_dates_and_posts_are_read_from_the_database(plan: Plan, october: ReportingPeriod) -> None:
    outcome = OutcomeFactory(area__plan=plan)
    held = PostHoldingFactory()
    usual = {"outcome": outcome, "led_by": [held.post]}
    vacant = ActionFactory(outcome=outcome, led_by=[PostFactory(), held.post])
    soon = ActionFactory(**usual, end_month=date(2019, 11, 1))
    late = ActionFactory(**usual, end_month=date(2019, 9, 1))
    agreed = ActionFactory(**usual, end_month=date(2019, 9, 1), agreed_end_month=date(2020, 3, 1))
    reasoned = ActionFactory(**usual, end_month=date(2019, 9, 1))
    for action in (vacant, late, agreed):
        StatusUpdateFactory(action=action, period=october, status="on_track")
    StatusUpdateFactory(action=soon, period=october, status="behind_not_started")
    StatusUpdateFactory(action=reasoned, period=october, status="on_track", reason="Agreed.")
    assert findings_of(plan) == {
        "The lead’s post is vacant": [vacant.ref],
        "Ends within 30 days and has not started": [soon.ref],
        "Better than the dates allow, without a reason": [late.ref],
    }


# --- chasing -----------------------------------------------------------------------------------


def test_a_chase_is_saved_audited_and_enqueued(  # type: ignore[no-untyped-def]
    plan: Plan,
    post: Post,
    desk: Client,
    manager: User,
    enqueued,
    django_capture_on_commit_callbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        page = desk.post(f"/plans/{plan.slug}/round/chase/", {"post": post.code}, follow=True)
    made = Chase.objects.get()
    assert (made.post, made.by, made.period.key) == (post, manager, "2019-10")
    event = AuditEvent.objects.about(plan.slug).newest_first()[0]
    assert (event.verb, event.subject) == ("chase", f"post {post.code}")
    assert enqueued.mock_calls == [mock.call("actions.tasks.send_chase", [made.pk])]
    assert f"Chased: {post.title}." in page.content.decode()
    assert "Chased today" in page.content.decode()


def test_a_second_press_on_the_same_day_reminds_nobody(
    plan: Plan, post: Post, desk: Client, enqueued: mock.Mock
) -> None:
    for _ in range(2):
        page = desk.post(f"/plans/{plan.slug}/round/chase/", {"post": post.code}, follow=True)
    assert "A person is chased at most once a day" in page.content.decode()
    assert Chase.objects.count() == 1


def test_all_posts_with_no_response_are_chased_unless_chased_today(  # type: ignore[no-untyped-def]
    plan: Plan, october: ReportingPeriod, post: Post, desk: Client, manager: User, enqueued
) -> None:
    outcome = OutcomeFactory(area__plan=plan)
    other, today_s, done, vacant = (PostFactory() for _ in range(4))
    for each in (other, today_s, done):
        PostHoldingFactory(post=each)
    for each in (other, today_s, done, vacant):
        action = ActionFactory(outcome=outcome, led_by=[each])
        if each == done:
            StatusUpdateFactory(action=action, period=october)
    chased(october, today_s, manager, TODAY)
    chased(october, other, manager, date(2019, 11, 12))
    page = desk.get(f"/plans/{plan.slug}/round/").content.decode()
    button = re.search(r'name="(whom)"\s+value="(\w+)"', page)
    assert button
    desk.post(f"/plans/{plan.slug}/round/chase/", {button[1]: button[2]})
    new = Chase.objects.filter(at__date=TODAY).exclude(post=today_s)
    assert set(new.values_list("post", flat=True)) == {post.pk, other.pk}


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"post": ""},
        {"post": "\0"},
        {"post": "SCC-NOBODY"},
        {"post": "x" * 5000},
        {"whom": ""},
        {"whom": "all"},
    ],
)
def test_an_empty_or_unknown_post_chases_nobody_and_is_refused_with_a_reason(  # type: ignore[no-untyped-def]
    plan: Plan, post: Post, desk: Client, enqueued, sent: dict[str, str]
) -> None:
    page = desk.post(f"/plans/{plan.slug}/round/chase/", sent, follow=True)
    assert "Nobody was chased, because no post was selected." in page.content.decode()
    assert Chase.objects.count() == 0


def test_a_post_of_another_local_area_is_an_unknown_one(  # type: ignore[no-untyped-def]
    plan: Plan, post: Post, desk: Client, enqueued
) -> None:
    twin = OrganisationFactory(local_area=LocalAreaFactory(name="Twinford"), code="TCC")
    other = PostFactory(organisation=twin)
    page = desk.post(f"/plans/{plan.slug}/round/chase/", {"post": other.code}, follow=True)
    assert "because no post was selected" in page.content.decode()
    assert Chase.objects.count() == 0


def test_a_post_with_nothing_to_answer_is_not_chased(  # type: ignore[no-untyped-def]
    plan: Plan, post: Post, desk: Client, enqueued
) -> None:
    done = PostFactory()
    page = desk.post(f"/plans/{plan.slug}/round/chase/", {"post": done.code}, follow=True)
    assert "because no action of that post needs a response" in page.content.decode()
    assert Chase.objects.count() == 0


def test_nobody_is_chased_for_a_locked_period(  # type: ignore[no-untyped-def]
    plan: Plan, october: ReportingPeriod, post: Post, manager: User, desk: Client, enqueued
) -> None:
    october.locked_at = timezone.now()
    october.save()
    with pytest.raises(ChaseRefused, match="is not open for updates"):
        chase(by=manager, period=october, posts=[post])
    page = desk.post(f"/plans/{plan.slug}/round/chase/", {"whom": "everybody"}, follow=True)
    assert "No reporting round is open" in page.content.decode()
    assert Chase.objects.count() == 0


def test_a_vacant_post_is_not_chased(plan: Plan, october: ReportingPeriod, manager: User) -> None:
    with pytest.raises(ChaseRefused, match="nobody who can sign in holds that post"):
        chase(by=manager, period=october, posts=[PostFactory()])


def test_an_unavailable_broker_does_not_stop_a_chase(  # type: ignore[no-untyped-def]
    plan: Plan, post: Post, desk: Client, settings, monkeypatch, django_capture_on_commit_callbacks
) -> None:
    from wsoa.celery import app

    def away(*_: object, **__: object) -> None:
        raise OSError("no broker")

    monkeypatch.setattr(app, "connection_for_write", away)
    with django_capture_on_commit_callbacks(execute=True):
        answer = desk.post(f"/plans/{plan.slug}/round/chase/", {"post": post.code})
    assert answer.status_code == 302
    assert Chase.objects.count() == 1


# --- the page ----------------------------------------------------------------------------------


def filled(plan: Plan, october: ReportingPeriod, actions: int) -> None:
    """A plan of so many actions, with posts, answers, evidence and judgements."""
    outcomes = [OutcomeFactory(area=AreaFactory(plan=plan)) for _ in range(3)]
    posts = [PostFactory(organisation=OrganisationFactory(code=code)) for code in ("SCC", "CCG")]
    held = PostHoldingFactory(post=posts[0])
    for n in range(actions):
        action: Action = ActionFactory(outcome=outcomes[n % 3], led_by=posts[: 1 + n % 2])
        if n % 2:
            StatusUpdateFactory(action=action, period=october, status=Status.values[n % 5])
        measure = Measure.objects.create(action=action, order=1, text="Fewer waits")
        Judgement.objects.create(measure=measure, met=Met.NOT_YET, by=held.user, at=timezone.now())


@pytest.mark.parametrize("actions", [1, 3, 89])
def test_the_number_of_queries_does_not_depend_on_the_number_of_actions(  # type: ignore[no-untyped-def]
    plan: Plan, october, desk: Client, actions: int, django_assert_num_queries
) -> None:
    filled(plan, october, actions)
    desk.get(f"/plans/{plan.slug}/round/")  # what the figures ask is kept
    with django_assert_num_queries(11):
        page = desk.get(f"/plans/{plan.slug}/round/")
    assert page.context["round"].asked.all.asked == actions


def test_every_contradiction_leads_to_its_action(sheffield: Plan, signed_in) -> None:  # type: ignore[no-untyped-def]
    client = signed_in("manager")
    page = client.get("/plans/sheffield-2019/round/")
    html = page.content.decode()
    refs = {each.ref for group in page.context["round"].groups for each in group.findings}
    assert refs
    for ref in refs:
        assert f'href="/plans/sheffield-2019/actions/{ref}/"' in html


def test_other_people_are_told_that_the_page_is_for_the_manager(plan: Plan) -> None:
    viewer = UserFactory()
    Membership.objects.create(plan=plan, user=viewer, role=Role.VIEWER)
    client = Client()
    client.force_login(viewer, backend=BACKEND)
    page = client.get(f"/plans/{plan.slug}/round/")
    assert page.status_code == 403
    assert "Only the programme manager" in page.content.decode()
