"""The last page of another version of a plan: each difference, to select or to leave."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from actions.domain.plan_import.difference import ChangeKind, FileDifference
from actions.domain.plan_import.fields import COMPARED
from actions.models import PlanImport

_ORDER = (ChangeKind.CONFLICT, ChangeKind.CHANGED, ChangeKind.ADDED, ChangeKind.GONE)
_REMARKS = {
    ChangeKind.ADDED: "Actions that the plan does not have",
    ChangeKind.CHANGED: "What is here is as it was loaded, and the file has something else",
    ChangeKind.CONFLICT: "Somebody changed it here, and the file has something else again",
    ChangeKind.GONE: "Selected ones end: each keeps its page and its reference, and leaves lists",
}


@dataclass(frozen=True, slots=True)
class DifferenceItem:
    """A difference on the page."""

    change: FileDifference
    title: str
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class DifferenceGroup:
    """The differences of one kind."""

    code: str
    label: str
    remark: str
    items: tuple[DifferenceItem, ...]


@dataclass(frozen=True, slots=True)
class VersionPage:
    """Every difference, grouped; how many guesses are not answered."""

    groups: tuple[DifferenceGroup, ...]
    count: int
    waiting: int


def version_page(
    plan_import: PlanImport, changes: list[FileDifference], ticked: Iterable[str] | None
) -> VersionPage:
    """The differences; `ticked` are those that a person has just sent, None on a first look."""
    chosen = None if ticked is None else set(ticked)
    groups = []
    for kind in _ORDER:
        items = tuple(_item(change, chosen) for change in changes if change.kind is kind)
        if items:
            groups.append(DifferenceGroup(kind.code, kind.label, _REMARKS[kind], items))
    waiting = plan_import.guesses.unanswered().count()
    return VersionPage(tuple(groups), len(changes), waiting)


def _item(change: FileDifference, chosen: set[str] | None) -> DifferenceItem:
    title = COMPARED[change.field].capitalize() if change.field else "Action"
    is_ticked = change.is_ticked_first if chosen is None else change.key in chosen
    return DifferenceItem(change, title, is_ticked)
