"""Ten indicators set up from nothing to a verdict by pages alone.

Each verdict is compared with what the pure function says of the same figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pytest
from django.test import Client

from actions.models import Plan
from indicators.domain.enums import Direction, HeadlineRule, Judgement, SeriesKind, SpanKind, Unit
from indicators.domain.headline import headline
from indicators.domain.series import Figure, FigureSeries, Scale, SeriesRole, figure_of
from indicators.domain.time_spans import Span
from indicators.domain.trend import Trend, trend
from indicators.models import ImportPreview, Indicator
from indicators.selectors.figures_as_at import reading
from tests.support import figures
from tests.support.html import Page
from wsoa.accounts.models import Post

PLAN = "/plans/sheffield-2019/indicators/"
DAY = date(2019, 11, 15)
FigureIn = tuple[str, float, float | None, float | None]  # period, figure, numerator, denominator


@dataclass(frozen=True)
class EnteredSeries:
    """A series as it is typed: its name, its kind of period, and its figures."""

    name: str
    span: SpanKind
    figures: tuple[FigureIn, ...]
    kind: SeriesKind = SeriesKind.INTERNAL

    @property
    def cells(self) -> str:
        rows = (
            "\t".join("" if cell is None else f"{cell}" for cell in figure)
            for figure in self.figures
        )
        return "\n".join(rows)


@dataclass(frozen=True)
class Scenario:
    """What is typed, and the verdict that is expected of it."""

    key: str
    series: tuple[EnteredSeries, ...]
    judgement: Judgement
    better: Direction = Direction.HIGHER
    unit: Unit = Unit.PERCENT
    rule: HeadlineRule = HeadlineRule.MAIN
    definition: Mapping[str, str] = field(default_factory=dict)
    breaks: tuple[date, ...] = ()
    baseline: tuple[float, float, float] | None = None  # figure, numerator, denominator


def counted(span: SpanKind, *rows: tuple[str, int, int]) -> EnteredSeries:
    """A percentage series by its counts."""
    found = tuple((key, 100 * top / bottom, top, bottom) for key, top, bottom in rows)
    return EnteredSeries("Our records", span, found)


def plain(name: str, span: SpanKind, *rows: tuple[str, float]) -> EnteredSeries:
    return EnteredSeries(name, span, tuple((key, value, None, None) for key, value in rows))


MONTHS = [f"{year}-{month:02}" for year in (2018, 2019) for month in range(1, 13)]
BEFORE = dict(zip(MONTHS[4:16], (50, 53, 48, 51, 52, 49, 50, 54, 47, 51, 50, 52), strict=True))
SINCE = dict(zip(MONTHS[17:21], (30, 28, 31, 29), strict=True))
NARROWER = dict(zip(MONTHS[17:21], (72, 70, 73, 71), strict=True))
RISE = (("2018-09", 60, 100), ("2019-09", 90, 100))

SCENARIOS = (
    Scenario("percentage-with-counts", (counted(SpanKind.MONTH, *RISE),), Judgement.BETTER),
    Scenario(
        "count",
        (plain("Cases", SpanKind.MONTH, *(BEFORE | SINCE).items()),),
        Judgement.BETTER,
        Direction.LOWER,
        Unit.COUNT,
    ),
    Scenario(
        "gap",
        (
            plain("With a plan", SpanKind.MONTH, *(BEFORE | NARROWER).items()),
            plain("All pupils", SpanKind.MONTH, *dict.fromkeys(BEFORE | NARROWER, 85).items()),
        ),
        Judgement.BETTER,
        rule=HeadlineRule.GAP_BETWEEN,
    ),
    Scenario(
        "survey-yearly",
        (
            EnteredSeries(
                "Survey of families",
                SpanKind.WAVE,
                (("2018-10", 60.0, 90, 150), ("2019-10", 30.0, 45, 150)),
                SeriesKind.SURVEY,
            ),
        ),
        Judgement.WORSE,
    ),
    Scenario(
        "monthly-with-break",
        (counted(SpanKind.MONTH, *RISE),),
        Judgement.TOO_FEW,
        breaks=(date(2019, 8, 1),),
    ),
    Scenario(
        "baseline-named",
        (counted(SpanKind.WAVE, ("2019-09", 130, 200)),),
        Judgement.BETTER,
        definition={"baseline": "48 of 200", "baseline_when": "2018/19"},
        baseline=(24.0, 48.0, 200.0),
    ),
    Scenario(
        "trajectory",
        (counted(SpanKind.MONTH, ("2018-09", 50, 100), ("2019-09", 55, 100)),),
        Judgement.NO_CLEAR_CHANGE,
    ),
    Scenario("discontinued", (counted(SpanKind.MONTH, *RISE),), Judgement.BETTER),
    Scenario(
        "owner-handed-over",
        (counted(SpanKind.MONTH, ("2018-09", 90, 100), ("2019-09", 50, 100)),),
        Judgement.WORSE,
    ),
)


@pytest.fixture
def manager(signed_in) -> Client:
    return signed_in("manager")


def sent(client: Client, address: str, form: Mapping[str, object]) -> None:
    """Sends a form, which is taken."""
    answer = client.post(f"{PLAN}{address}", form)
    assert answer.status_code == 302, Page(answer.content.decode()).errors


def day_of(name: str, day: date) -> dict[str, str]:
    return {
        f"{name}_day": str(day.day),
        f"{name}_month": str(day.month),
        f"{name}_year": str(day.year),
    }


def definition_form(scenario_key: str, better: str, unit: str, **more: str) -> dict[str, str]:
    title = scenario_key.replace("-", " ").capitalize()
    form = {"title": f"{title}, as printed", "short_title": title, "better": better, "unit": unit}
    return form | {"decimals": "0", "every": ""} | more


def set_up(client: Client, plan: Plan, scenario: Scenario) -> Indicator:
    """The indicator with its series and figures, by pages alone."""
    aims = {"new_intention": f"To do better: {scenario.key}", "new_key_outcome": "Ten scenarios"}
    form = definition_form(scenario.key, scenario.better, scenario.unit, **scenario.definition)
    sent(client, "add/", form | aims)
    indicator = Indicator.objects.get(plan=plan, key=scenario.key)
    for series in scenario.series:
        start = {"name": series.name, "span_kind": series.span, "kind": series.kind, "source": ""}
        sent(client, f"{scenario.key}/series/", start)
        pasted(client, str(indicator.series.get(name=series.name).pk), series.cells)
    for first_day in scenario.breaks:
        pk = indicator.series.get().pk
        why = {"reason": "Counted by day"}
        sent(client, f"{scenario.key}/series/{pk}/break/", day_of("first_day", first_day) | why)
    if scenario.rule is not HeadlineRule.MAIN:
        own = indicator.series.order_by("order")
        places = {f"place_{one.pk}": str(place) for place, one in enumerate(own, start=1)}
        sent(client, f"{scenario.key}/headline/", places | {"rule": scenario.rule.value})
    return Indicator.objects.select_related("plan", "owner").get(pk=indicator.pk)


def pasted(client: Client, series: str, cells: str) -> None:
    sent(client, "enter/paste/", {"series": series, "cells": cells})
    kept = ImportPreview.objects.latest("pk")
    sent(client, f"import/{kept.pk}/", {"sure": "on"})


def pure_trend(scenario: Scenario, began: date | None) -> Trend[Figure]:
    """What the pure function says of the figures as they were typed."""
    scale = Scale(scenario.unit, 0)
    lines = [_line(series, scale, number) for number, series in enumerate(scenario.series)]
    speaks = headline(scenario.rule, lines, scenario.better)
    assert speaks.line is not None
    baseline = None
    if scenario.baseline is not None:
        value, top, bottom = scenario.baseline
        span = Span.of(SpanKind.DAY, "2019-05-16")
        baseline = figure_of(span, scale, value=value, numerator=top, denominator=bottom)
    return trend(
        speaks.line.figures,
        speaks.better,
        unit=scale.step,
        since=began,
        baseline=baseline,
        breaks=scenario.breaks,
        peers=None,
    )


def _line(series: EnteredSeries, scale: Scale, number: int) -> FigureSeries:
    made = tuple(
        figure_of(Span.of(series.span, key), scale, value=value, numerator=top, denominator=bottom)
        for key, value, top, bottom in series.figures
    )
    return FigureSeries(series.name, SeriesRole.OWN, series.kind, made, scale, number)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=[scenario.key for scenario in SCENARIOS])
def test_the_verdict_of_what_was_typed_is_that_of_the_pure_function(
    manager: Client, sheffield: Plan, scenario: Scenario
) -> None:
    indicator = set_up(manager, sheffield, scenario)
    expected = pure_trend(scenario, sheffield.approved_on)
    known = reading(indicator, DAY)
    assert (known.trend.judgement, known.trend.method) == (expected.judgement, expected.method)
    assert expected.judgement is scenario.judgement
    page = Page(manager.get(f"{PLAN}{scenario.key}/").content.decode()).words
    assert scenario.judgement.label in page
    STEPS.get(scenario.key, lambda *_: None)(manager, indicator, page)


# --- what else a scenario sets up -----------------------------------------------------------------


def check_trajectory(client: Client, indicator: Indicator, _: str) -> None:
    """Milestones as improvement plans print them: one not reached, one still to come."""
    target = {"kind": "number", "value": "90"} | day_of("by", date(2020, 8, 31))
    first = day_of("day_1", date(2019, 9, 30)) | {"value_1": "60"}
    second = day_of("day_2", date(2020, 3, 31)) | {"value_2": "75"}
    sent(client, f"{indicator.key}/targets/add/", target | first | second)
    page = Page(client.get(f"{PLAN}{indicator.key}/").content.decode()).words
    assert "Milestone 1 30 September 2019 60% 55% Sept 2019 – Not reached" in page
    assert "Milestone 2 31 March 2020 75% – – Not due yet" in page
    assert "Target 31 August 2020 90% – – Not due yet" in page


def check_discontinued(client: Client, indicator: Indicator, _: str) -> None:
    end = {"kind": "discontinued", "reason": "collection cancelled"}
    sent(client, f"{indicator.key}/end/", end | day_of("day", date(2019, 11, 1)))
    known = reading(indicator, DAY)
    assert known.sentence.endswith("Discontinued on 1 November 2019: collection cancelled.")
    assert reading(indicator, date(2019, 10, 31)).end is None
    assert "Discontinued on 1 November 2019" in client.get(PLAN).content.decode()


def check_owner(client: Client, indicator: Indicator, page: str) -> None:
    """A new owner is asked, and the history names both."""
    posts = Post.objects.of(indicator.plan.local_area_id)
    first, second = posts.get(code="SCC-HoS"), posts.get(code="CCG-CCM")
    for owner in (first, second):
        form = definition_form(indicator.key, "higher", "percent", owner=str(owner.pk))
        sent(client, f"{indicator.key}/change/", form)
    history = Page(client.get(f"{PLAN}{indicator.key}/setup/").content.decode()).words
    assert (
        f"Owner: {first.display_name} ({first.code}) {second.display_name} ({second.code})"
        in history
    )
    assert "No comment yet. The measure is red" in page


STEPS = {
    "trajectory": check_trajectory,
    "discontinued": check_discontinued,
    "owner-handed-over": check_owner,
}


def test_a_rate_with_england_as_its_target(manager: Client, sheffield: Plan) -> None:
    """The tenth: a published rate, mapped on its page, to be at least as good as England's."""
    home = sheffield.locality.place
    england = figures.place("E92000001", "England", "country")
    measure = figures.measure(title="Exclusions", unit=Unit.RATE, better="lower", decimals=1)
    values = {"2017/18": (5.0, 5.1), "2018/19": (6.0, 5.2)}
    for span, (own, theirs) in values.items():
        for place, value in ((home, own), (england, theirs)):
            figures.published(measure, place, span, value, span_kind=SpanKind.SCHOOL_YEAR)
    form = definition_form("rate-and-england", "lower", "rate", decimals="1")
    aims = {"new_intention": "To exclude less", "new_key_outcome": "Ten scenarios"}
    sent(manager, "add/", form | aims)
    address = "rate-and-england"
    sent(manager, f"{address}/mapping/", {"measure": str(measure.pk), "name": "", "place": ""})
    target = {"kind": "national"} | day_of("by", date(2019, 8, 31))
    sent(manager, f"{address}/targets/add/", target)
    indicator = Indicator.objects.select_related("plan", "owner").get(plan=sheffield, key=address)
    rates = plain("Exclusions", SpanKind.SCHOOL_YEAR, *((s, own) for s, (own, _) in values.items()))
    scale = Scale(Unit.RATE, 1)
    expected = trend(
        _line(rates, scale, 0).figures,
        Direction.LOWER,
        unit=scale.step,
        since=sheffield.approved_on,
        peers=[],
    )
    known = reading(indicator, DAY)
    assert (known.trend.judgement, known.trend.method) == (expected.judgement, expected.method)
    page = Page(manager.get(f"{PLAN}{address}/").content.decode()).words
    assert expected.judgement.label in page
    assert "Target 31 August 2019 England: 5.2 6.0 2018/19 5.2 Not reached" in page
    assert "the target for 31 August 2019 was missed" in page
