"""Which series speaks for an indicator: its main one, or how several combine. Pure.

The newest figure never decides. Headline, sparkline, question and paper all use what is made here,
and so does the test of the indicator: what combines into one series is tested once.

- *Main*: one series.
- *Worst of*: for each period the worst figure of the series; none where one of them has none.
- *Gap between*: for each period how far the first series of a pair lags behind the second; of
  several pairs the widest gap. Narrower is better.
- *All of*: each series is tested, and all must be better (or worse) for the indicator to be. That
  two of them speak does not double the false alarms, since neither speaks alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from indicators.domain.enums import Direction, Gap, HeadlineRule, Judgement
from indicators.domain.series import Figure, FigureSeries, figure_of
from indicators.domain.time_spans import Span
from indicators.domain.trend import Trend

_PLACES = 9
# What several series say together where one of them cannot say: the first that any of them says.
_CANNOT_JUDGE = (
    Judgement.BEFORE_PLAN,
    Judgement.TOO_FEW,
    Judgement.NOT_JUDGED,
    Judgement.NO_CLEAR_CHANGE,
)


@dataclass(frozen=True, slots=True)
class Headline:
    """What speaks for an indicator.

    `parts` are the series that the rule names; `line` is the series that is shown as the
    indicator's number; `tested` are those whose trend is judged, most often just `line`.
    """

    rule: HeadlineRule
    parts: tuple[FigureSeries, ...]
    line: FigureSeries | None
    better: Direction

    @property
    def tested(self) -> tuple[FigureSeries, ...]:
        if self.rule is HeadlineRule.ALL_OF:
            return self.parts
        return (self.line,) if self.line is not None else ()

    @property
    def combines(self) -> bool:
        """Whether its figures are worked out from several series."""
        return self.rule in (HeadlineRule.WORST_OF, HeadlineRule.GAP_BETWEEN)

    def is_gap(self, line: FigureSeries) -> bool:
        return self.rule is HeadlineRule.GAP_BETWEEN and line is self.line

    @property
    def description(self) -> str:
        """The rule: "The worst of SEN Support and EHC plan"; empty for a single series."""
        names = [part.name for part in self.parts]
        if self.rule is HeadlineRule.WORST_OF:
            return f"The worst of {_listed(names)}"
        if self.rule is HeadlineRule.GAP_BETWEEN:
            pairs = [
                f"{own} and {other}" for own, other in zip(names[::2], names[1::2], strict=True)
            ]
            return f"The gap between {', or between '.join(pairs)}" + (
                ", whichever is wider" if len(pairs) > 1 else ""
            )
        return f"All of {_listed(names)}" if self.rule is HeadlineRule.ALL_OF else ""

    @property
    def remark(self) -> str:
        """What the shown number is of, beside several: "EHC plan, the worst of 2"."""
        if self.line is None:
            return ""
        if self.rule is HeadlineRule.WORST_OF:
            return f"{self.line.name}, the worst of {len(self.parts)}"
        if self.rule is HeadlineRule.GAP_BETWEEN:
            return "the wider gap" if len(self.parts) > 2 else "the gap"
        return self.line.name


def headline(rule: HeadlineRule, parts: Sequence[FigureSeries], better: Direction) -> Headline:
    """The headline of series in the order in which the rule names them.

    `better` is the direction of the indicator; that of a gap is always lower.
    """
    if rule is HeadlineRule.GAP_BETWEEN and len(parts) >= 2 and len(parts) % 2 == 0:
        line = _combined(parts, _gap(better), "Gap")
        return Headline(rule, tuple(parts), _as_gap(line), Direction.LOWER)
    if rule is HeadlineRule.WORST_OF and len(parts) > 1:
        return Headline(rule, tuple(parts), _combined(parts, _worst(better)), better)
    if rule is HeadlineRule.ALL_OF and len(parts) > 1:
        shown = next((part for part in parts if part.latest is not None), parts[0])
        return Headline(rule, tuple(parts), shown, better)
    return Headline(HeadlineRule.MAIN, tuple(parts[:1]), parts[0] if parts else None, better)


def combined_value(
    rule: HeadlineRule, values: Sequence[float | None], better: Direction
) -> float | None:
    """The same for the values of another area, in the order of the parts; None if one is missing.

    `better` is the direction of the indicator, not of its gap.
    """
    known = [value for value in values if value is not None]
    if len(known) != len(values) or not known:
        return None
    if rule is HeadlineRule.GAP_BETWEEN:
        return _gap(better)(known)[0]
    return _worst(better)(known)[0] if rule is HeadlineRule.WORST_OF else known[0]


def all_of(trends: Sequence[Trend[Figure]]) -> Judgement:
    """Better (or worse) if all are; else the first of what any of them cannot say.

    If one has no figure at all, the others alone are too few to tell.
    """
    found = {known.judgement for known in trends}
    if len(found) <= 1:
        return next(iter(found), Judgement.NO_DATA)
    others = found - {Judgement.NO_DATA}
    if others != found and others <= {Judgement.BETTER, Judgement.WORSE}:
        return Judgement.TOO_FEW
    return next((j for j in _CANNOT_JUDGE if j in others), Judgement.NO_CLEAR_CHANGE)


# Values in the order of the parts in, the combined value and the part that it is taken from out.
Combine = Callable[[Sequence[float]], tuple[float, int]]


def _worst(better: Direction) -> Combine:
    def combine(values: Sequence[float]) -> tuple[float, int]:
        pick = max if better is Direction.LOWER else min
        at = pick(range(len(values)), key=lambda n: values[n])
        return values[at], at

    return combine


def _gap(better: Direction) -> Combine:
    """How far the first of each pair lags behind the second, of the pair where it lags most."""
    sign = -1 if better is Direction.LOWER else 1

    def combine(values: Sequence[float]) -> tuple[float, int]:
        gaps = [
            round(sign * (other - own), _PLACES)
            for own, other in zip(values[::2], values[1::2], strict=True)
        ]
        at = max(range(len(gaps)), key=lambda n: gaps[n])
        return gaps[at], 2 * at

    return combine


def _combined(parts: Sequence[FigureSeries], combine: Combine, name: str = "") -> FigureSeries:
    by_span = [{figure.span: figure for figure in part.figures} for part in parts]
    spans = sorted(
        {span for known in by_span for span in known}, key=lambda s: (s.last_day, s.first_day)
    )
    figures, taken = [], 0
    for span in spans:
        at_span = [known.get(span) for known in by_span]
        figure, at = _figure(span, [f for f in at_span if f is not None], parts, combine)
        figures.append(figure)
        taken = at if figure.value is not None else taken
    source = parts[taken]
    return replace(
        source,
        name=name or source.name,
        figures=tuple(figures),
        measure=None if name else source.measure,
    )


def _figure(
    span: Span, figures: list[Figure], parts: Sequence[FigureSeries], combine: Combine
) -> tuple[Figure, int]:
    """The combined figure of a period, and the part that it is taken from."""
    values = [figure.value for figure in figures if figure.value is not None]
    scale = parts[0].scale
    if len(values) != len(parts):
        hidden = any(figure.gap is Gap.SUPPRESSED for figure in figures)
        gap = Gap.SUPPRESSED if hidden else Gap.NOT_AVAILABLE
        return figure_of(span, scale, value=None, gap=gap), 0
    value, at = combine(values)
    known = [figure.known_on for figure in figures]
    made = figure_of(
        span,
        scale,
        value=value,
        provisional=any(figure.provisional for figure in figures),
        known_on=max((day for day in known if day), default=None) if all(known) else None,
    )
    if value == values[at]:
        own = figures[at]
        made = replace(
            made, numerator=own.numerator, denominator=own.denominator, printed=own.printed
        )
    return made, at


def _as_gap(line: FigureSeries) -> FigureSeries:
    """A gap in words, "13 percentage points" and not "13%"; it is not so many out of so many."""
    figures = (
        replace(figure, printed=_gap_words(figure, line), numerator=None, denominator=None)
        for figure in line.figures
    )
    return replace(line, figures=tuple(figures))


def _gap_words(figure: Figure, line: FigureSeries) -> str:
    if figure.value is None:
        return figure.printed
    return f"{line.scale.apart(figure.value)}{' ahead, not behind' if figure.value < 0 else ''}"


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)
