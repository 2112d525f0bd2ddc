"""The changes of a plan in force: one by one, and as the difference from the plan as approved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.urls import reverse

from actions.domain.plan_changes import (
    PartDifference,
    PlanChangeKind,
    PlanPart,
    PrintedField,
    differences,
)
from actions.models import Action, ActionSuccession, DateChange, Plan, PlanChange
from wsoa.core.months import Month

CHANGES_A_PAGE = 30


@dataclass(frozen=True, slots=True)
class PlanChangeEntry:
    """One change of the plan. `href` is the page of its action, if it is of one."""

    heading: str
    href: str
    day: date
    kind: str
    fields: tuple[PrintedField, ...]
    followed: str
    reason: str
    decision: str
    recorded: str


@dataclass(frozen=True, slots=True)
class PlanChangesPage:
    """One page of the changes, the last recorded first; `earlier` and `later` number pages."""

    entries: tuple[PlanChangeEntry, ...]
    total: int
    number: int
    pages: int
    earlier: int | None
    later: int | None


def plan_changes_page(plan: Plan, number: str | None) -> PlanChangesPage:
    """The changes of a plan since it came into force. A page number that there is not gives the
    nearest page that there is.
    """
    changes = PlanChange.objects.of_plan(plan).in_force().with_people().newest_first()
    paginator = Paginator(changes, CHANGES_A_PAGE)
    page: Page[PlanChange] = paginator.get_page(number)
    return PlanChangesPage(
        entries=change_entries(plan, list(page)),
        total=paginator.count,
        number=page.number,
        pages=paginator.num_pages,
        earlier=page.next_page_number() if page.has_next() else None,
        later=page.previous_page_number() if page.has_previous() else None,
    )


def change_entries(plan: Plan, changes: list[PlanChange]) -> tuple[PlanChangeEntry, ...]:
    """The changes as entries, in their order. One query."""
    followed: dict[int, list[str]] = {}
    rows = ActionSuccession.objects.by_changes(changes)
    for row in rows:
        followed.setdefault(row.change_id, []).append(row.later.ref)
    return tuple(_entry(plan, change, followed.get(change.pk, [])) for change in changes)


def _entry(plan: Plan, change: PlanChange, followed: list[str]) -> PlanChangeEntry:
    kind = PlanChangeKind(change.kind)
    is_of_action = change.part in (PlanPart.ACTION, PlanPart.MEASURE)
    return PlanChangeEntry(
        heading=part_heading(PlanPart(change.part), change.ref),
        href=reverse("action", args=[plan.slug, change.ref]) if is_of_action else "",
        day=change.day,
        kind=kind.label,
        fields=() if kind.ends else change.fields,
        followed=_in_words(followed),
        reason=change.reason,
        decision=change.decision,
        recorded=f"{change.by.name}, {change.at:%-d %B %Y}" if change.by else "",
    )


def part_heading(part: PlanPart, ref: str) -> str:
    """ "Action 1.2.7", "Measure of action 1.2.7", "Area 4"."""
    if part is PlanPart.MEASURE:
        return f"Measure of action {ref}"
    if part is PlanPart.PLAN:
        return "Terms of the plan"
    return f"{part.capitalize()} {ref}"


def _in_words(refs: Iterable[str]) -> str:
    """ "1.1.7 and 1.1.8"."""
    *most, last = [*refs] or [""]
    return f"{', '.join(most)} and {last}" if most else last


@dataclass(frozen=True, slots=True)
class DifferenceEntry:
    """What is different of one part."""

    heading: str
    href: str
    since: date
    fields: tuple[PrintedField, ...]


@dataclass(frozen=True, slots=True)
class EndOfApprovedPlan:
    """An action whose end was moved: the plan's own, and the one agreed last."""

    ref: str
    href: str
    approved: str
    agreed: str


@dataclass(frozen=True, slots=True)
class DifferencesPage:
    """The difference of a plan on a day from the plan as it was approved."""

    day: date
    added: tuple[DifferenceEntry, ...]
    changed: tuple[DifferenceEntry, ...]
    ended: tuple[DifferenceEntry, ...]
    ends: tuple[EndOfApprovedPlan, ...]

    @property
    def is_as_approved(self) -> bool:
        """Whether nothing is different."""
        return not (self.added or self.changed or self.ended or self.ends)


def differences_page(plan: Plan, day: date) -> DifferencesPage:
    """What is different on a day, by what became of it, each in the order of its first change."""
    rows = PlanChange.objects.of_plan(plan).in_force().counting_until(day)
    found = differences((row.recorded for row in rows), day)
    added = (one for one in found if one.kind is PlanChangeKind.ADDED)
    ended = (one for one in found if one.kind.ends)
    changed = (one for one in found if one.kind is PlanChangeKind.CHANGED)
    return DifferencesPage(
        day=day,
        added=tuple(_difference(plan, one) for one in added),
        changed=tuple(_difference(plan, one) for one in changed),
        ended=tuple(_difference(plan, one) for one in ended),
        ends=_moved_ends(plan, day),
    )


def _difference(plan: Plan, found: PartDifference) -> DifferenceEntry:
    is_of_action = found.part in (PlanPart.ACTION, PlanPart.MEASURE)
    return DifferenceEntry(
        heading=part_heading(found.part, found.ref),
        href=reverse("action", args=[plan.slug, found.ref]) if is_of_action else "",
        since=found.since,
        fields=_as_it_was(found.fields) if found.kind.ends else found.fields,
    )


def _as_it_was(fields: tuple[PrintedField, ...]) -> tuple[PrintedField, ...]:
    """What a part that has ended printed in the approved plan."""
    return tuple(PrintedField(field.label, "", field.before) for field in fields)


def _moved_ends(plan: Plan, day: date) -> tuple[EndOfApprovedPlan, ...]:
    """The ends that were moved by that day, in the plan's order; of actions in force then."""
    agreed: dict[int, date] = {}
    for change in DateChange.objects.of_plan(plan).agreed_by(day):
        agreed[change.action_id] = change.to_month
    actions = Action.with_ended.of_keys(agreed).in_force_on(day).in_plan_order()
    return tuple(
        EndOfApprovedPlan(
            action.ref,
            reverse("action", args=[plan.slug, action.ref]),
            action.end_printed,
            Month.of(agreed[action.pk]).printed,
        )
        for action in actions
        if agreed[action.pk] != action.end_month
    )
