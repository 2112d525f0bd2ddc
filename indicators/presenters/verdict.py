"""The verdict on an indicator's page: what is compared with what, and by which test."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from indicators.domain import trend_wording
from indicators.domain.counts import same_kind
from indicators.domain.enums import Judgement, Method
from indicators.domain.series import Figure, Scale
from indicators.selectors import comparators
from indicators.selectors.figures_as_at import Reading
from wsoa.core.months import Month

# The part of the page of methods that explains each.
ANCHORS = {
    Method.COUNTS: "counts",
    Method.SAME_PARTS: "same-parts",
    Method.COUNTS_TREND: "counts-trend",
    Method.AREAS: "areas",
    Method.LEVEL: "level",
    Method.NONE: "too-few",
}


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """One row of the table "Since the plan began"."""

    label: str
    figure: str
    beside: str = ""
    interval: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why the verdict is what it is, where its method is explained, and the figures behind it."""

    reason: str
    anchor: str
    began: str
    rows: tuple[VerdictRow, ...]


def verdict(reading: Reading) -> Verdict | None:
    """None for an indicator without a figure."""
    main, latest = reading.main, reading.latest
    if main is None or latest is None:
        return None
    judgement, method = reading.trend.judgement, reading.trend.method
    anchor = "baseline" if judgement is Judgement.BEFORE_PLAN else ANCHORS[method]
    began = Month.of(reading.began).printed if reading.began else ""
    return Verdict(reading.reason, anchor, began, tuple(_rows(reading, main.scale)))


def _rows(reading: Reading, scale: Scale) -> Iterable[VerdictRow]:
    known = reading.trend
    if known.change is None or known.end is None or known.judgement is Judgement.BEFORE_PLAN:
        return
    if known.level is not None:
        level = known.level
        finer = Scale(scale.unit, min(scale.decimals + 1, 4))
        yield VerdictRow("Level since", finer.printed(level.level_since), f"{level.since} figures")
        yield VerdictRow(
            "Level before", finer.printed(level.level_before), f"{level.before} figures"
        )
    elif known.parts is not None and known.start is None:
        parts, count = known.parts, trend_wording.parts_in_words(known)
        finer = Scale(scale.unit, min(scale.decimals + 1, 4))
        earlier = "as the plan names it" if parts.is_named else "the same of an earlier year"
        yield VerdictRow("Now", finer.printed(parts.since), f"the last {count}")
        yield VerdictRow("Baseline", finer.printed(parts.before), earlier)
    else:
        yield _of_figure("Now", known.end, scale)
        yield _baseline(reading, scale)
    share = "98%" if known.method is Method.LEVEL else "95%"
    interval = trend_wording.interval_in_words(known, scale)
    change = trend_wording.signed(known.change, scale)
    yield VerdictRow("Change", change, "", f"{share}: {interval}" if interval else "")
    yield from _england(reading, scale)


def _of_figure(what: str, figure: Figure, scale: Scale) -> VerdictRow:
    return VerdictRow(
        f"{what}, {figure.span.printed}", figure.printed, figure.out_of, interval_of(figure, scale)
    )


def _baseline(reading: Reading, scale: Scale) -> VerdictRow:
    """What it starts from; a figure since the plan began is no baseline of the plan."""
    known = reading.trend
    if known.start is not None and not reading.starts_from_named:
        what = "Baseline" if reading.starts_before_plan else "Earlier figure"
        return _of_figure(what, known.start, scale)
    when = reading.baseline_when or (known.start.span.printed if known.start else "")
    what = f"Baseline, {when}" if when else "Baseline"
    number = scale.printed(known.baseline or 0)
    if known.start is not None:
        return VerdictRow(what, number, known.start.out_of, interval_of(known.start, scale))
    return VerdictRow(what, number, "", "No interval: out of how many is not stated")


def _england(reading: Reading, scale: Scale) -> Iterable[VerdictRow]:
    """England's change over the same time, where it is published for both periods."""
    known = reading.trend
    beside = comparators.england_beside(reading, reading.main)
    if beside is None or not beside.same_time or known.start is None or known.end is None:
        return
    line = comparators.england_line(reading, reading.main)
    first, last = (line.at(f.span) if line else None for f in (known.start, known.end))
    if first and last and first.value is not None and last.value is not None:
        change = trend_wording.signed(round(last.value - first.value, 9), scale)
        yield VerdictRow(
            f"{beside.name} over the same time", change, f"{first.printed} to {last.printed}"
        )


def interval_of(figure: Figure, scale: Scale) -> str:
    """The 95% interval of a figure with counts: "35.4 to 44.3"; empty for others."""
    bounds = bounds_of(figure, scale)
    if bounds is None:
        return ""
    low, high = (f"{value:.{scale.decimals}f}" for value in bounds)
    return f"{low} to {high}"


def bounds_of(figure: Figure, scale: Scale) -> tuple[float, float] | None:
    """Wilson's interval of a percentage, Byar's of a rate; None where the counts are not known."""
    if figure.value is None:
        return None
    counts = same_kind([(figure.value, figure.numerator, figure.denominator)], scale.step)
    if counts is None:
        return None
    interval = counts[0].interval
    return interval.low, interval.high
