"""The list of a lead: posts, deputies, co-leads, texts of last time, its cache."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from actions.domain.enums import UpdateKind
from actions.models import Action, ActionLead, Plan, ReportingPeriod, StatusUpdate, Verdict
from actions.presenters.update_items import asked_of
from actions.presenters.update_list import progress_of
from actions.rules import plan_access
from actions.selectors.person_in_plans import person_in_plans
from actions.selectors.updates import current_update
from actions.selectors.waiting import waiting_for
from actions.services.updates import UpdateConflict, confirm_unchanged
from tests.support.cast import BACKEND
from tests.support.factories import (
    ActionFactory,
    OrganisationFactory,
    PeriodFactory,
    PostFactory,
    PostHoldingFactory,
    StatusUpdateFactory,
    UserFactory,
)
from tests.support.html import Page, words
from tests.support.my_updates import LIST
from tests.support.small_plans import small_plan
from wsoa.accounts.models import PostHolding, User
from wsoa.core.clock import now, today


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def row_of(client: Client, action: Action) -> str:
    """The markup of the action in My updates; an empty string where it is not there."""
    place = f"a{action.ref.replace('.', '-')}"
    found = Page(client.get(LIST)).sections("//li[@class='app-todo-item'][@id=$id]", id=place)
    return found[0].html if found else ""


@pytest.fixture
def october(sheffield: Plan) -> ReportingPeriod:
    return sheffield.periods.get(key="2019-10")


@pytest.fixture
def shared(db: None) -> Action:
    """An action of two organisations, with a round open and July behind it."""
    council = PostFactory(title="Head of SEN")
    nhs = PostFactory(
        title="Children's Commissioning Manager",
        organisation=OrganisationFactory(code="CCG", name="Sheffield CCG", kind="nhs"),
    )
    action = ActionFactory(led_by=[council, nhs])
    action.july = PeriodFactory(
        plan=action.plan,
        key="2019-07",
        label="July 2019",
        first_day=date(2019, 7, 1),
        opens=date(2019, 7, 1),
        due=date(2019, 7, 31),
        closes=date(2019, 8, 31),
    )
    action.october = PeriodFactory(plan=action.plan)
    action.council = PostHoldingFactory(post=council).user
    action.nhs = PostHoldingFactory(post=nhs).user
    return action


def save_update(action: Action, by: User, holding: str, **words: object) -> StatusUpdate:
    """An update as it stands in the database, on top of what stood there."""
    period = words.pop("period", action.october)
    post = PostHolding.objects.get(user=by).post
    return StatusUpdateFactory(
        action=action,
        period=period,
        by=by,
        post=post,
        supersedes=current_update(action, period),
        recorded_at=holding,
        **words,
    )


def test_the_same_form_sent_twice_is_one_update(signed_in, sheffield, october):
    action = sheffield.actions.get(ref="2.3.3")
    form = {
        "status": "at_risk",
        "developments": "It has begun.",
        "based_on": str(current_update(action, october).pk),
    }
    lead = signed_in("lead")
    answers = [lead.post("/plans/sheffield-2019/actions/2.3.3/update/", form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert action.updates.filter(developments="It has begun.").count() == 1


def test_a_holder_of_one_post_is_not_shown_the_post(shared):
    assert " as Head of SEN" not in words(row_of(browser_of(shared.council), shared))


def test_a_holder_of_two_posts_sees_the_post_of_each_action(shared):
    other = ActionFactory(outcome=shared.outcome, led_by=[PostFactory(title="Head of Places")])
    PostHoldingFactory(post=other.leads.get().post, user=shared.council)
    client = browser_of(shared.council)
    assert "· as Head of SEN ·" in words(row_of(client, shared))
    assert "· as Head of Places " in words(row_of(client, other))


def test_a_deputy_may_do_what_the_holder_may_and_sees_the_holder_name(shared):
    council = shared.leads.first().post
    deputy = PostHoldingFactory(post=council, deputy=True).user
    client = browser_of(deputy)
    assert "· for Head of SEN (deputy) ·" in words(row_of(client, shared))
    assert "You send updates as Head of SEN (deputy)." in client.get(LIST).content.decode()
    client.post(
        f"/plans/{shared.plan.slug}/actions/{shared.ref}/update/",
        {"status": "on_track", "developments": "Said by the deputy."},
    )
    said = current_update(shared, shared.october)
    assert (said.by, said.post, said.developments) == (deputy, council, "Said by the deputy.")


def test_a_deputy_is_not_shown_as_the_holder(shared):
    council = shared.leads.first().post
    PostHolding.objects.filter(post=council).update(holder="The holder")
    PostHoldingFactory(post=council, deputy=True, holder="The deputy")
    html = browser_of(shared.council).get(shared.get_absolute_url()).content.decode()
    assert "The holder, since before the plan" in html
    assert re.search(r">Deputy</dt><dd[^>]*>The deputy</dd>", html)


def test_a_holder_who_is_also_deputy_counts_as_holder(shared):
    council = shared.leads.first().post
    PostHoldingFactory(post=council, user=shared.council, deputy=True)
    assert plan_access(shared.council, shared.plan).label == "Head of SEN"


def test_a_lead_who_deputises_for_a_co_lead_answers_as_lead(shared):
    council = shared.leads.first().post
    PostHoldingFactory(post=council, user=shared.nhs, deputy=True)
    StatusUpdateFactory(action=shared, period=shared.july)
    said = confirm_unchanged(by=shared.nhs, action=shared, period=shared.october, based_on=None)
    assert said.post == shared.leads.last().post


def test_updates_stay_attributed_to_the_holder_at_the_time(shared):
    council = shared.leads.first().post
    PostHolding.objects.filter(post=council).update(until=date(2019, 9, 30))
    User.objects.filter(pk=shared.council.pk).update(name="Who held it in July")
    save_update(
        shared, shared.council, "2019-07-20T10:00Z", period=shared.july, developments="In July."
    )
    new = PostHoldingFactory(
        post=council, since=date(2019, 10, 1), user=UserFactory(name="Who holds it now")
    ).user

    assert browser_of(shared.council).get(LIST).status_code == 404
    assert "“In July.”" in words(row_of(browser_of(new), shared))
    confirm_unchanged(by=new, action=shared, period=shared.october, based_on=None)

    html = browser_of(new).get(shared.get_absolute_url()).content.decode()
    assert "Head of SEN (Who held it in July), 20 July 2019" in html
    assert "Head of SEN (Who holds it now), 15 November 2019" in html


def test_each_lead_sees_the_other_lead_progress(shared):
    save_update(shared, shared.nhs, "2019-10-21T10:00Z")
    mine = words(row_of(browser_of(shared.council), shared))
    theirs = words(row_of(browser_of(shared.nhs), shared))
    assert "with Children's Commissioning Manager (confirmed on 21 October)" in mine
    assert "with Head of SEN (not yet)" in theirs


def test_an_action_answered_by_the_co_lead_can_be_confirmed_too(shared):
    save_update(shared, shared.nhs, "2019-10-21T10:00Z", developments="Theirs.")
    client = browser_of(shared.council)
    html = client.get(LIST).content.decode()
    assert "Updated by others: 1" in html
    assert "Updated by Children&#x27;s Commissioning Manager, 21 Oct" in html
    assert "Confirm as well" in html
    assert done_by(shared.council, shared.october) == 1

    client.post(
        f"/plans/{shared.plan.slug}/actions/{shared.ref}/no-change/",
        {"based_on": current_update(shared, shared.october).pk},
    )

    said = current_update(shared, shared.october)
    assert (said.kind, said.by, said.developments) == ("no_change", shared.council, "Theirs.")
    for who in (shared.council, shared.nhs):
        row = row_of(browser_of(who), shared)
        assert "Confirm as well" not in row
    assert "No change, Head of SEN, 15 Nov" in row_of(browser_of(shared.council), shared)
    assert "Sent, Children's Commissioning Manager, 21 Oct" in row


def test_a_later_update_of_the_co_lead_can_be_confirmed_again(shared):
    save_update(shared, shared.council, "2019-10-20T10:00Z", developments="Mine.")
    save_update(shared, shared.nhs, "2019-10-21T10:00Z", developments="Theirs.")
    assert "Confirm as well" in row_of(browser_of(shared.council), shared)


def test_the_action_page_shows_each_lead_last_confirmation(shared):
    page = browser_of(shared.council)
    address = shared.get_absolute_url()
    not_yet = "Not yet confirmed by Head of SEN or Children&#x27;s Commissioning Manager."
    assert not_yet in page.get(address).content.decode()
    confirm_unchanged_after_july(shared)
    told = "Head of SEN confirmed on 15 November; Children&#x27;s Commissioning Manager not yet."
    assert told in page.get(address).content.decode()


def confirm_unchanged_after_july(shared: Action) -> None:
    StatusUpdateFactory(action=shared, period=shared.july)
    confirm_unchanged(by=shared.council, action=shared, period=shared.october, based_on=None)


def test_simultaneous_updates_of_two_leads_are_a_conflict(shared):
    confirm_unchanged_after_july(shared)
    with pytest.raises(UpdateConflict):
        confirm_unchanged(by=shared.nhs, action=shared, period=shared.october, based_on=None)


def test_a_returned_update_waits_with_its_reason_and_cannot_be_confirmed(shared):
    update = save_update(shared, shared.council, "2019-10-21T10:00Z")
    Verdict.objects.create(
        update=update, accepted=False, words="What changed?", by=UserFactory(), at=now()
    )
    row = row_of(browser_of(shared.council), shared)
    assert "<b>Returned to you</b> by Person" in row
    assert "What changed?" in row
    assert "No change" not in row
    assert 'type="checkbox"' not in row
    assert done_by(shared.council, shared.october) == 0


def done_by(user, period) -> int:
    """How many of the actions that a round asks of a person have an answer."""
    return progress_of(asked_of(user, period.plan, period, today())).done


def test_what_waits_on_the_first_page_is_what_this_list_still_asks(sheffield, people, october):
    for name in ("lead", "nhs-lead"):
        items = asked_of(people[name], sheffield, october, today())
        waiting = waiting_for(person_in_plans(people[name], today()))
        updates = [item for item in waiting if item.kind.code in ("update", "returned")]
        assert {item.ref for item in updates} == {item.ref for item in items if not item.done}
        assert len(updates) == progress_of(items).to_go > 0


def form_of(action: Action) -> str:
    return f"/plans/{action.plan.slug}/actions/{action.ref}/update/"


def test_previous_texts_are_prefilled_and_marked_until_changed(shared):
    words = {"developments": "Done so far.", "next_steps": "To do."}
    save_update(shared, shared.council, "2019-07-20T10:00Z", period=shared.july, **words)
    client = browser_of(shared.council)
    html = client.get(form_of(shared)).content.decode()
    for box, text in words.items():
        [field] = Page(html).named(box)
        assert (field.kind, field.value) == ("textarea", text)
        assert "From July 2019, unchanged" in field.description
    assert html.count("From July 2019, unchanged") == 2  # evidence was empty, and is

    faulty = words | {"status": "", "developments": "Done now."}
    html = client.post(form_of(shared), faulty).content.decode()
    assert html.count("From July 2019, unchanged") == 1


def test_unchanged_previous_texts_are_reported_as_unchanged(shared):
    words = {"developments": "Done so far.", "next_steps": "To do."}
    save_update(shared, shared.council, "2019-07-20T10:00Z", period=shared.july, **words)
    client = browser_of(shared.council)
    client.post(form_of(shared), words | {"status": "on_track"})
    assert current_update(shared, shared.october).kind == UpdateKind.UPDATE
    assert "Text as in July 2019." in client.get(shared.get_absolute_url()).content.decode()
    client.post(
        form_of(shared),
        words
        | {
            "status": "on_track",
            "evidence": "Something new.",
            "based_on": str(current_update(shared, shared.october).pk),
        },
    )
    assert "Text as in July" not in client.get(shared.get_absolute_url()).content.decode()


def test_texts_of_this_period_are_not_marked_as_previous(shared):
    save_update(
        shared, shared.council, "2019-07-20T10:00Z", period=shared.july, developments="July’s."
    )
    save_update(shared, shared.council, "2019-10-20T10:00Z", developments="October’s.")
    html = browser_of(shared.council).get(form_of(shared)).content.decode()
    assert Page(html).value("developments") == "October’s."
    assert "unchanged" not in html


def test_a_cached_list_is_rebuilt_after_a_write(shared):
    client = browser_of(shared.council)
    StatusUpdateFactory(action=shared, period=shared.july)
    assert "0 of 1" in client.get(LIST).content.decode()
    confirm_unchanged(by=shared.nhs, action=shared, period=shared.october, based_on=None)
    assert "1 of 1" in client.get(LIST).content.decode()


def test_a_cached_list_takes_fewer_queries(db, django_assert_num_queries):
    _, client = small_plan(30)
    client.get(LIST)
    with django_assert_num_queries(7):
        client.get(LIST)


def test_an_organisation_as_lead_is_named_and_not_expected_to_answer(shared):
    alone = OrganisationFactory(code="ALONE", name="An organisation")
    ActionLead.objects.create(action=shared, order=3, organisation=alone)
    row = words(row_of(browser_of(shared.council), shared))
    assert "with Children's Commissioning Manager (not yet) and An organisation " in row
