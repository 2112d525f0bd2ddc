"""Places in charts, by property: within the frame, apart, in order."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree as ET

from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.domain.series import Figure
from indicators.presenters.chart_canvas import FileWords
from indicators.presenters.chart_geometry import (
    APART,
    PHONE,
    TWO_LINES,
    DateLabel,
    PlottedRun,
    TimeAxis,
    axis,
    crossings,
    labels_with_room,
    spread_out,
    text_width,
    wrapped,
)
from indicators.presenters.chart_panels import chart_file, panels_of
from indicators.presenters.chart_svg import (
    ENGLAND,
    NEIGHBOURS,
    OWN,
    REGION,
    SURVEYS,
    ChartContent,
    DrawnLine,
    FinishedTick,
    Plot,
    TargetLine,
)
from tests.support.chart_examples import content
from tests.support.chart_series import years

SVG = "{http://www.w3.org/2000/svg}"
STYLES = (*OWN, *SURVEYS[:1], ENGLAND, REGION, NEIGHBOURS)
DAYS = st.dates(date(2012, 1, 1), date(2024, 12, 31))
VALUES = st.floats(-1000, 1e6, allow_nan=False).map(lambda number: round(number, 2))


@st.composite
def series(draw: st.DrawFn) -> tuple[Figure, ...]:
    numbers = st.one_of(st.none(), st.integers(0, 100))
    known = draw(st.lists(numbers, min_size=1, max_size=10))
    first = draw(st.integers(2008, 2016))
    return years(*known, first=first) if any(n is not None for n in known) else years(7)


@st.composite
def charts(draw: st.DrawFn) -> ChartContent:
    """Charts of up to nine series, with breaks, targets and actions that finished."""
    names = draw(st.lists(st.text("abcWM ", min_size=1, max_size=21), min_size=1, max_size=9))
    lines = [
        DrawnLine(name, STYLES[n % len(STYLES)], draw(series()), n, "", (draw(DAYS),) * (n == 1))
        for n, name in enumerate(names)
    ]
    aims = [
        TargetLine(f"Target {day:%Y}", ((day, draw(st.integers(0, 100))),), date(2015, 5, 17))
        for day in draw(st.lists(DAYS, max_size=3, unique=True))
    ]
    finished = [FinishedTick(day, ("1.2.3",)) for day in sorted(draw(st.sets(DAYS, max_size=4)))]
    return content(*lines, aims=tuple(aims), finished=tuple(finished))


def boxes(svg: str) -> list[tuple[str, float, float, float, float]]:
    """Each text of a plot with its left, right, top and foot."""
    found = []
    for text in ET.fromstring(f'<svg xmlns="http://www.w3.org/2000/svg">{svg}</svg>').iter(
        f"{SVG}text"
    ):
        words, bold = text.text or "", "font-weight" in text.attrib
        width = text_width(words, bold=bold) / 1.12  # what is counted on is more than it takes
        at = float(text.attrib["x"]) + float(text.attrib.get("dx", 0))
        left = (
            at
            - {"start": 0, "middle": width / 2, "end": width}[
                text.attrib.get("text-anchor", "start")
            ]
        )
        y = float(text.attrib["y"])
        found.append((words, left, left + width, y - 10, y + 3))
    return found


@settings(max_examples=60, deadline=None)
@given(charts())
def test_no_text_of_a_chart_lies_over_another(drawn: ChartContent) -> None:
    for panel in panels_of(drawn):
        texts = boxes(Plot(panel, 680).body())
        for n, (words, left, right, top, foot) in enumerate(texts):
            for other, left_2, right_2, top_2, foot_2 in texts[n + 1 :]:
                apart = right <= left_2 or right_2 <= left or foot <= top_2 or foot_2 <= top
                assert apart, (words, other)


@settings(max_examples=60, deadline=None)
@given(charts())
def test_every_point_is_within_the_frame(drawn: ChartContent) -> None:
    for panel in panels_of(drawn):
        plot = Plot(panel, 680)
        body = plot.body()
        points = [
            p.split(",") for run in re.findall(r'points="([^"]+)"', body) for p in run.split()
        ]
        points += re.findall(r"translate\(([-\d.]+) ([-\d.]+)\)", body)
        for x, y in points:
            assert 0 <= float(x) <= 680
            assert 0 <= float(y) <= plot.full_height
        for figure in panel.figures:
            _, y = plot.point(figure)
            assert plot.upright.top - 0.1 <= y <= plot.upright.bottom + 0.1


@settings(max_examples=20, deadline=None)
@given(charts(), st.text(max_size=200))
def test_a_file_is_well_formed_whatever_its_title(drawn: ChartContent, title: str) -> None:
    ET.fromstring(chart_file(drawn, FileWords(title, title, title, [title])).encode())


@given(st.lists(VALUES, min_size=1))
def test_the_scale_holds_every_number_in_few_round_steps(values: list[float]) -> None:
    ticks = axis(values).ticks
    assert ticks[0] <= min(values) + 1e-6
    assert max(values) - 1e-6 <= ticks[-1]
    assert 2 <= len(ticks) <= 9


@given(VALUES, VALUES, st.lists(VALUES, min_size=1))
def test_a_higher_value_is_higher_and_a_later_day_further_right(
    one: float, two: float, others: list[float]
) -> None:
    upright = axis([one, two, *others])
    assert (one < two) == (upright.y(one) > upright.y(two))
    time = TimeAxis(date(2010, 1, 1), date(2020, 1, 1))
    days = [date(2010, 1, 1) + timedelta(days=n) for n in (0, 1, 400, 3652)]
    places = [time.x(day) for day in days]
    assert places == sorted(places)
    assert 0 <= places[0] < places[-1] <= 95


@given(st.lists(st.tuples(st.floats(14, 256), st.sampled_from([APART, TWO_LINES])), max_size=7))
def test_labels_do_not_overlap(wanted: list[tuple[float, int]]) -> None:
    wanted = sorted(wanted)
    heights = [height for _, height in wanted]
    placed = spread_out([y for y, _ in wanted], heights)
    for n in range(1, len(placed)):
        assert placed[n] - placed[n - 1] >= (heights[n] + heights[n - 1]) / 2 - 1e-6


@given(st.lists(st.floats(0, 100), max_size=30), st.sampled_from([PHONE, 380, 680]))
def test_date_labels_do_not_overlap_and_include_the_last(places: list[float], across: int) -> None:
    labels = [DateLabel("Sept 2019", place) for place in sorted(places)]
    found = labels_with_room(labels, across)
    placed = [labels[n].box(across) for n in found]
    assert all(right <= left for (_, right), (left, _) in pairwise(placed))
    assert (len(places) - 1 in found) is bool(places)


@given(st.lists(st.integers(0, 9), min_size=2, max_size=9), st.lists(st.integers(0, 9), min_size=2))
def test_crossings_are_the_same_from_either_line_and_none_of_parallel_ones(
    ups: list[int], downs: list[int]
) -> None:
    def run(values: list[int]) -> list[PlottedRun]:
        return [PlottedRun(tuple((date(2010 + n, 1, 1), v) for n, v in enumerate(values[:9])))]

    assert crossings([run(ups), run(downs)]) == crossings([run(downs), run(ups)])
    assert crossings([run(ups), run([value + 10 for value in ups])]) == 0
    assert crossings([run([0, 9]), run([9, 0])]) == 1


@given(st.text("abc WM", max_size=200))
def test_wrapped_text_keeps_every_word_within_the_width(text: str) -> None:
    lines = wrapped(text, 150)
    assert " ".join(lines).split() == text.split()
    assert all(text_width(line) <= 150 or " " not in line for line in lines)
