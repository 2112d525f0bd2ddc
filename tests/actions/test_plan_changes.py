"""Changes of a plan taken together: the difference from the plan as it was approved."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as some

from actions.domain.plan_changes import (
    PlanChangeKind,
    PlanDecision,
    PlanPart,
    RecordedChange,
    differences,
    fault_in_decision,
    fault_in_ref,
    next_ref,
    printed_fields,
)

TODAY = date(2019, 11, 15)
LABELS = ("Text", "Start")
TEXTS = some.dictionaries(some.sampled_from(LABELS), some.sampled_from("abc"), min_size=2)


@given(some.lists(some.tuples(some.integers(0, 2), TEXTS), max_size=12), some.integers(0, 15))
def test_undoing_the_differences_gives_the_plan_as_approved(edits, after):
    approved = {key: dict.fromkeys(LABELS, "a") for key in range(3)}
    now = {key: dict(texts) for key, texts in approved.items()}
    until = TODAY + timedelta(days=after)
    changes, then = [], {key: dict(texts) for key, texts in approved.items()}
    for number, (key, texts) in enumerate(edits):
        day = TODAY + timedelta(days=number)
        fields = printed_fields(now[key], texts)
        now[key] = texts
        if day <= until:
            then[key] = texts
        kind = PlanChangeKind.CHANGED
        changes.append(RecordedChange(PlanPart.ACTION, key, f"1.1.{key}", kind, day, fields))

    undone = {key: dict(texts) for key, texts in then.items()}
    for difference in differences(changes, until):
        for field in difference.fields:
            assert undone[difference.key][field.label] == field.after != field.before
            undone[difference.key][field.label] = field.before

    assert undone == approved


def change(kind, day=TODAY, key=1):
    return RecordedChange(PlanPart.ACTION, key, f"1.1.{key}", kind, day)


def test_what_was_added_and_ended_is_no_difference_but_was_one_in_between():
    changes = [
        change(PlanChangeKind.ADDED),
        change(PlanChangeKind.ENDED, TODAY + timedelta(days=9)),
    ]

    assert differences(changes, TODAY + timedelta(days=9)) == ()
    (found,) = differences(changes, TODAY)
    assert found.kind is PlanChangeKind.ADDED


def test_what_was_split_is_no_longer_in_the_plan():
    (found,) = differences([change(PlanChangeKind.SPLIT)], TODAY)

    assert found.kind.ends


REFS = some.text("0123456789.ab-", max_size=12)


@given(some.sampled_from(["", "1", "1.2", "A"]), some.lists(REFS, max_size=8))
def test_a_suggested_reference_can_be_given(parent, taken):
    suggested = next_ref(parent, taken)

    assert suggested not in taken
    if len(suggested) <= 10:
        assert fault_in_ref(suggested, taken) == ""


@given(REFS, some.lists(REFS, max_size=8))
def test_a_reference_is_given_once_whatever_its_capitals(ref, taken):
    if not fault_in_ref(ref, taken):
        assert fault_in_ref(ref.upper(), [*taken, ref]) != ""


def decision(**given_here):
    values = {"day": TODAY, "reason": "The board merged two services.", "decider": "body-1"}
    return PlanDecision(**{**values, "decided_on": TODAY, **given_here})


def test_a_decision_has_a_day_that_has_come_and_a_reason_that_says_something():
    late, soon = TODAY + timedelta(days=1), TODAY - timedelta(days=1)

    assert fault_in_decision(decision(), TODAY, None) is None
    assert fault_in_decision(decision(day=late), TODAY, None)[0] == "day"
    assert fault_in_decision(decision(day=soon), TODAY, TODAY)[0] == "day"
    assert fault_in_decision(decision(decided_on=late), TODAY, None)[0] == "decided_on"
    assert fault_in_decision(decision(reason="n/a"), TODAY, None)[0] == "reason"
    assert fault_in_decision(decision(decider=""), TODAY, None)[0] == "decider"
