"""The names that a file of figures uses: shown where it is uploaded."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.domain.enums import SeriesKind, SpanKind
from indicators.domain.time_spans import EXAMPLES
from indicators.selectors.entered_figures import EnteredFigures


@dataclass(frozen=True, slots=True)
class ImportKey:
    """The names that a file uses for an indicator and its series."""

    title: str
    key: str
    series: str
    example: str


def import_keys(ground: EnteredFigures) -> tuple[ImportKey, ...]:
    """The names to use in a file for every series that takes figures."""
    return tuple(
        ImportKey(
            indicator.short_title,
            indicator.key,
            series.name,
            EXAMPLES[SpanKind(series.span_kind)],
        )
        for indicator in ground.indicators.values()
        for series in ground.series[indicator.pk]
        if series.kind != SeriesKind.OFFICIAL
    )
