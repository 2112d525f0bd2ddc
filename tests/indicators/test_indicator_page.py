"""The page of one indicator: sentence, chart, tables and facts."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.test import Client

from actions.models import Plan
from indicators.domain.enums import SpanKind, Unit
from indicators.models import (
    Indicator,
    Measurement,
    Place,
    PublishedValue,
    Release,
    Revision,
    Series,
    Target,
)
from indicators.presenters.indicator_page import figures_csv, indicator_html, indicator_page
from indicators.presenters.indicator_tables import FigureCell
from tests.support import figures
from tests.support.factories import (
    ActionFactory,
    OutcomeFactory,
    PeriodFactory,
    PlanFactory,
    StatusUpdateFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
DAY = date(2019, 11, 15)
ADDRESS = "/plans/sheffield-2019/indicators/ehc-plans-in-20-weeks/"


@pytest.fixture
def indicator() -> Indicator:
    """EHC plans in 20 weeks, as Sheffield's board and the Department for Education knew it."""
    plan = PlanFactory()
    home, region, england, near = figures.places_of(plan)
    indicator = figures.indicator(plan, short_title="EHC plans in 20 weeks")
    monthly = figures.series(indicator, name="In the month", order=1)
    figures.measured(monthly, "2019-08", 79, numerator=19, denominator=24)
    figures.measured(monthly, "2019-09", 91, numerator=300, denominator=330)
    measure = figures.measure()
    figures.series(
        indicator,
        name="Official",
        order=2,
        kind="official",
        span_kind=SpanKind.YEAR,
        measure=measure,
    )
    for where, values in ((home, (12.8, 39.7)), (england, (61.3, 58.0)), (region, (60.1, None))):
        for year, value in zip(("2017", "2018"), values, strict=True):
            figures.published(measure, where, year, value)
    for n, where in enumerate(near):
        figures.published(measure, where, "2018", 40 + n)
    return indicator


def series_of(indicator: Indicator, name: str) -> Series:
    return indicator.series.get(name=name)


def facts_of(indicator: Indicator) -> dict[str, str]:
    return {fact.name: fact.text for fact in indicator_page(indicator, DAY).facts}


def test_the_sentence_contains_the_main_number(indicator: Indicator) -> None:
    Target.objects.create(
        indicator=indicator, order=1, kind="number", value=75, by=date(2019, 12, 31)
    )
    page = indicator_page(indicator, DAY)
    assert page.number == "91%"
    assert page.sentence == (
        " in Sept 2019 (In the month), up from 79% in Aug 2019. There are too few figures to tell."
    )
    assert page.target == "The target is 75% by December 2019."


@pytest.mark.parametrize(
    ("values", "better", "said"),
    [
        ((50, 70), "higher", ", up from 50% in Sept 2018. It is getting better."),
        ((50, 70), "lower", ", up from 50% in Sept 2018. It is getting worse."),
        ((50, 50), "lower", ", the same as in Sept 2018. That is no clear change."),
        ((70, 50), "", ", down from 70% in Sept 2018. Which way is better is not stated."),
        ((70,), "higher", "."),
    ],
)
def test_the_sentence_states_the_direction(values: tuple[int, ...], better: str, said: str) -> None:
    indicator = figures.indicator(PlanFactory(), better=better)
    series = figures.series(indicator)
    for years, value in enumerate(reversed(values)):
        figures.counted(series, f"{2019 - years}-09", 2 * value, 200)
    assert indicator_page(indicator, DAY).sentence == f" in Sept 2019{said}"


def test_an_overdue_figure_is_mentioned(indicator: Indicator) -> None:
    indicator.next_due = date(2019, 10, 15)
    html = indicator_html(indicator, DAY)
    assert "The figure due on 15 October 2019 has not been received." in html


