"""Reports of a plan in which an action has ended: as at days before and after."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from actions.domain.plan_changes import PlanDecision
from actions.selectors.deciders import deciders
from actions.services.action_work import add_resource, add_step, add_wait, mark_step
from actions.services.plan_editor.actions import end_action
from actions.services.plan_editor.successions import NewAction, replace_action
from governance.papers.comparison.sentences import change_sentences
from governance.papers.highlight.build import build_highlight
from governance.papers.quarterly.build_publication import build_publication
from governance.papers.quarterly.text_clearance import printable_texts
from governance.services.publication_drafts import prepare_publication
from tests.support import boards
from wsoa.core.clock import today

MOVED, WORDED = "1.1.3", "5.1.1"  # the end of one was moved; the other has updates
LATER = date(2019, 12, 2)  # October is closed


@pytest.mark.django_db
def test_what_ended_is_in_reports_of_days_before_and_in_none_after(sheffield, people):
    july = sheffield.periods.quarters().get(key="2019-07")
    october = sheffield.periods.quarters().get(key="2019-10")
    before = build_publication(sheffield, october, LATER, before=None)
    texts = [text.ref for text in printable_texts(sheffield, july)]
    board = next(one for one in deciders(sheffield) if one.post is None)
    reason = "The services were joined in one."
    decision = PlanDecision(today(), reason, board.code, today())
    given = {"by": people["manager"], "decision": decision}

    end_action(**given, action=sheffield.actions.get(ref=MOVED))
    new = NewAction("5.1.99", "Review it together")
    replace_action(**given, action=sheffield.actions.get(ref=WORDED), new=new)

    after = build_publication(sheffield, october, LATER, before=before)
    refs = {action.ref for *_, action in after.actions()}
    assert refs == {action.ref for *_, action in before.actions()} - {MOVED, WORDED} | {"5.1.99"}
    assert after.counts.total == before.counts.total - 1
    said = " ".join(change_sentences(before, after).areas["1"])
    assert MOVED in said
    assert "no longer in the plan" in said
    closed = build_publication(sheffield, july, today(), before=None)
    assert {MOVED, WORDED} <= {action.ref for *_, action in closed.actions()}
    assert prepare_publication(by=people["publisher"], plan=sheffield, period=july)
    assert [text.ref for text in printable_texts(sheffield, july)] == texts
    report = build_highlight(sheffield, boards.meeting(sheffield), today())
    assert report.counts.total == after.counts.total
    yesterday = today() - timedelta(days=1)
    earlier = build_highlight(sheffield, boards.meeting(sheffield), yesterday)
    assert earlier.counts.total == before.counts.total


@pytest.mark.django_db
def test_steps_waits_and_resources_are_in_the_paper_where_filled_in(sheffield, people):
    quarters = {period.key: period for period in sheffield.periods.quarters()}
    first, second = sheffield.actions.in_plan_order()[:2]
    by, due = people["manager"], date(2019, 10, 3)
    for text in ("Ask them", "Tell them"):
        step = add_step(by=by, action=first, text=text, due=due)
    mark_step(by=by, step=step, is_done=True)
    add_wait(by=by, action=first, awaited=second)
    add_resource(by=by, action=first, amount="£12,000", source="DSG", agreed_by="Schools Forum")

    built = {
        key: {
            action.ref: action
            for *_, action in build_publication(
                sheffield, quarters[key], day, before=None
            ).actions()
        }
        for key, day in (("2019-07", today() - timedelta(days=1)), ("2019-10", LATER))
    }

    steps = "Ask them, by 3 October 2019: not done yet\nTell them, by 3 October 2019: {}"
    work = {part.title: part.text for part in built["2019-10"][first.ref].work}
    assert work == {
        "Steps": steps.format("done"),
        "Waits for": f"{second.ref} {second.title}",
        "Resources": "£12,000, DSG. Agreed by Schools Forum.",
    }
    assert built["2019-07"][first.ref].work[0].text == steps.format("not done yet"), "marked since"
    assert "work" not in built["2019-07"][second.ref].model_fields_set, "it keeps its bytes"
