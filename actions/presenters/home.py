"""The first page: what waits for a person, then how their plans stand."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString

from actions.domain.status_counts import Counts
from actions.extension_points import HOME_PAGES, SIGNED_OUT_SECTIONS, PlanPage
from actions.models import Plan, ReportingPeriod
from actions.presenters.waiting_list import WaitingList, waiting_list
from actions.selectors.kept_between_rounds import KeptForNextRound, kept_for_next_round
from actions.selectors.periods import name_of, open_period
from actions.selectors.person_in_plans import PersonInPlans
from actions.selectors.person_roles import areas_to_begin
from actions.selectors.plan_cache import cached_for_plan
from actions.selectors.plan_periods import periods_of
from actions.selectors.response_progress import ResponseProgress, responses_now
from actions.selectors.status_as_at import CurrentStatuses, current_statuses
from actions.selectors.waiting import (
    COUNTED_AT_ONCE,
    counts_by_plan,
    keep_menu_counts,
    waiting_for,
)


@dataclass(frozen=True, slots=True)
class AwaitedFromOthers:
    """What others owe in a plan, in a sentence with a link."""

    sentence: str
    link: str
    href: str


@dataclass(frozen=True, slots=True)
class ComingDay:
    """A day of the plan that is near, and what is due on it."""

    on: date
    event: str


@dataclass(frozen=True, slots=True)
class PlanToday:
    """How one plan stands: its count sentence, what others owe, its next days, its pages."""

    plan: Plan
    title: str
    headline: str
    awaited: tuple[AwaitedFromOthers, ...]
    coming: tuple[ComingDay, ...]
    pages: tuple[PlanPage, ...]  # of other apps
    takes_updates: bool  # a reporting round is open


@dataclass(frozen=True, slots=True)
class AreaToBegin:
    """A local area without a plan, to whoever administers it. `href` begins the import."""

    name: str
    slug: str
    href: str
    people: str


@dataclass(frozen=True, slots=True)
class Home:
    """The first page. `plans` is empty for people in many plans: the portfolio shows theirs."""

    waiting: WaitingList
    plans: tuple[PlanToday, ...]
    many: int  # plans that the person sees
    kept: tuple[KeptForNextRound, ...] = ()
    to_begin: tuple[AreaToBegin, ...] = ()


@dataclass(frozen=True, slots=True)
class _OfficerArea:
    """An area of an accountable officer, and the status of each of its actions."""

    ref: str
    title: str
    statuses: dict[int, str | None]


def home(person: PersonInPlans, asked: QueryDict) -> Home:
    """What waits for the person, by the filters in the query string, and how the plans stand."""
    items = waiting_for(person)
    plans = list(person.plans.values())
    totals = counts_by_plan(items, person.day)
    keep_menu_counts(person, plans[0] if plans else None, totals)
    counted = plans if len(plans) <= COUNTED_AT_ONCE else []
    shown = tuple(_plan_today(person, plan) for plan in counted)
    return Home(
        waiting=waiting_list(items, person, asked),
        plans=shown,
        many=len(plans),
        kept=tuple(_kept(person, {one.plan.pk for one in shown if one.takes_updates})),
        to_begin=() if plans else tuple(_to_begin(person)),
    )


def _to_begin(person: PersonInPlans) -> list[AreaToBegin]:
    """The areas without a plan that the person administers. Asked only of who sees no plan."""
    return [
        AreaToBegin(
            area.name, area.slug, import_start(area.slug), reverse("people", args=[area.slug])
        )
        for area in areas_to_begin(person.user, person.day)
    ]


def import_start(area: str) -> str:
    """The address at which a plan is brought into an area; empty where the site has none."""
    try:
        return reverse("plan-imports", args=[area])
    except NoReverseMatch:
        return ""


def _kept(person: PersonInPlans, taking_updates: Collection[int]) -> list[KeptForNextRound]:
    """What the person has begun or got back where no round is open: one query, and none where all
    of their plans are known to take updates.
    """
    closed = {pk: plan for pk, plan in person.plans.items() if pk not in taking_updates}
    if not closed or not (person.posts or person.managed):
        return []
    return kept_for_next_round(person.user, person.day, closed, person.managed)


def signed_out_sections() -> list[SafeString]:
    """The sections of other apps for visitors who are not signed in."""
    return [section() for section in SIGNED_OUT_SECTIONS]


def _plan_today(person: PersonInPlans, plan: Plan) -> PlanToday:
    shared = _shared(plan, person.day)
    return PlanToday(
        plan=plan,
        title=person.title_of(plan),
        headline=shared.headline,
        awaited=tuple(_awaited(person, plan, shared.statuses)),
        coming=shared.coming,
        pages=tuple(HOME_PAGES),
        takes_updates=shared.takes_updates,
    )


@dataclass(frozen=True, slots=True)
class _SharedByAll:
    """What the first page says of a plan to everybody, and the statuses behind it by area."""

    headline: str
    coming: tuple[ComingDay, ...]
    statuses: dict[str, dict[int, str | None]]
    takes_updates: bool


def _shared(plan: Plan, day: date) -> _SharedByAll:
    """Cached until something is written to the plan; otherwise four queries."""

    def make() -> _SharedByAll:
        periods = periods_of(plan)
        now = current_statuses(plan, periods, day)
        statuses = _statuses(plan, now)
        return _SharedByAll(
            headline=_headline(now.quarter, statuses),
            coming=tuple(_coming(periods, day)),
            statuses=statuses,
            takes_updates=open_period(periods, day) is not None,
        )

    return cached_for_plan(plan, "home", day, make=make)


def _statuses(plan: Plan, now: CurrentStatuses) -> dict[str, dict[int, str | None]]:
    """By area: the current status of each action, None where it has none."""
    found: dict[str, dict[int, str | None]] = {
        ref: {} for ref in plan.areas.values_list("ref", flat=True)
    }
    for pk, ref in plan.actions.values_list("pk", "outcome__area__ref"):
        current = now.of(pk)
        found[ref][pk] = current.status if current else None
    return found


def _awaited(
    person: PersonInPlans, plan: Plan, statuses: dict[str, dict[int, str | None]]
) -> list[AwaitedFromOthers]:
    """What others owe, for accountable officers by area and for the programme manager."""
    areas = [area for area in plan.areas.all() if area.pk in person.areas] if person.areas else []
    manages = plan.pk in person.managed
    if not areas and not manages:
        return []
    asked = responses_now(plan, periods_of(plan), person.day)
    found = [
        _of_area(plan, _OfficerArea(area.ref, area.title, statuses.get(area.ref, {})), asked)
        for area in areas
    ]
    if manages and asked is not None:
        found.append(_of_plan(plan, asked))
    return found


def _of_area(plan: Plan, area: _OfficerArea, asked: ResponseProgress | None) -> AwaitedFromOthers:
    words = f"Area {area.ref}, {area.title}: {Counts.of(area.statuses.values()).sentence}."
    if asked:
        silent = len(asked.silent & area.statuses.keys())
        words += f" {silent} of them {'has' if silent == 1 else 'have'} no response yet."
    href = f"{reverse('actions', args=[plan.slug])}?area={area.ref}"
    return AwaitedFromOthers(words, "See its actions", href)


def _of_plan(plan: Plan, asked: ResponseProgress) -> AwaitedFromOthers:
    href = reverse("round", args=[plan.slug])
    if not asked.all.silent:
        words = f"All {asked.all.asked} actions have a response for {asked.period}."
        return AwaitedFromOthers(words, "Reporting round", href)
    words = (
        f"{asked.all.silent} of {asked.all.asked} actions have no response for {asked.period}. "
        f"Updates {asked.due}."
    )
    return AwaitedFromOthers(words, "Who has not responded", href)


def _coming(periods: Sequence[ReportingPeriod], day: date) -> list[ComingDay]:
    """The next days of the rounds: due, closing, opening."""
    found = []
    now = open_period(periods, day)
    if now is not None:
        if now.due >= day:
            found.append(ComingDay(now.due, f"{name_of(now)}: updates are due"))
        found.append(ComingDay(now.closes, f"{name_of(now)} closes"))
    later = [period for period in periods if period.opens > day]
    if later:
        found.append(ComingDay(later[0].opens, f"{name_of(later[0])} opens"))
    return sorted(found, key=lambda coming: coming.on)


def _headline(now: ReportingPeriod | None, statuses: dict[str, dict[int, str | None]]) -> str:
    if now is None:
        return ""
    counts = Counts.of(code for area in statuses.values() for code in area.values())
    return f"{now.first_day:%B %Y}, {counts.sentence}."
