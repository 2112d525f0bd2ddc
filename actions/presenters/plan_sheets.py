"""The page with what a spreadsheet of the plan changes: what can be kept, and what cannot."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from actions.domain.plan_sheets import DifferenceKind, PlanDifference

_WHAT: Final = {DifferenceKind.ADDED: "new", DifferenceKind.GONE: "to be ended"}


@dataclass(frozen=True, slots=True)
class SheetChange:
    """A difference on the page: what it is of, and whether it is selected."""

    difference: PlanDifference
    heading: str
    note: str
    is_ticked: bool


def sheet_changes(
    found: Iterable[PlanDifference], ticked: Collection[str] | None
) -> dict[str, list[SheetChange]]:
    """What `can` be kept and what `cannot`; `ticked` is what was sent, None on a first look."""
    made: dict[str, list[SheetChange]] = {"can": [], "cannot": []}
    for difference in found:
        name = "cannot" if difference.fault else "can"
        made[name].append(_change(difference, ticked))
    return made


def _change(difference: PlanDifference, ticked: Collection[str] | None) -> SheetChange:
    is_first, code = difference.is_ticked_first, difference.code
    what = difference.column or _WHAT.get(difference.kind, "")
    heading = f"{difference.table} {difference.ref}"
    return SheetChange(
        difference,
        heading=f"{heading}, {what}" if what else heading,
        note=_note(difference),
        is_ticked=is_first if ticked is None else code in ticked,
    )


def _note(difference: PlanDifference) -> str:
    if difference.column == "End":
        return "This requests a new end date. The plan’s own stays beside it."
    if difference.kind is DifferenceKind.GONE:
        return "The file has it no more. Selected, it ends: it keeps its page and its reference."
    return ""
