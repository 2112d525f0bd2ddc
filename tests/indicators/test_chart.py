"""Charts as SVG: what is drawn, what is not, and accessibility."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from datetime import date
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.enums import Gap, SpanKind
from indicators.domain.series import Figure
from indicators.presenters import chart_svg as drawing
from indicators.presenters.chart_canvas import FileWords, LineStyle
from indicators.presenters.chart_geometry import asides, axis, runs
from indicators.presenters.chart_panels import chart_file, chart_html, panels_of
from indicators.presenters.chart_svg import DrawnLine, FinishedTick, TargetLine, chart, sparkline
from tests.support import chart_examples
from tests.support.chart_examples import content
from tests.support.chart_series import figure, months, years

SVG = "{http://www.w3.org/2000/svg}"
MAY = date(2015, 5, 17)


def chart_of(*lines: DrawnLine, aims: tuple[TargetLine, ...] = ()) -> str:
    return chart(content(*lines, aims=aims), name="c")


def tree(svg: str) -> ET.Element:
    if "xmlns" not in svg:
        svg = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return ET.fromstring(svg)


def line(figures: tuple[Figure, ...], style: LineStyle = drawing.OWN[0]) -> DrawnLine:
    return DrawnLine("Sheffield", style, figures)


def words(svg: str) -> list[str]:
    return ["".join(each.itertext()) for each in tree(svg).iter(f"{SVG}text")]


def paths(svg: str) -> list[str]:
    return [each.attrib["points"] for each in tree(svg).iter(f"{SVG}polyline")]


def test_a_chart_has_a_title_a_description_and_presentation_attributes_only() -> None:
    svg = chart_of(line(years(10, 20)))
    root = tree(svg)
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"] == "c-t c-d"
    assert [each.text for each in (root[0], root[1])] == ["A title", "In words."]
    assert re.findall(r"style=|<script|<style|on\w+=", svg) == []


def test_user_text_is_escaped_and_signs_that_xml_cannot_hold_are_left_out() -> None:
    bad = "<script>a&b</script>"
    drawn = content(
        DrawnLine(f"{bad}\x01", drawing.OWN[0], years(1, 2)),
        title=bad,
        description=bad,
        aims=(TargetLine(bad, ((date(2015, 1, 1), 3),)),),
        finished=(FinishedTick(date(2015, 5, 1), (bad,)),),
    )
    for svg in (chart(drawn, name="c"), chart_file(drawn, FileWords(bad, bad, bad, [bad]))):
        assert "<script>" not in svg
        assert words(svg).count(bad) >= 3


def test_a_gap_breaks_the_line_and_is_never_zero() -> None:
    whole, broken = (
        chart_of(line(years(10, 20, 30, 40))),
        chart_of(line(years(10, 20, None, 30, 40))),
    )
    assert len(paths(whole)) == 1
    assert len(paths(broken)) == 2
    assert [len(points.split()) for points in paths(broken)] == [2, 2]


def test_a_missing_period_is_a_gap_too() -> None:
    figures = (figure("2014", 1), figure("2016", 2), figure("2017", 3))
    assert [len(run) for run in runs(figures)] == [1, 2]
    days = tuple(figure(f"2019-0{n}-15", n, kind=SpanKind.DAY) for n in (1, 5, 9))
    assert [len(run) for run in runs(days)] == [3]


def test_survey_waves_are_unjoined_points() -> None:
    svg = chart_of(line(years(40, 45, 50), drawing.SURVEYS[0]))
    assert paths(svg) == []
    assert len(tree(svg).findall(f".//{SVG}path")) == 3


def test_each_survey_has_a_mark_of_its_own() -> None:
    svg = chart(chart_examples.of_waves(), name="c")
    shapes = [each.attrib["d"] for each in tree(svg).iter(f"{SVG}path")]
    assert sorted({shapes.count(shape) for shape in set(shapes)}) == [1, 3, 4]  # the target is one
    assert len(set(shapes)) == 4


def test_a_provisional_figure_is_hollow() -> None:
    figures = (figure("2014", 10), figure("2015", 20, provisional=True))
    fills = [each.attrib["fill"] for each in tree(chart_of(line(figures))).iter(f"{SVG}path")]
    assert fills == [drawing.OWN[0].ink, "#ffffff"]
    strokes = chart_of(line(figures, drawing.ENGLAND))
    assert strokes.count('stroke-dasharray="2 1.5"') == 1


def test_lines_are_distinguishable_without_colour() -> None:
    beside = [drawing.ENGLAND, drawing.REGION, drawing.NEIGHBOURS, drawing.TARGET]
    styles = [*drawing.OWN, *drawing.SURVEYS, *beside]
    assert len({style.mark for style in styles}) == len(styles)
    joined = [style for style in styles if style.joined]
    assert len({style.dash for style in joined}) == len(joined)


def test_each_line_has_its_name_and_last_number_beside_it() -> None:
    england = DrawnLine("England", drawing.ENGLAND, years(50, 58))
    aims = (TargetLine("Target", ((date(2015, 12, 31), 75),)),)
    texts = words(chart_of(line(years(13, 40)), england, aims=aims))
    assert [each for each in texts if each[0].isalpha()] == [
        "Target Dec 2015",
        "Target 75%",
        "England 58%",
        "Sheffield 40%",
    ]


def test_a_trajectory_is_drawn_by_its_steps_each_on_its_day() -> None:
    way = ((date(2015, 7, 1), 20), (date(2016, 7, 1), 30), (date(2016, 12, 31), 40))
    svg = chart_of(line(years(10, 20, 30)), aims=(TargetLine("Target", way),))
    target, own = paths(svg)
    assert [len(points.split()) for points in (target, own)] == [3, 3]
    # A year's figure is in the middle of it: here within a day of the target of that July.
    assert float(target.split()[0].split(",")[0]) == pytest.approx(
        float(own.split()[1].split(",")[0]), abs=0.2
    )


def test_a_single_target_is_level_from_the_plan_to_its_day() -> None:
    aim = TargetLine("Target", ((date(2018, 8, 31), 40),), MAY)
    target, own = paths(chart_of(line(years(10, 20, 30)), aims=(aim,)))
    (start, high), (end, low) = (point.split(",") for point in target.split())
    assert high == low
    first, last = (float(point.split(",")[0]) for point in (own.split()[0], own.split()[-1]))
    assert first < float(start) < last < float(end)
    assert float(end) == 95  # the time goes on to the last target


def test_the_first_and_the_last_figure_every_break_and_the_last_target_are_labelled() -> None:
    drawn = chart_examples.with_everything()
    for texts in (words(chart(drawn, name="c")), words(chart_file(drawn, FileWords("", "", "")))):
        for text in ("2012/13", "2019/20", "Break Sept 2016", "Target Aug 2022"):
            assert text in texts


def test_a_break_parts_the_line_and_has_a_mark() -> None:
    broken = replace(line(years(10, 20, 30, 40)), breaks=(date(2016, 1, 1),))
    svg = chart_of(broken)
    assert [len(points.split()) for points in paths(svg)] == [2, 2]
    assert svg.count('stroke-dasharray="2 3"') == 1
    assert "Break Jan 2016" in words(svg)


def test_actions_that_finished_are_ticks_within_the_time() -> None:
    ticks = (
        FinishedTick(date(2010, 5, 1), ("1.1.1",)),  # before the first figure: in words only
        FinishedTick(date(2015, 5, 1), ("1.1.2", "1.1.3")),
        FinishedTick(date(2018, 2, 1), ("1.1.4",)),  # the time goes on to it
    )
    svg = chart(content(line(years(10, 20, 30)), finished=ticks), name="c")
    texts = words(svg)
    assert "Actions finished" in texts
    assert [text for text in texts if text.startswith("1.1")] == ["1.1.2 +1", "1.1.4"]
    assert svg.count("M0-8 5 0 0 8-5 0z") == 2


def test_more_than_four_lines_are_small_charts_on_the_same_scales() -> None:
    drawn = chart_examples.of_nine_lines()
    small = panels_of(drawn)
    assert [(panel.title, len(panel.lines)) for panel in small] == [
        ("Autism", 4),
        ("Speech and language", 1),
        ("Hearing", 1),
        ("Vision", 1),
        ("Physical", 1),
        ("Other", 1),
    ]
    assert len({(panel.time, panel.ticks) for panel in small}) == 1
    html = chart_html(drawn, name="c")
    assert html.count("<svg class") == 6
    assert len(set(re.findall(r'id="([^"]+)"', html))) == 12
    assert len(panels_of(content(*drawn.lines[:4]))) == 1


def test_lines_that_cross_too_often_are_small_charts_too() -> None:
    up, down = years(*[10, 20] * 8), years(*[20, 10] * 8)
    often = content(line(up), DrawnLine("England", drawing.ENGLAND, down))
    assert [panel.title for panel in panels_of(often)] == ["Sheffield, England"]
    seldom = content(line(up[:12]), DrawnLine("England", drawing.ENGLAND, down[:12]))
    assert panels_of(seldom) == (seldom,)


def test_without_numbers_there_is_no_chart() -> None:
    assert chart_of(line((figure("2018", None, gap=Gap.SUPPRESSED),))) == ""
    assert chart_of() == ""


def test_a_single_figure_is_a_mark_in_the_middle() -> None:
    svg = chart_of(line(years(10)))
    assert paths(svg) == []
    assert 'x="50.00%"' in svg


def test_a_file_is_whole_by_itself() -> None:
    notes = ["Source: a table.", "As at 15 November 2019."]
    svg = chart_file(chart_examples.with_everything(), FileWords("Title", "A plan", "So", notes))
    root = tree(svg)
    assert root.tag == f"{SVG}svg"
    assert "Liberation Sans" in root.attrib["font-family"]
    assert {"Title", "A plan", *notes} <= set(words(svg))
    assert re.findall(r"class=|style=|var\(|href|<script|%\"", svg.replace('"100%"', "")) == []
    assert chart_file(content(), FileWords("", "", "")) == ""


def test_a_chart_takes_less_than_five_milliseconds() -> None:
    lines = [line(years(*range(10, 22))), *[line(years(*range(20, 32)), drawing.ENGLAND)] * 6]
    drawn = content(*lines)
    best = min(timed(lambda: chart(drawn, name="c")) for _ in range(5))
    assert best < 0.005


def timed(work) -> float:  # type: ignore[no-untyped-def]
    start = time.process_time()
    work()
    return time.process_time() - start


def test_the_scale_starts_at_zero_unless_that_flattens_the_line() -> None:
    assert axis([39.7, 58]).ticks == (0, 20, 40, 60)
    assert axis([92.4, 88.6]).ticks[0] > 0
    assert axis([-0.6, -4.8]).ticks[0] <= -4.8


@pytest.mark.parametrize("figures", [(), years(5), years(None, 5, None)])
def test_fewer_than_two_figures_have_no_sparkline(figures: tuple[Figure, ...]) -> None:
    assert sparkline(figures) == ""


def test_a_sparkline_is_one_grey_line_with_one_dot() -> None:
    root = tree(sparkline(months(52, 58, 66)))
    assert root.attrib["aria-label"] == "3 figures, from 52% to 66%"
    assert len(list(root.iter(f"{SVG}polyline"))) == 1
    dots = list(root.iter(f"{SVG}circle"))
    assert [(dot.attrib["cx"], dot.attrib["cy"]) for dot in dots] == [("106.0", "5.0")]


def test_a_gap_breaks_a_sparkline_too() -> None:
    root = tree(sparkline(months(52, 58, None, 66, 70)))
    assert [len(p.attrib["points"].split()) for p in root.iter(f"{SVG}polyline")] == [2, 2]


def test_a_level_line_is_drawn() -> None:
    assert "25.0" in sparkline(months(50, 50, 50))


def test_small_charts_all_begin_and_end_with_the_labels_of_the_whole_time() -> None:
    small = panels_of(chart_examples.of_nine_lines())
    assert len({len(panel.lines[0].figures) for panel in small}) == 2  # one began later
    for panel in small:
        shown = words(chart(panel, name="c"))
        assert {"2014", "2021"} <= set(shown), panel.title


def test_intervals_of_several_series_stand_beside_each_other() -> None:
    both = chart_examples.of_two_with_intervals()
    moved = tree(chart(both, name="c")).findall(f"{SVG}g")
    assert sorted(each.attrib["transform"] for each in moved) == [
        "translate(-6 0)",
        "translate(6 0)",
    ]
    assert all(len(each.findall(f".//{SVG}path")) == 8 for each in moved)  # marks and whiskers
    alone = replace(both, lines=(both.lines[0], replace(both.lines[1], bounds=())))
    assert "translate(" not in chart(alone, name="c")


@given(st.lists(st.sets(st.dates(date(2019, 1, 1), date(2019, 1, 4))), max_size=5))
def test_lines_that_share_a_day_are_apart_and_around_it(days: list[set[date]]) -> None:
    found = asides(days)
    assert sum(found) == pytest.approx(0)
    for (one, at), (other, also) in combinations(zip(days, found, strict=True), 2):
        assert not one & other or abs(at - also) >= 6
