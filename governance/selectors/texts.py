"""The texts of a plan by the keys that forms name them by."""

from __future__ import annotations

from collections.abc import Iterable

from actions.models import AreaCommentary, Plan, StatusUpdate
from wsoa.core.row_ids import read_id

COMMENTARY = "c"  # before the number of a commentary; an update has its number alone


def texts_of(plan: Plan, keys: Iterable[str]) -> tuple[list[StatusUpdate], list[AreaCommentary]]:
    """The updates and the commentary of these keys; what the plan does not have is left out."""
    wanted = list(keys)
    updates = [pk for key in wanted if (pk := read_id(key))]
    commentary = [
        pk
        for key in wanted
        if key.startswith(COMMENTARY) and (pk := read_id(key.removeprefix(COMMENTARY)))
    ]
    found = StatusUpdate.objects.in_periods_of(plan).of_ids(updates)
    written = AreaCommentary.objects.current().of_plan(plan).of_ids(commentary)
    return (
        list(found.select_related("action__plan")),
        list(written.select_related("area__plan", "period")),
    )
