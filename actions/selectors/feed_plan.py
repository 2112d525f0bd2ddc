"""Tables of the data feed: what the plans of an area contain, and who is named in them."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.timezone import localtime

from actions.domain.feed import (
    FeedColumn,
    FeedFilter,
    FeedRow,
    FeedType,
    id_of,
    month_columns,
    month_values,
)
from actions.extension_points import FeedScope, FeedTable
from actions.models import (
    Action,
    ActionLead,
    AreaOfWeakness,
    Outcome,
    Plan,
    ReportingPeriod,
)
from wsoa.accounts.models import Organisation, Post
from wsoa.core.months import Month

_TEXT, _NUMBER, _DAY, _YES = FeedType.TEXT, FeedType.INTEGER, FeedType.DAY, FeedType.BOOLEAN
BY_PLAN = frozenset({FeedFilter.PLAN})
PLAN_ID = FeedColumn("plan_id", _NUMBER, "The plan, of the table plans")
ACTION_ID = FeedColumn("action_id", _NUMBER, "The action, of the table actions")
_ORDER = FeedColumn("plan_order", _NUMBER, "Where it stands in the plan: smallest first")
END_KINDS = (
    ("month", "A month"),
    ("ongoing", "On-going: it has no end, or began before the plan"),
    ("none", "The plan gives none"),
)


def plan_keys(scope: FeedScope) -> list[int]:
    return [plan.pk for plan in scope.plans]


def _plans(scope: FeedScope) -> Iterator[FeedRow]:
    for plan in scope.plans:
        names = (plan.slug, plan.kind, plan.title, plan.short_title, scope.local_area.name)
        days = (plan.inspected_from, plan.inspected_to, plan.approved_on)
        yield (plan.pk, *names, *days, bool(plan.illustrative))


PLANS = FeedTable(
    "plans",
    "Plans",
    "One row a plan of the local area.",
    (
        FeedColumn("plan_id", _NUMBER, "The key of the plan"),
        FeedColumn("plan", _TEXT, "Its name in addresses, and for the filter plan"),
        FeedColumn("kind", _TEXT, "What kind of plan it is", values=tuple(Plan.Kind.choices)),
        FeedColumn("title", _TEXT, "Its title"),
        FeedColumn("short_title", _TEXT, "Its short title"),
        FeedColumn("local_area", _TEXT, "The local area"),
        FeedColumn("inspected_from", _DAY, "First day of the inspection", nullable=True),
        FeedColumn("inspected_to", _DAY, "Last day of the inspection", nullable=True),
        FeedColumn("approved_on", _DAY, "Day on which the plan was approved", nullable=True),
        FeedColumn("is_illustrative", _YES, "Whether some of its progress is invented"),
    ),
    _plans,
    BY_PLAN,
)


def _areas(scope: FeedScope) -> Iterator[FeedRow]:
    areas = AreaOfWeakness.objects.filter(plan__in=plan_keys(scope))
    yield from areas.values_list("pk", "plan", "ref", "title", "order")


AREAS = FeedTable(
    "areas",
    "Areas of weakness",
    "One row an area of weakness of a plan.",
    (
        FeedColumn("area_id", _NUMBER, "The key of the area"),
        PLAN_ID,
        FeedColumn("ref", _TEXT, "Its reference in the plan, such as 5"),
        FeedColumn("title", _TEXT, "Its title"),
        _ORDER,
    ),
    _areas,
    BY_PLAN,
)


def _outcomes(scope: FeedScope) -> Iterator[FeedRow]:
    outcomes = Outcome.objects.filter(area__plan__in=plan_keys(scope))
    yield from outcomes.values_list("pk", "area__plan", "area", "ref", "title", "order")


OUTCOMES = FeedTable(
    "outcomes",
    "Outcomes",
    "One row an outcome of an area of weakness.",
    (
        FeedColumn("outcome_id", _NUMBER, "The key of the outcome"),
        PLAN_ID,
        FeedColumn("area_id", _NUMBER, "The area of weakness, of the table areas"),
        FeedColumn("ref", _TEXT, "Its reference in the plan, such as 5.1"),
        FeedColumn("title", _TEXT, "Its title"),
        _ORDER,
    ),
    _outcomes,
    BY_PLAN,
)


def _actions(scope: FeedScope) -> Iterator[FeedRow]:
    for action in Action.objects.of_plans(plan_keys(scope)).with_place():
        start, end, now = action.start, action.end, action.agreed_end
        yield (
            *(action.pk, action.plan_id, action.outcome.area_id, action.outcome_id),
            *(action.ref, action.title, action.text, action.leads_printed, action.order),
            *(start.kind.value, *month_values(start.month)),
            *(end.kind.value, *month_values(end.month)),
            *month_values(now.month),
        )


ACTIONS = FeedTable(
    "actions",
    "Actions",
    "One row an action, as the plan prints it, with the end date that counts now.",
    (
        FeedColumn("action_id", _NUMBER, "The key of the action"),
        PLAN_ID,
        FeedColumn("area_id", _NUMBER, "The area of weakness, of the table areas"),
        FeedColumn("outcome_id", _NUMBER, "The outcome, of the table outcomes"),
        FeedColumn("ref", _TEXT, "Its reference in the plan, such as 5.1.6"),
        FeedColumn("title", _TEXT, "Its short title"),
        FeedColumn("text", _TEXT, "Its text in the plan"),
        FeedColumn("leads", _TEXT, "Its leads as the plan prints them"),
        _ORDER,
        FeedColumn("start_kind", _TEXT, "What the plan gives as its start", values=END_KINDS),
        *month_columns("start", "Month in which it starts", nullable=True),
        FeedColumn("planned_end_kind", _TEXT, "What the plan gives as its end", values=END_KINDS),
        *month_columns("planned_end", "Month in which the plan has it end", nullable=True),
        *month_columns(
            "end", "Month in which it ends: the last one agreed, or the plan’s", nullable=True
        ),
    ),
    _actions,
    BY_PLAN,
)


def _leads(scope: FeedScope) -> Iterator[FeedRow]:
    leads = ActionLead.objects.filter(action__plan__in=plan_keys(scope))
    columns = ("action", "action__plan", "organisation", "post", "order")
    for action, plan, organisation, post, order in leads.values_list(*columns):
        lead = ("post", post) if post else ("organisation", organisation)
        yield (id_of("l", action, *lead), plan, action, organisation, post, order)


LEADS = FeedTable(
    "leads",
    "Leads",
    "One row a lead of an action: a post, or an organisation where the plan names no post.",
    (
        FeedColumn("lead_id", _TEXT, "The key of the row"),
        PLAN_ID,
        ACTION_ID,
        FeedColumn("organisation_id", _NUMBER, "The organisation, of the table organisations"),
        FeedColumn("post_id", _NUMBER, "The post, of the table posts", nullable=True),
        FeedColumn("lead_order", _NUMBER, "Where it stands among the leads of the action"),
    ),
    _leads,
    BY_PLAN,
)


def _organisations(scope: FeedScope) -> Iterator[FeedRow]:
    found = Organisation.objects.named_in(scope.local_area)
    columns = ("pk", "code", "name", "kind", "local_area", "succeeded_by")
    for pk, code, name, kind, local_area, successor in found.values_list(*columns):
        yield (pk, code, name, kind, local_area is None, successor)


ORGANISATIONS = FeedTable(
    "organisations",
    "Organisations",
    "One row an organisation of the local area, and each national body.",
    (
        FeedColumn("organisation_id", _NUMBER, "The key of the organisation"),
        FeedColumn("code", _TEXT, "Its code"),
        FeedColumn("name", _TEXT, "Its name"),
        FeedColumn("kind", _TEXT, "What it is", values=tuple(Organisation.Kind.choices)),
        FeedColumn("is_national", _YES, "Whether every local area may name it"),
        FeedColumn("succeeded_by_id", _NUMBER, "The one that took over from it", nullable=True),
    ),
    _organisations,
)


def _posts(scope: FeedScope) -> Iterator[FeedRow]:
    yield from Post.objects.of(scope.local_area).values_list("pk", "organisation", "code", "title")


POSTS = FeedTable(
    "posts",
    "Posts",
    "One row a post of the local area. The names of the people who hold posts are not in the feed.",
    (
        FeedColumn("post_id", _NUMBER, "The key of the post"),
        FeedColumn("organisation_id", _NUMBER, "Its organisation, of the table organisations"),
        FeedColumn("code", _TEXT, "Its code, such as SCC-HoS"),
        FeedColumn("title", _TEXT, "Its title"),
    ),
    _posts,
)


def _periods(scope: FeedScope) -> Iterator[FeedRow]:
    for period in ReportingPeriod.objects.of_plans(plan_keys(scope)).quarters():
        month = month_values(Month.of(period.first_day))
        closed = localtime(period.locked_at).date() if period.locked_at else None
        days = (period.opens, period.due, period.closes, closed)
        yield (period.pk, period.plan_id, *month, period.label, *days)


PERIODS = FeedTable(
    "periods",
    "Reporting periods",
    "One row a quarter in which every action gets a status. It is named after a month.",
    (
        FeedColumn("period_id", _NUMBER, "The key of the period"),
        PLAN_ID,
        *month_columns("period", "Month that the quarter is named after"),
        FeedColumn("label", _TEXT, "Its name as the plan prints it"),
        FeedColumn("opens", _DAY, "First day for updates"),
        FeedColumn("due", _DAY, "Day by which updates are due"),
        FeedColumn("closes", _DAY, "Last day for updates"),
        FeedColumn("closed_on", _DAY, "Day on which it was closed", nullable=True),
    ),
    _periods,
    BY_PLAN,
)

TABLES = (PLANS, AREAS, OUTCOMES, ACTIONS, LEADS, ORGANISATIONS, POSTS, PERIODS)
