"""My updates: the actions that need a response, worst first, and those that have one."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.template.loader import get_template
from django.utils.safestring import SafeString

from actions.extension_points import MY_UPDATES_NOTES
from actions.models import Plan, ReportingPeriod
from actions.presenters.update_items import (
    UpdateItem,
    items_without_drafts,
    period_before,
    with_drafts,
)
from actions.rules import plan_access
from actions.selectors.plan_cache import cache_key, cached_for_plan, cached_rows
from wsoa.accounts.models import User
from wsoa.core.row_ids import read_id


@dataclass(slots=True)
class UpdateGroup:
    """Rendered rows under one heading."""

    title: str
    remark: str
    rows: list[SafeString] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class AnswerProgress:
    """How many of the actions that a person is asked about have an update."""

    done: int
    asked: int
    on_track: int = 0

    @property
    def to_go(self) -> int:
        return self.asked - self.done


@dataclass(frozen=True, slots=True)
class MyUpdates:
    """A person's page of a period."""

    period: ReportingPeriod
    progress: AnswerProgress
    answering_as: str
    parts: tuple[UpdateGroup, ...]
    led: int
    finished: int
    not_begun: int
    overdue: bool

    @property
    def not_asked(self) -> str:
        """The person's actions that the period does not ask about, and why."""
        why = []
        if self.finished:
            why.append(f"{self.finished} already complete")
        if self.not_begun:
            why.append(f"{self.not_begun} not due to start yet")
        if not why:
            return f"All {self.led} of your actions need an update."
        left_out = self.finished + self.not_begun
        return f"{left_out} of your {self.led} actions do not need an update: {', '.join(why)}."


@dataclass(frozen=True, slots=True)
class _SharedList:
    """The list for everybody who holds the same posts, without drafts."""

    items: tuple[UpdateItem, ...]
    led: int
    not_begun: int


def _shared_list(user: User, plan: Plan, period: ReportingPeriod, today: date) -> _SharedList:
    """The list, cached until something is written to the plan."""
    mine = plan_access(user, plan)

    def make() -> _SharedList:
        led = plan.actions.led_by(user, today)
        starts = list(led.values_list("start_month", flat=True))
        asked = list(led.due_in(period, period_before(period)))
        return _SharedList(
            items=tuple(items_without_drafts(user, plan, period, asked, today)),
            led=len(starts),
            not_begun=sum(1 for start in starts if start and start > period.first_day),
        )

    posts = (tuple(mine.posts), tuple(sorted(mine.deputy_for)))
    return cached_for_plan(plan, "my updates", period.pk, today, posts, make=make)


def progress_of(items: Collection[UpdateItem]) -> AnswerProgress:
    """A person's progress in the period."""
    return AnswerProgress(
        done=sum(1 for item in items if item.done),
        asked=len(items),
        on_track=sum(1 for item in items if item.is_on_track),
    )


def notes_for(user: User, plan: Plan, today: date) -> list[SafeString]:
    """The notes of other apps for the person."""
    return [note(user, plan, today) for note in MY_UPDATES_NOTES]


def my_updates(user: User, plan: Plan, period: ReportingPeriod, today: date) -> MyUpdates:
    """The page, from the cached list of the person's posts and the person's own drafts."""
    mine = _shared_list(user, plan, period, today)
    items = with_drafts(user, plan, mine.items)
    parts = {
        "returned": UpdateGroup("Returned to you", "Send a new update for these"),
        "behind": UpdateGroup("Late or behind", "Worst first"),
        "rest": UpdateGroup("On track or yet to start", ""),
        "others": UpdateGroup(
            "Updated by others", "Done for this reporting round. You can confirm them as well"
        ),
        "done": UpdateGroup("Done", ""),
    }
    for item, row in _rendered_rows(items).items():
        parts[_part_of(item)].rows.append(row)
    return MyUpdates(
        period=period,
        progress=progress_of(items),
        answering_as=plan_access(user, plan).label,
        parts=tuple(part for part in parts.values() if part.rows),
        led=mine.led,
        finished=mine.led - len(items) - mine.not_begun,
        not_begun=mine.not_begun,
        overdue=today > period.due,
    )


def chosen_of(
    items: list[UpdateItem], ticked: Collection[str], *, on_track: bool
) -> list[UpdateItem]:
    """The waiting items to confirm: all on track, or else the selected ones."""
    waiting = [item for item in items if item.can_confirm and not item.done]
    if on_track:
        return [item for item in waiting if item.is_on_track]
    return [item for item in waiting if item.ref in ticked]


def seen_in(sent: Iterable[str]) -> dict[str, int | None]:
    """The update that the person saw for each action: "2.3.3:412", or "2.3.3:" for none."""
    pairs = (pair.rpartition(":") for pair in sent)
    return {ref: read_id(seen) for ref, _, seen in pairs if ref}


def _part_of(item: UpdateItem) -> str:
    if item.returned:
        return "returned"
    if item.done:
        return "others" if item.confirm_too else "done"
    return "behind" if item.is_behind else "rest"


def _rendered_rows(items: list[UpdateItem]) -> dict[UpdateItem, SafeString]:
    """Rendered rows, cached by their content: only changed rows are rendered again."""
    template = get_template("actions/_todo.html")
    return cached_rows(
        {item: cache_key(item) for item in items},
        lambda missing: {item: template.render({"item": item}) for item in missing},
    )
