"""Figures in the data feed: what pages show, with their periods, and no suppressed number."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actions.models import Plan
from indicators.domain.enums import EndKind, Gap, PlaceKind, SpanKind, Unit
from indicators.models import EndEvent, Target
from indicators.presenters.target_table import target_table
from indicators.selectors.feed_tables import SYMBOL_WORDS, SYMBOLS
from indicators.selectors.figures_as_at import readings
from tests.support import figures
from tests.support.feed import FeedReader
from wsoa.accounts.models import User
from wsoa.core.clock import now

pytestmark = pytest.mark.django_db
DAY = date(2019, 11, 15)


@pytest.fixture
def reader(sheffield: Plan) -> FeedReader:
    return FeedReader.of(sheffield.local_area)


def test_figures_are_those_of_the_pages_without_single_neighbours(
    reader: FeedReader, sheffield: Plan
) -> None:
    shown = {
        (line.series, line.role.value, figure.span.kind.value, figure.span.key): figure.value
        for reading in readings(sheffield, DAY)
        for line in (*reading.lines, *reading.comparators)
        if line.role.value != "neighbour"
        for figure in line.figures
    }
    keys = ("series_id", "role", "period_kind", "period")
    rows = reader.csv("figures")
    assert {tuple(row[key] for key in keys): row["value"] for row in rows} == pytest.approx(shown)
    assert len(rows) == len(shown) > 150
    assert {row["role"] for row in rows} == {"own", "england", "region", "neighbours"}
    assert not [row for row in rows if len(repr(row["value"])) > 17]
    assert all((row["value"] is None) == (row["symbol"] is not None) for row in rows)
    assert all(row["period_first_day"] <= row["period_last_day"] for row in rows)


def test_a_suppressed_number_is_in_no_column_and_in_no_format(
    reader: FeedReader, sheffield: Plan
) -> None:
    own = figures.indicator(sheffield, unit=Unit.PERCENT, suppress_below=5)
    series = figures.series(own)
    hidden = {"numerator": 4, "denominator": 7919, "note": "It was 4 of 7919"}
    figures.measured(series, "2019-09", 100 * 4 / 7919, **hidden)
    figures.measured(series, "2019-08", 50.0, numerator=3001, denominator=6002)
    for form in ("csv", "json"):
        text = reader.get(f"figures.{form}").content.decode()
        assert "3001" in text
        assert "7919" not in text
        assert "0.0505" not in text
    shown, suppressed = (row for row in reader.json("figures") if row["series_id"] == series.pk)
    names = ("period", "value", "numerator", "denominator", "symbol")
    assert [shown[name] for name in names] == ["2019-08", 50.0, 3001, 6002, None]
    assert [suppressed[name] for name in names] == ["2019-09", None, None, None, "c"]
    assert suppressed["period_first_day"] == "2019-09-01"
    assert suppressed["period_last_day"] == "2019-09-30"


def test_an_indicator_tells_how_it_is_defined_and_that_it_ended(
    reader: FeedReader, sheffield: Plan
) -> None:
    own = figures.indicator(sheffield, formula="Months in which it was met", tolerance=2.5)
    EndEvent.objects.create(
        indicator=own,
        kind=EndKind.DISCONTINUED,
        day=date(2019, 11, 1),
        reason="Collection cancelled",
        by=User.objects.first(),
        at=now(),
    )
    [row] = [row for row in reader.json("indicators") if row["indicator_id"] == own.pk]
    assert (row["formula"], row["tolerance"]) == ("Months in which it was met", 2.5)
    assert (row["ended_on"], row["end_reason"]) == ("2019-11-01", "Collection cancelled")


def test_a_corrected_figure_keeps_its_row(reader: FeedReader, sheffield: Plan) -> None:
    series = figures.series(figures.indicator(sheffield))
    first = figures.measured(series, "2019-09", 10.0)
    before = [row for row in reader.json("figures") if row["series_id"] == series.pk]
    figures.measured(series, "2019-09", 11.5, supersedes=first)
    after = [row for row in reader.json("figures") if row["series_id"] == series.pk]
    assert [row["figure_id"] for row in before] == [row["figure_id"] for row in after]
    assert [row["value"] for row in before + after] == [10.0, 11.5]


def test_figures_are_limited_by_their_periods(reader: FeedReader, sheffield: Plan) -> None:
    series = figures.series(figures.indicator(sheffield), span_kind=SpanKind.SCHOOL_YEAR)
    for year in ("2017/18", "2018/19"):
        figures.measured(series, year, 1.0)

    def periods(query: str) -> list[str]:
        rows = reader.json("figures", query)
        return [row["period"] for row in rows if row["series_id"] == series.pk]

    assert periods("?period=2018-08") == ["2017/18"]
    assert periods("?period=2018-09") == ["2018/19"]
    assert periods("?since=2018-08-31") == ["2017/18", "2018/19"]
    assert periods("?since=2018-09-01") == ["2018/19"]
    assert reader.get("figures.csv?changed_since=2019-11-01").status_code == 400


def test_every_gap_has_a_symbol_and_every_symbol_words() -> None:
    assert {*SYMBOLS} == {*Gap}
    assert {*SYMBOLS.values()} == {None, *dict(SYMBOL_WORDS)}


def test_the_queries_do_not_grow_with_the_figures(reader: FeedReader, sheffield: Plan) -> None:
    reader.get("plans.csv")  # which notes that the token was used today

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            reader.get("figures.csv")
        return len(asked)

    before = queries()
    england = figures.place("E92000001", "England", PlaceKind.COUNTRY)
    for _ in range(3):
        series = figures.series(figures.indicator(sheffield))
        measure = figures.measure()
        official = figures.series(series.indicator, kind="official", measure=measure)
        figures.published(measure, england, "2018", 1.0)
        assert official.pk
        for month in range(1, 10):
            figures.measured(series, f"2019-{month:02}", 1.0)
    assert queries() == before


def test_milestones_and_baselines_are_those_of_the_table_of_targets(
    reader: FeedReader, sheffield: Plan
) -> None:
    own = figures.indicator(
        sheffield, unit=Unit.PERCENT, baseline=24.0, baseline_when="2018/19", suppress_below=5
    )
    series = figures.series(own, headline_place=1)
    figures.measured(series, "2019-09", 40.0)
    way = [["2019-12-31", 60.0], ["2020-12-31", 75.0]]
    target = Target.objects.create(
        indicator=own, kind="number", value=90.0, by=date(2021, 12, 31), trajectory=way, order=1
    )
    rows = [row for row in reader.json("milestones") if row["target_id"] == target.pk]
    names = ("milestone_id", "number", "value", "reach_by")
    assert [tuple(row[name] for name in names) for row in rows] == [
        (f"m_{target.pk}_2019-12-31", 1, 60.0, "2019-12-31"),
        (f"m_{target.pk}_2020-12-31", 2, 75.0, "2020-12-31"),
    ]
    found = {row["indicator_id"]: row for row in reader.json("baselines")}
    assert (found[own.pk]["value"], found[own.pk]["period"]) == (24.0, "2018/19")
    assert found[own.pk]["is_named_by_plan"] is True
    shown = {
        reading.indicator.pk: row.actual
        for reading in readings(sheffield, DAY)
        for row in target_table(reading)
        if row.label == "Baseline"
    }
    assert len(shown) > 3
    for pk, printed in shown.items():
        assert found[pk]["value"] == pytest.approx(
            float(printed.rstrip("%").replace("−", "-")), abs=0.51
        )


def test_a_small_baseline_is_hidden_in_the_feed(reader: FeedReader, sheffield: Plan) -> None:
    own = figures.indicator(
        sheffield,
        unit=Unit.PERCENT,
        baseline=100 * 3 / 7919,
        baseline_numerator=3,
        baseline_denominator=7919,
        suppress_below=5,
    )
    figures.counted(figures.series(own, headline_place=1), "2019-09", 3000, 6000)
    [row] = [row for row in reader.json("baselines") if row["indicator_id"] == own.pk]
    assert [row[name] for name in ("value", "numerator", "denominator", "symbol")] == [
        None,
        None,
        None,
        "c",
    ]


def test_another_end_of_an_address_is_nowhere_in_words(reader: FeedReader) -> None:
    for path in ("figures.xml", "figures", "figures.csv/", "a/b.json"):
        answer = reader.get(path)
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/json"), path
        assert "ends in .csv or .json" in answer.json()["error"]
