"""What organisations were called on a day: the one rule, and every page that prints a name."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from importlib import import_module
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from actions.domain.organisation_history import (
    NameChange,
    NamedOrganisation,
    OrganisationHistory,
    display_name,
)
from actions.models import Action, DateChange, LeadMove, Plan
from actions.presenters.action_page import action_page
from actions.presenters.slippage import plan_slippage
from actions.presenters.update_items import items_of
from actions.presenters.verdict_review import waiting_of
from actions.selectors.action_filters import ActionFilters
from actions.selectors.organisation_names import history_of_areas
from actions.selectors.response_progress import leads_of, responses_now
from actions.services.area_access import AccessRefused
from actions.services.organisations import WantedChange, change_organisation
from tests.support.cast import browser_of
from tests.support.factories import (
    ActionFactory,
    OrganisationFactory,
    PeriodFactory,
    PostFactory,
    PostHoldingFactory,
    StatusUpdateFactory,
)
from tests.support.html import words
from wsoa.accounts.models import Organisation, Post, User
from wsoa.core.clock import today

FIRST = date(2019, 1, 1)
DAYS = 12

# --- the one rule ---------------------------------------------------------------------------------


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[NameChange], list[dict[int, NamedOrganisation]]]:
    """Changes day by day, and for each day the organisation of each of three posts, and of each of
    three leads without a post, whose numbers are negative.
    """
    names = {number: f"Organisation {number}" for number in range(3)}
    of_row = {row: abs(row) % 3 for row in range(-3, 3)}
    changes: list[NameChange] = []
    by_day = []
    for number in range(DAYS):
        day = FIRST + timedelta(days=number)
        for organisation in draw(st.sets(st.sampled_from(sorted(names)), max_size=2)):
            moved = frozenset(row for row, of in of_row.items() if of == organisation)
            posts, leads = (frozenset(filter(kind, moved)) for kind in ((0).__le__, (0).__gt__))
            before = names[organisation]
            if draw(st.booleans()):  # renamed
                names[organisation] = f"Renamed on day {number}"
                changes.append(NameChange(organisation, f"O{organisation}", day, before))
            elif moved:  # succeeded by a new one, to which posts and leads pass
                new = len(names)
                names[new] = f"Organisation {new}"
                of_row |= dict.fromkeys(moved, new)
                code = f"O{organisation}"
                changes.append(NameChange(organisation, code, day, before, posts, leads))
        by_day.append({row: NamedOrganisation(f"O{of}", names[of]) for row, of in of_row.items()})
    return changes, by_day


@pytest.mark.unit
@given(histories())
def test_every_day_keeps_the_names_that_it_had(history):  # type: ignore[no-untyped-def]
    changes, by_day = history
    past = OrganisationHistory(tuple(changes))
    for number, expected in enumerate(by_day):
        then = past.as_at(FIRST + timedelta(days=number))
        for row, named in by_day[-1].items():  # what the rows of today name
            post = row if row >= 0 else None
            assert then.of_lead(row, post, int(named.code[1:]), named) == expected[row]


@pytest.mark.unit
def test_a_post_that_is_its_organisation_is_named_by_it():
    council = NamedOrganisation("SCC", "The Council")
    assert display_name("SCC", "Chief Executive", council) == "The Council"
    assert display_name("SCC-HoS", "Head of SEN", council) == "Head of SEN"


# --- the pages ------------------------------------------------------------------------------------

SAID = datetime(2019, 10, 20, 9, tzinfo=ZoneInfo("Europe/London"))
RENAMED = date(2019, 11, 1)
LATER = date(2019, 11, 10)
OLD, NEW = "Schools Together", "Academies Together"


@pytest.fixture
def schools(db: None) -> Post:
    """A post that is its organisation: what it says is named after that."""
    organisation = OrganisationFactory(code="ST", name=OLD)
    post: Post = PostFactory(code="ST", organisation=organisation, title="Chair")
    PostHoldingFactory(post=post)
    return post


@pytest.fixture
def led(schools: Post) -> Action:
    """An action of theirs, with an update and a request for a new end of October."""
    action: Action = ActionFactory(led_by=[schools], leads_printed="ST")
    period = PeriodFactory(plan=action.plan)
    StatusUpdateFactory(
        action=action, period=period, post=schools, recorded_at=SAID, developments="Begun"
    )
    DateChange.objects.create(
        action=action,
        from_month=date(2019, 12, 1),
        to_month=date(2020, 2, 1),
        kind="slipped",
        reason="Staff left",
        post=schools,
        requested_at=SAID,
    )
    return action


def renamed(post: Post) -> None:
    change_organisation(
        by=None, wanted=WantedChange(organisation=post.organisation, name=NEW, from_day=RENAMED)
    )


def succeeded(post: Post) -> None:
    change_organisation(
        by=None,
        wanted=WantedChange(organisation=post.organisation, code="AT", name=NEW, from_day=RENAMED),
    )


@pytest.fixture(params=[renamed, succeeded])
def changed(request: pytest.FixtureRequest, led: Action, schools: Post) -> Action:
    request.param(schools)
    return Action.objects.select_related("plan", "outcome__area").with_leads().get(pk=led.pk)


def reader(action: Action) -> User:
    holding = action.leads.get().post.holdings.get()  # type: ignore[union-attr]  # it has a post
    assert holding.user
    return holding.user


def test_the_page_of_an_action_names_updates_as_of_their_day_and_leads_as_of_today(changed):
    shown = action_page(changed, reader(changed), today())
    record = words(shown.measures_and_updates)
    assert f"{OLD}, 20 October 2019" in record  # the request for a new end
    assert NEW not in record
    assert [lead.organisation for lead in shown.leads] == [NEW]


def test_my_updates_names_who_answered_as_of_that_day(changed, schools):
    other = PostHoldingFactory(post=PostFactory())
    changed.leads.create(order=2, organisation=other.post.organisation, post=other.post)
    period = changed.plan.periods.get()
    (item,) = items_of(other.user, changed.plan, period, [changed], today())
    assert item.done == f"Updated by {OLD}, 20 Oct"


def test_the_review_names_who_sent_an_update_as_of_that_day(changed):
    sent = list(changed.updates.for_review())
    (shown,) = waiting_of(reader(changed), changed.plan, sent, today())
    assert shown.new.sender == OLD


def test_slippage_names_who_asked_as_of_that_day(changed):
    (line,) = plan_slippage(changed.plan).lines
    assert [entry.asked for entry in line.entries] == [f"{OLD}, 20 October 2019"]


def test_the_round_of_today_counts_under_the_name_of_today(changed):
    plan: Plan = changed.plan
    asked = responses_now(plan, list(plan.periods.all()), today())
    assert asked
    assert [found.answers.name for found in asked.organisations] == [NEW]


def test_a_report_as_at_an_earlier_day_counts_under_the_name_of_then(changed):
    then = history_of_areas([changed.plan.local_area_id]).as_at(SAID.date())
    assert [lead.organisation for lead in leads_of(changed.plan, then)] == [
        NamedOrganisation("ST", OLD)
    ]


def test_a_lead_without_a_post_is_counted_under_the_organisation_of_then(changed, schools):
    """Whether it was renamed or succeeded, and by how many one after the other."""
    alone = ActionFactory(outcome=changed.outcome, leads_printed="ST")
    schools.refresh_from_db()
    now_called = changed.leads.get().organisation
    lead = alone.leads.create(order=1, organisation=now_called)
    last = WantedChange(organisation=now_called, code="LT", name="Last", from_day=LATER)
    change_organisation(by=None, wanted=last)
    lead.refresh_from_db()
    assert lead.organisation.code == "LT"

    def named_on(day: date) -> NamedOrganisation | None:
        then = history_of_areas([changed.plan.local_area_id]).as_at(day)
        (found,) = (row for row in leads_of(changed.plan, then) if row.action == alone.pk)
        return found.organisation

    assert named_on(LATER) == NamedOrganisation("LT", "Last")
    assert named_on(LATER - timedelta(days=1)) == NamedOrganisation(now_called.code, NEW)


def test_leads_without_a_post_that_passed_on_before_are_recorded_by_what_the_plan_prints(
    led, schools
):
    alone = ActionFactory(outcome=led.outcome, leads_printed="ST, SCC")
    lead = alone.leads.create(order=1, organisation=schools.organisation)
    succeeded(schools)
    schools.refresh_from_db()
    last = WantedChange(organisation=schools.organisation, code="LT", name="Last", from_day=LATER)
    change_organisation(by=None, wanted=last)
    own = led.plan.actions.create(
        outcome=led.outcome, ref="9.9.9", order=999, text="Begun later", leads_printed="LT"
    )
    own.leads.create(order=1, organisation=Organisation.objects.get(code="LT"))
    moves = LeadMove.objects.order_by("change__from_day").values_list("lead", "change__name_after")
    recorded = list(moves)
    assert recorded == [(lead.pk, NEW), (lead.pk, "Last")]
    LeadMove.objects.all().delete()
    import_module("actions.migrations.0024_leads_that_passed_on").record_moves(apps, None)
    assert list(moves.all()) == recorded
    then = history_of_areas([led.plan.local_area_id]).as_at(SAID.date())
    named = {row.action: row.organisation for row in leads_of(led.plan, then)}
    assert named[alone.pk] == NamedOrganisation("ST", OLD)


def test_the_grid_keeps_what_the_plan_prints_and_adds_who_has_taken_over(led, schools):
    browser = browser_of(schools.holdings.get().user)
    path = f"/plans/{led.plan.slug}/actions/"
    assert "now AT" not in words(browser.get(path).content.decode())
    succeeded(schools)
    assert "ST now AT" in words(browser.get(path).content.decode())
    for code in ("ST", "AT"):  # filters find both
        assert ActionFilters(organisation=code).actions_of(led.plan).get() == led


def test_an_organisation_is_not_succeeded_before_it_took_over(led, schools):
    succeeded(schools)
    new = Organisation.objects.of(led.plan.local_area).get(code="AT")
    third = OrganisationFactory(code="TH", name="Third")
    with pytest.raises(AccessRefused, match=f"1 November 2019 or later.* took over from {OLD}"):
        change_organisation(
            by=None,
            wanted=WantedChange(
                organisation=new, successor=third, from_day=RENAMED - timedelta(days=1)
            ),
        )
