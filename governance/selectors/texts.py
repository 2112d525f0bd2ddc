"""The texts of a plan by the keys that forms name them by."""

from __future__ import annotations

from collections.abc import Iterable

from actions.models import AreaCommentary, Commentary, Plan, ProgrammeCommentary, StatusUpdate
from wsoa.core.row_ids import read_id

# Before the number of a commentary; an update has its number alone.
AREA, PROGRAMME = "c", "p"


def commentary_key(commentary: Commentary) -> str:
    """ "c12" for an area's commentary, "p3" for that on the programme."""
    kind = AREA if isinstance(commentary, AreaCommentary) else PROGRAMME
    return f"{kind}{commentary.pk}"


def texts_of(plan: Plan, keys: Iterable[str]) -> tuple[list[StatusUpdate], list[Commentary]]:
    """The updates and the commentary of these keys; what the plan does not have is left out."""
    wanted = list(keys)
    updates = [pk for key in wanted if (pk := read_id(key))]
    found = StatusUpdate.objects.in_periods_of(plan).of_ids(updates)
    areas = AreaCommentary.objects.current().of_plan(plan).of_ids(_numbers(wanted, AREA))
    programme = ProgrammeCommentary.objects.current().of_plan(plan)
    written: list[Commentary] = [
        *programme.of_ids(_numbers(wanted, PROGRAMME)).select_related("clearance", "period__plan"),
        *areas.select_related("clearance", "area", "period__plan"),
    ]
    return list(found.select_related("action__plan")), written


def _numbers(keys: Iterable[str], kind: str) -> list[int]:
    of_kind = (key.removeprefix(kind) for key in keys if key.startswith(kind))
    return [pk for number in of_kind if (pk := read_id(number))]
