"""The comparison of all areas as files: the figures as CSV, the chart as SVG and PNG."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.text import slugify

from actions.models import Plan
from indicators.domain.enums import Gap
from indicators.domain.figure_files import csv_file
from indicators.domain.picture_format import PictureFormat
from indicators.models import PublishedMeasure
from indicators.presenters import comparison_svg
from indicators.presenters.chart_canvas import FileWords
from indicators.presenters.chart_files import PictureFile, as_at, picture_file
from indicators.presenters.comparison_chart import ComparedArea, Comparison, content_of, notes
from indicators.presenters.measure_comparison import comparison, source_of
from indicators.selectors.published_measures import home_place, last_release
from wsoa.core.spreadsheets.files import SheetFormat

_HEADINGS = (
    *("Place", "Tied", "Area", "Mark", "Period", "From", "To", "Value", "Shown as"),
    *("Provisional", "Numerator", "Denominator", "95% interval from", "95% interval to"),
    *("99.8% limit from", "95% limit from", "95% limit to", "99.8% limit to", "Position"),
)


def areas_csv(
    plan: Plan | None, measure: PublishedMeasure, day: date, *, asked: str, near: bool
) -> PictureFile:
    """All that the page shows for the filter, one area a row; areas without a figure come last.

    The content is empty if the measure has no figure.
    """
    home = home_place(plan) if plan else None
    compared = comparison(measure, home, day, asked=asked, near=near)
    content = b"" if compared is None else csv_file([_HEADINGS, *_rows(compared)])
    span = compared.span.key if compared is not None else ""
    return PictureFile(f"{_name(measure, span)}.csv", SheetFormat.CSV.media_type, content)


def comparison_picture(
    plan: Plan | None,
    measure: PublishedMeasure,
    day: date,
    form: PictureFormat,
    *,
    asked: str,
    near: bool,
) -> PictureFile:
    """The chart of the page, for its filter; cached until the next import."""
    home = home_place(plan) if plan else None

    def draw() -> str:
        compared = comparison(measure, home, day, asked=asked, near=near)
        if compared is None:
            return ""
        content = content_of(compared)
        return comparison_svg.file(content, _words(measure, compared)) if content.points else ""

    return picture_file(
        plan,
        *("compare", measure.pk, home and home.pk, last_release(), day, asked, near),
        name=_name(measure, asked.partition(":")[2]),
        form=form,
        draw=draw,
    )


def _name(measure: PublishedMeasure, span: str) -> str:
    """The name of a file without its end: letters, digits and hyphens alone."""
    parts = [slugify(measure.title)[:60], slugify(span.replace("/", "-"))[:20]]
    return "-".join(part.strip("-") for part in parts if part) or "areas"


def _words(measure: PublishedMeasure, compared: Comparison) -> FileWords:
    caption = [compared.span.printed, measure.unit_words, compared.sentence]
    caption.append(compared.totals.sentence)
    paragraphs = [
        *compared.funnel_sentences,
        " ".join(notes(compared)),
        f"Source: {source_of(measure)}.",
        as_at(compared.day),
    ]
    content = content_of(compared)
    words = ". ".join(part.rstrip(".") for part in caption if part)
    return FileWords(measure.title, f"{words}.", content.description, paragraphs)


def _rows(compared: Comparison) -> Iterable[tuple[str, ...]]:
    span = compared.span
    when = (span.key, span.first_day.isoformat(), span.last_day.isoformat())
    for row in compared.rows:
        yield (*_place(row), row.name, row.mark, *when, *_figures(row))
    funnel = compared.funnel
    if funnel is not None and all(row.name != funnel.name for row in compared.rows):
        shown = compared.scale.printed(funnel.value)
        named = ("", "", funnel.name, "Centre of the limits")
        yield _filled((*named, *when, _number(funnel.value), shown))
    for gap in compared.gaps:
        yield _filled(("", "", gap.name, "", *when, "", Gap(gap.gap).label))


def _place(row: ComparedArea) -> tuple[str, str]:
    """The place as a number, and whether others share it; countries and regions have none."""
    if row.rank is None:
        return "", ""
    return str(row.rank.place), "yes" if row.rank.is_tied else "no"


def _figures(row: ComparedArea) -> tuple[str, ...]:
    numerator, denominator = row.counts or (None, None)
    limits = row.limits
    bounds = (limits.low_998, limits.low_95, limits.high_95, limits.high_998) if limits else ()
    return (
        _number(row.value),
        row.figure,
        "yes" if row.provisional else "no",
        _number(numerator),
        _number(denominator),
        *(_number(round(bound, 4)) for bound in row.interval or ()),
        *(("",) * (0 if row.interval else 2)),
        *(_number(round(bound, 4)) for bound in bounds),
        *(("",) * (4 - len(bounds))),
        row.position or "",
    )


def _filled(cells: tuple[str, ...]) -> tuple[str, ...]:
    return (*cells, *("",) * (len(_HEADINGS) - len(cells)))


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.12g}"
