"""The home page: what a person has to do, by role in each plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.safestring import SafeString

from actions.domain.enums import Role
from actions.domain.status_counts import Counts
from actions.extension_points import (
    HOME_PAGES,
    HOME_TASKS,
    SIGNED_OUT_SECTIONS,
    HomeTask,
    PlanPage,
)
from actions.models import Plan, ReportingPeriod
from actions.presenters.update_list import progress
from actions.rules import plan_access
from actions.selectors.periods import current_quarter, open_period
from actions.selectors.response_progress import ResponseProgress, due_words, responses_now
from actions.selectors.reviewers import updates_to_review
from actions.selectors.status_as_at import quarter_statuses
from wsoa.accounts.models import User


@dataclass(frozen=True, slots=True)
class PlanToday:
    plan: Plan
    tasks: tuple[HomeTask, ...]
    headline: str
    pages: tuple[PlanPage, ...] = ()  # of other apps


@dataclass(frozen=True, slots=True)
class _OfficerArea:
    """An area of an accountable officer, and the status of each of its actions."""

    ref: str
    title: str
    statuses: dict[int, str | None]


def home(user: User, today: date) -> tuple[PlanToday, ...]:
    """Every plan that the person can see, each with the person's tasks."""
    return tuple(_plan_today(user, plan, today) for plan in Plan.objects.seen_by(user, today))


def signed_out_sections() -> list[SafeString]:
    """The sections of other apps for visitors who are not signed in."""
    return [section() for section in SIGNED_OUT_SECTIONS]


def _plan_today(user: User, plan: Plan, today: date) -> PlanToday:
    mine = plan_access(user, plan)
    periods = list(plan.periods.all())
    now = current_quarter(periods, today)
    statuses = _statuses(plan, now)
    tasks: list[HomeTask] = []
    if mine.leads_here:
        tasks.append(_task_of_lead(user, plan, open_period(periods, today), today))
    waiting = updates_to_review(user, plan)
    if waiting is not None:
        tasks.append(_task_of_reviewer(plan, waiting))
    if mine.areas or Role.MANAGER in mine.roles:
        asked = responses_now(plan, periods, today)
        for area in sorted(plan.areas.in_bulk(mine.areas).values(), key=lambda area: area.order):
            tasks.append(
                _task_of_officer(
                    plan, _OfficerArea(area.ref, area.title, statuses[area.ref]), asked
                )
            )
        if Role.MANAGER in mine.roles:
            tasks.append(_task_of_manager(plan, asked))
    for tasks_of_app in HOME_TASKS:
        tasks.extend(tasks_of_app(user, plan, today))
    return PlanToday(plan, tuple(tasks), _headline(now, statuses), tuple(HOME_PAGES))


def _statuses(plan: Plan, now: ReportingPeriod | None) -> dict[str, dict[int, str | None]]:
    """By area: the current status of each action in the period, None where it has none."""
    stands = quarter_statuses(plan, [now.pk]) if now else {}
    known = (
        {action: by_quarter[now.pk].status for action, by_quarter in stands.items()} if now else {}
    )
    found: dict[str, dict[int, str | None]] = {
        ref: {} for ref in plan.areas.values_list("ref", flat=True)
    }
    for pk, ref in plan.actions.values_list("pk", "outcome__area__ref"):
        found[ref][pk] = known.get(pk)
    return found


def _task_of_lead(user: User, plan: Plan, period: ReportingPeriod | None, today: date) -> HomeTask:
    heading, link, href = "My updates", "Go to my updates", reverse("my-updates")
    if period is None:
        return HomeTask(heading, "No reporting round is open, so no updates are due.", link, href)
    period.plan = plan
    how_far = progress(user, period, today)
    quarter = f"{period.first_day:%B %Y}"
    if not how_far.to_go:
        words = f"You have sent all {how_far.asked} updates for {quarter}."
        return HomeTask(heading, words, link, href)
    verb = "waits" if how_far.to_go == 1 else "wait"
    words = (
        f"{how_far.to_go} of {how_far.asked} {verb} for {quarter}. They {due_words(period, today)}."
    )
    return HomeTask(heading, words, link, href, waiting=True)


def _task_of_reviewer(plan: Plan, waiting: int) -> HomeTask:
    href = reverse("review", args=[plan.slug])
    if not waiting:
        return HomeTask(
            "Updates to review", "There are no updates to review.", "See what is missing", href
        )
    words = (
        f"{waiting} update{' is' if waiting == 1 else 's are'} waiting for you to accept or return."
    )
    return HomeTask("Updates to review", words, "Review updates", href, waiting=True)


def _task_of_officer(plan: Plan, area: _OfficerArea, asked: ResponseProgress | None) -> HomeTask:
    """The areas of an accountable officer."""
    words = f"{Counts.of(area.statuses.values()).sentence}."
    if asked:
        silent = len(asked.silent & area.statuses.keys())
        words += f" {silent} of them {'has' if silent == 1 else 'have'} no response yet."
    href = f"{reverse('actions', args=[plan.slug])}?area={area.ref}"
    return HomeTask(f"Area {area.ref}: {area.title}", words, "See its actions", href)


def _task_of_manager(plan: Plan, asked: ResponseProgress | None) -> HomeTask:
    heading, link = "Who has not responded", "See who has not responded"
    href = reverse("round", args=[plan.slug])
    if asked is None:
        return HomeTask(
            heading, "No reporting round is open, so no updates are due.", "Reporting round", href
        )
    if not asked.all.silent:
        words = f"All {asked.all.asked} actions have a response for {asked.period}."
        return HomeTask(heading, words, link, href)
    words = (
        f"{asked.all.silent} of {asked.all.asked} actions have no response for {asked.period}. "
        f"Updates {asked.due}."
    )
    return HomeTask(heading, words, link, href, waiting=True)


def _headline(now: ReportingPeriod | None, statuses: dict[str, dict[int, str | None]]) -> str:
    if now is None:
        return ""
    counts = Counts.of(code for area in statuses.values() for code in area.values())
    return f"{now.first_day:%B %Y}, {counts.sentence}."
