"""A plan in force with all that can come beside it, for the archive of its local area."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from actions.domain.plan_changes import PlanDecision, PlanPart
from actions.models import Plan, PlanImport
from actions.selectors.deciders import deciders
from actions.services.action_work import add_resource, add_step, add_wait, mark_step
from actions.services.plan_editor.actions import end_action
from actions.services.plan_editor.parts import add_part, end_part
from actions.services.plan_editor.successions import NewAction, merge_actions, split_action
from actions.services.plan_events import record_plan_event
from actions.services.plan_imports.answers import accept_guesses
from actions.services.plan_imports.confirm import confirm_import
from actions.services.plan_imports.reading import read_import
from actions.services.plan_imports.upload import take_pasted_text, take_plan_file
from actions.services.plan_starts import start_plan_from
from actions.services.status_key import set_status_key
from tests.support.kinds import KEY
from wsoa.accounts.models import User

FILE = (
    b"Outcome\tAction\tStart\tEnd\tLead\n"
    b"1.1 Strategy\t1.1.1 Write the strategy\tMay 2019\tJuly 2019\tJane Smith, Head of Voice\n"
)


def change_plan(plan: Plan, by: User) -> None:
    """Splits, merges and ends actions of Sheffield's plan, and adds and ends a term."""
    decision = PlanDecision(
        day=date(2019, 9, 1),
        reason="The service was reorganised in the autumn.",
        decider=deciders(plan)[0].code,
        decided_on=date(2019, 8, 20),
    )
    first, second, third = plan.actions.in_plan_order()[:3]
    parts = [NewAction("9.9.1", "The one half"), NewAction("9.9.2", "The other half")]
    split_action(by=by, action=first, parts=parts, decision=decision)
    merge_actions(
        by=by, actions=[second, third], new=NewAction("9.9.3", "Both of them"), decision=decision
    )
    end_action(by=by, action=plan.actions.get(ref="5.1.1"), decision=decision)
    texts = {"term": "ABC", "meaning": "A body of children"}
    term = add_part(by=by, part=PlanPart.TERM, parent=plan, texts=texts, decision=decision)
    end_part(by=by, part=PlanPart.TERM, row=term, decision=decision)


def work_on_plan(plan: Plan, by: User) -> None:
    """Steps with their marks, an action that waits for another one, and a resource."""
    one, other = plan.actions.in_plan_order()[4:6]
    mark_step(by=by, step=add_step(by=by, action=one, text="Ask them", due=None), is_done=True)
    add_wait(by=by, action=one, awaited=other)
    add_resource(by=by, action=one, amount="£12,000", source="High needs block")


def key_and_days(plan: Plan, by: User) -> None:
    """A key of its own, and the day of what happened to it."""
    set_status_key(by=by, plan=plan, key=KEY, reason="The board has a key of its own.")
    record_plan_event(
        by=by, plan=plan, event="report_received", day=date(2019, 1, 10), source="The letter"
    )


def other_plans(plan: Plan, by: User) -> None:
    """A plan that carries on a finding, one that a file was brought in as, and a pasted text."""
    start_plan_from(
        by=by,
        origin=plan,
        kind="app",
        title="Sheffield accelerated progress plan",
        short_title="Sheffield 2021",
        areas=[plan.areas.get(ref="5").pk],
    )
    area = plan.local_area
    brought_in = _read(
        take_plan_file(by=by, local_area=area, file=BytesIO(FILE), name="plan.txt", title="Voice")
    )
    accept_guesses(by=by, plan_import=brought_in)
    confirm_import(by=by, plan_import=brought_in)
    text = "A note at the top\n\n" + FILE.decode() + "Page 1 of 12\n"
    _read(take_pasted_text(by=by, local_area=area, text=text, title="Pasted", kind="wsoa"))


def _read(plan_import: PlanImport) -> PlanImport:
    read_import(pk=plan_import.pk)
    plan_import.refresh_from_db()
    return plan_import
