"""Statements on an action that cannot all be true. Pure: today is an argument.

None of these is an error: each is something that the programme manager asks about before a
paper says it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from actions.domain.enums import Met, Status
from actions.domain.expected_status import expected_status
from wsoa.core.months import PlanDate

SOON = timedelta(days=30)


class ContradictionKind(Enum):
    """In the order in which they are shown: a title, and what is asked of the lead."""

    NO_EVIDENCE = ("Complete without evidence", "Ask for a link, a file, or words of what changed.")
    NOT_MET = (
        "All green, and a measure is not met",
        "Every action of the area is complete or on track, and yet this is judged not met.",
    )
    VACANT = ("The lead’s post is vacant", "Nobody is asked about these until somebody holds it.")
    UNBEGUN = ("Ends within 30 days and has not started", "Ask for a start, or for a new end date.")
    TOO_GOOD = (
        "Better than the dates allow, without a reason",
        "Ask for the reason: it is printed beside the status.",
    )

    @property
    def title(self) -> str:
        return self.value[0]

    @property
    def remark(self) -> str:
        return self.value[1]


@dataclass(frozen=True, slots=True)
class ActionFacts:
    """The facts of one action as at a day. `status` is the latest, None where there is no update.

    `shown` says whether there is evidence, in words or as an item; `judged` holds the last
    judgement of each of its measures that was judged; `vacant` the leading posts that nobody
    holds today.
    """

    ref: str
    area: str
    status: Status | None
    start: PlanDate
    end: PlanDate
    reason: str = ""
    shown: bool = False
    judged: tuple[Met, ...] = ()
    vacant: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contradiction:
    """An action whose status its dates, or what was said of it, contradict: the sentence names
    both.
    """

    kind: ContradictionKind
    ref: str
    sentence: str


def contradictions(actions: Iterable[ActionFacts], today: date) -> list[Contradiction]:
    """Every contradiction, by kind, and within a kind in the order of the actions."""
    known = list(actions)
    green = _green_areas(known)
    found = [
        contradiction
        for action in known
        for contradiction in _contradictions_of(action, action.area in green, today)
    ]
    order = list(ContradictionKind)
    return sorted(found, key=lambda contradiction: order.index(contradiction.kind))


def _green_areas(actions: Iterable[ActionFacts]) -> set[str]:
    """Areas with every action complete or on track."""
    areas: dict[str, bool] = {}
    for action in actions:
        fine = action.status in (Status.COMPLETE, Status.ON_TRACK)
        areas[action.area] = areas.get(action.area, True) and fine
    return {area for area, fine in areas.items() if fine}


def _contradictions_of(
    action: ActionFacts, all_green: bool, today: date
) -> Iterable[Contradiction]:
    status = action.status
    if status == Status.COMPLETE and not action.shown:
        yield Contradiction(
            ContradictionKind.NO_EVIDENCE, action.ref, "No evidence in words, link or file."
        )
    not_met = action.judged.count(Met.NOT_YET)
    if all_green and not_met:
        measures = "1 measure is" if not_met == 1 else f"{not_met} measures are"
        yield Contradiction(
            ContradictionKind.NOT_MET, action.ref, f"{measures} judged not yet met."
        )
    if action.vacant and status != Status.COMPLETE:
        posts = " and ".join(action.vacant)
        yield Contradiction(ContradictionKind.VACANT, action.ref, f"Nobody holds {posts} today.")
    if status is None:
        return
    if not Status(status).has_begun and action.end.month:
        last = action.end.month.last_day
        if today <= last <= today + SOON:
            yield Contradiction(ContradictionKind.UNBEGUN, action.ref, f"Ends on {last:%-d %B %Y}.")
    dates = expected_status(action.start, action.end, status, today)
    if dates.is_better and not action.reason.strip():
        yield Contradiction(ContradictionKind.TOO_GOOD, action.ref, dates.why)