def test_the_table_has_the_same_numbers_with_a_column_for_each_series(indicator: Indicator) -> None:
    (table,) = indicator_page(indicator, DAY).tables
    assert table.heads == (
        "In the month",
        "Official",
        "England",
        "Yorkshire and the Humber",
        "Median of statistical neighbours",
    )
    shown = [(period, *(cell.printed for _, cell in cells)) for period, cells in table.rows]
    assert shown == [
        ("2017", "", "12.8%", "61.3%", "60.1%", ""),
        ("2018", "", "39.7%", "58.0%", "Not available", "44.5%"),
        ("Aug 2019", "79%", "", "", "", ""),
        ("Sept 2019", "91%", "", "", "", ""),
    ]
    assert table.rows[2][1][0][1] == FigureCell(
        "79%", out_of="19 of 24", own=True, interval="60 to 91"
    )


def test_a_second_measure_has_a_table_of_its_own(indicator: Indicator) -> None:
    other = figures.measure()
    home = indicator.plan.locality.place
    figures.published(other, home, "2018", 42.3)
    figures.published(other, figures.place("E-970", "England"), "2018", 60.1)
    figures.series(indicator, name="Without exceptions", kind="official", measure=other, order=3)
    first, second = indicator_page(indicator, DAY).tables
    assert "Without exceptions" in first.heads
    assert (second.caption, second.heads) == (
        "Without exceptions, compared",
        ("Sheffield", "England"),
    )


def test_a_target_stands_in_a_row_of_its_own_day(indicator: Indicator) -> None:
    for order, (value, year) in enumerate(((75, 2019), (90, 2020))):
        Target.objects.create(
            indicator=indicator, order=order, kind="number", value=value, by=date(year, 12, 31)
        )
    (table,) = indicator_page(indicator, DAY).tables
    targets = {label: cells[-1][1].printed for label, cells in table.rows}
    assert len(targets) == 6
    assert {label: words for label, words in targets.items() if words} == {
        "By 31 December 2019": "75%",
        "By 31 December 2020": "90%",
    }
    assert [label for label, _ in table.rows][-2:] == ["By 31 December 2019", "By 31 December 2020"]


def test_neighbours_are_listed_closest_first(indicator: Indicator) -> None:
    (table,) = indicator_page(indicator, DAY).neighbours
    assert [name for name, _ in table.rows] == [f"Neighbour {n}" for n in range(1, 11)]
    assert [cells[0][1].printed for _, cells in table.rows][:2] == ["40.0%", "41.0%"]


def test_the_chart_has_a_text_alternative(indicator: Indicator) -> None:
    PublishedValue.objects.filter(place__in=Place.objects.filter(name__startswith="N")).delete()
    svg = indicator_page(indicator, DAY).picture.svg
    assert '<title id="chart-t">EHC plans in 20 weeks</title>' in svg
    assert "In the month: from 79% in Aug 2019 to 91% in Sept 2019, 2 figures." in svg
    assert "England: from 61.3% in 2017 to 58.0% in 2018, 2 figures." in svg
    assert "The table below has the same figures." in svg


def test_five_lines_are_two_charts_with_a_text_alternative_each(indicator: Indicator) -> None:
    picture = indicator_page(indicator, DAY).picture
    assert '<title id="chart-1-t">In the month</title>' in picture.svg
    assert '<title id="chart-2-t">Official</title>' in picture.svg
    assert picture.svg.count("The table below has the same figures.") == 2
    assert picture.notes[0].startswith("Lines that would lie over each other")


def test_differing_figures_for_the_same_time_are_mentioned(indicator: Indicator) -> None:
    yearly = figures.series(indicator, name="Told the board", span_kind=SpanKind.YEAR, order=0)
    figures.measured(yearly, "2018", 81)
    assert indicator_page(indicator, DAY).differences == (
        "Two figures for 2018 differ by 41.3 percentage points: 81% (Told the board) and 39.7% "
        "(Official, official).",
    )


def test_figures_equal_up_to_rounding_are_not_mentioned(indicator: Indicator) -> None:
    yearly = figures.series(indicator, name="Told the board", span_kind=SpanKind.YEAR, order=0)
    figures.measured(yearly, "2018", 40)
    assert indicator_page(indicator, DAY).differences == ()


