"""Importing official statistics: new and revised values, written in one transaction.

Preview and import use the same comparison. A stored value keeps the day on which it was first
published, and its earlier value is kept as a revision. Values that a later file lacks stay as they
are.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

from django.db import connection, transaction
from django.db.models import F, Q

from actions.models import Plan
from indicators.domain.enums import Dataset, SpanKind
from indicators.importing.statistics.collected_values import CollectedValues, collect
from indicators.importing.statistics.ees_columns import is_measured
from indicators.importing.statistics.lait import DescribedMeasure
from indicators.importing.statistics.layouts import open_file
from indicators.importing.statistics.parsed_file import FileNotTaken, MeasureIn, StatisticsFile
from indicators.models import PublishedMeasure, Release
from indicators.services.measure_matching import MatchedKeys, match_measures_and_places
from indicators.services.neighbour_import import compare_neighbours
from indicators.services.release_comparison import (
    ReleaseComparison,
    ReleaseDifference,
    compare_with_stored,
    comparison_in_words,
)
from indicators.services.value_storage import store_values
from wsoa.accounts.models import User
from wsoa.audit.services import record_audit
from wsoa.core.clock import now

__all__ = [
    "ChangesMost",
    "ReleaseComparison",
    "open_statistics",
    "preview_statistics",
    "read_statistics",
]

# An arbitrary advisory lock key: two imports at once run one after the other.
_LOCK: Final = 7_401_970


class ChangesMost(FileNotTaken):
    """The file would change most of what is stored, and what it replaces was not named.

    `name` is what has to be named.
    """

    def __init__(self, comparison: ReleaseComparison) -> None:
        self.name = comparison.replaced_name
        super().__init__(
            f"The file would change {comparison.revised:,} of the "
            f"{comparison.revised + comparison.unchanged:,} figures that are saved under these "
            "names, so it may be another table. Nothing was changed. To import it anyway, name "
            f"what it replaces: {self.name}."
        )


class PublishedTooEarly(FileNotTaken):
    """The given day of publication is earlier than the last period of the file."""

    def __init__(self, published_on: date, span: str) -> None:
        super().__init__(
            f"The file has figures of {span}, so it cannot have been published on "
            f"{published_on:%-d %B %Y}."
        )


def open_statistics(
    path: Path,
    name: str,
    *,
    dictionary: Path | None = None,
    published_on: date | None = None,
    subject: str = "",
) -> StatisticsFile:
    """A file that is ready to be read. Raises FileNotTaken.

    The reader is given the stored measures of the interactive tool, so that its dictionary has to
    be uploaded only once, and the stored subject of a table of Explore Education Statistics, so
    that it is asked for only once.
    """
    described = {} if dictionary else _described()
    return open_file(
        path,
        name,
        dictionary=dictionary,
        described=described,
        published_on=published_on,
        subject=subject,
        stored_subject=_stored_subject,
    )


def _stored_subject(header: Sequence[str]) -> str:
    """The subject of the stored measures that these columns are; empty where none is stored."""
    columns = [name.strip() for name in header if is_measured(name.strip())]
    return PublishedMeasure.objects.of_dataset(Dataset.EES).topic_of_columns(columns)


def _described() -> dict[str, DescribedMeasure]:
    """The interactive tool's measures by code, with the kind of span of their values."""
    measures = PublishedMeasure.objects.of_dataset(Dataset.LAIT).with_span_kinds()
    return {
        code: DescribedMeasure(
            MeasureIn(Dataset.LAIT, code, title, unit=unit, decimals=decimals, described=False),
            SpanKind(kind),
        )
        for code, title, unit, decimals, kind in measures
    }


def preview_statistics(
    opened: StatisticsFile, *, published_on: date | None = None
) -> ReleaseComparison:
    """The changes that importing this file would make; writes nothing.

    Raises FileNotTaken if nothing in the file can be read.
    """
    if opened.dataset == Dataset.NEIGHBOURS:
        return _not_empty(compare_neighbours(opened, write=False), opened)
    collected = _collected(opened, published_on)
    matched, difference = _compared(opened, collected, write=False)
    return comparison_in_words(opened, collected, matched, difference)


