"""Which series speaks for an indicator, and how several combine."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.models import Plan
from indicators.domain.enums import (
    Direction,
    Gap,
    HeadlineRule,
    Judgement,
    Method,
    SeriesKind,
    SpanKind,
    Unit,
)
from indicators.domain.headline import all_of, combined_value, headline
from indicators.domain.series import FigureSeries, Scale, SeriesRole, figure_of
from indicators.domain.time_spans import Span
from indicators.domain.trend import Trend
from indicators.models import Place, PublishedMeasure
from indicators.selectors.figures_as_at import reading, readings
from tests.support import figures
from tests.support.factories import PlanFactory

APPROVED, LATER = date(2019, 5, 17), date(2020, 10, 15)
PERCENT, SCORE = Scale(Unit.PERCENT, 0), Scale(Unit.SCORE, 2)
Values = dict[str, float | None]


def line(name: str, values: Values, scale: Scale = PERCENT, number: int = 1) -> FigureSeries:
    made = tuple(
        figure_of(Span.of(SpanKind.SCHOOL_YEAR, key), scale, value=value)
        for key, value in values.items()
    )
    kind = SeriesKind.OFFICIAL
    return FigureSeries(name, SeriesRole.OWN, kind, made, scale, number, measure=number)


SUPPORT = line("SEN Support", {"2016/17": -0.53, "2017/18": -0.45}, SCORE, 1)
PLANS = line("EHC plan", {"2015/16": -0.91, "2016/17": -1.04, "2017/18": -1.14}, SCORE, 2)


def shown(of: FigureSeries | None) -> list[tuple[str, str]]:
    assert of is not None
    return [(f.span.key, f.printed) for f in of.figures if f.value is not None]


def test_the_worst_of_two_is_taken_period_by_period_and_keeps_its_name() -> None:
    found = headline(HeadlineRule.WORST_OF, [SUPPORT, PLANS], Direction.HIGHER)
    assert shown(found.line) == [("2016/17", "−1.04"), ("2017/18", "−1.14")]
    assert (found.remark, found.description) == (
        "EHC plan, the worst of 2",
        "The worst of SEN Support and EHC plan",
    )
    assert found.line is not None
    assert found.line.measure == PLANS.measure
    lower = headline(HeadlineRule.WORST_OF, [SUPPORT, PLANS], Direction.LOWER)
    assert shown(lower.line)[-1] == ("2017/18", "−0.45")


def test_a_gap_is_how_far_the_first_lags_and_narrower_is_better() -> None:
    parts = [
        line(name, {"2018/19": value}, number=n)
        for n, (name, value) in enumerate(
            [("Year 7", 46.0), ("Others in 7", 59.0), ("Year 10", 42.0), ("Others in 10", 50.0)]
        )
    ]
    found = headline(HeadlineRule.GAP_BETWEEN, parts, Direction.HIGHER)
    assert shown(found.line) == [("2018/19", "13 percentage points")]
    assert (found.better, found.remark) == (Direction.LOWER, "the wider gap")
    ahead = headline(HeadlineRule.GAP_BETWEEN, parts[1::-1], Direction.HIGHER)
    assert shown(ahead.line) == [("2018/19", "13 percentage points ahead, not behind")]


def test_a_period_that_one_of_them_lacks_has_no_combined_figure_and_hides_what_is_hidden() -> None:
    hidden = replace(
        SUPPORT,
        figures=tuple(
            figure_of(f.span, SCORE, value=None, gap=Gap.SUPPRESSED) for f in SUPPORT.figures
        ),
    )
    found = headline(HeadlineRule.WORST_OF, [hidden, PLANS], Direction.HIGHER).line
    assert found is not None
    gaps = [(f.span.key, f.value, f.gap) for f in found.figures]
    assert gaps == [
        ("2015/16", None, Gap.NOT_AVAILABLE),
        ("2016/17", None, Gap.SUPPRESSED),
        ("2017/18", None, Gap.SUPPRESSED),
    ]


@given(st.lists(st.integers(-50, 50), min_size=2, max_size=5), st.sampled_from(list(Direction)))
def test_other_areas_are_combined_as_the_area_itself_is(
    values: list[int], better: Direction
) -> None:
    parts = [line(f"S{n}", {"2018/19": value}, number=n) for n, value in enumerate(values)]
    for rule in (HeadlineRule.WORST_OF, HeadlineRule.GAP_BETWEEN):
        if rule is HeadlineRule.GAP_BETWEEN and len(values) % 2:
            continue
        own = headline(rule, parts, better).line
        assert own is not None
        assert own.figures[0].value == combined_value(rule, values, better)
        assert combined_value(rule, [*values[1:], None], better) is None


@pytest.mark.parametrize(
    ("found", "together"),
    [
        ((), "NO_DATA"),
        (("BETTER", "BETTER"), "BETTER"),
        (("WORSE", "WORSE"), "WORSE"),
        (("BETTER", "WORSE"), "NO_CLEAR_CHANGE"),
        (("BETTER", "NO_CLEAR_CHANGE"), "NO_CLEAR_CHANGE"),
        (("WORSE", "TOO_FEW"), "TOO_FEW"),
        (("BEFORE_PLAN", "NO_DATA", "NO_DATA"), "BEFORE_PLAN"),
        (("BETTER", "NO_DATA"), "TOO_FEW"),
        (("NO_DATA", "NO_DATA"), "NO_DATA"),
    ],
)
def test_all_of_them_are_better_only_if_each_is(found: tuple[str, ...], together: str) -> None:
    assert all_of([Trend(Judgement[name]) for name in found]) is Judgement[together]


# --- as read from the database --------------------------------------------------------------------


@pytest.fixture
def plan(db: None) -> Plan:
    return PlanFactory(approved_on=APPROVED)


def with_areas(
    plan: Plan, values: dict[str, tuple[float, float]], count: int = 60
) -> tuple[list[PublishedMeasure], list[Place]]:
    """Measures with values for 2018 and 2019 of the plan's place, and of areas that stay."""
    home, *_ = figures.places_of(plan, neighbours=0)
    areas = [figures.place(f"A-{n}", f"Area {n}") for n in range(count)]
    measures = []
    for title, own in values.items():
        measure = figures.measure(title=title, decimals=1)
        measures.append(measure)
        for year, value in zip(("2018", "2019"), own, strict=True):
            figures.published(measure, home, year, value)
            for n, area in enumerate(areas):
                around = own[0] + 0.05 + (n - count / 2) / 4 + (year == "2019") * (n % 5 - 2) / 4
                figures.published(measure, area, year, around)
    return measures, areas