def test_figures_for_different_times_are_called_not_comparable(indicator: Indicator) -> None:
    assert indicator_page(indicator, DAY).differences == (
        "Our own figure is 91% for Sept 2019 (In the month); the official one is 39.7% for 2018 "
        "(Official). They do not cover the same time, so neither shows the other to be wrong.",
    )


def test_corrections_are_listed_with_who_made_them(indicator: Indicator) -> None:
    series = series_of(indicator, "In the month")
    first = Measurement.objects.get(series=series, span_key="2019-08")
    figures.measured(
        series,
        "2019-08",
        72,
        supersedes=first,
        by=UserFactory(name="Ann Example"),
        known_on=DAY,
        note="Two plans were counted twice",
    )
    (correction,) = indicator_page(indicator, DAY).corrections
    told = (correction.before.printed, correction.after.printed, correction.by, correction.on)
    assert told == ("79%", "72%", "Ann Example", DAY)
    html = indicator_html(indicator, DAY)
    assert "Two plans were counted twice" in html


def test_published_revisions_are_listed(indicator: Indicator) -> None:
    value = series_of(indicator, "Official").measure.values.get(  # type: ignore[union-attr]
        place=indicator.plan.locality.place, span_key="2018"
    )
    release = Release.objects.create(
        dataset="lait",
        title="Release of May",
        publisher="DfE",
        published_on=date(2019, 11, 10),
        sha256="1" * 64,
        read_at=figures.now(),
    )
    Revision.objects.create(of=value, release=release, was=38.1)
    (revised,) = indicator_page(indicator, DAY).revisions
    assert (revised.before, revised.after, revised.release) == ("38.1%", "39.7%", "Release of May")
    assert indicator_page(indicator, date(2019, 11, 9)).revisions == ()


def test_missing_facts_are_shown_as_not_stated() -> None:
    indicator = figures.indicator(PlanFactory(), better="", every="")
    facts = facts_of(indicator)
    assert facts["Better when"] == "Not stated"
    assert facts["Measured"] == "Not stated"
    assert facts["Target"] == "Not stated"
    assert facts["Owner"] == "No post named"


def test_linked_actions_are_shown_with_their_status(indicator: Indicator) -> None:
    plan = indicator.plan
    outcome = OutcomeFactory(area__plan=plan)
    one, two = (ActionFactory(outcome=outcome, plan=plan, ref=f"1.1.{n}") for n in (1, 2))
    ActionFactory(plan=plan, outcome__area__plan=plan, ref="9.9.9")
    indicator.outcomes.add(outcome)
    StatusUpdateFactory(action=one, period=PeriodFactory(plan=plan), status="at_risk")
    page = indicator_page(indicator, DAY)
    assert [(each.ref, each.status) for each in page.actions] == [
        (one.ref, "at_risk"),
        (two.ref, None),
    ]


def test_small_numbers_do_not_appear_in_any_format() -> None:
    indicator = figures.indicator(
        PlanFactory(), unit=Unit.COUNT, suppress_below=5, short_title="Complaints", better="lower"
    )
    series = figures.series(indicator)
    figures.measured(series, "2019-07", 1277)
    first = figures.measured(series, "2019-08", 4)
    figures.measured(series, "2019-08", 3, supersedes=first, note="3 and not 4", known_on=DAY)
    figures.measured(series, "2019-09", 2)
    page = indicator_page(indicator, DAY)
    (table,) = page.tables
    assert [cells[0][1].printed for _, cells in table.rows] == [
        "1,277",
        "Fewer than 5",
        "Fewer than 5",
    ]
    assert [(each.before.printed, each.after.printed) for each in page.corrections] == [
        ("fewer than 5", "fewer than 5")
    ]
    assert page.number == "Fewer than 5"
    assert "3 and not 4" not in indicator_html(indicator, DAY)
    assert [row["Value"] for row in csv_rows(indicator)] == ["1277", "", ""]


