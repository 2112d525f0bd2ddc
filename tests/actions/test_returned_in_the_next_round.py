"""A returned update keeps its place and its reason when the next round opens."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.domain.enums import Status
from actions.domain.quarter_status import StatusEntry, is_complete
from actions.models import Action, Plan, ReportingPeriod, StatusUpdate, Verdict
from actions.presenters.update_items import asked_of
from actions.presenters.update_list import my_updates
from actions.selectors.periods import quarter_before
from actions.selectors.person_in_plans import person_in_plans
from actions.selectors.plan_counts import count_plans
from actions.selectors.response_progress import responses_in
from actions.selectors.updates import current_update
from actions.selectors.waiting_actions import updates_to_send
from actions.services.updates import UpdateContent, submit_update
from tests.support.factories import (
    ActionFactory,
    AreaFactory,
    OutcomeFactory,
    PlanFactory,
    PostFactory,
    PostHoldingFactory,
    StatusUpdateFactory,
    UserFactory,
)
from tests.support.html import Page, words
from tests.support.small_plans import period, quarters
from wsoa.accounts.models import User
from wsoa.core.clock import now, today

IN_JANUARY = date(2020, 1, 15)
REASON = "Please say what is different for young people after 16"


@pytest.fixture
def january(sheffield: Plan, settings) -> ReportingPeriod:
    settings.WSOA_TODAY = IN_JANUARY
    found = sheffield.periods.open_on(today()).last()
    assert found.key == "2020-01"
    found.plan = sheffield
    return found


def test_it_is_first_on_the_first_page_with_its_reason(
    people, sheffield, january, returned
) -> None:
    items = list(updates_to_send(person_in_plans(people["lead"], today())))
    [item] = [item for item in items if item.ref == returned.action.ref]
    assert (item.kind.code, item.subject) == ("returned", returned.pk)
    assert item.detail.startswith("Returned the update for October 2019: “Thank you.")
    assert REASON in item.detail


def test_it_keeps_its_place_in_my_updates(signed_in, people, sheffield, january, returned) -> None:
    mine = my_updates(people["lead"], sheffield, january, today())
    assert mine.parts[0].title == "Returned to you"
    [item] = [
        item for item in asked_of(people["lead"], sheffield, january, today()) if item.returned
    ]
    assert (item.ref, item.returned.period) == (returned.action.ref, "October 2019")
    assert not item.can_confirm
    html = signed_in("lead").get("/my/updates/").content.decode()
    assert REASON in html


def test_the_form_and_the_page_of_the_action_say_why(signed_in, january, returned) -> None:
    client, path = signed_in("lead"), returned.action.get_absolute_url()
    for page in (f"{path}update/", path):
        text = words(client.get(page))
        assert "the update for October 2019, which has not been sent again" in text, page
        assert REASON in text
    assert "No change" not in Page(client.get(f"{path}update/").content.decode()).buttons
    assert "Send an update for January 2020 in response" in words(client.get(path))


def test_a_new_update_ends_it(signed_in, people, sheffield, january, returned) -> None:
    submit_update(
        by=people["lead"],
        action=returned.action,
        period=january,
        words=UpdateContent(Status.AT_RISK, developments="Two people have started work."),
        based_on=None,
    )
    person = person_in_plans(people["lead"], today())
    refs = {item.ref for item in updates_to_send(person) if item.kind.code == "returned"}
    assert returned.action.ref not in refs
    for page in ("/my/updates/", f"{returned.action.get_absolute_url()}update/"):
        assert REASON not in signed_in("lead").get(page).content.decode()


def test_the_reviewers_see_that_it_was_not_sent_again(signed_in, january, returned) -> None:
    page = Page(signed_in("manager").get("/plans/sheffield-2019/review/").content.decode())
    table = page.table("Actions with no response for January 2020")
    [row] = [cells for cells in table.cells if cells[0].startswith(f"{returned.action.ref} ")]
    assert row[-1] == "Returned, not sent again"


# --- "complete", returned ------------------------------------------------------------------------


@pytest.fixture
def complete_and_returned(db: None, settings) -> tuple[Action, User]:
    """The lead reported an action as complete, the officer returned it, and the quarter closed."""
    settings.WSOA_TODAY = IN_JANUARY
    plan = quarters(PlanFactory())
    post = PostFactory()
    action = ActionFactory(outcome=OutcomeFactory(area=AreaFactory(plan=plan)), led_by=[post])
    lead = PostHoldingFactory(post=post).user
    update = StatusUpdateFactory(
        action=action, period=period(plan, "2019-10"), status="complete", by=lead, post=post
    )
    Verdict.objects.create(
        update=update, accepted=False, words="Show it.", by=UserFactory(), at=now()
    )
    return action, lead


def test_an_action_returned_as_complete_is_asked_about_again(complete_and_returned) -> None:
    """Every reader of "who owes an update" agrees; it was asked about never again."""
    action, lead = complete_and_returned
    plan, day = action.plan, today()
    periods = list(plan.periods.all())
    january = period(plan, "2020-01")
    due = plan.actions.due_in(january, quarter_before(january, periods))
    assert list(due) == [action]
    assert responses_in(january, plan, periods, day).silent == {action.pk}
    assert count_plans([plan.pk], day)[plan.pk].silent == 1
    [item] = updates_to_send(person_in_plans(lead, day))
    assert item.detail == "Returned the update for October 2019: “Show it.”"


def test_an_accepted_complete_action_is_not(complete_and_returned) -> None:
    action, lead = complete_and_returned
    Verdict.objects.update(accepted=True)
    january = period(action.plan, "2020-01")
    before = quarter_before(january, list(action.plan.periods.all()))
    assert not action.plan.actions.due_in(january, before).exists()
    assert list(updates_to_send(person_in_plans(lead, today()))) == []
    assert current_update(action, january) is None
    assert StatusUpdate.objects.still_returned().about([action]).count() == 0


@given(accepted=st.sampled_from([True, None, False]), recorded=st.booleans())
def test_a_returned_update_never_leaves_its_action_complete(
    accepted: bool | None, recorded: bool
) -> None:
    entry = StatusEntry(1, 1, 1, "complete", False, accepted, replaced=False, recorded=recorded)
    assert is_complete([entry]) == (accepted is not False)
    assert not is_complete([])