def test_a_published_measure_is_judged_beside_the_areas_that_started_nearest(
    plan: Plan, django_assert_num_queries
) -> None:  # type: ignore[no-untyped-def]
    (measure,), _ = with_areas(plan, {"Absence": (50.1, 53.1)})
    indicator = figures.indicator(plan)
    figures.series(indicator, kind="official", measure=measure, headline_place=1)
    with django_assert_num_queries(11):
        known = reading(indicator, LATER)
    assert (known.trend.method, known.judgement) == (Method.AREAS, Judgement.BETTER)
    assert known.reason == (
        "Up 3.0 percentage points; all of the 40 areas that started nearest rose less."
    )


def test_the_worst_of_two_measures_is_judged_beside_the_worst_of_other_areas(plan: Plan) -> None:
    measures, _ = with_areas(plan, {"Support": (50.1, 60.0), "Plans": (30.1, 30.3)})
    indicator = figures.indicator(plan, headline_rule="worst_of")
    for place, measure in enumerate(measures, start=1):
        figures.series(
            indicator, name=measure.title, kind="official", measure=measure, headline_place=place
        )
    known = reading(indicator, LATER)
    assert (known.trend.method, known.judgement) == (Method.AREAS, Judgement.NO_CLEAR_CHANGE)
    assert known.sentence == (
        "30.3% in 2019 (Plans, the worst of 2), up from 30.1% in 2018: no clear change."
    )


def test_a_published_percentage_gets_its_counts_where_they_are_published(plan: Plan) -> None:
    home, *_ = figures.places_of(plan)
    rate, issued, plans = (
        PublishedMeasure.objects.update_or_create(
            dataset=dataset, code=code, defaults={"decimals": 1, "unit": unit}
        )[0]
        for dataset, code, unit in (
            ("lait", "SEN_EHC_All_20wks", "percent"),
            ("ees", "inc_exc_20week_ehc", "count"),
            ("ees", "tot_inc_exc_ehc", "count"),
        )
    )
    for year, *values in (("2018", 39.7, 182, 458), ("2019", 71.0, 282, 397)):
        for measure, value in zip((rate, issued, plans), values, strict=True):
            figures.published(measure, home, year, value)
    indicator = figures.indicator(plan)
    figures.series(indicator, kind="official", measure=rate, headline_place=1)
    known = reading(indicator, LATER)
    assert known.latest is not None
    assert (known.latest.out_of, known.trend.method) == ("282 of 397", Method.COUNTS)
    assert known.reason == (
        "The 95% interval of the difference is 24.6 to 37.6 percentage points, "
        "so this is more than chance."
    )


