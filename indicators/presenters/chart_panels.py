"""A chart of many lines as small multiples: charts on the same scales, side by side. Pure.

The rule: a chart has at most four lines that cross at most twelve times. With more of either, each
of its own series gets a small chart with what it is compared with; a single series of its own gets
one for each line that it is compared with. All share one time and one scale, so that they compare.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from indicators.presenters.chart_canvas import (
    FILE_WIDTH,
    PLOT_LEFT,
    PLOT_RIGHT,
    FileWords,
    PlacedPlot,
    escape,
    standalone,
)
from indicators.presenters.chart_geometry import (
    PlottedRun,
    crossings,
    middle,
    needs_panels,
    runs,
)
from indicators.presenters.chart_svg import ChartContent, DrawnLine, Plot, chart

IN_THE_TABLE = "The table below has the same figures."
PANEL_HEIGHT, PANEL_ROOM = 130, 148  # pixels of a plot: down, and across at least on a page
_PANEL_RIGHT = 130


def panels_of(content: ChartContent) -> tuple[ChartContent, ...]:
    """The small charts by the rule above; the chart itself where one is enough."""
    lines = [line for line in content.lines if any(f.value is not None for f in line.figures)]
    if not needs_panels(len(lines), crossings([_runs(line) for line in lines])):
        return (content,)
    time, ticks, starts = content.time_axis(), content.value_ticks(), content.spans()[0]
    return tuple(
        replace(
            content,
            lines=tuple(group),
            title=group[0].name or group[0].label,
            description=" ".join(
                [*(line.sentence for line in group if line.sentence), IN_THE_TABLE]
            ),
            time=time,
            ticks=ticks,
            starts=starts,
            height=PANEL_HEIGHT,
            room=PANEL_ROOM,
        )
        for group in _groups(lines)
    )


def _runs(line: DrawnLine) -> list[PlottedRun]:
    found = runs(line.figures, joined=line.style.joined, breaks=line.breaks)
    return [PlottedRun(tuple((middle(f.span), f.value or 0.0) for f in run)) for run in found]


def _groups(lines: Iterable[DrawnLine]) -> list[list[DrawnLine]]:
    """The lines of each small chart, its subject first and labelled by its number alone."""
    every = list(lines)
    own = [line for line in every if line.style.bold]
    if len(own) == 1:
        beside = [line for line in every if not line.style.bold]
        return [
            [replace(own[0], label="", name=f"{own[0].name or own[0].label}, {line.label}"), line]
            for line in beside
        ]
    return [
        [
            replace(line, label="", name=line.name or line.label),
            *(other for other in every if not other.style.bold and other.group == line.group),
        ]
        for line in own
    ]


def chart_html(content: ChartContent, *, name: str) -> str:
    """The chart, or its small multiples, as part of a page; empty if no line has a number."""
    if not content.figures:
        return ""
    small = panels_of(content)
    if len(small) == 1:
        return chart(small[0], name=name)
    drawn = "".join(
        f'<div class="app-panel"><p class="govuk-body app-s govuk-!-margin-bottom-1">'
        f"<b>{escape(panel.title)}</b></p>"
        f"{chart(panel, name=f'{name}-{number}', css='app-chart app-chart--panel')}</div>"
        for number, panel in enumerate(small, start=1)
    )
    return f'<div class="app-panels">{drawn}</div>'


def chart_file(content: ChartContent, words: FileWords) -> str:
    """The chart, or its small multiples, as an SVG file of its own; empty without a number."""
    if not content.figures:
        return ""
    small = panels_of(content)
    if len(small) == 1:
        plot = Plot(content, FILE_WIDTH - PLOT_LEFT - PLOT_RIGHT)
        return standalone([PlacedPlot(plot.body(), PLOT_LEFT, plot.full_height)], words)
    column = (FILE_WIDTH - 24) / 2
    placed = []
    for number, panel in enumerate(small):
        plot = Plot(panel, column - PLOT_LEFT - _PANEL_RIGHT)
        row, at = divmod(number, 2)
        left = PLOT_LEFT + at * column
        placed.append(PlacedPlot(plot.body(), left, plot.full_height, row, panel.title))
    return standalone(placed, words)
