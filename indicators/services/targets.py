"""Targets of an indicator, with the milestones on the way to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max

from actions.services.locking import lock_and_bump_figures
from indicators.domain.definition import NOTHING, FieldChange
from indicators.domain.enums import SetupPart, TargetKind
from indicators.domain.targets import AimByDay, trajectory_fault
from indicators.models import Indicator, Series, Target
from indicators.services.indicator_setup import SetupRefused, record_change, refuse_changed_since
from wsoa.accounts.models import User


@dataclass(frozen=True, slots=True)
class TargetContent:
    """A target as it is set: only a number has a value and milestones, only a series another
    series.
    """

    kind: TargetKind
    value: float | None = None
    by: date | None = None
    wording: str = ""
    source: str = ""
    against: Series | None = None
    milestones: tuple[AimByDay, ...] = ()


@transaction.atomic
def set_target(
    *,
    by: User,
    indicator: Indicator,
    content: TargetContent,
    target: Target | None = None,
    based_on: int | None = None,
) -> Target:
    """Adds a target to an indicator, or changes one; its history keeps what it was.

    Raises SetupRefused for a number without a value and a day, for milestones that are not before
    its day, or for a series of another indicator.
    """
    lock_and_bump_figures(indicator.plan_id)
    refuse_changed_since(indicator, based_on, by)
    _refuse_target(indicator, content)
    before = _words(target) if target else NOTHING
    last = indicator.targets.aggregate(last=Max("order"))["last"] or 0
    row = target or Target(indicator=indicator, order=last + 1)
    row.kind, row.value, row.by = content.kind, content.value, content.by
    row.words, row.source, row.against = content.wording, content.source, content.against
    steps = sorted(content.milestones, key=lambda step: step.day)
    row.trajectory = [[step.day.isoformat(), step.value] for step in steps]
    row.save()
    if target is None:
        _drop_unstated(indicator, row)
    after = _words(row)
    if before != after:
        record_change(
            by=by,
            indicator=indicator,
            part=SetupPart.TARGETS,
            summary="Changed a target" if target else "Added a target",
            details=[FieldChange("Target", before, after)],
        )
    return row


@transaction.atomic
def remove_target(*, by: User, target: Target) -> None:
    """Takes a target away; the indicator's history keeps it."""
    indicator = target.indicator
    lock_and_bump_figures(indicator.plan_id)
    record_change(
        by=by,
        indicator=indicator,
        part=SetupPart.TARGETS,
        summary="Removed a target",
        details=[FieldChange("Target", _words(target), NOTHING)],
    )
    Target.objects.filter(pk=target.pk).delete()


def _drop_unstated(indicator: Indicator, added: Target) -> None:
    """A row that says that no target is stated goes once one is."""
    if added.kind != TargetKind.UNSTATED:
        rows = indicator.targets.filter(kind=TargetKind.UNSTATED, words="")
        rows.exclude(pk=added.pk).delete()


def _refuse_target(indicator: Indicator, content: TargetContent) -> None:
    if content.kind is TargetKind.NUMBER:
        if content.value is None:
            raise SetupRefused("Enter the number to be reached", "value")
        if content.by is None:
            raise SetupRefused("Enter the day by which it is to be reached", "by")
    if content.kind is TargetKind.SERIES and content.against is None:
        raise SetupRefused("Select the series to compare with", "against")
    if content.against is not None and content.against.indicator_id != indicator.pk:
        raise SetupRefused("Select a series of this indicator", "against")
    fault = trajectory_fault(content.milestones, content.by)
    if fault:
        raise SetupRefused(fault, "by")


def _words(target: Target) -> str:
    """A target in words, with its milestones."""
    by = f" by {_day(target.by)}" if target.by else ""
    if target.kind == TargetKind.NUMBER:
        aim = f"{target.value:,.15g}{by}"
    elif target.kind == TargetKind.SERIES and target.against:
        aim = f"At least as good as “{target.against.name}”{by}"
    else:
        aim = f"{TargetKind(target.kind).label}{by}"
    worded = f" (“{target.words}”)" if target.words else ""
    source = f". Source: {target.source}" if target.source else ""
    return f"{aim}{worded}{_milestone_words(target.trajectory)}{source}"


def _milestone_words(trajectory: Sequence[Sequence[str | float]]) -> str:
    if not trajectory:
        return ""
    steps = (f"{value:,.15g} by {_day(date.fromisoformat(str(day)))}" for day, value in trajectory)
    return f"; milestones: {', '.join(steps)}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
