"""All areas on one measure: the funnel or the dots, the files, and what they hold."""

from __future__ import annotations

import csv
import io
import re
from io import BytesIO
from typing import NamedTuple
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from actions.models import Plan
from indicators.domain.count_pairs import COUNT_PAIRS, CountPair, MeasureCode
from indicators.domain.enums import Dataset
from indicators.models import PublishedMeasure, PublishedValue
from indicators.presenters.chart_canvas import FileWords
from indicators.presenters.chart_geometry import text_width
from indicators.presenters.comparison_files import areas_csv
from indicators.presenters.comparison_svg import AreaPoint, ComparisonContent, chart, file
from indicators.presenters.measure_comparison import compare_page
from tests.support import figures
from tests.support.chart_examples import of_all_areas
from tests.support.chart_series import PERCENT
from tests.support.factories import PlanFactory
from tests.support.html import Page
from wsoa.core.clock import today

SVG = "{http://www.w3.org/2000/svg}"
OUT_OF = 200


class Compared(NamedTuple):
    plan: Plan
    measure: PublishedMeasure


@pytest.fixture
def compared(db: None, monkeypatch: pytest.MonkeyPatch) -> Compared:
    """Plans in time with their counts, of an own area, ten neighbours and five more."""
    plan = PlanFactory()
    home, region, england, near = figures.places_of(plan)
    measure = figures.measure(title="Plans in time", better="higher")
    events = figures.measure(title="Plans in 20 weeks (a count)", unit="count")
    out_of = figures.measure(title="All new plans (a count)", unit="count")
    codes = [MeasureCode(Dataset.LAIT, each.code) for each in (measure, events, out_of)]
    monkeypatch.setitem(COUNT_PAIRS, codes[0], CountPair(*codes[1:]))
    others = [figures.place(f"F-{n}", f"Farshire {n}") for n in range(5)]
    for n, where in enumerate((home, *near, *others)):
        finished = 78 + 3 * n
        figures.published(measure, where, "2018", 100 * finished / OUT_OF)
        figures.published(events, where, "2018", finished)
        figures.published(out_of, where, "2018", OUT_OF)
    figures.published(measure, england, "2018", 58.0)
    figures.published(measure, region, "2018", None)
    figures.published(measure, figures.place("F-9", "Westmorland"), "2018", None)
    return Compared(plan, measure)


def rows_of(compared: Compared, **asked: object) -> list[dict[str, str]]:
    given = {"asked": "", "near": False} | asked
    made = areas_csv(*compared, today(), **given)  # type: ignore[arg-type]
    assert made.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(made.content.decode("utf-8-sig"))))


def test_where_counts_are_known_the_page_has_a_funnel_and_says_where_the_area_lies(
    compared: Compared,
) -> None:
    table = compare_page(*compared, today()).table
    assert (
        "Sheffield, 78 of 200, lies below the 99.8% limit: further than chance explains, "
        "around England’s 58.0%."
    ) in table
    assert "6 of 16 areas with counts lie outside the 99.8% limits." in table
    assert "areas differ anyway" in table
    assert table.count("Limit 99.8%") == table.count("Limit 95%") == 1
    [shown] = Page(str(table)).tables
    assert [row.words for row in shown.rows][-1] == (
        "16 Sheffield Your area 39.0% 78 of 200 below 99.8%"
    )


def test_without_counts_the_areas_are_dots_in_order(compared: Compared) -> None:
    PublishedValue.objects.filter(measure__title__startswith="All new plans (a").delete()
    table = compare_page(*compared, today()).table
    assert "Limit" not in table
    assert "Areas in order. Highest first, which is better" in table
    assert "England 58.0%" in table
    [shown] = Page(str(table)).tables
    assert [row.words for row in shown.rows][-1] == "16 Sheffield Your area 39.0%"


def test_counts_that_do_not_make_the_figure_are_not_used(compared: Compared) -> None:
    PublishedValue.objects.filter(measure__title="Plans in 20 weeks (a count)").update(value=7)
    assert "Limit" not in compare_page(*compared, today()).table


