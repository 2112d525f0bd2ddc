"""Comparing a release with what is stored: what it adds, revises, and leaves unchanged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import nsmallest
from typing import Final, NamedTuple

from django.db import connection

from indicators.domain.enums import Dataset, Gap, Unit
from indicators.domain.series import Scale
from indicators.importing.statistics.collected_values import (
    CollectedValue,
    CollectedValues,
    is_close,
    key_parts,
    value_key,
)
from indicators.importing.statistics.parsed_file import MeasureIn, ParseFault, StatisticsFile
from indicators.models import PublishedValue
from indicators.services.measure_matching import MatchedKeys
from wsoa.core.spreadsheets.typed_cells import number_text

SHOWN: Final = 100  # revisions and faults that are told one by one
EXAMPLES: Final = 20  # new values that are told one by one
FEW: Final = 10  # revised values that say nothing about the rest
_AT_ONCE: Final = 5_000  # rows that are fetched together
_MANY: Final = 500  # measures that are asked for together


class RevisedValue(NamedTuple):
    """A stored value and the value that replaces it."""

    pk: int
    at: int
    was: float | None
    was_gap: str
    was_provisional: bool
    now: CollectedValue


@dataclass(slots=True)
class ReleaseDifference:
    """The changes that a file would make; `added` holds keys of the file's values."""

    added: dict[int, CollectedValue]
    revised: list[RevisedValue] = field(default_factory=list)
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class ValueChange:
    """One revision in words."""

    measure: str
    place: str
    span: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class ReleaseComparison:
    """The result of importing a file, or of a preview. Long lists are cut to a hundred entries."""

    dataset: Dataset
    title: str
    publisher: str
    spans: str = ""
    measures: int = 0
    places: int = 0
    added: int = 0
    revised: int = 0
    unchanged: int = 0
    changes: tuple[ValueChange, ...] = ()
    new_measures: tuple[str, ...] = ()
    new_places: int = 0
    faults: tuple[ParseFault, ...] = ()
    fault_count: int = 0
    passed_over: tuple[tuple[str, int], ...] = ()
    examples: tuple[ValueChange, ...] = ()  # of what is new
    sheets_passed_over: str = ""
    suggested_subject: str = ""
    lacks_subject: bool = False
    final: int = 0  # revised values that were provisional
    touched: frozenset[int] = frozenset()  # measures of which a value changed
    moved: frozenset[int] = frozenset()  # places whose neighbours changed

    @property
    def changes_most(self) -> bool:
        """Whether most stored values would change, which suggests another table.

        A final value in place of a provisional one does not.
        """
        return self.revised - self.final > max(FEW, self.unchanged + self.final)

    @property
    def replaced_name(self) -> str:
        """What has to be named where most of it would change."""
        return str(Dataset(self.dataset).label)


def compare_with_stored(collected: CollectedValues, matched: MatchedKeys) -> ReleaseDifference:
    """Compares a file with the stored values of its measures, in one pass and as tuples."""
    left = dict(collected.values)
    difference = ReleaseDifference(left)
    measure_at = {pk: at for at, pk in enumerate(matched.measures) if pk is not None}
    place_at: dict[int, int] = {}
    for at, pk in enumerate(matched.places):
        if pk is not None:
            place_at.setdefault(pk, at)
    span_at: dict[tuple[str, str], int] = {
        (str(span.kind.value), span.key): at for at, span in enumerate(collected.spans)
    }
    for pk, measure, place, kind, span, value, gap, provisional in _there(list(measure_at)):
        try:
            at = value_key(measure_at[measure], place_at[place], span_at[kind, span])
        except KeyError:
            continue  # of a place or time that the file does not have
        now = left.pop(at, None)
        if now is None:
            continue
        if now.gap == gap and now.provisional == bool(provisional) and is_close(now.value, value):
            difference.unchanged += 1
        else:
            difference.revised.append(RevisedValue(pk, at, value, gap, bool(provisional), now))
    return difference


