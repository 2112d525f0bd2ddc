"""Changes of a plan that is in force, and what they come to since the plan was approved. Pure.

Each change names one part of the plan, with what was printed before and after. The plan as it was
approved is the plan without them; the difference from it on a day is that of the changes until
then, taken together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from wsoa.core.reasons import fault_in_reason

NO_REASON_FOR_PLAN_CHANGE: Final = "Enter the reason for the change"
LONGEST_REF: Final = 10
_REF: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9.\-]*")


class PlanPart(StrEnum):
    """What of a plan changes."""

    AREA = "area"
    OUTCOME = "outcome"
    ACTION = "action"
    MEASURE = "measure"
    TERM = "term"
    PLAN = "plan"  # what it prints everywhere: its terms


class PlanChangeKind(StrEnum):
    """What became of it."""

    ADDED = "added"
    CHANGED = "changed"
    MOVED = "moved"
    SPLIT = "split"
    MERGED = "merged"
    REPLACED = "replaced"
    ENDED = "ended"

    @property
    def ends(self) -> bool:
        """Whether the part is no longer in the plan."""
        return self in _ENDING

    @property
    def label(self) -> str:
        """ "Split", as lists print it."""
        return self.value.capitalize()


_ENDING: Final = frozenset(
    {
        PlanChangeKind.SPLIT,
        PlanChangeKind.MERGED,
        PlanChangeKind.REPLACED,
        PlanChangeKind.ENDED,
    }
)


@dataclass(frozen=True, slots=True)
class PrintedField:
    """What one field of a part printed before a change, and after it."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PlanDecision:
    """From which day a change counts, why, and who decided it and when.

    `decider` is the code of a body or a post (`actions/selectors/deciders.py`).
    """

    day: date
    reason: str
    decider: str
    decided_on: date


@dataclass(frozen=True, slots=True)
class RecordedChange:
    """One change of one part of the plan. `key` is that of its row."""

    part: PlanPart
    key: int
    ref: str
    kind: PlanChangeKind
    day: date
    fields: tuple[PrintedField, ...] = ()


@dataclass(frozen=True, slots=True)
class PartDifference:
    """What is different of one part: added, ended, or the fields that print something else.

    `kind` is ADDED, CHANGED or one that ends the part. `since` is the day of the last change.
    """

    part: PlanPart
    key: int
    ref: str
    kind: PlanChangeKind
    since: date
    fields: tuple[PrintedField, ...] = ()


def printed_fields(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[PrintedField, ...]:
    """The fields that print something else, in the order of `after`.

    >>> printed_fields({"Text": "a", "Start": "May 2019"}, {"Text": "b", "Start": "May 2019"})
    (PrintedField(label='Text', before='a', after='b'),)
    """
    labels = dict.fromkeys([*after, *before])
    pairs = ((label, before.get(label, ""), after.get(label, "")) for label in labels)
    return tuple(PrintedField(*pair) for pair in pairs if pair[1] != pair[2])


def differences(changes: Iterable[RecordedChange], day: date) -> tuple[PartDifference, ...]:
    """What the changes that count on a day come to, by part, in the order of the first change.

    `changes` are in the order in which they were recorded. What was added and has ended since is no
    difference, nor is a field that prints what it printed at first.
    """
    by_part: dict[tuple[PlanPart, int], list[RecordedChange]] = {}
    for change in changes:
        if change.day <= day:
            by_part.setdefault((change.part, change.key), []).append(change)
    found = (_difference(of_part) for of_part in by_part.values())
    return tuple(difference for difference in found if difference is not None)


def _difference(changes: list[RecordedChange]) -> PartDifference | None:
    first, last = changes[0], changes[-1]
    is_new = first.kind is PlanChangeKind.ADDED
    if last.kind.ends and is_new:
        return None
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    for change in changes:
        for field in change.fields:
            before.setdefault(field.label, field.before)
            after[field.label] = field.after
    fields = printed_fields(before, after)
    kind = last.kind if last.kind.ends else PlanChangeKind.CHANGED
    if is_new:
        kind = PlanChangeKind.ADDED
    elif not fields and not kind.ends:
        return None
    return PartDifference(first.part, first.key, last.ref, kind, last.day, fields)


def fault_in_ref(ref: str, taken: Iterable[str]) -> str:
    """Why a reference cannot be given, as an error message; empty where it can.

    `taken` are all that the plan has or ever had: a reference is never used twice, in any spelling
    of capitals.

    >>> fault_in_ref("1.2.7", ["1.2.6"])
    ''
    >>> fault_in_ref("1.2.6", ["1.2.6"])
    'Reference 1.2.6 is or was another one’s in this plan. Enter one that was never used'
    """
    if not ref:
        return "Enter a reference, for example 1.2.7"
    if len(ref) > LONGEST_REF or not _REF.fullmatch(ref):
        return (
            f"Reference must be {LONGEST_REF} characters or fewer, of letters, numbers, full stops "
            "and hyphens, for example 1.2.7"
        )
    if ref.casefold() in {known.casefold() for known in taken}:
        return (
            f"Reference {ref} is or was another one’s in this plan. Enter one that was never used"
        )
    return ""


def next_ref(parent: str, taken: Iterable[str]) -> str:
    """The first reference below `parent` that follows all that are taken.

    >>> next_ref("1.2", ["1.2.1", "1.2.10", "1.3.4"]), next_ref("", ["1", "7"])
    ('1.2.11', '8')
    """
    start = f"{parent}." if parent else ""
    tails = (ref.removeprefix(start) for ref in taken if ref.startswith(start))
    numbers = [int(tail) for tail in tails if tail.isascii() and tail.isdecimal()]
    return f"{start}{max(numbers, default=0) + 1}"


def fault_in_decision(
    decision: PlanDecision, today: date, last: date | None
) -> tuple[str, str] | None:
    """The field with an error, and the message; None without.

    `last` is the day of the last change of the same part: changes of a part count in the order in
    which they were recorded.
    """
    if fault := fault_in_reason(decision.reason, NO_REASON_FOR_PLAN_CHANGE):
        return "reason", fault
    if not decision.decider:
        return "decider", "Select the body or the post that decided"
    if decision.decided_on > today:
        return "decided_on", "Day of the decision must be today or in the past"
    if decision.day > today:
        return "day", "Day from which it counts must be today or in the past. Record it on that day"
    if last and decision.day < last:
        return (
            "day",
            f"Day from which it counts must be {last:%-d %B %Y} or later, when this was last "
            "changed",
        )
    return None
