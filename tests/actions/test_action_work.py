"""Steps, waits and resources of actions."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as some

from actions.domain.dependencies import circle_through
from actions.models import Action, ActionStep
from actions.selectors.action_work import awaited_by
from actions.services import action_work as services
from governance.selectors.plan_export import export_plan
from tests.support.cast import browser_of
from tests.support.plan_editing import edited_plan
from wsoa.core.clock import today

KEYS = some.integers(0, 5)


@given(some.lists(some.tuples(KEYS, KEYS), max_size=25))
def test_actions_never_come_to_wait_for_each_other(wanted):
    edges: list[tuple[int, int]] = []
    for waiting, awaited in wanted:
        circle = circle_through(edges, waiting, awaited)
        if circle:
            known = {*edges, (waiting, awaited)}
            assert all(pair in known for pair in zip(circle, (*circle[1:], circle[0]), strict=True))
        else:
            edges.append((waiting, awaited))

    left = set(edges)
    for _ in range(len(edges)):  # what waits for nothing is taken away until nothing is left
        waiting_ones = {pair[0] for pair in left}
        left = {pair for pair in left if pair[1] in waiting_ones}
    assert left == set()


@pytest.fixture
def edited(db):
    return edited_plan(in_force=True)


def test_a_step_is_done_and_not_done_after_all_and_both_are_kept(edited):
    action, by = edited.action("1.1.1"), edited.manager
    step = services.add_step(by=by, action=action, text="Write to  schools", due=today())

    assert services.mark_step(by=by, step=step, is_done=True)
    assert not services.mark_step(by=by, step=step, is_done=True)
    assert services.mark_step(by=by, step=step, is_done=False)

    assert [mark.is_done for mark in step.marks.all()] == [True, False]
    assert ActionStep.objects.of(action).with_last_mark().get().marked_by == by.name
    with pytest.raises(services.WorkRefused, match="Enter the step"):
        services.add_step(by=by, action=action, text=" ")


def test_an_action_waits_for_another_whose_delay_it_shows(edited):
    first, second = edited.action("1.1.1"), edited.action("1.1.2")
    services.add_wait(by=edited.manager, action=first, awaited=second)
    Action.objects.filter(pk=second.pk).update(agreed_end_month="2015-03-01")

    (found,) = awaited_by(first, today())
    assert "overdue" in found.delay or "late" in found.delay.lower()
    with pytest.raises(services.WorkRefused, match=r"1\.1\.2 waits for 1\.1\.1"):
        services.add_wait(by=edited.manager, action=second, awaited=first)
    with pytest.raises(services.WorkRefused, match="another action"):
        services.add_wait(by=edited.manager, action=first, awaited=first)


def test_what_is_filled_in_is_on_the_page_and_in_the_export(edited):
    action, by = edited.action("1.1.1"), edited.manager
    browser, key = browser_of(by), [edited.plan.slug, "1.1.1"]
    assert "steps" not in export_plan(edited.plan)["actions"][0]
    late = today() - timedelta(days=3)
    due = {"due_day": late.day, "due_month": late.month, "due_year": late.year}

    browser.post(reverse("work-add-step", args=key), {"text": "Write to schools", **due})
    browser.post(reverse("work-add-wait", args=key), {"awaited": edited.action("1.1.2").pk})
    money = {"amount": "£12,000", "source": "High needs block", "agreed_by": "Schools Forum"}
    browser.post(reverse("work-add-resource", args=key), money)

    page = browser.get(reverse("action", args=key)).content.decode()
    for text in ("Write to schools", "Late.", "£12,000", "Agreed by Schools Forum"):
        assert text in page
    exported = export_plan(edited.plan)["actions"][0]
    step = {"text": "Write to schools", "due": late.isoformat(), "done": False}
    assert exported["steps"] == [step]
    assert (exported["waits_for"], exported["resources"]) == (["1.1.2"], [money])
    mark = reverse("work-mark", args=[*key, action.steps.get().pk])
    assert browser.post(mark, {"done": "yes"}, follow=True).status_code == 200
    assert "1 of 1 done" in browser.get(reverse("action", args=key)).content.decode()


def test_a_form_keeps_what_was_typed_and_says_what_is_wrong(edited):
    address = reverse("work-add-step", args=[edited.plan.slug, "1.1.1"])
    page = browser_of(edited.manager).post(address, {"text": "My step", "due_day": "40"})

    assert "My step" in page.content.decode()
    assert "Date must include a month and a year" in page.content.decode()
