"""Changing a plan by its services: what stays, what leaves, and what is written down."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from actions.domain.enums import Slippage
from actions.domain.plan_changes import PlanChangeKind, PlanPart
from actions.models import Action, GlossaryTerm, Measure, PlanChange
from actions.presenters.plan_changes import differences_page
from actions.services.plan_editor import actions, parts, successions
from actions.services.plan_editor.recording import PartChangedSince, PlanEditRefused
from actions.services.plan_editor.successions import NewAction
from actions.services.plan_editor.terms import change_terms
from governance.papers.quarterly.quarter_facts import actions_of
from tests.support.plan_editing import WHY, edited_plan
from wsoa.audit.models import AuditEvent
from wsoa.core.append_only import AppendOnly
from wsoa.core.clock import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return edited_plan(in_force=False)


@pytest.fixture
def edited():
    return edited_plan(in_force=True)


def test_a_draft_is_changed_without_a_decision(draft):
    changed = actions.change_action(
        by=draft.manager,
        action=draft.action("1.1.1"),
        content=draft.content("1.1.1", text="Another text", end="On-going"),
    )

    assert [field.label for field in changed] == ["Text", "End"]
    assert not PlanChange.objects.in_force().exists()
    assert differences_page(draft.plan, today()).is_as_approved


def test_a_plan_in_force_is_changed_with_a_decision_alone(edited):
    given = {"by": edited.manager, "action": edited.action("1.1.1")}
    given["content"] = edited.content("1.1.1", text="Another text")

    with pytest.raises(PlanEditRefused, match="in force"):
        actions.change_action(**given)
    for wrong in ({"reason": "n/a"}, {"decider": "post-0"}, {"day": today() + timedelta(1)}):
        with pytest.raises(PlanEditRefused):
            actions.change_action(**given, decision=edited.decision(**wrong))
    assert not PlanChange.objects.exists()
    actions.change_action(**given, decision=edited.decision())

    change = PlanChange.objects.get()
    assert (change.kind, change.reason, change.in_force) == ("changed", WHY, True)
    assert change.details == [["Text", "Do the thing 1.1.1", "Another text"]]
    assert change.decision.startswith(edited.post.title)
    assert AuditEvent.objects.get(verb="change-plan").subject == "action 1.1.1"
    with pytest.raises(AppendOnly):
        change.save()


def test_the_end_of_an_action_in_force_moves_by_the_ledger_alone(edited):
    with pytest.raises(PlanEditRefused, match="request for a new end date"):
        actions.change_action(
            by=edited.manager,
            action=edited.action("1.1.1"),
            content=edited.content("1.1.1", end="Feb 2020"),
            decision=edited.decision(),
        )


def test_a_change_since_the_page_was_opened_is_not_written_over(edited):
    action = edited.action("1.1.1")
    given = {"by": edited.manager, "action": action, "decision": edited.decision()}
    actions.change_action(**given, content=edited.content("1.1.1", text="One"), seen=0)

    with pytest.raises(PartChangedSince):
        actions.change_action(**given, content=edited.content("1.1.1", text="Two"), seen=0)
    assert edited.action("1.1.1").text == "One"


def test_what_ends_leaves_the_plan_and_keeps_its_row_and_reference(edited):
    given = {"by": edited.manager, "decision": edited.decision()}
    actions.end_action(**given, action=edited.action("1.1.1"))

    assert edited.refs() == ["1.1.2"]
    assert edited.action("1.1.1").ended_on == today()
    content = edited.content("1.1.1")
    with pytest.raises(PlanEditRefused, match="never used"):
        actions.add_action(**given, outcome=edited.outcomes[1], ref="1.1.1", content=content)
    with pytest.raises(PlanEditRefused, match="ended already"):
        actions.end_action(**given, action=edited.action("1.1.1"))
    before = today() - timedelta(days=1)
    assert [action.ref for action in actions_of(edited.plan, before)] == ["1.1.1", "1.1.2"]
    assert [action.ref for action in actions_of(edited.plan, today())] == ["1.1.2"]
    assert not edited.manager.has_perm("actions.update_action", edited.action("1.1.1"))


def test_an_action_does_not_end_while_an_end_date_waits(edited):
    action = edited.action("1.1.1")
    action.date_changes.create(
        from_month="2019-12-01",
        to_month="2020-02-01",
        kind=Slippage.SLIPPED,
        reason=WHY,
        requested_at="2019-11-01T12:00Z",
    )

    with pytest.raises(PlanEditRefused, match="Decide on it first"):
        actions.end_action(by=edited.manager, action=action, decision=edited.decision())


def test_from_a_draft_it_is_removed_and_its_reference_is_free(draft):
    content = draft.content("1.1.1")
    actions.end_action(by=draft.manager, action=draft.action("1.1.1"))

    assert not Action.with_ended.filter(ref="1.1.1", plan=draft.plan).exists()
    given = {"by": draft.manager, "outcome": draft.outcomes[0], "content": content}
    actions.add_action(**given, ref="1.1.1")
    assert draft.refs() == ["1.1.2", "1.1.1"]


def test_a_split_action_gives_its_measures_and_is_followed(edited):
    action = edited.action("1.1.1")
    extra = Measure.objects.create(action=action, order=2, text="Another measure")

    later = successions.split_action(
        by=edited.manager,
        action=action,
        parts=[NewAction("1.1.3", "The first half"), NewAction("1.1.4", "The second half")],
        measures={extra.pk: 1},
        decision=edited.decision(),
    )

    assert edited.refs() == ["1.1.3", "1.1.4", "1.1.2"]
    texts = [[row.text for row in part.measures.all()] for part in later]
    assert texts == [["Measure of 1.1.1"], ["Another measure"]]
    assert [row.later.ref for row in action.followed_by.all()] == ["1.1.3", "1.1.4"]
    assert later[0].leads_printed == edited.post.code
    found = differences_page(edited.plan, today())
    assert [entry.heading for entry in found.ended] == ["Action 1.1.1"]
    assert len(found.added) == 2


def test_merged_actions_pass_on_the_latest_end_and_every_measure(edited):
    Action.objects.filter(ref="1.1.2").update(end_month="2020-03-01", end_printed="March 2020")

    later = successions.merge_actions(
        by=edited.manager,
        actions=[edited.action("1.1.1"), edited.action("1.1.2")],
        new=NewAction("1.1.3", "Both"),
        decision=edited.decision(),
    )

    assert edited.refs() == ["1.1.3"]
    assert (later.start_printed, later.end_printed) == ("May 2019", "March 2020")
    assert later.measures.count() == 2
    assert {row.earlier.ref for row in later.follows.all()} == {"1.1.1", "1.1.2"}


def test_an_action_moves_to_another_outcome_and_keeps_its_reference(edited):
    given = {"by": edited.manager, "decision": edited.decision()}
    first, second = edited.outcomes

    change = actions.move_action(**given, action=edited.action("1.1.1"), outcome=second, after=None)

    assert edited.refs() == ["1.1.2", "1.1.1"]
    assert change.details[0] == ["Outcome", str(first), str(second)]
    again = {"action": edited.action("1.1.1"), "outcome": second, "after": None}
    assert actions.move_action(**given, **again) is None


TEXTS = {
    PlanPart.AREA: {"title": "Title", "finding": "Finding"},
    PlanPart.OUTCOME: {"title": "Title", "description": "What will be"},
    PlanPart.MEASURE: {"text": "What is measured"},
    PlanPart.TERM: {"term": "EHC", "meaning": "Education, health and care", "note": ""},
}


@pytest.mark.parametrize("part", TEXTS)
def test_a_part_is_added_changed_moved_and_ended(part, edited):
    parents = {PlanPart.OUTCOME: edited.outcomes[0].area, PlanPart.MEASURE: edited.action("1.1.1")}
    texts, given = TEXTS[part], {"by": edited.manager, "part": part}
    given["decision"] = edited.decision()
    row = parts.add_part(**given, parent=parents.get(part, edited.plan), texts=texts, ref="9")
    second = texts | {"term": "SEN"}
    parts.add_part(**given, parent=parents.get(part, edited.plan), texts=second, ref="8")
    first = next(iter(texts))

    parts.change_part(**given, row=row, texts=texts | {first: "Otherwise"})
    assert getattr(type(row).objects.get(pk=row.pk), first) == "Otherwise"
    others = list(parts.in_force_beside(part, row))
    assert parts.move_part(**given, row=row, after=others[-1]).kind == PlanChangeKind.MOVED
    assert list(parts.in_force_beside(part, row))[-1] == row
    parts.end_part(**given, row=row)

    assert not type(row).objects.filter(pk=row.pk).exists()
    assert type(row).with_ended.get(pk=row.pk).ended_on == today()
    kinds = PlanChange.objects.of_part(part, row.pk).values_list("kind", flat=True)
    assert list(kinds) == ["added", "changed", "moved", "ended"]


def test_an_outcome_with_actions_does_not_end_nor_an_area_with_outcomes(edited):
    given = {"by": edited.manager, "decision": edited.decision()}
    outcome = edited.outcomes[0]

    with pytest.raises(PlanEditRefused, match=r"such as 1\.1\.1"):
        parts.end_part(**given, part=PlanPart.OUTCOME, row=outcome)
    with pytest.raises(PlanEditRefused, match=r"such as 1\.1"):
        parts.end_part(**given, part=PlanPart.AREA, row=outcome.area)


def test_a_term_has_one_meaning_and_an_ended_one_can_come_again(edited):
    given = {"by": edited.manager, "part": PlanPart.TERM, "decision": edited.decision()}
    add = {"parent": edited.plan, "texts": TEXTS[PlanPart.TERM]}
    row = parts.add_part(**given, **add)

    with pytest.raises(PlanEditRefused, match="already"):
        parts.add_part(**given, **add)
    parts.end_part(**given, row=row)
    parts.add_part(**given, **add)
    assert GlossaryTerm.objects.filter(plan=edited.plan).count() == 1


@pytest.mark.parametrize("seed", range(3))
def test_whatever_happens_no_reference_is_used_twice_and_the_differences_hold(seed, edited):
    """Random changes: every reference that ever was is one action's, for ever."""
    chance = random.Random(seed)
    approved = {action.pk: action.text for action in edited.plan.actions.all()}
    owners = {action.ref: action.pk for action in edited.plan.actions.all()}
    for step in range(12):
        _change_somehow(edited, chance, step)
        for ref, pk in Action.with_ended.of_plans([edited.plan.pk]).values_list("ref", "pk"):
            assert owners.setdefault(ref, pk) == pk
        now = set(edited.plan.actions.values_list("pk", flat=True))
        found = differences_page(edited.plan, today())
        added = {e.heading for e in found.added if e.heading.startswith("Action")}
        ended = {e.heading for e in found.ended if e.heading.startswith("Action")}
        assert len(added) == len(now - set(approved))
        assert len(ended) == len(set(approved) - now)


