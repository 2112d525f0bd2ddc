"""The list of published measures, and of the releases imported last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from actions.models import Plan
from actions.selectors.plan_cache import cached_for_plan
from indicators.domain.enums import Dataset, Direction
from indicators.domain.time_spans import Span
from indicators.importing.statistics.layouts import EXPECTED
from indicators.models import PublishedMeasure, Release
from indicators.selectors.published_measures import last_release, latest_spans

MOST_SHOWN = 400
LAYOUTS = tuple(f"{words[:1].upper()}{words[1:]}" for words in EXPECTED)
_DIRECTIONS = {
    Direction.HIGHER: "Higher is better",
    Direction.LOWER: "Lower is better",
    Direction.NEITHER: "Neither",
}


class MeasureSummary(NamedTuple):
    """A published measure in the list of official statistics."""

    pk: int
    title: str
    source: str
    latest: str
    better: str


class MeasureTopic(NamedTuple):
    """A topic of official statistics with its measures."""

    title: str
    rows: tuple[MeasureSummary, ...]


@dataclass(frozen=True, slots=True)
class StatisticsPage:
    """The measures with figures by that day that match the search, by topic."""

    query: str
    shown: int
    found: int
    table: SafeString
    releases: tuple[ReleaseSummary, ...]

    @property
    def more(self) -> int:
        return self.found - self.shown


class ReleaseSummary(NamedTuple):
    """An imported file."""

    title: str
    file_name: str
    read: date
    content: str


def statistics_page(plan: Plan | None, day: date, words: str) -> StatisticsPage:
    """The page. Two queries; the table is cached until the next import."""
    releases = list(Release.objects.all()[:5])
    last = last_release()

    def make() -> tuple[int, int, SafeString]:
        return _measures(day, words)

    shown, matching, table = cached_for_plan(plan, "statistics", last, day, words, make=make)
    return StatisticsPage(
        query=words,
        shown=shown,
        found=matching,
        table=table,
        releases=tuple(
            ReleaseSummary(
                release.title,
                release.file_name,
                release.read_at.date(),
                f"{release.added:,} new, {release.revised:,} revised",
            )
            for release in releases
        ),
    )


def _measures(day: date, words: str) -> tuple[int, int, SafeString]:
    measures = list(PublishedMeasure.objects.about(words).order_by("topic", "title", "pk"))
    latest = latest_spans([measure.pk for measure in measures], day)
    there = [measure for measure in measures if measure.pk in latest]
    rows = there[:MOST_SHOWN]
    topics = tuple(
        MeasureTopic(topic or "Other", tuple(_row(row, latest[row.pk]) for row in group))
        for topic, group in groupby(rows, key=lambda measure: measure.topic)
    )
    html = get_template("indicators/_measures_published.html").render({"topics": topics})
    return len(rows), len(there), mark_safe(html)  # noqa: S308 (our own template)


def _row(measure: PublishedMeasure, latest: Span) -> MeasureSummary:
    return MeasureSummary(
        measure.pk,
        measure.title,
        Dataset(measure.dataset).label,
        latest.printed,
        _DIRECTIONS[Direction(measure.better)],
    )
