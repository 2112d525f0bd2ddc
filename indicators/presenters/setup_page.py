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
from indicators.selectors.ends import MeasuringEnds, ends_by
from indicators.selectors.figures_as_at import Reading, reading
from indicators.selectors.target_outcomes import milestones_of

# Counts that may be few: the history names them and does not print them once an indicator
# suppresses small numbers.
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
    ends = ends_by([indicator.pk], day)
    ended = ends.of_indicators.get(indicator.pk)
    facts = definition_facts(indicator)
    return SetupPage(
        ended=ended.sentence if ended else "",
        definition=tuple((label, text) for label, text in facts if text != NOTHING),
        undefined=tuple(label.lower() for label, text in facts if text == NOTHING),
        series=tuple(_series(indicator, ends)),
        headline=_headline(indicator, known),
        targets=tuple(_targets(indicator, known)),
        outcomes=tuple(f"{one.ref} {one.title}" for one in indicator.outcomes.all()),
        measures=tuple(
            f"{one.action.ref}: {one.text}" for one in indicator.measures.select_related("action")
        ),
        history=tuple(_history(indicator)),
    )


def _address(indicator: Indicator, name: str, *keys: int) -> str:
    return reverse(name, args=[indicator.plan.slug, indicator.key, *keys])


def _series(indicator: Indicator, ends: MeasuringEnds) -> Iterable[SetupSeries]:
    for series in Series.objects.of_indicators([indicator.pk]).with_breaks():
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


def _history(indicator: Indicator) -> Sequence[SetupHistoryEntry]:
    """Changes and ends, the newest first."""
    changes = [_change(row, indicator) for row in IndicatorChange.objects.of(indicator)]
    ends = [_end(row) for row in EndEvent.objects.of_indicators([indicator.pk])]
    return sorted([*changes, *ends], key=lambda entry: entry.at, reverse=True)


def _change(row: IndicatorChange, indicator: Indicator) -> SetupHistoryEntry:
    details = [FieldChange(*detail) for detail in row.details]
    if indicator.suppress_below:
        details = [
            FieldChange(change.label, "not shown here", "not shown here")
            if change.label in _COUNTS
            else change
            for change in details
        ]
    return SetupHistoryEntry(row.summary, tuple(details), row.reason, row.by.name, row.at)


def _end(row: EndEvent) -> SetupHistoryEntry:
    series = f" (series {row.series.name})" if row.series else ""
    return SetupHistoryEntry(f"{row.sentence}{series}", (), "", row.by.name, row.at)
