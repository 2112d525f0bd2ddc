"""The set-up of an indicator on one page: its parts as they are, and how they changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from indicators.domain.definition import FIELD_LABELS, NOTHING, FieldChange
from indicators.domain.enums import HeadlineRule, TargetKind
from indicators.models import EndEvent, Indicator, IndicatorChange, Series
from indicators.presenters import wording
from indicators.selectors.definitions import definition_facts
from indicators.selectors.ends import MeasuringEnds
from indicators.selectors.figures_as_at import Reading, reading
from indicators.selectors.free_text import (
    HiddenNumbers,
    hidden_numbers_for,
    leave_out_of_breaks,
    leave_out_of_reasons,
    shown_ends,
)
from indicators.selectors.target_outcomes import milestones_of

# Counts that may be few: the history names them and does not print them once an indicator
# suppresses small numbers.
# Free text among the fields of a definition, a series, and a break.
_WRITTEN = (FIELD_LABELS["note"], FIELD_LABELS["baseline_source"], "Source", "Break")
_COUNTS = (FIELD_LABELS["baseline_numerator"], FIELD_LABELS["baseline_denominator"])


@dataclass(frozen=True, slots=True)
class SetupBreak:
    """A break in a series, and the address that removes it."""

    day: date
    reason: str
    remove: str


@dataclass(frozen=True, slots=True)
class SetupSeries:
    """A series of the indicator, and the addresses of what can be done with it."""

    name: str
    about: str
    speaks: str
    ended: str
    breaks: tuple[SetupBreak, ...]
    change: str
    add_break: str
    end: str


@dataclass(frozen=True, slots=True)
class SetupTarget:
    """A target on the page of set-up; `change` and `remove` are addresses."""

    text: str
    milestones: int
    change: str
    remove: str


@dataclass(frozen=True, slots=True)
class SetupHistoryEntry:
    """A change of the set-up, with what each field was before."""

    summary: str
    changes: tuple[FieldChange, ...]
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SetupPage:
    """Everything that is set up for one indicator."""

    ended: str
    definition: tuple[tuple[str, str], ...]
    undefined: tuple[str, ...]
    series: tuple[SetupSeries, ...]
    headline: str
    targets: tuple[SetupTarget, ...]
    outcomes: tuple[str, ...]
    measures: tuple[str, ...]
    history: tuple[SetupHistoryEntry, ...]


def setup_page(indicator: Indicator, day: date) -> SetupPage:
    """The page as at a day."""
    known = reading(indicator, day)
    ends = shown_ends([indicator], day)
    numbers = hidden_numbers_for([(indicator, _texts(indicator))])
    ended = ends.of_indicators.get(indicator.pk)
    facts = definition_facts(indicator)
    return SetupPage(
        ended=ended.sentence if ended else "",
        definition=tuple(
            (label, _shown(numbers, indicator, label, text))
            for label, text in facts
            if text != NOTHING
        ),
        undefined=tuple(label.lower() for label, text in facts if text == NOTHING),
        series=tuple(_series(indicator, ends)),
        headline=_headline(indicator, known),
        targets=tuple(_targets(indicator, known)),
        outcomes=tuple(f"{one.ref} {one.title}" for one in indicator.outcomes.all()),
        measures=tuple(
            f"{one.action.ref}: {one.text}" for one in indicator.measures.select_related("action")
        ),
        history=tuple(_history(indicator, numbers)),
    )


def _address(indicator: Indicator, name: str, *keys: int) -> str:
    return reverse(name, args=[indicator.plan.slug, indicator.key, *keys])


def _series(indicator: Indicator, ends: MeasuringEnds) -> Iterable[SetupSeries]:
    every = list(Series.objects.of_indicators([indicator.pk]).with_breaks())
    leave_out_of_breaks((indicator, row) for series in every for row in series.breaks.all())
    for series in every:
        kind, period = series.get_kind_display(), series.get_span_kind_display().lower()
        measure = f", {series.measure}" if series.measure else ""
        ended = ends.of_series.get(series.pk)
        yield SetupSeries(
            name=series.name,
            about=f"{kind}, one figure a {period}{measure}",
            speaks=str(series.headline_place or ""),
            ended=ended.sentence if ended else "",
            breaks=tuple(
                SetupBreak(
                    row.first_day,
                    row.reason,
                    _address(indicator, "series-break-remove", series.pk, row.pk),
                )
                for row in series.breaks.all()
            ),
            change=_address(indicator, "series-change", series.pk),
            add_break=_address(indicator, "series-break", series.pk),
            end=_address(indicator, "series-end", series.pk),
        )


def _headline(indicator: Indicator, known: Reading) -> str:
    if known.headline.description:
        return known.headline.description
    rule = HeadlineRule(indicator.headline_rule)
    name = known.main.name if known.main else ""
    return f"{rule.label}: {name}" if name else "No series yet"


def _targets(indicator: Indicator, known: Reading) -> Iterable[SetupTarget]:
    for target in known.targets:
        text = wording.target_in_words(known, target) or TargetKind(target.kind).label
        yield SetupTarget(
            text,
            len(milestones_of(target)),
            _address(indicator, "target-change", target.pk),
            _address(indicator, "target-remove", target.pk),
        )


def _texts(indicator: Indicator) -> str:
    """All that was written about it, to see whether any of it has a number."""
    changes = IndicatorChange.objects.of(indicator)
    written = [f"{row.reason} {row.details}" for row in changes]
    return " ".join([indicator.note, indicator.baseline_source, *written])


def _shown(numbers: HiddenNumbers, indicator: Indicator, label: str, text: str) -> str:
    """The value of a field of the set-up, or the sentence that stands in its place."""
    return numbers.shown(text, [indicator.pk], "text") if label in _WRITTEN else text


def _history(indicator: Indicator, numbers: HiddenNumbers) -> Sequence[SetupHistoryEntry]:
    """Changes and ends, the newest first."""
    changes = [_change(row, indicator, numbers) for row in IndicatorChange.objects.of(indicator)]
    events = list(EndEvent.objects.of_indicators([indicator.pk]))
    leave_out_of_reasons(events, {indicator.pk: indicator})
    ends = [_end(row) for row in events]
    return sorted([*changes, *ends], key=lambda entry: entry.at, reverse=True)


def _change(
    row: IndicatorChange, indicator: Indicator, numbers: HiddenNumbers
) -> SetupHistoryEntry:
    details = [
        FieldChange(
            label,
            _shown(numbers, indicator, label, before),
            _shown(numbers, indicator, label, after),
        )
        for label, before, after in row.details
    ]
    if indicator.suppress_below:
        details = [
            FieldChange(change.label, "not shown here", "not shown here")
            if change.label in _COUNTS
            else change
            for change in details
        ]
    reason = numbers.shown(row.reason, [indicator.pk], "reason")
    return SetupHistoryEntry(row.summary, tuple(details), reason, row.by.name, row.at)


def _end(row: EndEvent) -> SetupHistoryEntry:
    series = f" (series {row.series.name})" if row.series else ""
    return SetupHistoryEntry(f"{row.sentence}{series}", (), "", row.by.name, row.at)
