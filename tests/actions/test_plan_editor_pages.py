"""The pages on which a plan is changed, and on which its changes are read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from actions.models import Action
from governance.importing.plan import load_plan
from tests.support.cast import browser_of
from tests.support.paths import ROOT
from tests.support.plan_editing import WHY, edited_plan
from wsoa.core.clock import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def edited():
    return edited_plan(in_force=True)


@pytest.fixture
def manager(edited):
    return browser_of(edited.manager)


def at(name, edited, *args):
    return reverse(name, args=[edited.plan.slug, *args])


def test_the_tree_leads_to_every_part_and_says_that_the_plan_is_in_force(edited, manager):
    page = manager.get(at("plan-editor", edited)).content.decode()

    assert "This plan is in force" in page
    for name, key in (
        ("edit-action", "1.1.1"),
        ("edit-outcome", edited.outcomes[1].pk),
        ("add-action", edited.outcomes[1].pk),
        ("edit-area", edited.outcomes[0].area_id),
        ("add-term", edited.plan.pk),
    ):
        assert at(name, edited, key) in page


def test_a_draft_asks_for_no_decision(db):
    draft = edited_plan(in_force=False)
    browser = browser_of(draft.manager)
    page = browser.get(at("edit-action", draft, "1.1.1")).content.decode()
    assert "The decision behind it" not in page

    content = {"text": "New words", "start": "June 2019", "end": "-"}
    sent = content | {"leads": f"post-{draft.post.pk}", "seen": "0"}
    answer = browser.post(at("edit-action", draft, "1.1.1"), sent)

    assert answer.status_code == 302
    assert (draft.action("1.1.1").text, draft.action("1.1.1").end_printed) == ("New words", "-")


def test_an_action_is_changed_and_the_change_is_on_its_page_and_in_the_list(edited, manager):
    content = {"text": "New words", "start": "June 2019", "leads": f"post-{edited.post.pk}"}
    page = manager.post(at("edit-action", edited, "1.1.1"), edited.form(**content), follow=True)

    shown = page.content.decode()
    assert "Action 1.1.1 was saved." in shown
    for address in (at("action", edited, "1.1.1"), at("plan-changes", edited)):
        shown = manager.get(address).content.decode()
        assert WHY in shown
        assert "Do the thing 1.1.1" in shown
        assert "June 2019" in shown


def test_a_refused_change_keeps_what_was_typed(edited, manager):
    sent = edited.form(text="My long text", start="Whenever", reason="n/a")
    page = manager.post(at("edit-action", edited, "1.1.1"), sent).content.decode()

    assert page.count("My long text") == 1
    assert "“Whenever” must be a month such as Sept 2019" in page
    assert "Enter the reason for the change. “n/a” does not say it" in page
    assert "Select at least one lead" in page


def test_an_ended_action_says_so_and_what_replaced_it(edited, manager):
    sent = edited.form(ref="1.1.3", text="What is done in its place")
    manager.post(at("replace-action", edited, "1.1.1"), sent)

    page = manager.get(at("action", edited, "1.1.1")).content.decode()
    assert "This action is no longer in the plan." in page
    assert "It was replaced by" in page
    assert at("action", edited, "1.1.3") in page
    assert "It takes the place of" in manager.get(at("action", edited, "1.1.3")).content.decode()
    assert "1.1.1" not in manager.get(at("actions", edited)).content.decode()
    assert manager.get(at("update", edited, "1.1.1")).status_code == 403
    assert manager.get(at("edit-action", edited, "1.1.1")).status_code == 404


def test_a_used_reference_is_refused_beside_its_field(edited, manager):
    sent = edited.form(ref="1.1.2", text="What is done in its place")
    page = manager.post(at("replace-action", edited, "1.1.1"), sent).content.decode()

    assert "Reference 1.1.2 is or was another one’s in this plan" in page


def test_an_action_is_split_in_the_browser(edited, manager):
    measure = edited.action("1.1.1").measures.get()
    sent = edited.form(
        ref_1="1.1.3", text_1="One", ref_2="1.1.4", text_2="Two", ref_3="", text_3="", text_4=""
    )
    sent |= {f"measure_{measure.pk}": "1"}

    assert manager.post(at("split-action", edited, "1.1.1"), sent).status_code == 302
    assert edited.refs() == ["1.1.3", "1.1.4", "1.1.2"]
    assert edited.action("1.1.4").measures.get().text == measure.text


def test_a_measure_cannot_go_with_an_action_that_was_not_entered(edited, manager):
    measure = edited.action("1.1.1").measures.get()
    sent = edited.form(ref_1="1.1.3", text_1="One", ref_2="1.1.4", text_2="Two")
    sent |= {f"measure_{measure.pk}": "2"}

    page = manager.post(at("split-action", edited, "1.1.1"), sent).content.decode()
    assert "Select an action that you have entered" in page


def test_actions_are_merged_and_moved_in_the_browser(edited, manager):
    other = str(edited.outcomes[1].pk)
    moved = manager.post(at("move-action", edited, "1.1.1"), edited.form(place=f"first-{other}"))
    assert moved.status_code == 302
    assert edited.refs() == ["1.1.2", "1.1.1"]

    sent = edited.form(others=str(edited.action("1.1.2").pk), ref="1.2.1", text="Both")
    assert manager.post(at("merge-action", edited, "1.1.1"), sent).status_code == 302
    assert edited.refs() == ["1.2.1"]


def test_a_part_is_added_and_ended_in_the_browser(edited, manager):
    sent = edited.form(term="EHC", meaning="Education, health and care")
    manager.post(at("add-term", edited, edited.plan.pk), sent)
    term = edited.plan.glossary.get()
    assert "EHC" in manager.get(at("glossary", edited)).content.decode()

    manager.post(at("end-term", edited, term.pk), edited.form())
    assert not edited.plan.glossary.exists()


def test_the_difference_is_as_at_any_day(edited, manager):
    manager.post(at("end-action", edited, "1.1.1"), edited.form())
    before = today() - timedelta(days=1)
    day = {"day_day": before.day, "day_month": before.month, "day_year": before.year}

    now = manager.get(at("plan-differences", edited)).content.decode()
    then = manager.get(at("plan-differences", edited), day).content.decode()

    assert "No longer in the plan" in now
    assert "On that day the plan was as it was approved" in then
    wrong = manager.get(at("plan-differences", edited), {"day_day": "40"}).content.decode()
    assert "Date must include a month and a year" in wrong


def test_loading_its_files_again_does_not_put_a_changed_plan_back(sheffield, people, signed_in):
    address = reverse("end-term", args=[sheffield.slug, sheffield.glossary.first().pk])
    day = {
        f"{name}_{part}": str(getattr(today(), part))
        for name in ("day", "decided_on")
        for part in ("day", "month", "year")
    }
    body = sheffield.bodies.first().pk
    sent = day | {"reason": WHY, "decider": f"body-{body}", "seen": "0"}
    count = sheffield.glossary.count()
    assert signed_in("manager").post(address, sent).status_code == 302

    load_plan(by=None, source=ROOT / "fixtures" / "sheffield_2019")

    assert sheffield.glossary.count() == count - 1
    assert Action.objects.of_plans([sheffield.pk]).count() == 89
