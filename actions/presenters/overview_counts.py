"""The counts at the head of the overview: by group and by area, with the change since before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from actions.domain.enums import Group
from actions.domain.kinds.scale import ScaleStatus, StatusScale
from actions.domain.status_counts import Counts
from actions.models import ReportingPeriod
from actions.presenters.overview_lists import OverviewAction
from actions.templatetags import status_bars

AS_MANY = "as many"


@dataclass(frozen=True, slots=True)
class StatusCount:
    """One status of a group, and how many have it."""

    status: ScaleStatus
    count: int


@dataclass(frozen=True, slots=True)
class GroupSummary:
    """How many actions are in a group of statuses, and how many of each of its statuses."""

    label: str
    worst: bool
    count: int
    percentage: int
    before: int | None
    made_of: tuple[StatusCount, ...]


@dataclass(frozen=True, slots=True)
class AreaSummary:
    """How many actions of an area are behind, with the change since the quarter before."""

    ref: str
    title: str
    bar: SafeString
    behind: int
    total: int
    since: str


def bar_of_all(counts: Counts, scale: StatusScale, now: ReportingPeriod) -> SafeString:
    """The status bar of all actions, titled with the quarter."""
    word = "action" if counts.total == 1 else "actions"
    title = f"All {counts.total} {word} by status, {now.first_day:%B %Y}"
    return status_bars.status_bar(counts, scale, name="all", title=title)


def change_in_all(now: Counts, before: Counts) -> str:
    """The change in the number behind; only where both quarters have every status."""
    if now.without or before.without or not now.total:
        return ""
    more = now.behind - before.behind
    return f"{abs(more)} {'more' if more > 0 else 'fewer'}" if more else AS_MANY


def group_summaries(
    counts: Counts, before: Counts | None, scale: StatusScale
) -> tuple[GroupSummary, ...]:
    """The three groups; `before` are the counts of the quarter before, where there is one."""
    percentages = counts.percentages()
    return tuple(
        GroupSummary(
            label=group.label,
            worst=group is Group.BEHIND,
            count=counts.group(group),
            percentage=percentages[group],
            before=before.group(group) if before else None,
            made_of=tuple(
                StatusCount(scale.by_code[code], counts.by_status[code])
                for code in group.statuses
                if scale.has(code) or counts.by_status[code]
            ),
        )
        for group in Group
    )


def area_summaries(known: Iterable[OverviewAction], scale: StatusScale) -> tuple[AreaSummary, ...]:
    """The areas of these actions, the one with most actions behind first."""
    by_area: dict[str, list[OverviewAction]] = {}
    for action in known:
        by_area.setdefault(action.action.area, []).append(action)
    rows = [_area(ref, actions, scale) for ref, actions in by_area.items()]
    return tuple(sorted(rows, key=lambda row: (-row.behind, -row.behind / row.total)))


def _area(ref: str, actions: list[OverviewAction], scale: StatusScale) -> AreaSummary:
    counts = Counts.of(action.status for action in actions)
    before = Counts.of(action.before for action in actions)
    return AreaSummary(
        ref=ref,
        title=actions[0].action.area_title,
        bar=status_bars.status_bar(
            counts,
            scale,
            name=f"area-{ref}",
            title=f"Area {ref} by status",
            size=status_bars.SMALL,
        ),
        behind=counts.behind,
        total=counts.total,
        since=_change_in_area(counts, before),
    )


def _change_in_area(now: Counts, before: Counts) -> str:
    if now.without:
        return f"{now.with_status} of {now.total} with a status"
    if before.without:
        return "Not known"
    more = now.behind - before.behind
    return f"{abs(more)} {'more' if more > 0 else 'fewer'} behind" if more else "No change"
