"""Many actions are confirmed as unchanged at once."""

from __future__ import annotations

import re
from datetime import date

import pytest

from actions.domain.enums import UpdateKind
from actions.models import Plan, ReportingPeriod, StatusUpdate
from actions.presenters.update_items import asked_of
from actions.presenters.update_list import seen_in
from actions.selectors.updates import current_update
from actions.services.bulk_confirm import confirm_many_unchanged
from actions.services.locking import UpdateRefused
from actions.services.updates import confirm_unchanged
from tests.support.html import Page, words
from tests.support.my_updates import LIST
from tests.support.small_plans import small_plan
from wsoa.core.clock import today

MANY = "/my/updates/no-change/"


@pytest.fixture
def october(sheffield: Plan) -> ReportingPeriod:
    return sheffield.periods.get(key="2019-10")


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
