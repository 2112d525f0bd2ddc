"""My updates for people with many actions: selections, posts, deputies, co-leads, earlier texts."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from actions.domain.enums import UpdateKind
from actions.models import Action, ActionLead, Plan, ReportingPeriod, StatusUpdate, Verdict
from actions.presenters.update_items import asked_of
from actions.presenters.update_list import progress_of, seen_in
from actions.rules import plan_access
from actions.selectors.person_in_plans import person_in_plans
from actions.selectors.updates import current_update
from actions.selectors.waiting import waiting_for
from actions.services.bulk_confirm import confirm_many_unchanged
from actions.services.locking import UpdateRefused
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
from tests.support.small_plans import small_plan
from wsoa.accounts.models import PostHolding, User
from wsoa.core.clock import now, today

LIST = "/my/updates/"
MANY = "/my/updates/no-change/"


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
        said_at=holding,
        **words,
    )


# --- "no change" to a ticked set --------------------------------------------------------------


@pytest.fixture
def foreseen(sheffield, october) -> None:
    """2.5.2 is late, and has the forecast that "no change" then carries over."""
    updates = StatusUpdate.objects.filter(action__ref="2.5.2", period=october)
    updates.update(forecast_month=date(2020, 1, 1))


@pytest.mark.usefixtures("foreseen")
def test_selected_actions_are_confirmed_and_then_recorded(signed_in, sheffield, october):
    lead = signed_in("lead")
    asked = lead.get(MANY, {"ref": ["2.3.3", "2.5.2"]}).content.decode()
    assert "No change to 2 actions?" in asked
    seen = [field.value for field in Page(asked).named("seen")]
    assert [each.split(":")[0] for each in seen] == ["2.3.3", "2.5.2"]
    assert current_update(sheffield.actions.get(ref="2.3.3"), october).kind == UpdateKind.RECORDED

    told = lead.post(MANY, {"seen": seen}, follow=True)

    assert told.redirect_chain == [(LIST, 302)]
    assert "No change recorded of 2 actions: 2.3.3, 2.5.2." in told.content.decode()
    for ref in ("2.3.3", "2.5.2"):
        assert current_update(sheffield.actions.get(ref=ref), october).kind == UpdateKind.NO_CHANGE


def test_all_actions_on_track_can_be_confirmed_together(signed_in, people, sheffield, october):
    items = asked_of(people["lead"], sheffield, october, today())
    on_track = [item.ref for item in items if item.is_on_track]
    lead = signed_in("lead")
    html = lead.get(LIST).content.decode()
    assert f'<span id="on-track">{len(on_track)}</span>' in html
    asked = lead.get(MANY, {"all": "on-track"}).content.decode()
    seen = [field.value.partition(":")[0] for field in Page(asked).named("seen")]
    assert seen == on_track
    assert f"No change to {len(on_track)} actions?" in asked


@pytest.mark.usefixtures("foreseen")
def test_failed_confirmations_are_listed_and_the_others_are_saved(people, sheffield, october):
    first, second = (sheffield.actions.get(ref=ref) for ref in ("2.3.3", "2.5.2"))
    seen = {"2.3.3": current_update(first, october).pk, "2.5.2": current_update(second, october).pk}
    confirm_unchanged(by=people["manager"], action=first, period=october, based_on=seen["2.3.3"])

    told = confirm_many_unchanged(
        by=people["lead"],
        plan=sheffield,
        period=october,
        seen=seen | {"5.1.5": None, "9.9.9": None},
    )

    assert told.recorded == ["2.5.2"]
    assert told.refused == {
        "2.3.3": "somebody else has updated it since you opened the page. Check it again.",
        "5.1.5": "it is not one of your actions.",
        "9.9.9": "it is not one of your actions.",
    }
    assert current_update(second, october).by == people["lead"]


def test_a_selection_sent_twice_is_recorded_once(people, sheffield, october):
    action = sheffield.actions.get(ref="2.3.3")
    seen = {"2.3.3": current_update(action, october).pk}
    for _ in range(2):
        told = confirm_many_unchanged(by=people["lead"], plan=sheffield, period=october, seen=seen)
        assert told.recorded == ["2.3.3"]
    assert action.updates.filter(period=october, kind=UpdateKind.NO_CHANGE).count() == 1


def test_an_empty_selection_shows_an_error(signed_in):
    lead = signed_in("lead")
    assert "No actions selected" in lead.get(MANY).content.decode()
    told = lead.post(MANY, {"seen": [":", "x"]}, follow=True).content.decode()
    assert "no actions were selected" in told


def test_answered_and_other_people_actions_are_left_out_of_the_confirmation(signed_in):
    asked = signed_in("lead").get(MANY, {"ref": ["2.3.3", "5.1.5", "<b>"]}).content.decode()
    assert "Not included, because they do not need an update from you: 5.1.5, &lt;b&gt;." in asked
    assert "No change to 1 action?" in asked


def test_what_cannot_be_confirmed_is_named_before_the_click_and_only_that(
    signed_in, people, sheffield, october
):
    asked = asked_of(people["lead"], sheffield, october, today())
    refs = [item.ref for item in asked]
    items = [item for item in asked if item.can_confirm and not item.done]

    page = signed_in("lead").get(MANY, {"ref": refs})
    offered = {field.value.partition(":")[0] for field in Page(page.content.decode()).named("seen")}
    seen = seen_in(field.value for field in Page(page.content.decode()).named("seen"))
    told = confirm_many_unchanged(by=people["lead"], plan=sheffield, period=october, seen=seen)

    assert told.refused == {}
    named = {item.ref for item in items} - offered
    assert named == {"2.5.2"}
    for ref in named:
        assert f'href="/plans/sheffield-2019/actions/{ref}/update/"' in page.content.decode()
        action = sheffield.actions.get(ref=ref)
        standing = current_update(action, october)
        with pytest.raises(UpdateRefused):
            confirm_unchanged(
                by=people["lead"],
                action=action,
                period=october,
                based_on=standing.pk if standing else None,
            )
    assert "One action cannot be recorded as unchanged." in words(page)
    assert "when it is expected to end" in words(page)


def test_every_unanswered_row_has_a_labelled_checkbox(signed_in):
    html = signed_in("lead").get(LIST).content.decode()
    boxes = [field for field in Page(html).fields if field.kind == "checkbox"]
    assert len(boxes) == 27  # 33, without 5 that are done and one that was returned
    for box in boxes:
        assert re.fullmatch(r"Select [0-9.]+", box.label)


@pytest.mark.parametrize("size", [1, 3, 89])
def test_the_confirmation_page_has_a_constant_number_of_queries(
    db, django_assert_num_queries, size
):
    plan, client = small_plan(size)
    refs = list(plan.actions.values_list("ref", flat=True))
    client.get("/statuses/")  # what the menu counts is kept
    with django_assert_num_queries(13):
        client.get(MANY, {"ref": refs})


# --- a form that is sent twice ----------------------------------------------------------------


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


# --- posts, deputies, and posts that change hands ---------------------------------------------


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


# --- co-leads ----------------------------------------------------------------------------------


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


# --- returned ---------------------------------------------------------------------------------


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


# --- last quarter's words ---------------------------------------------------------------------


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


# --- what is kept -----------------------------------------------------------------------------


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
