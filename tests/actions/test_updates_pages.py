"""My updates and the update form, with and without HTMX."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from actions.domain.enums import UpdateKind
from actions.models import Action, Plan, StatusUpdate
from actions.selectors.updates import current_update
from tests.support.factories import PostHoldingFactory
from tests.support.html import Page
from tests.support.small_plans import small_plan

LIST = "/my/updates/"
HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/my/updates/"}


def address(ref: str, verb: str = "update") -> str:
    return f"/plans/sheffield-2019/actions/{ref}/{verb}/"


@pytest.fixture
def lead(signed_in) -> Client:
    return signed_in("lead")


@pytest.fixture
def october(sheffield: Plan):
    return sheffield.periods.get(key="2019-10")


@pytest.fixture
def action(sheffield: Plan) -> Action:
    return sheffield.actions.get(ref="6.1.2")


def update_form(action: Action, october, **words: str) -> dict[str, str]:
    standing = current_update(action, october)
    return {
        "status": "on_track",
        "developments": "The first draft is written.",
        "based_on": str(standing.pk) if standing else "",
    } | words


def test_the_list_is_sorted_worst_first_and_counts_answered_actions(lead):
    html = lead.get(LIST).content.decode()
    assert "5 of 33" in html
    groups = Page(html).sections("//h2[@class='govuk-heading-m']")
    assert [group.words for group in groups] == [
        "Returned to you: 1",
        "Late or behind: 8",
        "On track or yet to start: 19",
        "Done: 5",
    ]
    assert html.index('id="a2-3-3"') < html.index('id="a2-5-2"') < html.index('id="a2-2-1"')
    assert "Should have started in Sept 2019" in html
    assert "Ends Sept 2019 (in the plan: July 2019)" in html


def test_the_list_names_actions_that_need_no_update(lead):
    html = lead.get(LIST).content.decode()
    told = "6 of your 39 actions do not need an update: 6 not due to start yet."
    assert told in html


def test_no_change_is_one_click_and_comes_back_to_the_list(lead, action, october):
    said = lead.post(
        address("6.1.2", "no-change"),
        {"back": "list", "based_on": current_update(action, october).pk},
        follow=True,
    )
    assert said.redirect_chain == [(LIST, 302)]
    assert "6.1.2: no change recorded." in said.content.decode()
    assert current_update(action, october).kind == UpdateKind.NO_CHANGE


def test_with_htmx_no_change_returns_the_row_and_the_progress(lead, sheffield, october):
    action = sheffield.actions.get(ref="2.3.3")
    response = lead.post(
        address("2.3.3", "no-change"),
        {"based_on": current_update(action, october).pk},
        headers=HTMX,
    )
    html = response.content.decode()
    assert html.startswith('<li class="app-todo-item" id="a2-3-3">')
    assert "No change, Head of SEN, 15 Nov" in html
    assert '<div id="progress" hx-swap-oob="innerHTML"' in html
    assert "6 of 33" in html


def test_the_form_opens_under_its_row_and_closes_again(lead):
    opened = lead.get(address("2.3.3"), headers=HTMX).content.decode()
    assert opened.startswith('<li class="app-todo-item" id="a2-3-3">')
    assert "Send update" in opened
    closed = lead.get(address("2.3.3") + "?close=1", headers=HTMX).content.decode()
    assert "Send update" not in closed
    assert "No change" in closed


def test_the_same_address_is_a_full_page_without_htmx(lead):
    html = lead.get(address("2.3.3")).content.decode()
    assert "<html" in html
    assert "Send update" in html
    assert lead.get(address("2.3.3"))["Vary"].count("HX-Request") == 1


def test_every_status_is_shown_with_its_definition(lead):
    html = lead.get(address("2.3.3")).content.decode()
    for words in (
        "Action underway and on track",
        "Action underway but behind target/at risk of not completing on time",
        "Action not started and behind target to complete on time",
        "Action not yet started",
    ):
        assert words in html


def test_sending_the_form_redirects_to_the_action_with_a_message(lead, action, october):
    response = lead.post(address("6.1.2"), update_form(action, october), follow=True)
    assert response.redirect_chain == [("/plans/sheffield-2019/actions/6.1.2/", 302)]
    html = response.content.decode()
    assert "6.1.2: your update was sent." in html
    assert "The first draft is written." in html


CHOOSE = "Select the status of this action"


def test_an_error_is_in_the_summary_and_beside_its_field_and_keeps_the_input(lead, action, october):
    words = update_form(action, october, status="", developments="Words that took an hour.")
    response = lead.post(address("6.1.2"), words)
    html = response.content.decode()
    assert response.status_code == 200
    assert "Error: Update 6.1.2" in html
    page = Page(html)
    errors = [field for field, words in page.errors.items() if words == CHOOSE]
    assert len(errors) == 1
    assert page.with_id(errors[0])
    assert "Words that took an hour." in html
    assert StatusUpdate.objects.filter(developments="Words that took an hour.").count() == 0


def test_an_overlong_text_is_refused_and_kept(lead, action, october):
    novel = "long " * 40_000
    response = lead.post(address("6.1.2"), update_form(action, october, next_steps=novel))
    html = response.content.decode()
    assert "Next steps must be 20,000 characters or fewer. You entered 199999." in html
    assert novel.strip() in html
    assert "maxlength" not in html


def test_an_unknown_status_is_refused(lead, action, october):
    before = current_update(action, october)
    response = lead.post(address("6.1.2"), update_form(action, october, status="green"))
    assert "govuk-error-summary" in response.content.decode()
    assert current_update(action, october) == before


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "in place"])
def test_a_conflict_shows_both_texts_to_choose_from(lead, signed_in, action, october, headers):
    mine = update_form(action, october, developments="My words.", status="at_risk")
    signed_in("manager").post(
        address("6.1.2"), update_form(action, october, developments="Their words.")
    )
    theirs = current_update(action, october)

    told = lead.post(address("6.1.2"), mine, headers=headers)
    html = told.content.decode()

    assert told.status_code == 200
    assert "Demo programme manager saved an update to this action while you were writing" in html
    assert "Their words." in html
    page = Page(html)
    assert page.value("developments") == "My words."
    assert page.value("status") == "at_risk"
    assert "Send mine as a new update" in html
    assert current_update(action, october) == theirs
    based_on = page.value("based_on")
    assert int(based_on) == theirs.pk

    lead.post(address("6.1.2"), mine | {"based_on": based_on}, headers=headers)
    last = current_update(action, october)
    assert (last.developments, last.supersedes) == ("My words.", theirs)


def test_no_change_after_a_newer_update_is_a_conflict(lead, signed_in, action, october):
    seen = current_update(action, october).pk
    signed_in("manager").post(address("6.1.2"), update_form(action, october, status="at_risk"))
    html = lead.post(
        address("6.1.2", "no-change"), {"based_on": seen}, headers=HTMX
    ).content.decode()
    assert "Somebody else saved an update to this action" in html
    assert current_update(action, october).status == "at_risk"


@pytest.mark.parametrize("based_on", ["", "x", "999999", "-1"])
def test_a_tampered_version_field_overwrites_nothing(lead, action, october, based_on):
    before = current_update(action, october)
    response = lead.post(address("6.1.2"), update_form(action, october, based_on=based_on))
    assert response.status_code == 200
    assert current_update(action, october) == before


def test_outside_a_period_updates_are_neither_asked_nor_accepted(lead, action, settings):
    settings.WSOA_TODAY = date(2019, 12, 15)
    assert "No reporting round is open" in lead.get(LIST).content.decode()
    form = lead.get(address("6.1.2"))
    assert form.status_code == 200
    why = "October 2019 closed to updates on 30 November 2019."
    assert why in form.content.decode()
    in_place = lead.get(address("6.1.2"), headers={"HX-Request": "true"})
    assert in_place["HX-Redirect"] == address("6.1.2")
    html = lead.get("/plans/sheffield-2019/actions/6.1.2/").content.decode()
    assert f"No reporting round is open, so no update is due. {why}" in html


def test_a_form_sent_signed_out_is_restored_after_sign_in(lead, action, october, people):
    html = lead.get(address("6.1.2")).content.decode()
    note = Page(html).value("keep_for")
    words = update_form(action, october, developments="Typed before the sign-in ended.")
    lead.logout()

    away = lead.post(address("6.1.2"), words | {"keep_for": note}, headers=HTMX)
    assert away["HX-Redirect"].startswith("/accounts/login/?next=")
    lead.post(away["HX-Redirect"], {"login": "lead@demo.example", "password": "demo"})
    back = lead.get(address("6.1.2")).content.decode()

    assert "Typed before the sign-in ended." in back
    assert "We kept what you typed" in back


def test_a_lead_sees_only_the_list_of_their_own_posts(signed_in):
    html = signed_in("nhs-lead").get(LIST).content.decode()
    assert 'id="a3-1-3"' in html
    assert 'id="a2-3-3"' not in html
    assert "You send updates as Children&#x27;s Commissioning Manager." in html


def test_a_holder_of_two_posts_sees_the_actions_of_both(people, signed_in, sheffield):
    from wsoa.accounts.models import Post

    PostHoldingFactory(post=Post.objects.get(code="SCC-BAI"), user=people["lead"])
    html = signed_in("lead").get(LIST).content.decode()
    assert 'id="a7-1-5"' in html
    assert "Head of SEN, Head of Business Architecture and Infrastructure" in html


@pytest.mark.parametrize("size", [1, 3, 89])
def test_the_number_of_queries_does_not_depend_on_the_list(db, django_assert_num_queries, size):
    _, client = small_plan(size)
    client.get("/statuses/")  # what the menu counts is kept
    with django_assert_num_queries(14):
        client.get(LIST)
