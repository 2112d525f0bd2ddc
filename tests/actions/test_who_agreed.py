"""Who has agreed to a requested end date so far: a body or a post and its day, or nobody yet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from actions.domain.date_ledger import NewEnd
from actions.domain.enums import Slippage
from actions.models import Action, DateChange, Plan
from actions.selectors.updates import current_update
from actions.services.date_changes import NewEndRefused, ask_for_new_end
from tests.support.decisions import decided_by
from tests.support.html import Page
from wsoa.accounts.models import User
from wsoa.core.months import Month

DAY = date(2019, 11, 4)
BOARD = "Inclusion & SEND Improvement Board"
BOXES = {"agreed_on_day": "4", "agreed_on_month": "11", "agreed_on_year": "2019"}


@pytest.fixture
def action(sheffield: Plan) -> Action:
    found: Action = sheffield.actions.get(ref="6.1.2")
    return found


def request(action: Action, by: User, agreed_with: str = "", on: date | None = None) -> DateChange:
    new_end = NewEnd(Month(2020, 12), Slippage.SLIPPED, "A post is vacant.", agreed_with, on)
    return ask_for_new_end(by=by, action=action, new_end=new_end)


def code_of(plan: Plan, name: str) -> str:
    return str(decided_by(plan, name)["decider"])


def test_a_body_and_its_day_are_recorded(action: Action, people: dict[str, User]) -> None:
    change = request(action, people["manager"], code_of(action.plan, BOARD), DAY)
    assert change.agreed_with == f"{BOARD}, 4 November 2019"
    assert (change.agreed_on, change.agreeing_post) == (DAY, None)


def test_a_post_and_its_day_are_recorded(action: Action, people: dict[str, User]) -> None:
    post = action.plan.local_area.posts.get(code="SCC-HoS")
    change = request(action, people["manager"], f"post-{post.pk}", DAY)
    assert (change.agreeing_post, change.agreed_on) == (post, DAY)


def test_nobody_yet_is_recorded_as_nothing(action: Action, people: dict[str, User]) -> None:
    change = request(action, people["manager"])
    assert (change.agreed_with, change.agreed_on, change.agreeing_post) == ("", None, None)


@pytest.mark.parametrize("text", ["myself", "19", "The CCG", "n/a", "body-0", "post-x"])
def test_the_service_takes_no_free_text(action: Action, people: dict[str, User], text: str) -> None:
    with pytest.raises(NewEndRefused, match="Select the body or the post that has agreed"):
        request(action, people["manager"], text, DAY)
    assert not action.date_changes.exists()


@pytest.mark.parametrize(
    ("name", "day", "told"),
    [
        (BOARD, None, "Enter the day on which they agreed"),
        (BOARD, date(2019, 11, 16), "must be today or in the past"),
        ("", DAY, "Select the body or the post that agreed on that day"),
    ],
)
def test_a_body_has_a_day_that_can_be_one(
    action: Action, people: dict[str, User], name: str, day: date | None, told: str
) -> None:
    code = code_of(action.plan, name) if name else ""
    with pytest.raises(NewEndRefused, match=told):
        request(action, people["manager"], code, day)


@pytest.mark.parametrize("page", ["dates", "update"])
def test_both_forms_offer_bodies_and_posts_and_refuse_what_is_typed(
    action: Action, signed_in: Callable[[str], Client], page: str
) -> None:
    lead, address = signed_in("lead"), f"/plans/sheffield-2019/actions/6.1.2/{page}/"
    prefix = "new_end_" if page == "update" else ""
    code = code_of(action.plan, BOARD)
    shown = lead.get(address).content.decode()
    assert f'<option value="{code}">Inclusion &amp; SEND Improvement Board</option>' in shown
    sent: dict[str, Any] = {"to_0": "12", "to_1": "2020"}
    if page == "update":
        october = action.plan.periods.get(key="2019-10")
        update = current_update(action, october)
        assert update
        sent = {"status": "at_risk", "developments": "It waits.", "based_on": update.pk}
        sent |= {"new_end_0": "12", "new_end_1": "2020"}
    sent |= {f"{prefix}kind": "slipped", f"{prefix}reason": "A post is vacant."}
    day = {f"{prefix}{name}": value for name, value in BOXES.items()}
    refused = Page(
        lead.post(address, sent | day | {f"{prefix}agreed_with": "The CCG"}).content.decode()
    )
    assert any("“The CCG” is not in the list" in error for error in refused.errors.values())
    dayless = Page(lead.post(address, sent | {f"{prefix}agreed_with": code}))
    assert any("Enter the day on which" in error for error in dayless.errors.values())
    assert not action.date_changes.exists()
    assert lead.post(address, sent | day | {f"{prefix}agreed_with": code}).status_code == 302
    assert action.date_changes.get().agreed_with == f"{BOARD}, 4 November 2019"


def test_what_was_written_before_stays_as_a_quotation(
    action: Action, people: dict[str, User], signed_in: Callable[[str], Client]
) -> None:
    change = request(action, people["manager"])
    DateChange.objects.filter(pk=change.pk).update(agreed_with="The CCG")
    address = "/plans/sheffield-2019/actions/6.1.2/dates/"
    viewer = signed_in("viewer")
    assert (
        "Agreed with: “The CCG” (as written in the request)."
        in viewer.get(address).content.decode()
    )
    DateChange.objects.filter(pk=change.pk).update(requested_by=None)
    assert "“The CCG” (as written in the plan’s file)." in viewer.get(address).content.decode()
