"""Writing published values in bulk: COPY on PostgreSQL, executemany elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any, Final, TypeVar

from django.db import connection

from indicators.domain.enums import Gap
from indicators.importing.statistics.collected_values import CollectedValues, key_parts
from indicators.models import PublishedValue, Release, Revision
from indicators.services.measure_matching import MatchedKeys
from indicators.services.release_comparison import ReleaseDifference, RevisedValue

T = TypeVar("T")
_COLUMNS: Final = (
    *("measure_id", "place_id", "span_kind", "span_key", "last_day"),
    *("value", "gap", "provisional", "known_on", "release_id"),
)
_AT_ONCE: Final = 5_000
_TABLE: Final = PublishedValue._meta.db_table


def store_values(
    difference: ReleaseDifference,
    collected: CollectedValues,
    matched: MatchedKeys,
    release: Release,
) -> None:
    """Writes new and revised values; the value before a revision is kept."""
    rows = _rows(difference, collected, matched, release)
    if connection.vendor == "postgresql":
        _copy(rows)
    else:
        _insert(rows)
    _revise(difference.revised, release)


def _rows(
    difference: ReleaseDifference,
    collected: CollectedValues,
    matched: MatchedKeys,
    release: Release,
) -> Iterator[tuple[Any, ...]]:
    """The column values of each new row, as text or number: safe for COPY and for executemany."""
    spans = [(span.kind.value, span.key, span.last_day.isoformat()) for span in collected.spans]
    days: dict[date, str] = {}
    for at, value in difference.added.items():
        measure, place, span = key_parts(at)
        known_on = days.get(value.known_on) or days.setdefault(
            value.known_on, value.known_on.isoformat()
        )
        yield (
            matched.measures[measure],
            matched.places[place],
            *spans[span],
            value.value,
            value.gap,
            value.provisional,
            known_on,
            release.pk,
        )


def _some(rows: Iterable[T]) -> Iterator[list[T]]:
    left = iter(rows)
    while some := list(islice(left, _AT_ONCE)):
        yield some


def _copy(rows: Iterable[tuple[Any, ...]]) -> None:
    """Writes with COPY. Values are numbers, days, span keys and codes, so none needs escaping."""
    statement = f"COPY {_TABLE} ({', '.join(_COLUMNS)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for some in _some(rows):
            copy.write(
                "".join("\t".join("\\N" if c is None else str(c) for c in r) + "\n" for r in some)
            )


def _insert(rows: Iterable[tuple[Any, ...]]) -> None:
    marks = ", ".join(["%s"] * len(_COLUMNS))
    statement = f"INSERT INTO {_TABLE} ({', '.join(_COLUMNS)}) VALUES ({marks})"  # noqa: S608
    with connection.cursor() as cursor:
        for some in _some(rows):
            cursor.executemany(statement, some)


def _revise(revised: list[RevisedValue], release: Release) -> None:
    for some in _some(revised):
        Revision.objects.bulk_create(
            Revision(
                of_id=revision.pk,
                release=release,
                was=revision.was,
                was_gap=revision.was_gap,
                was_provisional=revision.was_provisional,
            )
            for revision in some
        )
        _update(
            [revision for revision in some if revision.was_gap == Gap.NONE], release, first=False
        )
        _update([value for value in some if value.was_gap != Gap.NONE], release, first=True)


def _update(revised: list[RevisedValue], release: Release, *, first: bool) -> None:
    """Writes the revised values.

    With `first`, the value was a gap before: it counts as published with this release if that
    states its day, or else by the rule of its publication.
    """
    if not revised:
        return
    sets = ["value = %s", "gap = %s", "provisional = %s", "release_id = %s"]
    if first:
        sets.append("known_on = %s")
    statement = f"UPDATE {_TABLE} SET {', '.join(sets)} WHERE id = %s"  # noqa: S608
    rows = []
    for revision in revised:
        now = revision.now
        known = [release.published_on or now.known_on] if first else []
        rows.append([now.value, now.gap, now.provisional, release.pk, *known, revision.pk])
    with connection.cursor() as cursor:
        cursor.executemany(statement, [[_plain(cell) for cell in row] for row in rows])


def _plain(cell: Any) -> Any:
    return cell.isoformat() if isinstance(cell, date) else cell
