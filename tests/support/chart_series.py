"""Figures and lines made by hand, for tests of what is drawn and said."""

from __future__ import annotations

from indicators.domain.enums import Gap, SeriesKind, SpanKind, Unit
from indicators.domain.series import Figure, FigureSeries, Scale, SeriesRole, figure_of
from indicators.domain.time_spans import Span

PERCENT = Scale(Unit.PERCENT, 0)


def figure(
    key: str,
    value: float | None,
    *,
    kind: SpanKind = SpanKind.YEAR,
    scale: Scale = PERCENT,
    gap: Gap = Gap.NONE,
    provisional: bool = False,
) -> Figure:
    return figure_of(Span.of(kind, key), scale, value=value, gap=gap, provisional=provisional)


def years(*values: float | None, first: int = 2014) -> tuple[Figure, ...]:
    return tuple(figure(str(first + n), value) for n, value in enumerate(values))


def months(*values: float | None) -> tuple[Figure, ...]:
    return tuple(
        figure(f"2019-{n:02}", value, kind=SpanKind.MONTH) for n, value in enumerate(values, 1)
    )


def own(
    figures: tuple[Figure, ...], name: str = "A series", scale: Scale = PERCENT
) -> FigureSeries:
    return FigureSeries(name, SeriesRole.OWN, SeriesKind.INTERNAL, figures, scale, series=1)
