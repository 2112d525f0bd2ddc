"""Published statistics: the measures that there are, and what a file would change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import Max
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from actions.models import Plan
from actions.selectors.plan_cache import cached_for_plan
from indicators.domain.enums import Better, Dataset
from indicators.domain.time_spans import Span
from indicators.importing.statistics.layouts import EXPECTED
from indicators.models import ImportPreview, PublishedMeasure, PublishedValue, Release
from indicators.services.release_upload import UploadedRelease

MOST_SHOWN = 400
LAYOUTS = tuple(f"{words[:1].upper()}{words[1:]}" for words in EXPECTED)
_DIRECTIONS = {
    Better.HIGHER: "Higher is better",
    Better.LOWER: "Lower is better",
    Better.NEITHER: "Neither",
}


class MeasureSummary(NamedTuple):
    pk: int
    title: str
    source: str
    latest: str
    better: str


class MeasureTopic(NamedTuple):
    title: str
    rows: tuple[MeasureSummary, ...]


@dataclass(frozen=True, slots=True)
class StatisticsPage:
    """Measures with figures by that day, by topic; only those that fit what was searched."""

    words: str
    shown: int
    found: int
    table: SafeString
    releases: tuple[ReleaseSummary, ...]

    @property
    def more(self) -> int:
        return self.found - self.shown


class ReleaseSummary(NamedTuple):
    """A file that was read in."""

    title: str
    file_name: str
    read: date
    what: str


def statistics_page(plan: Plan, day: date, words: str) -> StatisticsPage:
    """Two queries; the table is kept until another file is read in."""
    releases = list(Release.objects.all()[:5])
    last = Release.objects.aggregate(last=Max("pk"))["last"]

    def make() -> tuple[int, int, SafeString]:
        return _measures(day, words)

    shown, found, table = cached_for_plan(plan, "statistics", last, day, words, make=make)
    return StatisticsPage(
        words=words,
        shown=shown,
        found=found,
        table=table,
        releases=tuple(
            ReleaseSummary(each.title, each.file_name, each.read_at.date(), _changed(each))
            for each in releases
        ),
    )


def _changed(release: Release) -> str:
    return f"{release.added:,} new, {release.revised:,} revised"


def _measures(day: date, words: str) -> tuple[int, int, SafeString]:
    measures = list(PublishedMeasure.objects.about(words).order_by("topic", "title", "pk"))
    latest = latest_spans([measure.pk for measure in measures], day)
    there = [measure for measure in measures if measure.pk in latest]
    rows = there[:MOST_SHOWN]
    topics = tuple(
        MeasureTopic(topic or "Other", tuple(_row(each, latest[each.pk]) for each in group))
        for topic, group in groupby(rows, key=lambda measure: measure.topic)
    )
    html = get_template("indicators/_measures_published.html").render({"topics": topics})
    return len(rows), len(there), mark_safe(html)  # noqa: S308 (our own template)


def latest_spans(measures: Iterable[int], day: date) -> dict[int, Span]:
    """The latest span of each of these measures that has a number by that day. Two queries.

    England's figures tell for nearly all of them, and are one in 150.
    """
    pks = set(measures)
    values = PublishedValue.objects.of_measures(pks)
    found = {pk: (kind, key) for pk, kind, key, _ in values.of_country().latest_spans(day)}
    left = PublishedValue.objects.of_measures(pks - found.keys())
    found |= {pk: (kind, key) for pk, kind, key, _ in left.latest_spans(day)}
    return {pk: Span.of(kind, key) for pk, (kind, key) in found.items()}


def _row(measure: PublishedMeasure, latest: Span) -> MeasureSummary:
    return MeasureSummary(
        measure.pk,
        measure.title,
        Dataset(measure.dataset).label,
        latest.printed,
        _DIRECTIONS[Better(measure.better)],
    )


@dataclass(frozen=True, slots=True)
class ReleasePreviewPage:
    """What reading in a file would do, as it was looked at."""

    pk: int
    file_name: str
    title: str
    spans: str
    done: bool
    sentence: str
    changes: tuple[dict[str, str], ...]
    more_changes: int
    new_measures: tuple[str, ...]
    more_measures: int
    faults: tuple[str, ...]
    more_faults: int
    fault_count: int
    passed_over: str
    another_table: bool
    nothing_new: bool


def release_preview_page(preview: ImportPreview) -> ReleasePreviewPage:
    """Of a file that was let go already, only that it was."""
    if not preview.stored:
        return ReleasePreviewPage(
            preview.pk, preview.file_name, Dataset(preview.dataset).label, "", True, "", (), 0, (),
            0, (), 0, 0, "", False, True,
        )  # fmt: skip
    would = UploadedRelease.of(preview).would
    changes, measures = would["changes"], would["new_measures"]
    return ReleasePreviewPage(
        pk=preview.pk,
        file_name=preview.file_name,
        title=would["title"],
        spans=would["spans"],
        done=False,
        sentence=_sentence(would),
        changes=tuple(changes),
        more_changes=would["revised"] - len(changes),
        new_measures=tuple(measures[:MOST_SHOWN]),
        more_measures=max(0, len(measures) - MOST_SHOWN),
        faults=tuple(_fault(each) for each in would["faults"]),
        more_faults=would["fault_count"] - len(would["faults"]),
        fault_count=would["fault_count"],
        passed_over=_passed_over(would["passed_over"]),
        another_table=would["looks_like_another_table"],
        nothing_new=not (would["added"] or would["revised"] or measures),
    )


def _sentence(would: dict[str, Any]) -> str:
    one, many = "figure", "figures"
    if would["dataset"] == Dataset.NEIGHBOURS:
        one, many = "authority", "authorities"
    what = one if would["added"] == 1 else many
    return (
        f"{would['added']:,} new {what}, {would['revised']:,} revised, "
        f"{would['unchanged']:,} as before."
    )


def _fault(fault: dict[str, Any]) -> str:
    column = f", {fault['column']}" if fault["column"] else ""
    return f"Row {fault['row']:,}{column}: {fault['reason']}"


def _passed_over(counts: Iterable[Iterable[Any]]) -> str:
    return ", ".join(f"{name} ({count:,} rows)" for name, count in counts)
