"""What a chart shows stands in the table and the CSV beside it, and can be downloaded."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, datetime
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.utils.timezone import make_aware
from PIL import Image

from indicators.domain.enums import SpanKind, Unit
from indicators.domain.picture_format import IndicatorPicture, PictureFormat
from indicators.models import Indicator, SeriesBreak, Target
from indicators.presenters.chart_files import indicator_picture
from indicators.presenters.indicator_page import figures_csv, indicator_html
from tests.support import figures
from tests.support.factories import (
    ActionFactory,
    OutcomeFactory,
    PeriodFactory,
    PlanFactory,
    StatusUpdateFactory,
)
from tests.support.html import Page

pytestmark = pytest.mark.django_db
DAY = date(2019, 11, 15)
ADDRESS = "/plans/sheffield-2019/indicators/ehc-plans-in-20-weeks/"
SVG = "{http://www.w3.org/2000/svg}"
NUMBER = re.compile(r"\d[\d,.]*\d|\d")


@pytest.fixture
def indicator() -> Indicator:
    """Figures with counts, a break, targets on their days, and two actions that finished."""
    plan = PlanFactory(approved_on=date(2019, 5, 17))
    made = figures.indicator(plan, short_title="Plans in time", source="The board's own count")
    outcome = OutcomeFactory(area__plan=plan)
    made.outcomes.add(outcome)
    series = figures.series(made, name="In the year", span_kind=SpanKind.SCHOOL_YEAR)
    for year, events in (("2015/16", 41), ("2016/17", 47), ("2017/18", 52), ("2018/19", 66)):
        figures.counted(series, year, events, 120)
    SeriesBreak.objects.create(series=series, first_day=date(2017, 9, 1), reason="Counted anew")
    way = [["2020-08-31", 62.0]]
    Target.objects.create(
        indicator=made, order=1, kind="number", value=70, by=date(2021, 8, 31), trajectory=way
    )
    period = PeriodFactory(plan=plan, quarter=None, key="2019-10")
    for number, day in enumerate((2, 14), start=1):
        action = ActionFactory(outcome=outcome, text=f"Number {number} is done")
        said = make_aware(datetime(2019, 10, day, 12))
        StatusUpdateFactory(action=action, period=period, status="complete", recorded_at=said)
    return made


def texts_of(svg: str) -> list[str]:
    root = ET.fromstring(svg)
    return ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]


def drawn(indicator: Indicator) -> str:
    picture = indicator_picture(indicator, DAY, IndicatorPicture.TREND, PictureFormat.SVG)
    return picture.content.decode()


def csv_rows(indicator: Indicator) -> list[dict[str, str]]:
    text = figures_csv(indicator, DAY).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_every_number_that_is_drawn_is_in_the_table_and_in_the_csv(indicator: Indicator) -> None:
    page = Page(indicator_html(indicator, DAY))
    table = " ".join(row.words for each in page.tables for row in each.rows)
    whole = page.words
    file = figures_csv(indicator, DAY).decode("utf-8-sig")
    shown = [text for text in texts_of(drawn(indicator)) if text.endswith("%")]
    labels = [text for text in shown if " " in text]
    assert labels == ["Target 70%", "Sheffield 55%"]
    for number in NUMBER.findall(" ".join(labels)):
        assert number in table
        assert number in file
    for bound in ("46 to 64", "26 to 43"):  # the whiskers of 66 and 41 of 120
        assert f"95%: {bound}" in table
    for words in ("31 August 2020 62%", "31 August 2021 70%"):
        assert words in table
    assert "2 October 2019: " in whole
    assert "Counted anew" in whole


def test_a_target_is_written_in_the_chart_as_in_the_table(sheffield) -> None:  # type: ignore[no-untyped-def]
    """The plan says 75%, beside official figures such as 39.7%."""
    made = sheffield.indicators.get(key="ehc-plans-in-20-weeks")
    texts = texts_of(drawn(made))
    assert "Target 2019 75%" in texts
    assert not any(text.endswith("75.0%") for text in texts)


def test_the_csv_has_intervals_targets_breaks_and_actions_by_their_days(
    indicator: Indicator,
) -> None:
    rows = csv_rows(indicator)
    last = rows[3]
    assert (last["Value"], last["95% from"], last["95% to"]) == ("55", "46.0815", "63.6083")
    days = [(row["Kind"], row["Period"], row["Value"]) for row in rows[4:]]
    assert days == [
        ("Step on the way to a target", "2020-08-31", "62"),
        ("Target", "2021-08-31", "70"),
        ("Break in the series", "2017-09-01", ""),
        ("Action finished", "2019-10-02", ""),
        ("Action finished", "2019-10-14", ""),
    ]
    assert rows[-1]["Note"] == "Number 2 is done"


def test_the_file_names_its_source_its_day_and_the_actions(indicator: Indicator) -> None:
    texts = " ".join(texts_of(drawn(indicator)))
    for words in (
        indicator.title,
        "Source: The board's own count.",
        "As at 15 November 2019.",
        "Break Sept 2017",
        "Target Aug 2021",
        "Number 1 is done (2 October 2019)",
    ):
        assert words in texts


def test_no_action_is_cut_in_a_picture_that_goes_on_paper(indicator: Indicator) -> None:
    outcome = indicator.outcomes.get()
    long = "Train all staff of the service in it, and " + "then again " * 20
    outcome.actions.filter(text__startswith="Number 1").update(text=long)
    outcome.actions.filter(text__startswith="Number 2").update(short_title="A name of its own")
    texts = " ".join(texts_of(drawn(indicator)))
    assert "Train all staff of the service in it (2 October 2019)" in texts
    assert "A name of its own (14 October 2019)" in texts
    assert "…" not in texts


def test_the_page_leads_from_a_finished_action_to_all_of_it(signed_in, sheffield) -> None:  # type: ignore[no-untyped-def]
    page = signed_in("board").get(ADDRESS).content.decode()
    finished = page.partition("<b>Actions finished</b>")[2].partition("</ul>")[0]
    assert 'href="/plans/sheffield-2019/actions/5.1.4/"' in finished
    assert "…" not in finished


def test_no_number_that_is_hidden_is_in_the_file() -> None:
    plan = PlanFactory()
    made = figures.indicator(plan, unit=Unit.COUNT, suppress_below=5, decimals=0)
    series = figures.series(made)
    figures.measured(series, "2019-08", 1277)
    figures.measured(series, "2019-09", 3, note="3 of them")
    figures.measured(series, "2019-10", 1290)
    svg = drawn(made)
    path = re.findall(r'<polyline[^>]+points="([^"]+)"', svg)
    assert path == []  # no line over the gap
    assert "3 of them" not in svg
    assert svg.count("M0-5A5 5 0") == 2


def test_there_is_no_file_where_there_is_no_number(signed_in, sheffield) -> None:  # type: ignore[no-untyped-def]
    made = figures.indicator(sheffield)
    viewer: Client = signed_in("viewer")
    for name in ("trend.svg", "trend.png", "variation.svg"):
        answer = viewer.get(f"/plans/sheffield-2019/indicators/{made.key}/{name}")
        assert answer.status_code == 404
    assert viewer.get(f"{ADDRESS}trend.gif").status_code == 404


def test_a_chart_is_downloaded_as_svg_and_as_png(signed_in, sheffield) -> None:  # type: ignore[no-untyped-def]
    viewer: Client = signed_in("viewer")
    page = viewer.get(ADDRESS).content.decode()
    for name, kind in (("trend.svg", "image/svg+xml"), ("trend.png", "image/png")):
        assert f'href="{ADDRESS}{name}"' in page
        answer = viewer.get(f"{ADDRESS}{name}")
        assert answer["Content-Type"] == kind
        assert answer["Content-Disposition"] == (
            'attachment; filename="sheffield-2019-ehc-plans-in-20-weeks-trend-2019-11-15'
            f'.{kind[6:9]}"'
        )
    picture = Image.open(BytesIO(viewer.get(f"{ADDRESS}trend.png").content))
    assert picture.width == 1920
    colours = picture.convert("L").getcolors(maxcolors=256)
    assert colours is not None
    assert len(colours) > 20  # something is drawn, texts too