def csv_rows(indicator: Indicator) -> list[dict[str, str]]:
    text = figures_csv(indicator, DAY).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_csv_holds_every_figure_of_every_line(indicator: Indicator) -> None:
    rows = csv_rows(indicator)
    assert len(rows) == 2 + 2 + 2 + 2 + 1 + 10
    assert rows[0]["Shown as"] == "79%"
    assert (rows[0]["Value"], rows[0]["Numerator"], rows[0]["Denominator"]) == ("79", "19", "24")
    region = next(row for row in rows if row["Period"] == "2018" and row["Value"] == "")
    assert (region["Place"], region["Shown as"]) == ("Yorkshire and the Humber", "not available")


def test_no_cell_of_the_csv_is_a_formula() -> None:
    indicator = figures.indicator(PlanFactory())
    series = figures.series(indicator, name='=HYPERLINK("http://example.org")')
    figures.measured(series, "2019-09", -5, note="@SUM(A1)", source="+1")
    (row,) = csv_rows(indicator)
    assert (row["Series"][:2], row["Note"][:2], row["Source"][:2]) == ("'=", "'@", "'+")
    assert row["Value"] == "-5"


def test_user_text_is_never_html(indicator: Indicator) -> None:
    bad = "<script>alert(1)</script>"
    Series.objects.filter(indicator=indicator).update(note=bad)
    Indicator.objects.filter(pk=indicator.pk).update(short_title=bad, note=bad)
    indicator.refresh_from_db()
    assert bad not in indicator_html(indicator, DAY)


def test_the_page_takes_few_queries_and_fewer_from_the_cache(  # type: ignore[no-untyped-def]
    sheffield: Plan, signed_in, django_assert_max_num_queries, django_assert_num_queries
) -> None:
    viewer: Client = signed_in("viewer")
    viewer.get("/plans/sheffield-2019/questions/")
    with django_assert_max_num_queries(21):
        viewer.get(ADDRESS)
    with django_assert_num_queries(5):
        viewer.get(ADDRESS)


def test_the_page_and_its_file_answer(signed_in) -> None:  # type: ignore[no-untyped-def]
    viewer: Client = signed_in("viewer")
    page = viewer.get(ADDRESS)
    file = viewer.get(f"{ADDRESS}figures.csv")
    assert (page.status_code, file.status_code) == (200, 200)
    assert file["Content-Type"] == "text/csv; charset=utf-8"
    assert "ehc-plans-in-20-weeks.csv" in file["Content-Disposition"]
    assert "style=" not in page.content.decode()


def test_figures_later_than_the_demo_day_are_left_out(sheffield: Plan) -> None:
    indicator = sheffield.indicators.get(key="ehc-plans-in-20-weeks")
    before = indicator_page(indicator, DAY).tables[0].rows
    after = indicator_page(indicator, date(2023, 12, 31)).tables[0].rows
    assert "2022" not in [period for period, _ in before]
    assert "2022" in [period for period, _ in after]


def test_small_charts_have_each_what_it_is_compared_with(indicator: Indicator) -> None:
    other = figures.measure()
    home, england = indicator.plan.locality.place, figures.place("E-970", "England")
    figures.published(other, home, "2018", 42.3)
    figures.published(other, england, "2018", 60.1)
    figures.series(indicator, name="Without exceptions", kind="official", measure=other, order=3)
    picture = indicator_page(indicator, DAY).picture
    assert "Without exceptions: 42.3% in 2018. England: 60.1% in 2018." in picture.svg
    assert not any("are drawn for" in note for note in picture.notes)


def test_a_step_that_is_a_target_itself_is_listed_once(indicator: Indicator) -> None:
    for order, (value, year) in enumerate(((75, 2019), (90, 2020))):
        Target.objects.create(
            indicator=indicator,
            order=order,
            kind="number",
            value=value,
            by=date(year, 12, 31),
            trajectory=[["2019-12-31", 75]] if order else [],
        )
    listed = indicator_page(indicator, DAY).picture.targets
    assert [(target.label, target.day.year, target.number) for target in listed] == [
        ("Target", 2019, "75%"),
        ("Target", 2020, "90%"),
    ]
