"""Charts as files: SVG and PNG of what a page shows, with title, source and day inside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from actions.models import Plan
from actions.selectors.plan_cache import cached_for_plan
from indicators.domain.picture_format import IndicatorPicture, PictureFormat
from indicators.models import Indicator
from indicators.presenters import indicator_variation
from indicators.presenters.chart_canvas import FileWords
from indicators.presenters.chart_panels import chart_file
from indicators.presenters.indicator_chart import chart_of
from indicators.selectors.figures_as_at import Reading, reading
from indicators.selectors.linked_actions import FinishedAction, finished_actions

SHARP: Final = 2  # pixels of a PNG for one of the chart: it is put into papers


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A file for download; `content` is empty if there is no such chart."""

    name: str
    media_type: str
    content: bytes


def picture_file(
    plan: Plan | None,
    *key: object,
    name: str,
    form: PictureFormat,
    draw: Callable[[], str],
) -> PictureFile:
    """The file of a chart that `draw` draws as SVG; cached until something is written."""

    def make() -> bytes:
        svg = draw()
        return b"" if not svg else svg.encode() if form is PictureFormat.SVG else png_of(svg)

    content = cached_for_plan(plan, "picture", form, *map(str, key), make=make)
    return PictureFile(f"{name}.{form}", form.media_type, content)


def png_of(svg: str) -> bytes:
    """The same picture as PNG, twice as fine. It loads nothing from elsewhere."""
    from resvg_py import svg_to_bytes  # a web process that draws none need not load it

    return bytes(svg_to_bytes(svg_string=svg, zoom=SHARP))


def indicator_picture(
    indicator: Indicator, day: date, which: IndicatorPicture, form: PictureFormat
) -> PictureFile:
    """One chart of an indicator's page as a file."""
    return picture_file(
        indicator.plan,
        *("indicator", indicator.pk, day, which),
        name=f"{indicator.plan.slug}-{indicator.key}-{which}-{day.isoformat()}",
        form=form,
        draw=lambda: _draw(indicator, day, which),
    )


def _draw(indicator: Indicator, day: date, which: IndicatorPicture) -> str:
    known = reading(indicator, day)
    if which is IndicatorPicture.VARIATION:
        words = _words(known, "Usual variation")
        return indicator_variation.variation_file(known, words)
    finished = finished_actions(indicator.plan, indicator.actions(), day)
    chart = chart_of(known, indicator.short_title, indicator.plan.local_area.name, finished)
    if chart.content is None:
        return ""
    notes = [" ".join(chart.notes), _finished(finished)]
    return chart_file(chart.content, _words(known, "", chart.content.description, notes))


def _finished(finished: list[FinishedAction]) -> str:
    actions = (
        f"{action.ref} {action.name} ({action.day.day} {action.day:%B %Y})" for action in finished
    )
    words = "; ".join(actions)
    return f"Actions finished: {words}." if words else ""


def _words(
    known: Reading, what: str, description: str = "", notes: list[str] | None = None
) -> FileWords:
    indicator = known.indicator
    caption = [what, indicator.plan.title, indicator.unit_words]
    sources = [indicator.source, *(line.source for line in known.lines)]
    named = "; ".join(dict.fromkeys(source for source in sources if source))
    paragraphs = [*(notes or []), f"Source: {named or 'not stated'}.", as_at(known.day)]
    return FileWords(
        indicator.title,
        ". ".join(part for part in caption if part),
        description or known.sentence,
        [paragraph for paragraph in paragraphs if paragraph],
    )


def as_at(day: date) -> str:
    """The day whose figures a file shows."""
    return f"As at {day.day} {day:%B %Y}."