def test_the_plans_baseline_is_gone_by_where_it_names_one(plan: Plan) -> None:
    indicator = figures.indicator(plan, baseline=24, baseline_when="2018/19")
    series = figures.series(indicator, span_kind="wave", headline_place=1)
    figures.counted(series, "2020-03", 126, 350, known_on=APPROVED)
    known = reading(indicator, LATER)
    assert known.sentence == "36% in March 2020, up from 24% in 2018/19: getting better."
    assert known.trend.method is Method.COUNTS


def test_no_verdict_goes_across_a_break(plan: Plan) -> None:
    (measure,), _ = with_areas(plan, {"Attainment": (50.1, 53.1)})
    indicator = figures.indicator(plan)
    series = figures.series(indicator, kind="official", measure=measure, headline_place=1)
    series.breaks.create(first_day=date(2019, 1, 1), reason="Graded anew")
    known = reading(indicator, LATER)
    assert (known.judgement, known.trend.start) == (Judgement.TOO_FEW, None)
    assert [row.reason for row in known.breaks] == ["Graded anew"]


def test_before_its_plan_an_indicator_has_its_last_figures_in_words(plan: Plan) -> None:
    home, *_ = figures.places_of(plan)
    measure = figures.measure(unit="score", decimals=2)
    for year, value in (("2015/16", -0.91), ("2016/17", -1.04), ("2017/18", -1.14)):
        figures.published(measure, home, year, value, span_kind="school_year")
    indicator = figures.indicator(plan, unit="score", decimals=2)
    figures.series(indicator, kind="official", measure=measure, headline_place=1)
    known = reading(indicator, LATER)
    assert known.judgement is Judgement.BEFORE_PLAN
    assert known.reason == (
        "No figure since the plan began in May 2019. The last figures: −0.91 in 2015/16, "
        "−1.04 in 2016/17, −1.14 in 2017/18."
    )


def test_what_speaks_for_sheffields_indicators_is_what_its_plan_names(sheffield: Plan) -> None:
    known = {found.indicator.key: found for found in readings(sheffield, date(2019, 11, 15))}
    assert {found.judgement for found in known.values()} == {
        Judgement.NO_DATA,
        Judgement.BEFORE_PLAN,
    }
    sentences = {key: found.sentence for key, found in known.items()}
    after = "no figure since the plan began"
    assert sentences["ks4-progress-8"] == (
        f"−1.14 in 2017/18 (EHC plan, the worst of 2), down from −1.04 in 2016/17: {after}."
    )
    assert known["ks4-progress-8"].reason.endswith(
        "The last figures: −0.91 in 2015/16, −1.04 in 2016/17, −1.14 in 2017/18."
    )
    assert sentences["happy-most-of-the-time"] == (
        f"13 percentage points in 2018/19 (the wider gap): {after}."
    )
    assert sentences["ehc-plans-in-20-weeks"] == (
        f"39.7% in 2018 (All new plans), up from 12.8% in 2017: {after}."
    )
    assert sentences["waiting-times"] == f"58% in 2018/19: {after}."
    assert known["ks4-attainment-8"].reason.endswith(
        "The last figures: 12.7 in 2016/17, 12.9 in 2017/18."
    )
    assert known["parents-provision-adequate"].indicator.baseline == 24


def test_a_year_later_sheffields_plans_in_time_are_clearly_more(sheffield: Plan) -> None:
    known = {found.indicator.key: found for found in readings(sheffield, date(2020, 10, 15))}
    judged = {
        key: (found.trend.judgement.name, found.trend.method.name)
        for key, found in known.items()
        if found.trend.judgement not in (Judgement.NO_DATA, Judgement.BEFORE_PLAN)
    }
    assert judged == {
        "tribunal-appeals": ("NO_CLEAR_CHANGE", "COUNTS"),
        "ehc-plans-in-20-weeks": ("BETTER", "COUNTS"),
    }
