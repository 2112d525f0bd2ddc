"""What a figure is compared with: England, the region or the statistical neighbours."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.domain.series import Figure, FigureSeries, SeriesRole
from indicators.selectors.figures_as_at import Reading


@dataclass(frozen=True, slots=True)
class ComparatorFigure:
    """A comparator's figure, with its period if that differs from the figure's own."""

    name: str
    figure: Figure
    same_time: bool

    @property
    def text(self) -> str:
        return (
            self.figure.printed
            if self.same_time
            else f"{self.figure.printed} {self.figure.span.when}"
        )


def england_beside(reading: Reading, line: FigureSeries | None) -> ComparatorFigure | None:
    return beside(reading, line, SeriesRole.ENGLAND)


def england_line(reading: Reading, line: FigureSeries | None) -> FigureSeries | None:
    """England's figures of the measure of a published series."""
    return reading.beside(line, SeriesRole.ENGLAND) if line is not None else None


def beside(
    reading: Reading, line: FigureSeries | None, role: SeriesRole
) -> ComparatorFigure | None:
    """The comparator's figure for the period of a series' latest figure, or else its last known
    one.

    An internal series is compared with what its indicator's first official series is compared with,
    and for the same period only. A figure that is worked out as a gap has no comparator.
    """
    if line is None or line.latest is None or reading.headline.is_gap(line):
        return None
    mapped = line if line.measure is not None else first_official(reading)
    other = reading.beside(mapped, role) if mapped else None
    if other is None:
        return None
    same = other.at(line.latest.span)
    if same is not None and same.value is not None:
        return ComparatorFigure(other.name, same, same_time=True)
    if line.measure is None:
        return None
    last = next((figure for figure in reversed(other.figures) if figure.value is not None), None)
    return ComparatorFigure(other.name, last, same_time=False) if last else None


def first_official(reading: Reading) -> FigureSeries | None:
    return next(
        (line for line in reading.lines if line.measure is not None and line.latest is not None),
        None,
    )
