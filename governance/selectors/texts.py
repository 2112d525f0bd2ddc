"""The texts of a plan by the keys that forms name them by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from actions.models import AreaCommentary, Commentary, Plan, ProgrammeCommentary, StatusUpdate
from governance.models import EasyReadSummary
from wsoa.core.row_ids import read_id

# Before the number of a commentary or an Easy Read summary; an update has its number alone.
AREA, PROGRAMME, EASY_READ = "c", "p", "e"


@dataclass(frozen=True, slots=True)
class SelectedTexts:
    """The texts that a form names."""

    updates: tuple[StatusUpdate, ...]
    commentary: tuple[Commentary, ...]
    easy_read: tuple[EasyReadSummary, ...]

    @property
    def count(self) -> int:
        return len(self.updates) + len(self.commentary) + len(self.easy_read)


def commentary_key(commentary: Commentary) -> str:
    """ "c12" for an area's commentary, "p3" for that on the programme."""
    kind = AREA if isinstance(commentary, AreaCommentary) else PROGRAMME
    return f"{kind}{commentary.pk}"


def easy_read_key(summary: EasyReadSummary) -> str:
    """ "e5"."""
    return f"{EASY_READ}{summary.pk}"


def texts_of(plan: Plan, keys: Iterable[str]) -> SelectedTexts:
    """The texts of these keys; what the plan does not have is left out."""
    wanted = list(keys)
    updates = [pk for key in wanted if (pk := read_id(key))]
    found = StatusUpdate.objects.in_periods_of(plan).of_ids(updates)
    areas = AreaCommentary.objects.current().of_plan(plan).of_ids(_numbers(wanted, AREA))
    programme = ProgrammeCommentary.objects.current().of_plan(plan)
    easy = EasyReadSummary.objects.current().of_plan(plan).of_ids(_numbers(wanted, EASY_READ))
    return SelectedTexts(
        tuple(found.select_related("action__plan")),
        (
            *programme.of_ids(_numbers(wanted, PROGRAMME)).select_related(
                "clearance", "period__plan"
            ),
            *areas.select_related("clearance", "area", "period__plan"),
        ),
        tuple(easy.select_related("area__plan", "period")),
    )


def _numbers(keys: Iterable[str], kind: str) -> list[int]:
    of_kind = (key.removeprefix(kind) for key in keys if key.startswith(kind))
    return [pk for number in of_kind if (pk := read_id(number))]
