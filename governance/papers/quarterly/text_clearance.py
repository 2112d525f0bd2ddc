"""The update texts that a publication would print, and which of them are cleared.

A lead's text can contain a child's story. No text is published before the publisher has read and
cleared it. Texts that are not cleared, or left out, are not in the document at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.timezone import localtime

from actions.models import Action, Plan, ReportingPeriod, StatusUpdate
from governance.models import Clearance
from governance.papers.quarterly.commentary_clearance import (
    commentary_to_clear,
    undecided_commentary,
)
from governance.papers.quarterly.easy_read import easy_read_to_clear, undecided_easy_read
from governance.papers.quarterly.quarter_updates import (
    ActionInQuarter,
    UpdatesByQuarter,
    updates_by_quarter,
    updates_of_quarters,
)
from wsoa.core.clock import today

REASON_KEPT_BACK = "A reason was given, and is not published."


@dataclass(frozen=True, slots=True)
class PrintableText:
    """One update's text as it would be printed. `cleared` is None if that is undecided."""

    update: StatusUpdate
    area: str
    ref: str
    quarter: str
    parts: tuple[tuple[str, str], ...]  # heading and text; parts without text are not among them
    cleared: bool | None
    why: str  # it is left out


def printable_texts(plan: Plan, period: ReportingPeriod) -> tuple[PrintableText, ...]:
    """The texts that the update of the period would print, in the plan's order.

    These are the texts of the quarter, and the reasons beside statuses of all quarters so far.
    """
    updates = updates_by_quarter(plan, period, plan.periods.quarters())
    decided = {
        clearance.update_id: clearance
        for clearance in Clearance.objects.filter(update__period__plan=plan)
    }
    in_force = Action.with_ended.of_plans([plan.pk]).in_force_on(min(today(), period.closes))
    places = in_force.in_plan_order().values_list("pk", "ref", "outcome__area__ref")
    return tuple(
        _printable_text(update, area, ref, quarter, decided.get(update.pk), worded)
        for pk, ref, area in places
        for update, quarter, worded in _printed(updates.get(pk, {}), period)
    )


def undecided(texts: Iterable[PrintableText]) -> tuple[PrintableText, ...]:
    """The texts without a decision on clearance."""
    return tuple(text for text in texts if text.cleared is None)


@dataclass(frozen=True, slots=True)
class UndecidedTexts:
    """How many texts of a quarter nobody has decided on, and since when the first one waits."""

    count: int
    since: date


def texts_to_clear(periods: Sequence[ReportingPeriod]) -> dict[int, UndecidedTexts]:
    """By quarter: its `undecided` texts, commentary and Easy Read among them; quarters without any
    are left out.

    Eight queries for quarters of any number of plans.
    """
    if not periods:
        return {}
    of_plan = {period.plan_id: period for period in periods}
    quarters = ReportingPeriod.objects.quarters().of_plans(of_plan)
    keys = {
        pk: key
        for pk, key, plan, first_day in quarters.values_list("pk", "key", "plan", "first_day")
        if first_day <= of_plan[plan].first_day
    }
    updates_by_quarter = updates_of_quarters(keys, StatusUpdate.objects.all())
    decided = Clearance.objects.filter(update__action__plan__in=list(of_plan))
    known = set(decided.values_list("update", flat=True))
    found: dict[int, dict[tuple[str, int], date]] = {}
    for of_action in updates_by_quarter.values():
        plan = next(iter(of_action.values())).counts.period.plan_id
        for update, _quarter, _worded in _printed(of_action, of_plan[plan]):
            if update.pk not in known:
                waiting = found.setdefault(of_plan[plan].pk, {})
                waiting["update", update.pk] = localtime(update.recorded_at).date()
    for item in undecided_commentary(commentary_to_clear(*periods)):
        waiting = found.setdefault(item.commentary.period_id, {})
        written = item.commentary
        waiting[type(written).__name__, written.pk] = localtime(written.at).date()
    for easy in undecided_easy_read(easy_read_to_clear(*periods)):
        waiting = found.setdefault(easy.summary.period_id, {})
        waiting["EasyReadSummary", easy.summary.pk] = localtime(easy.summary.at).date()
    return {
        period: UndecidedTexts(len(waiting), min(waiting.values()))
        for period, waiting in found.items()
    }


def cleared_updates(plan: Plan) -> frozenset[int]:
    """The updates of a plan whose text may be published."""
    cleared = Clearance.objects.filter(update__period__plan=plan, cleared=True)
    return frozenset(cleared.values_list("update", flat=True))


def only_cleared(updates: UpdatesByQuarter, cleared: frozenset[int]) -> UpdatesByQuarter:
    """The updates without texts that are not cleared; statuses and dates stay."""
    return {
        action: {key: _cleared(in_quarter, cleared) for key, in_quarter in quarters.items()}
        for action, quarters in updates.items()
    }


def _cleared(in_quarter: ActionInQuarter, cleared: frozenset[int]) -> ActionInQuarter:
    if in_quarter.carried:  # nothing of it is printed but its status
        return in_quarter
    if in_quarter.entry.reason and in_quarter.counts.pk not in cleared:
        in_quarter = replace(in_quarter, entry=replace(in_quarter.entry, reason=REASON_KEPT_BACK))
    if in_quarter.worded and in_quarter.worded.pk not in cleared:
        in_quarter = replace(in_quarter, worded=None, kept_back=True)
    return in_quarter


def _printed(
    by_quarter: dict[str, ActionInQuarter], period: ReportingPeriod
) -> Iterable[tuple[StatusUpdate, str, bool]]:
    """Updates with the quarter's key, and whether their text is printed or just the reason."""
    own = ((key, quarter) for key, quarter in by_quarter.items() if not quarter.carried)
    for key, in_quarter in sorted(own, key=lambda of_key: of_key[0]):
        worded = in_quarter.worded if key == period.key else None
        if worded:
            yield worded, key, True
        if in_quarter.entry.reason and in_quarter.counts != worded:
            yield in_quarter.counts, key, False


def _printable_text(
    update: StatusUpdate,
    area: str,
    ref: str,
    quarter: str,
    decided: Clearance | None,
    worded: bool,
) -> PrintableText:
    texts = [(written.title, written.text) for written in update.texts] if worded else []
    parts = (*texts, ("Reason", update.reason))
    return PrintableText(
        update=update,
        area=area,
        ref=ref,
        quarter=quarter,
        parts=tuple((title, text) for title, text in parts if text),
        cleared=decided.cleared if decided else None,
        why=decided.reason if decided else "",
    )
