"""Figures that are due: in the daily digest, on a person's own pages, and who enters them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actions.domain.enums import Role
from actions.extension_points import DIGEST_SOURCES, DigestAddition
from actions.models import DateChange, Digest, Membership, Plan, ReportingPeriod
from actions.services.digest_sources import digest_additions
from actions.services.reminders import digests_due, preview, send_digests, set_pause
from indicators.models import Indicator
from indicators.selectors.due_figures import figures_due_from
from indicators.services.due_digest import figures_due
from tests.support.cast import BACKEND
from tests.support.factories import (
    ActionFactory,
    AreaFactory,
    OutcomeFactory,
    PeriodFactory,
    PlanFactory,
    PostFactory,
    PostHoldingFactory,
    UserFactory,
)
from tests.support.figures import indicator, measure, series
from wsoa.accounts.models import Post, User
from wsoa.audit.models import AuditEvent
from wsoa.core.clock import now

DUE = date(2019, 11, 15)
SOON = DUE - timedelta(3)


@pytest.fixture(autouse=True)
def only_figures() -> Iterator[None]:
    """What waits besides figures has tests of its own (tests/actions/test_waiting_digest.py)."""
    with DIGEST_SOURCES.replaced(figures=figures_due):
        yield


@pytest.fixture
def plan(db: None) -> Plan:
    """A plan of its own; nothing else is asked or awaited anywhere."""
    ReportingPeriod.objects.update(locked_at=now())
    Indicator.objects.update(next_due=None)
    DateChange.objects.all().delete()
    return PlanFactory()


@pytest.fixture
def ada() -> User:
    return UserFactory(email="ada@example.org", name="Ada")


@pytest.fixture
def post(plan: Plan, ada: User) -> Post:
    """A post that leads no action; Ada holds it."""
    post = PostFactory()
    PostHoldingFactory(post=post, user=ada)
    return post


@pytest.fixture
def ehc(plan: Plan, post: Post) -> Indicator:
    """Due on 15 November, of October; owned by Ada's post."""
    made = indicator(plan, short_title="EHC plans in 20 weeks", key="ehc", owner=post, next_due=DUE)
    series(made)
    return made


def officer(plan: Plan, role: str, area=None) -> User:  # type: ignore[no-untyped-def]
    user = UserFactory()
    Membership.objects.create(plan=plan, user=user, role=role, area=area)
    return user


def desk_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def figure_notices_on(day: date) -> dict[str, list[str]]:
    """By person: the lines of their further sections."""
    found: dict[str, list[str]] = {}
    for each in digests_due(day):
        lines = [line.ref for more in each.further for line in more.section.lines]
        found[each.reader.user.email] = lines
    return found


def test_an_owner_of_just_an_indicator_gets_a_digest(plan: Plan, ehc: Indicator) -> None:
    assert send_digests(day=SOON) == (1, 0)
    [message] = mail.outbox
    assert (message.to, message.subject) == (["ada@example.org"], "1 figure is due from you")
    [(html, _)] = message.alternatives
    for body in (message.body, html):
        assert "Figure due: EHC plans in 20 weeks, October 2019, due 15 November 2019" in body
        assert f"http://localhost:8000/plans/{plan.slug}/indicators/ehc/enter/" in body
        assert "You will need to sign in." in body
        assert "/u/" not in body
    assert [event.plan for event in AuditEvent.objects.filter(verb="remind")] == [plan.slug]


def test_updates_and_figures_share_one_email(plan: Plan, post: Post, ehc: Indicator) -> None:
    PeriodFactory(plan=plan)
    ActionFactory(outcome=OutcomeFactory(area=AreaFactory(plan=plan)), led_by=[post])
    assert send_digests(day=SOON) == (1, 0)
    [message] = mail.outbox
    assert message.subject == (
        "October 2019 is 12 days late: 1 action needs your update; 1 figure is due from you"
    )
    assert message.body.count("/u/") == 2  # the action's link, and what is said of it
    assert [line["kind"] for line in Digest.objects.get().lines] == ["late", "figure-due"]
    [audited] = AuditEvent.objects.filter(verb="remind")
    assert audited.summary == "Sent reminders to 1 person"


def test_figures_are_notified_as_often_as_updates(plan: Plan, ehc: Indicator) -> None:
    days = [SOON + timedelta(n) for n in range(20)]
    sent = [day for day in days if send_digests(day=day).sent]
    assert sent == [SOON, DUE + timedelta(1), DUE + timedelta(8), DUE + timedelta(15)]
    assert send_digests(day=sent[-1]) == (0, 0)


def test_officer_and_manager_are_notified_of_late_figures(plan: Plan, ehc: Indicator) -> None:
    area, other = AreaFactory(plan=plan), AreaFactory(plan=plan)
    ehc.outcomes.add(OutcomeFactory(area=area))
    mine = officer(plan, Role.ACCOUNTABLE, area).email
    officer(plan, Role.ACCOUNTABLE, other)
    manager = officer(plan, Role.MANAGER).email
    assert set(figure_notices_on(DUE + timedelta(2))) == {"ada@example.org"}
    assert set(figure_notices_on(DUE + timedelta(3))) == {"ada@example.org", mine}
    assert set(figure_notices_on(DUE + timedelta(7))) == {"ada@example.org", mine, manager}