def _there(measures: list[int]) -> Iterator[tuple[int, int, int, str, str, float, str, bool]]:
    table = connection.ops.quote_name(PublishedValue._meta.db_table)
    for start in range(0, len(measures), _MANY):
        some = measures[start : start + _MANY]
        asked = ", ".join(["%s"] * len(some))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, measure_id, place_id, span_kind, span_key, value, gap, provisional "  # noqa: S608 (names of our own)
                f"FROM {table} WHERE measure_id IN ({asked})",
                some,
            )
            while rows := cursor.fetchmany(_AT_ONCE):
                yield from rows


def comparison_in_words(
    opened: StatisticsFile,
    collected: CollectedValues,
    matched: MatchedKeys,
    difference: ReleaseDifference,
) -> ReleaseComparison:
    """The comparison as it is shown."""
    revised = sorted(difference.revised, key=lambda revision: revision.now.line)
    touched = {key_parts(at)[0] for at in difference.added} | {
        key_parts(revision.at)[0] for revision in revised
    }
    return ReleaseComparison(
        dataset=opened.dataset,
        title=opened.title,
        publisher=opened.publisher,
        spans=_spans(collected),
        measures=len(collected.measures),
        places=len(collected.places) - len(matched.same_places),
        added=len(difference.added),
        revised=len(revised),
        unchanged=difference.unchanged,
        changes=tuple(_change(revision, collected) for revision in revised[:SHOWN]),
        new_measures=matched.new_measures,
        new_places=matched.new_places,
        faults=tuple(opened.faults.kept[:SHOWN]),
        fault_count=opened.faults.count,
        passed_over=tuple(opened.passed_over.most_common()),
        examples=tuple(_example(at, difference, collected) for at in _first(difference)),
        sheets_passed_over=opened.sheets_passed_over,
        suggested_subject=opened.suggested_subject,
        lacks_subject=opened.lacks_subject and len(matched.new_measures) == len(matched.measures),
        final=sum(
            revision.was_provisional and not revision.now.provisional for revision in revised
        ),
        touched=frozenset(pk for at in touched if (pk := matched.measures[at]) is not None),
    )


def _spans(collected: CollectedValues) -> str:
    if not collected.spans:
        return ""
    first = min(collected.spans, key=lambda span: span.last_day)
    last = max(collected.spans, key=lambda span: span.last_day)
    return first.printed if first == last else f"{first.printed} to {last.printed}"


def _first(difference: ReleaseDifference) -> list[int]:
    """The keys of the new values that come first in the file."""
    return nsmallest(EXAMPLES, difference.added, key=lambda at: difference.added[at].line)


def _example(at: int, difference: ReleaseDifference, collected: CollectedValues) -> ValueChange:
    measure, place, span = key_parts(at)
    of_measure, now = collected.measures[measure], difference.added[at]
    return ValueChange(
        measure=of_measure.title,
        place=collected.places[place].name,
        span=collected.spans[span].printed,
        was="",
        now=_words(of_measure, now.value, now.gap, now.provisional),
    )


def _change(revised: RevisedValue, collected: CollectedValues) -> ValueChange:
    measure, place, span = key_parts(revised.at)
    of_measure, now = collected.measures[measure], revised.now
    return ValueChange(
        measure=of_measure.title,
        place=collected.places[place].name,
        span=collected.spans[span].printed,
        was=_words(of_measure, revised.was, revised.was_gap, revised.was_provisional),
        now=_words(of_measure, now.value, now.gap, now.provisional),
    )


def _words(measure: MeasureIn, value: float | None, gap: str, provisional: bool) -> str:
    """A value with all its digits, as it is stored."""
    if value is None:
        words = Gap(gap).label.lower()
    else:
        digits = number_text(value).partition(".")[2]
        words = Scale(Unit(measure.unit), max(measure.decimals, len(digits))).printed(value)
    return f"{words} (provisional)" if provisional else words