def test_the_csv_holds_all_that_is_shown(compared: Compared) -> None:
    rows = rows_of(compared)
    assert len(rows) == 16 + 1 + 2
    own = next(row for row in rows if row["Mark"] == "Your area")
    assert own == {
        "Place": "16",
        "Tied": "no",
        "Area": "Sheffield",
        "Mark": "Your area",
        "Period": "2018",
        "From": "2018-01-01",
        "To": "2018-12-31",
        "Value": "39",
        "Shown as": "39.0%",
        "Provisional": "no",
        "Numerator": "78",
        "Denominator": "200",
        "95% interval from": "32.5083",
        "95% interval to": "45.9063",
        "99.8% limit from": "47.2151",
        "95% limit from": "51.1598",
        "95% limit to": "64.8402",
        "99.8% limit to": "68.7849",
        "Position": "below 99.8%",
    }
    assert [(row["Area"], row["Shown as"]) for row in rows[-2:]] == [
        ("Westmorland", "Not available"),
        ("Yorkshire and the Humber", "Not available"),
    ]
    page = compare_page(*compared, today())
    names = re.findall(r"Neighbour \d+|Farshire \d", " ".join(row["Area"] for row in rows))
    assert all(name in page.table for name in names)


def test_a_place_that_areas_share_is_a_number_too(compared: Compared) -> None:
    sheffield = PublishedValue.objects.get(measure=compared.measure, place__name="Sheffield")
    figures.published(compared.measure, figures.place("F-8", "Alike"), "2018", sheffield.value)
    places = {row["Area"]: (row["Place"], row["Tied"]) for row in rows_of(compared)}
    assert places["Sheffield"] == places["Alike"] == ("16", "yes")
    assert places["England"] == places["Westmorland"] == ("", "")
    assert all(place.isdecimal() for place, tied in places.values() if tied)
    assert ">=16<" in compare_page(*compared, today()).table


def test_counts_of_a_few_are_intervals_in_the_order_of_all(compared: Compared) -> None:
    """A funnel of the few with counts would leave most areas out."""
    for n in range(30):
        where = figures.place(f"G-{n}", f"Newshire {n}")
        figures.published(compared.measure, where, "2018", 30.0 + n)
    table = compare_page(*compared, today()).table
    assert "Limit" not in table
    assert "known for 16 of 46 areas. That is too few for a funnel plot." in table
    assert re.search(r"46 of the \d+ areas known here have a figure\.", table)
    own = next(row for row in rows_of(compared) if row["Area"] == "Sheffield")
    assert (own["Numerator"], own["95% interval from"], own["95% limit from"]) == (
        "78",
        "32.5083",
        "",
    )


def test_the_filter_applies_to_the_files_too(compared: Compared) -> None:
    near = rows_of(compared, near=True)
    assert not any("Farshire" in row["Area"] for row in near)
    assert rows_of(compared, asked="year:1999") == rows_of(compared)  # the latest instead


def test_no_cell_of_the_csv_is_a_formula(compared: Compared) -> None:
    where = figures.place("F-bad", "=HYPERLINK(1)")
    figures.published(compared.measure, where, "2018", 1.0)
    assert [row["Area"] for row in rows_of(compared) if "HYPER" in row["Area"]] == [
        "'=HYPERLINK(1)"
    ]


def test_a_place_is_never_html(compared: Compared) -> None:
    bad = "<script>alert(1)</script>"
    type(compared.plan.locality.place).objects.filter(name="Sheffield").update(name=bad)
    table = compare_page(*compared, today()).table
    assert bad not in table
    assert re.findall(r"style=|<script", table) == []


def test_the_page_links_its_files_and_they_answer(signed_in, sheffield) -> None:  # type: ignore[no-untyped-def]
    measure = PublishedMeasure.objects.get(code="SEN_EHC_All_20wks")
    viewer = signed_in("viewer")
    address = f"/statistics/{measure.pk}/"
    shown = viewer.get(f"{address}?near=1&span=year:2018").content.decode()
    kinds = {"areas.csv": "text/csv; charset=utf-8", "chart.svg": "image/svg+xml"}
    for name, kind in (kinds | {"chart.png": "image/png"}).items():
        link = f"{address}{name}?span=year%3A2018&amp;near=1"
        assert f'href="{link}"' in shown
        answer = viewer.get(link.replace("&amp;", "&"))
        assert (answer.status_code, answer["Content-Type"]) == (200, kind)
        assert re.fullmatch(
            r'attachment; filename="[a-z0-9-]+-2018\.(csv|svg|png)"', answer["Content-Disposition"]
        )
    assert Image.open(BytesIO(answer.content)).width == 1920
    assert viewer.get("/statistics/999999/areas.csv").status_code == 404
    empty = figures.measure()
    for name in kinds:
        assert viewer.get(f"/statistics/{empty.pk}/{name}").status_code == 404


