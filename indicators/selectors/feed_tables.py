"""Tables of the data feed: indicators, their targets and their figures. Suppressed numbers are in
none: figures are read where pages read them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from actions.domain.feed import FeedColumn, FeedFilter, FeedRow, FeedType, id_of
from actions.extension_points import FeedScope, FeedTable
from actions.selectors.feed_plan import BY_PLAN, PLAN_ID, plan_keys
from indicators.domain.enums import Direction, Gap, SeriesKind, SpanKind, TargetKind, Unit
from indicators.models import Indicator, Target
from indicators.selectors.baselines import baseline_of
from indicators.selectors.figures_as_at import FigureSeries, SeriesRole, readings
from indicators.selectors.free_text import shown_ends
from indicators.selectors.target_outcomes import milestones_of
from wsoa.core.months import Month

_TEXT, _NUMBER, _DAY, _YES = FeedType.TEXT, FeedType.INTEGER, FeedType.DAY, FeedType.BOOLEAN
_INDICATOR_ID = FeedColumn("indicator_id", _NUMBER, "The indicator, of the table indicators")
_DIRECTIONS = tuple((way, label) for way, label in Direction.choices if way)

# As official statistics write them.
SYMBOLS: Final = {
    Gap.NONE: None,
    Gap.SUPPRESSED: "c",
    Gap.NOT_AVAILABLE: "x",
    Gap.NOT_APPLICABLE: "z",
    Gap.LOW: "low",
}
SYMBOL_WORDS: Final = (
    ("c", "Suppressed, because it is about few people"),
    ("x", "Not available"),
    ("z", "Not applicable"),
    ("low", "Low: it rounds to nothing"),
)
# A single neighbour is another local area, and is left out; the median of all is about none.
ROLES: Final = (
    (SeriesRole.OWN.value, "The plan’s own"),
    (SeriesRole.ENGLAND.value, "England, for the same measure"),
    (SeriesRole.REGION.value, "The region, for the same measure"),
    (SeriesRole.NEIGHBOURS.value, "The median of the statistical neighbours"),
)
_ROLES_SHOWN = frozenset(role for role, _ in ROLES)


def _indicators(scope: FeedScope) -> Iterator[FeedRow]:
    found = list(Indicator.objects.of_plans(plan_keys(scope)).with_aims())
    ends = shown_ends(found, scope.day).of_indicators
    for indicator in found:
        intention, end = indicator.intention, ends.get(indicator.pk)
        yield (
            *(indicator.pk, indicator.plan_id, indicator.key, indicator.title),
            *(indicator.short_title, intention.key_outcome.title, intention.title),
            *(intention.key_outcome.printed, indicator.unit, indicator.unit_words),
            *(indicator.decimals, indicator.better or None, indicator.owner_id),
            *(indicator.numerator_words, indicator.denominator_words, indicator.source),
            *(indicator.next_due, indicator.suppress_below, indicator.order),
            *(indicator.formula, indicator.tolerance),
            *((end.day, end.reason) if end else (None, None)),
        )


INDICATORS = FeedTable(
    "indicators",
    "Indicators",
    "One row an indicator.",
    (
        FeedColumn("indicator_id", _NUMBER, "The key of the indicator"),
        PLAN_ID,
        FeedColumn("key", _TEXT, "Its name in addresses"),
        FeedColumn("title", _TEXT, "Its title as the plan prints it"),
        FeedColumn("short_title", _TEXT, "Its short title"),
        FeedColumn("key_outcome", _TEXT, "The key outcome that it belongs to"),
        FeedColumn("intention", _TEXT, "The intention that it belongs to"),
        FeedColumn("is_printed", _YES, "Whether the plan prints it"),
        FeedColumn(
            "unit", _TEXT, "The unit of figures that are entered", values=tuple(Unit.choices)
        ),
        FeedColumn("unit_words", _TEXT, "The unit in full, where that is needed"),
        FeedColumn("decimals", _NUMBER, "How many decimals are shown"),
        FeedColumn("better", _TEXT, "Which way is better", nullable=True, values=_DIRECTIONS),
        FeedColumn("owner_post_id", _NUMBER, "The post that owns it, of posts", nullable=True),
        FeedColumn("numerator", _TEXT, "What is counted"),
        FeedColumn("denominator", _TEXT, "Out of what"),
        FeedColumn("source", _TEXT, "Where its figures come from"),
        FeedColumn("next_due", _DAY, "Day on which the next figure is due", nullable=True),
        FeedColumn("suppress_below", _NUMBER, "Counts below it are suppressed", nullable=True),
        FeedColumn("plan_order", _NUMBER, "Where it stands in its intention: smallest first"),
        FeedColumn("formula", _TEXT, "How it is worked out, where that is not plain"),
        FeedColumn(
            "tolerance",
            FeedType.NUMBER,
            "How far our own and the official figure may differ, in per cent of the official one",
            nullable=True,
        ),
        FeedColumn("ended_on", _DAY, "Day from which it is measured no longer", nullable=True),
        FeedColumn("end_reason", _TEXT, "Why it is measured no longer", nullable=True),
    ),
    _indicators,
    BY_PLAN,
)


def _milestones(scope: FeedScope) -> Iterator[FeedRow]:
    targets = Target.objects.filter(indicator__plan__in=plan_keys(scope))
    for target in targets.select_related("indicator"):
        for number, step in enumerate(milestones_of(target), start=1):
            key = id_of("m", target.pk, step.day.isoformat())
            plan = target.indicator.plan_id
            yield (key, plan, target.indicator_id, target.pk, number, step.value, step.day)


MILESTONES = FeedTable(
    "milestones",
    "Milestones",
    "One row a step on the way to a target: a number to reach by a day before the target's own.",
    (
        FeedColumn("milestone_id", _TEXT, "The key of the row"),
        PLAN_ID,
        _INDICATOR_ID,
        FeedColumn("target_id", _NUMBER, "The target, of the table targets"),
        FeedColumn("number", _NUMBER, "Which step it is: 1 is the first"),
        FeedColumn("value", FeedType.NUMBER, "The number to reach"),
        FeedColumn("reach_by", _DAY, "Day by which it is to be reached"),
    ),
    _milestones,
    BY_PLAN,
)


def _baselines(scope: FeedScope) -> Iterator[FeedRow]:
    """Eight queries a plan at most."""
    for plan in scope.plans:
        for reading in readings(plan, scope.day):
            found = baseline_of(reading)
            if found is None:
                continue
            figure, span = found.figure, found.span
            yield (
                id_of("b", reading.indicator.pk),
                *(plan.pk, reading.indicator.pk, found.is_named, found.when or None),
                *((span.first_day, span.last_day) if span else (None, None)),
                *map(_digits, (figure.value, figure.numerator, figure.denominator)),
                SYMBOLS[figure.gap],
            )


BASELINES = FeedTable(
    "baselines",
    "Baselines",
    "One row an indicator that has a baseline: the figure that the plan names, or the last one "
    "known when the plan began.",
    (
        FeedColumn("baseline_id", _TEXT, "The key of the row"),
        PLAN_ID,
        _INDICATOR_ID,
        FeedColumn("is_named_by_plan", _YES, "Whether the plan names it"),
        FeedColumn("period", _TEXT, "Its period, as it is printed", nullable=True),
        FeedColumn("period_first_day", _DAY, "First day of its period", nullable=True),
        FeedColumn("period_last_day", _DAY, "Last day of its period", nullable=True),
        FeedColumn("value", FeedType.NUMBER, "The number, with at most 15 digits", nullable=True),
        FeedColumn("numerator", FeedType.NUMBER, "How many", nullable=True),
        FeedColumn("denominator", FeedType.NUMBER, "Out of how many", nullable=True),
        FeedColumn("symbol", _TEXT, "Why there is no number", nullable=True, values=SYMBOL_WORDS),
    ),
    _baselines,
    BY_PLAN,
)


def _targets(scope: FeedScope) -> Iterator[FeedRow]:
    targets = Target.objects.filter(indicator__plan__in=plan_keys(scope))
    columns = ("pk", "indicator__plan", "indicator", "kind", "value", "by", "words")
    yield from targets.values_list(*columns)


TARGETS = FeedTable(
    "targets",
    "Targets",
    "One row a target of an indicator. One without a stated target has a row that says so.",
    (
        FeedColumn("target_id", _NUMBER, "The key of the target"),
        PLAN_ID,
        _INDICATOR_ID,
        FeedColumn("kind", _TEXT, "What kind of target it is", values=tuple(TargetKind.choices)),
        FeedColumn("value", FeedType.NUMBER, "The number to reach", nullable=True),
        FeedColumn("reach_by", _DAY, "Day by which it is to be reached", nullable=True),
        FeedColumn("words", _TEXT, "The target as it is worded"),
    ),
    _targets,
    BY_PLAN,
)


def _figures(scope: FeedScope) -> Iterator[FeedRow]:
    """Eight queries a plan at most, however many figures it has."""
    for plan in scope.plans:
        for reading in readings(plan, scope.day):
            for line in (*reading.lines, *reading.comparators):
                if line.role.value in _ROLES_SHOWN:
                    yield from _figure_rows(scope, plan.pk, reading.indicator.pk, line)


def _figure_rows(
    scope: FeedScope, plan: int, indicator: int, line: FigureSeries
) -> Iterator[FeedRow]:
    month = Month.parse(scope.period) if scope.period else None
    for figure in line.figures:
        span = figure.span
        if scope.since is not None and span.last_day < scope.since:
            continue
        if month and not (span.first_day <= month.last_day and span.last_day >= month.first_day):
            continue
        yield (
            id_of("f", line.series, line.role.value, span.kind.value, span.key),
            *(plan, indicator, line.series, line.name, line.kind.value, line.role.value),
            *(line.place or None, line.scale.unit.value),
            *(span.kind.value, span.key, span.first_day, span.last_day),
            *map(_digits, (figure.value, figure.numerator, figure.denominator)),
            SYMBOLS[figure.gap],
            *(figure.provisional, figure.source or line.source, figure.known_on),
        )


def _digits(number: float | None) -> float | None:
    """A number with the 15 digits that spreadsheets keep: 2.8, and not 2.8000000000000003."""
    return None if number is None else float(f"{number:.15g}")


FIGURES = FeedTable(
    "figures",
    "Figures",
    "One row a figure: a series of an indicator, and a period. A corrected figure keeps its row. "
    "Where there is no number, symbol says why; a suppressed figure has no number, numerator or "
    "denominator.",
    (
        FeedColumn("figure_id", _TEXT, "The key of the row"),
        PLAN_ID,
        _INDICATOR_ID,
        FeedColumn("series_id", _NUMBER, "The series, or the one that it is compared with"),
        FeedColumn("series", _TEXT, "The name of the series"),
        FeedColumn("series_kind", _TEXT, "Who makes it", values=tuple(SeriesKind.choices)),
        FeedColumn("role", _TEXT, "Whose figure it is", values=ROLES),
        FeedColumn("place", _TEXT, "The place of an official statistic", nullable=True),
        FeedColumn("unit", _TEXT, "The unit; 91 per cent is 91", values=tuple(Unit.choices)),
        FeedColumn(
            "period_kind", _TEXT, "What kind of period it is of", values=tuple(SpanKind.choices)
        ),
        FeedColumn(
            "period", _TEXT, "The period: 2019-09-30, 2019-09, 2019-Q3 (of the year), 2018/19"
        ),
        FeedColumn("period_first_day", _DAY, "First day of the period"),
        FeedColumn("period_last_day", _DAY, "Last day of the period"),
        FeedColumn("value", FeedType.NUMBER, "The number, with at most 15 digits", nullable=True),
        FeedColumn("numerator", FeedType.NUMBER, "How many", nullable=True),
        FeedColumn("denominator", FeedType.NUMBER, "Out of how many", nullable=True),
        FeedColumn("symbol", _TEXT, "Why there is no number", nullable=True, values=SYMBOL_WORDS),
        FeedColumn("is_provisional", _YES, "Whether it may still change"),
        FeedColumn("source", _TEXT, "Where it comes from"),
        FeedColumn("known_on", _DAY, "Day on which it was published or entered", nullable=True),
    ),
    _figures,
    frozenset({FeedFilter.PLAN, FeedFilter.PERIOD, FeedFilter.SINCE}),
)