def test_the_officer_of_a_linked_measure_area_is_notified_too(plan: Plan, ehc: Indicator) -> None:
    area = AreaFactory(plan=plan)
    action = ActionFactory(outcome=OutcomeFactory(area=area))
    ehc.measures.add(action.measures.create(order=1, text="More plans in time"))
    mine = officer(plan, Role.ACCOUNTABLE, area).email
    assert mine in figure_notices_on(DUE + timedelta(3))


def test_a_pause_stops_figures_too(plan: Plan, ehc: Indicator, ada: User) -> None:
    set_pause(by=ada, paused=True)
    assert send_digests(day=SOON) == (0, 0)
    assert mail.outbox == []
    set_pause(by=ada, paused=False)
    assert send_digests(day=SOON) == (1, 0)


def test_former_holders_and_inactive_people_are_not_notified(plan: Plan, post: Post) -> None:
    indicator(plan, owner=post, next_due=DUE)
    gone = UserFactory(is_active=False)
    PostHoldingFactory(post=post, user=gone)
    PostHoldingFactory(post=post, user=UserFactory(), until=SOON - timedelta(1))
    assert set(figure_notices_on(SOON)) == {"ada@example.org"}


def test_official_figures_are_not_asked_of_anybody(plan: Plan, post: Post) -> None:
    made = indicator(plan, owner=post, next_due=DUE)
    series(made, kind="official", span_kind="year", measure=measure())
    assert figure_notices_on(SOON) == {}
    series(made)
    assert set(figure_notices_on(SOON)) == {"ada@example.org"}


def test_a_preview_leads_to_the_same_form(plan: Plan, ehc: Indicator) -> None:
    [message] = preview(SOON)
    assert f"/plans/{plan.slug}/indicators/ehc/enter/" in message.body


@pytest.mark.parametrize("count", [1, 3, 30])
def test_gathering_figures_has_a_constant_number_of_queries(
    plan: Plan, post: Post, count: int
) -> None:
    for _ in range(count):
        made = indicator(plan, owner=post, next_due=DUE)
        made.outcomes.add(OutcomeFactory(area=AreaFactory(plan=plan)))
        series(made)
        PostHoldingFactory(post=post)
    with CaptureQueriesContext(connection) as queries:
        found = list(figures_due(SOON))
    assert [len(each.section.lines) for each in found] == [count] * (count + 1)
    assert len(queries) == 6


def test_a_source_that_is_registered_twice_is_asked_once(db: None) -> None:
    def nobody(day: date) -> list[DigestAddition]:
        asked.append(day)
        return []

    asked: list[date] = []
    with DIGEST_SOURCES.replaced():
        DIGEST_SOURCES.register("nobody", nobody)
        DIGEST_SOURCES.register("nobody", nobody)
        assert digest_additions(SOON) == []
    assert asked == [SOON]


# --- one's own pages --------------------------------------------------------------------------


def test_an_owner_sees_the_plan_without_role_or_action(
    plan: Plan, ehc: Indicator, ada: User
) -> None:
    stranger = UserFactory()
    for user, seen in ((ada, True), (stranger, False)):
        assert user.has_perm("actions.see_plan", plan) == seen
        assert (plan in Plan.objects.seen_by(user, DUE)) == seen
        answer = desk_of(user).get(f"/plans/{plan.slug}/indicators/")
        assert answer.status_code == (200 if seen else 404)


def test_a_former_holder_sees_nothing(plan: Plan, post: Post, ada: User) -> None:
    indicator(plan, owner=post)
    ada.holdings.update(until=date(2019, 11, 14))
    assert not User.objects.get(pk=ada.pk).has_perm("actions.see_plan", plan)


def test_the_home_page_lists_the_figures_that_are_due(
    plan: Plan, ehc: Indicator, post: Post, ada: User
) -> None:
    indicator(plan, short_title="Complaints", key="complaints", owner=post, next_due=SOON)
    indicator(plan, owner=post, next_due=DUE + timedelta(15))  # not yet
    html = desk_of(ada).get("/").content.decode()
    assert "<b>2 things</b> wait for you" in html
    assert f'href="/plans/{plan.slug}/indicators/ehc/enter/"' in html
    assert "EHC plans in 20 weeks, October" in html
    assert '<b>12 Nov</b> <span class="app-late">3 days late</span>' in html
    assert "Nothing waits for you" not in html
    assert [each.name for each in figures_due_from(ada, plan, DUE)] == [
        "Complaints",
        "EHC plans in 20 weeks",
    ]


def test_my_updates_lists_due_figures_with_and_without_an_open_round(
    plan: Plan, ehc: Indicator, post: Post, ada: User
) -> None:
    ActionFactory(outcome=OutcomeFactory(area=AreaFactory(plan=plan)), led_by=[post])
    desk = desk_of(ada)
    assert "<b>1 figure</b> is due from you" in desk.get("/my/updates/").content.decode()
    PeriodFactory(plan=plan)
    assert "<b>1 figure</b> is due from you" in desk.get("/my/updates/").content.decode()


def test_the_due_figure_is_for_the_series_with_the_indicator_interval(
    plan: Plan, post: Post, ada: User
) -> None:
    made = indicator(plan, owner=post, next_due=DUE, every="month")
    series(made, span_kind="year")
    assert [each.span for each in figures_due_from(ada, plan, DUE)] == ["2018"]
    series(made, span_kind="month")
    assert [each.span for each in figures_due_from(ada, plan, DUE)] == ["October 2019"]
    made.series.filter(span_kind="month").update(span_kind="school_year")
    plan.indicators.filter(pk=made.pk).update(every="year")
    assert [each.span for each in figures_due_from(ada, plan, DUE)] == ["2018"]
