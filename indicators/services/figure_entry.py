"""Entering, correcting and withdrawing figures, one or many at once.

A figure is never overwritten. A correction supersedes it, and both stay readable. Each write names
the figure that its author saw: if somebody else has entered the same span since, the write is
refused and nothing is saved.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from actions.models import Plan
from actions.services.locking import lock_and_bump_figures
from indicators.domain.due_dates import corrected_on, moved_on
from indicators.domain.entry_validation import Entry, FigureValue
from indicators.domain.enums import Gap, Interval, SeriesKind, SpanKind, Unit
from indicators.domain.series import count_cell
from indicators.domain.suppression import small_reason
from indicators.domain.time_spans import Span
from indicators.models import Indicator, Measurement, Series
from indicators.selectors.free_text import quote_fault
from indicators.selectors.hidden_figures import hidden_figures_of
from wsoa.accounts.models import User
from wsoa.audit.services import record_audit
from wsoa.core.clock import now, today
from wsoa.core.reasons import fault_in_reason

LONGEST_SOURCE = 300
LONGEST_NOTE = 2_000
NO_REASON_FOR_WITHDRAWAL = "Enter the reason for withdrawing it"


class EntryRefused(Exception):
    """The figure was not saved. The message is for its author."""


class OfficialSeries(EntryRefused):
    """The series is official: its figures come from published statistics."""

    def __init__(self, series: Series) -> None:
        super().__init__(
            f"“{series.name}” is an official statistic, so its figures are imported with "
            "each release"
        )


class WrongSpan(EntryRefused):
    """The span is of another kind than those of the series, or has not begun."""


class FigureConflict(EntryRefused):
    """Somebody else has entered a figure for the span since. `theirs` is the current figure."""

    def __init__(self, theirs: Measurement, words: str) -> None:
        self.theirs = theirs
        super().__init__(words)


class QuotesHidden(EntryRefused):
    """The note or the source quotes a number that is hidden because it is small."""


class BulkEntryRefused(EntryRefused):
    """Some of many figures cannot be saved, so none was. `why` gives the reason by position."""

    def __init__(self, why: dict[int, EntryRefused]) -> None:
        self.why = why
        super().__init__("; ".join(str(reason) for reason in why.values()))


class QuestionsOpen(EntryRefused):
    """Something was asked about a file and not answered, so nothing of it can be saved."""

    def __init__(self) -> None:
        super().__init__("Answer the questions about the file first. Nothing was saved")


@dataclass(frozen=True, slots=True)
class SeriesEntry:
    """One of many figures: its series, and the id of the figure that its author saw there."""

    series: Series
    entry: Entry
    based_on: int | None = None


@dataclass(frozen=True, slots=True)
class EntryCounts:
    """The result of entering many figures: how many were new, corrected, or unchanged."""

    new: int
    corrected: int
    same: int


def enter_figure(
    *, by: User, series: Series, entry: Entry, based_on: int | None = None
) -> Measurement:
    """Enters a figure for a span; `based_on` is the figure that its author saw there, if any.

    Idempotent for the same person and figure. Raises OfficialSeries, WrongSpan, or FigureConflict
    if another figure is current for the span.
    """
    return _enter(by, series, entry, based_on, arrives=True)


@transaction.atomic
def _enter(
    by: User, series: Series, entry: Entry, based_on: int | None, *, arrives: bool
) -> Measurement:
    """`arrives` says whether the figure may be the one that is due, and not just a correction."""
    lock_and_bump_figures(series.indicator.plan_id)
    _refuse_wrong(series, entry)
    current = _current([series]).get((series.pk, entry.span.key))
    if current and current.by_id == by.pk and current.is_entry(entry):
        return current
    if (current.pk if current else None) != based_on:
        raise _conflict(series, entry, current, by)
    _refuse_quotes(series, entry, current)
    figure = _row(by, series, entry, current)
    figure.save()
    if arrives:
        _arrived(series.indicator, [(entry.span, current is None)])
    verb = "Corrected" if current else "Entered"
    _record(by, figure, series, "correct-figure" if current else "figure", verb)
    return figure


def correct_figure(*, by: User, figure: Measurement, entry: Entry) -> Measurement:
    """Supersedes a figure with another. Does nothing if both are the same.

    Raises WrongSpan for another span, or FigureConflict if the figure was superseded since.
    """
    if entry.span.key != figure.span_key:
        raise WrongSpan(
            "A correction must be for the same period. To enter a figure for another period, "
            "withdraw this one"
        )
    if figure.is_entry(entry) and not Measurement.objects.filter(supersedes=figure).exists():
        return figure
    return _enter(by, figure.series, entry, figure.pk, arrives=False)


@transaction.atomic
def withdraw_figure(*, by: User, figure: Measurement, why: str) -> Measurement:
    """Withdraws a figure with a reason, so that its span has none.

    A withdrawn figure stays readable. Raises EntryRefused without a reason, or FigureConflict.
    """
    if fault := fault_in_reason(why, NO_REASON_FOR_WITHDRAWAL):
        raise EntryRefused(fault)
    series = figure.series
    lock_and_bump_figures(series.indicator.plan_id)
    current = _current([series]).get((series.pk, figure.span_key))
    entry = Entry(
        Span.of(series.span_kind, figure.span_key),
        FigureValue(None, Gap.NOT_AVAILABLE),
        note=f"Withdrawn: {why.strip()}",
    )
    if current and current.by_id == by.pk and current.is_entry(entry):
        return current
    if current is None or current.pk != figure.pk:
        raise _conflict(series, entry, current, by)
    if fault := quote_fault([series.indicator], why, "reason"):
        raise QuotesHidden(fault)
    gone = _row(by, series, entry, current)
    gone.save()
    _record(by, gone, series, "withdraw-figure", "Withdrew")
    return gone


@transaction.atomic
def enter_many(
    *, by: User, plan: Plan, given: Sequence[SeriesEntry], from_file: str = ""
) -> EntryCounts:
    """Enters many figures, all or none.

    Raises BulkEntryRefused with the reason for each figure that cannot be saved.
    """
    lock_and_bump_figures(plan.pk)
    current = _current({entry.series for entry in given})
    moment = now()  # one of all: nobody sees some of them without the others
    refused: dict[int, EntryRefused] = {}
    rows: list[tuple[Measurement, SeriesEntry]] = []
    same = 0
    for place, series_entry in enumerate(given):
        there = current.get((series_entry.series.pk, series_entry.entry.span.key))
        try:
            _refuse_wrong(series_entry.series, series_entry.entry)
            if there and there.by_id == by.pk and there.is_entry(series_entry.entry):
                same += 1
                continue
            if (there.pk if there else None) != series_entry.based_on:
                raise _conflict(series_entry.series, series_entry.entry, there, by)
            _refuse_quotes(series_entry.series, series_entry.entry, there)
        except EntryRefused as why:
            refused[place] = why
        else:
            row = _row(by, series_entry.series, series_entry.entry, there, moment)
            rows.append((row, series_entry))
    if refused:
        raise BulkEntryRefused(refused)
    Measurement.objects.bulk_create([row for row, _ in rows])
    _audit_entries(by, rows, from_file)
    corrected = sum(row.supersedes_id is not None for row, _ in rows)
    return EntryCounts(len(rows) - corrected, corrected, same)


def _audit_entries(
    by: User, rows: Iterable[tuple[Measurement, SeriesEntry]], from_file: str
) -> None:
    """Writes one audit event for each indicator, and moves its due day on."""
    by_indicator: dict[int, list[tuple[Measurement, SeriesEntry]]] = defaultdict(list)
    for row, entry in rows:
        by_indicator[entry.series.indicator_id].append((row, entry))
    for group in by_indicator.values():
        indicator = group[0][1].series.indicator
        _arrived(indicator, [(entry.entry.span, row.supersedes_id is None) for row, entry in group])
        count = f"{len(group)} figure{'' if len(group) == 1 else 's'}"
        spans = ", ".join(dict.fromkeys(entry.entry.span.printed for _, entry in group[:12]))
        more = f" and {len(group) - 12} more" if len(group) > 12 else ""
        source = f" from {from_file}" if from_file else ""
        record_audit(
            by=by,
            verb="figures",
            plan=indicator.plan,
            subject=f"indicator {indicator.key}",
            summary=f"Entered {count}{source} of {indicator.short_title}: {spans}{more}",
            detail={"series and spans": [[row.series_id, row.span_key] for row, _ in group]},
        )


def _refuse_wrong(series: Series, entry: Entry) -> None:
    if series.kind == SeriesKind.OFFICIAL:
        raise OfficialSeries(series)
    if entry.span.kind != series.span_kind:
        kind = SpanKind(series.span_kind).label.lower()
        raise WrongSpan(
            f"{entry.span.printed} is not a {kind}. Each figure of this series covers a {kind}"
        )
    if entry.span.first_day > today():
        raise WrongSpan(f"{entry.span.printed} is in the future")


def _refuse_quotes(series: Series, entry: Entry, current: Measurement | None) -> None:
    """Raises QuotesHidden; also for the numbers that are entered with the text, if one is small.

    A text that the figure has already is kept: it is left out wherever it would be printed.
    """
    indicator, value = series.indicator, entry.value
    parts = (value.value, value.numerator, value.denominator)
    cell = count_cell(Unit(indicator.unit), *parts)
    is_small = cell is not None and small_reason(cell, indicator.suppress_below or 0)
    own = [part for part in parts if part is not None] if is_small else []
    kept = {current.note, current.source} if current else set()
    for what, text in (("note", entry.note), ("source", entry.source)):
        fault = "" if text in kept else quote_fault([indicator], text, what, besides=own)
        if fault:
            raise QuotesHidden(fault)


def _current(series: Iterable[Series]) -> dict[tuple[int, str], Measurement]:
    """The current figure of each series and span."""
    measurements = Measurement.objects.of_series([one_series.pk for one_series in series]).current()
    return {(row.series_id, row.span_key): row for row in measurements.with_people()}


def _row(
    by: User,
    series: Series,
    entry: Entry,
    current: Measurement | None,
    moment: datetime | None = None,
) -> Measurement:
    return Measurement(
        series=series,
        span_key=entry.span.key,
        last_day=entry.span.last_day,
        value=entry.value.value,
        gap=entry.value.gap,
        numerator=entry.value.numerator,
        denominator=entry.value.denominator,
        provisional=entry.provisional,
        source=entry.source,
        note=entry.note,
        known_on=today(),
        by=by,
        at=moment or now(),
        supersedes=current,
    )


def _conflict(series: Series, entry: Entry, current: Measurement | None, by: User) -> EntryRefused:
    span = entry.span.printed
    if current is None:
        return EntryRefused(
            f"The figure for {span} has been withdrawn since you opened the page. "
            "Open the page again"
        )
    who = "You have" if current.by_id == by.pk else f"{current.entered_by} has"
    words = hidden_figures_of(series.indicator).figure(current, series).printed
    return FigureConflict(current, f"{who} already entered {words} for {span}")


def _arrived(indicator: Indicator, spans: Iterable[tuple[Span, bool]]) -> None:
    """Moves the due day on if a figure arrived that was due.

    `spans` are pairs: a span, and whether this is its first figure. A figure for a span that had
    one is a correction, unless the span has not ended.
    """
    due = Indicator.objects.values_list("next_due", flat=True).get(pk=indicator.pk)
    if due is None:
        return
    every = Interval(indicator.every)
    last, is_first = max(spans, key=lambda span: (span[1], span[0].last_day))
    moved = moved_on(due, every, last) if is_first else corrected_on(due, every, last, today())
    if moved != due:
        Indicator.objects.filter(pk=indicator.pk).update(next_due=moved)
        indicator.next_due = moved


def _record(by: User, figure: Measurement, series: Series, verb: str, summary: str) -> None:
    """Names the figure in the audit log, without its value or a reason that may quote it."""
    indicator = series.indicator
    span = Span.of(series.span_kind, figure.span_key).printed
    record_audit(
        by=by,
        verb=verb,
        plan=indicator.plan,
        subject=f"indicator {indicator.key}",
        summary=f"{summary} a figure of {indicator.short_title}, {span}",
        detail={"measurement": figure.pk, "supersedes": figure.supersedes_id},
    )