# --- drawing ------------------------------------------------------------------------------------


def boxes(svg: str) -> list[tuple[str, float, float, float, float]]:
    found = []
    for text in ET.fromstring(svg).iter(f"{SVG}text"):
        words, bold = text.text or "", "font-weight" in text.attrib
        width = text_width(words, bold=bold) / 1.12
        at = float(text.attrib["x"]) + float(text.attrib.get("dx", 0))
        left = at - (width / 2 if "text-anchor" in text.attrib else 0)
        left -= width / 2 if text.attrib.get("text-anchor") == "end" else 0
        y = float(text.attrib["y"])
        found.append((words, left, left + width, y - 10, y + 3))
    return found


@settings(max_examples=25, deadline=None)
@given(st.booleans(), st.integers(1, 151), st.integers(0, 1000))
def test_every_area_is_within_the_frame_and_no_text_lies_over_another(
    is_funnel: bool, areas: int, seed: int
) -> None:
    drawn = of_all_areas(is_funnel=is_funnel, areas=areas, seed=seed)
    svg = file(drawn, FileWords("", "", ""))
    plot = re.search(r'<g transform="translate\(64 [\d.]+\)">(.*)</g></svg>', svg)
    assert plot is not None
    body = f'<svg xmlns="http://www.w3.org/2000/svg">{plot[1]}</svg>'
    texts = boxes(body)
    for n, (words, left, right, top, foot) in enumerate(texts):
        for other, left_2, right_2, top_2, foot_2 in texts[n + 1 :]:
            assert right <= left_2 or right_2 <= left or foot <= top_2 or foot_2 <= top, (
                words,
                other,
            )
    places = re.findall(r"M([\d.]+) ([\d.]+)h\.01|translate\(([\d.]+) ([\d.]+)\)", body)
    marks = [(float(x or a), float(y or b)) for x, y, a, b in places]
    assert len([y for _, y in marks]) >= areas
    assert all(0 <= x <= 682 and 14 <= y <= 294.1 for x, y in marks)


def test_marks_differ_by_shape_and_a_point_on_a_page_is_where_it_is_in_a_file() -> None:
    points = [
        AreaPoint("Sheffield", 40, 100, own=True),
        AreaPoint("Barnsley", 50, 200, neighbour=1),
        AreaPoint("Kent", 60, 300),
    ]
    drawn = ComparisonContent(points, PERCENT, "T", "D", "plans", True, ("England", 55.0))
    svg = chart(drawn)
    assert "M-8-8H8V8H-8z" in svg
    assert "M0-7 7 0 0 7-7 0z" in svg
    assert svg.count("h.01") == 1
    assert "Sheffield 40%" in svg
    assert ">1 Barnsley<" in svg
    [(page_x, page_y)] = re.findall(r"M([\d.]+) ([\d.]+)h", svg)
    [(file_x, file_y)] = re.findall(r"M([\d.]+) ([\d.]+)h", file(drawn, FileWords("", "", "")))
    assert page_y == file_y
    assert float(file_x) == pytest.approx(float(page_x) * 6.82, abs=0.1)


def test_the_limits_are_drawn_within_the_frame() -> None:
    drawn = of_all_areas(is_funnel=True)
    low, high = drawn.limit_lines[0], drawn.limit_lines[1]
    assert all(0 <= value <= 100 for _, value in (*low, *high))
    widths = [above - below for (_, below), (_, above) in zip(low, high, strict=True)]
    assert widths == sorted(widths, reverse=True)
    assert of_all_areas(is_funnel=False).limit_lines == []