def _change_somehow(edited, chance, step):
    here = edited.refs()
    refs = [f"1.1.{chance.randrange(1, 12)}" for _ in range(2)]
    given = {"by": edited.manager, "decision": edited.decision()}
    new = [NewAction(ref, f"Text {step}") for ref in refs]
    action = edited.action(chance.choice(here)) if here else None
    content = edited.content("1.1.1", text=f"Text {step}")
    try:
        match chance.choice(["add", "end", "split", "replace", "merge"]) if action else "add":
            case "add":
                outcome = edited.outcomes[step % 2]
                actions.add_action(**given, outcome=outcome, ref=refs[0], content=content)
            case "end":
                actions.end_action(**given, action=action)
            case "split":
                successions.split_action(**given, action=action, parts=new)
            case "replace":
                successions.replace_action(**given, action=action, new=new[0])
            case "merge":
                both = [action, edited.action(here[0])]
                successions.merge_actions(**given, actions=both, new=new[0])
    except PlanEditRefused:
        pass


def test_the_terms_of_a_plan_in_force_are_changed_with_a_decision(edited):
    terms = {"areas": "priority  areas", "area": "", "measures": "", "judgement": ""}
    given = {"by": edited.manager, "plan": edited.plan, "terms": terms}
    usual = edited.plan.kind_of_plan.terms.areas
    with pytest.raises(PlanEditRefused, match="in force"):
        change_terms(**given)
    with pytest.raises(PlanEditRefused, match="80 characters or fewer"):
        change_terms(**given | {"terms": {"area": "a" * 81}}, decision=edited.decision())

    change_terms(**given, decision=edited.decision())

    edited.plan.refresh_from_db()
    assert edited.plan.terms == {"areas": "priority areas"}
    assert edited.plan.printed_terms.measures == edited.plan.kind_of_plan.terms.measures
    change = PlanChange.objects.get()
    assert change.details == [["Several areas", usual, "priority areas"]]
    assert change_terms(**given, decision=edited.decision()) == (), "it prints them already"
    with pytest.raises(PartChangedSince):
        change_terms(**given | {"terms": {}}, decision=edited.decision(), seen=change.pk - 1)
    [entry] = differences_page(edited.plan, today()).changed
    assert (entry.heading, entry.href) == ("Terms of the plan", "")
    change_terms(**given | {"terms": {}}, decision=edited.decision())
    assert differences_page(edited.plan, today()).is_as_approved