@transaction.atomic
def read_statistics(
    *,
    by: User | None,
    opened: StatisticsFile,
    file_name: str,
    sha256: str,
    published_on: date | None = None,
    replaces: str = "",
) -> ReleaseComparison:
    """Imports a file: all its valid values, or nothing. Pages of the plans that use them change at
    once.

    Raises FileNotTaken if nothing in the file can be read, and ChangesMost if it would change most
    of what is stored and `replaces` does not name it.
    """
    collected = None
    if opened.dataset != Dataset.NEIGHBOURS:
        collected = _collected(opened, published_on)
    _one_at_a_time()
    release = Release.objects.create(
        dataset=opened.dataset,
        title=opened.title,
        publisher=opened.publisher,
        published_on=published_on,
        file_name=file_name[-200:],
        sha256=sha256,
        read_at=now(),
        by=by,
    )
    done = _stored(opened, collected, release, replaces)
    release.added, release.revised, release.unchanged = done.added, done.revised, done.unchanged
    release.save(update_fields=["added", "revised", "unchanged"])
    _audit_for_plans(by, done, release)
    return done


def _stored(
    opened: StatisticsFile, collected: CollectedValues | None, release: Release, replaces: str
) -> ReleaseComparison:
    """What storing the values, or else the neighbours, of a file has changed."""
    if collected is None:
        done = _not_empty(compare_neighbours(opened, write=True), opened)
        _refuse_unless_named(done, replaces)
        return done
    matched, difference = _compared(opened, collected, write=True)
    done = comparison_in_words(opened, collected, matched, difference)
    _refuse_unless_named(done, replaces)
    store_values(difference, collected, matched, release)
    return done


def _refuse_unless_named(comparison: ReleaseComparison, replaces: str) -> None:
    """Raises ChangesMost; the transaction undoes what was written."""
    named = " ".join(replaces.split()).casefold()
    if comparison.changes_most and named != comparison.replaced_name.casefold():
        raise ChangesMost(comparison)


def _collected(opened: StatisticsFile, published_on: date | None) -> CollectedValues:
    collected = collect(opened.rows, opened.faults)
    if not collected.values:
        raise _nothing(opened)
    if published_on is not None:
        begun_last = max(collected.spans, key=lambda span: span.first_day)
        if published_on < begun_last.first_day:
            raise PublishedTooEarly(published_on, begun_last.printed)
    return collected


def _nothing(opened: StatisticsFile) -> FileNotTaken:
    first = f" The first problem: {opened.faults.kept[0].message}." if opened.faults.kept else ""
    return FileNotTaken(f"No figures in the file could be read.{first}")


def _not_empty(comparison: ReleaseComparison, opened: StatisticsFile) -> ReleaseComparison:
    if not comparison.places:
        raise _nothing(opened)
    return comparison


def _compared(
    opened: StatisticsFile, collected: CollectedValues, *, write: bool
) -> tuple[MatchedKeys, ReleaseDifference]:
    matched = match_measures_and_places(
        opened.dataset, collected.measures, collected.places, create=write
    )
    collected.merge_places(matched.same_places, opened.faults)
    return matched, compare_with_stored(collected, matched)


def _one_at_a_time() -> None:
    """Locks out other imports. SQLite allows one writer at a time anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _audit_for_plans(by: User | None, done: ReleaseComparison, release: Release) -> None:
    """Audits the import for every plan that it concerns, and raises the plans' versions."""
    mapped = Q(indicators__series__measure__in=done.touched)
    located = Q(locality__place__in=done.moved)
    plans = Plan.objects.filter(pk__in=Plan.objects.filter(mapped | located).values("pk"))
    concerned: list[Plan | None] = list(plans.only("slug", "local_area_id"))
    plans.update(version=F("version") + 1, figures_version=F("figures_version") + 1)
    summary = (
        f"Imported {release.title} ({release.file_name}): {done.added:,} new, "
        f"{done.revised:,} revised, {done.unchanged:,} unchanged"
    )
    for plan in concerned or [None]:
        record_audit(
            by=by,
            verb="read-statistics",
            plan=plan,
            subject=f"statistics {release.dataset}",
            summary=summary,
            detail={
                "release": release.pk,
                "sha256": release.sha256,
                "faults": done.fault_count,
                "passed over": dict(done.passed_over),
            },
        )
