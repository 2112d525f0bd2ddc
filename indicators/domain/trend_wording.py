"""The verdict on an indicator in words: what changed, and why that is clear or not. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from indicators.domain.enums import Judgement, Method, SpanKind
from indicators.domain.nearest_starters import StarterComparison
from indicators.domain.series import Figure, Scale
from indicators.domain.trend import Trend
from indicators.domain.trend_record import Lack
from wsoa.core.months import Month

LAST = 3  # figures that are told where none can be judged
WIDER = " (made wider, as earlier figures differ by more than counting explains)"
_PARTS = {SpanKind.MONTH: "month", SpanKind.QUARTER: "quarter", SpanKind.TERM: "term"}


def change_in_words(trend: Trend[Figure], scale: Scale, *, baseline_when: str = "") -> str:
    """ "Up 12 percentage points since 2018"; empty where nothing is compared."""
    if trend.change is None:
        return ""
    since = _since(trend, baseline_when)
    if round(abs(trend.change) / scale.step) == 0 and not trend.level and not trend.parts:
        return f"No change {since}" if not trend.change else f"Hardly any change {since}"
    way = "Up" if trend.change > 0 else "Down"
    return f"{way} {scale.apart(trend.change)} {since}"


def _since(trend: Trend[Figure], baseline_when: str) -> str:
    if trend.level is not None:
        return f"on the {'first ' if not trend.is_since_plan else ''}{trend.level.before} before"
    if trend.parts is not None and trend.start is None and not trend.parts.is_named:
        return f"on the same {parts_in_words(trend)} of an earlier year"
    if trend.start is not None:
        return f"since {baseline_when or trend.start.span.printed}"
    return f"since {baseline_when}" if baseline_when else "since the plan’s baseline"


def parts_in_words(trend: Trend[Figure]) -> str:
    """ "4 months", "month": the parts of a year that were set against the same of another."""
    name = _PARTS.get(trend.end.span.kind, "period") if trend.end is not None else "period"
    count = trend.parts.parts if trend.parts is not None else 1
    return name if count == 1 else f"{count} {name}s"


def compared_in_words(trend: Trend[Figure], scale: Scale, *, baseline_when: str = "") -> str:
    """ "up from 39.7% in 2018": what the latest figure is compared with; empty for none."""
    if trend.level is not None:
        level = trend.level
        return (
            f"on average {scale.printed(level.level_since)} in the last {level.since}, "
            f"and {scale.printed(level.level_before)} in the {level.before} before"
        )
    if trend.parts is not None and trend.start is None:
        parts = trend.parts
        than = "as the baseline" if parts.is_named else "in the same of an earlier year"
        return (
            f"on average {scale.printed(parts.since)} in the last {parts_in_words(trend)}, "
            f"and {scale.printed(parts.before)} {than}"
        )
    if trend.change is None or trend.baseline is None:
        return ""
    way = "up from" if trend.change > 0 else "down from" if trend.change < 0 else "the same as"
    if trend.start is not None and not baseline_when:
        number, when = trend.start.printed, trend.start.span.when
    else:
        number = trend.start.printed if trend.start is not None else scale.printed(trend.baseline)
        when = f"in {baseline_when}" if baseline_when else "before the plan"
    return f"{way} {when}" if not trend.change else f"{way} {number} {when}"


def reason(trend: Trend[Figure], scale: Scale, began: date | None) -> str:
    """Why the verdict is what it is, in one sentence that names its test."""
    if trend.judgement is Judgement.NO_DATA:
        return ""
    if trend.judgement is Judgement.BEFORE_PLAN:
        when = f" in {Month.of(began).printed}" if began else ""
        return f"No figure since the plan began{when}."
    if trend.method is Method.COUNTS or trend.method is Method.COUNTS_TREND:
        return _reason_of_counts(trend, scale)
    if trend.method is Method.AREAS and trend.areas is not None:
        return _reason_of_areas(trend, trend.areas, scale)
    if trend.method is Method.LEVEL and trend.level is not None:
        return _reason_of_level(trend, scale)
    if trend.method is Method.SAME_PARTS and trend.parts is not None:
        return _reason_of_parts(trend, scale)
    return _reason_of_none(trend)


def _reason_of_none(trend: Trend[Figure]) -> str:
    """Why no test can speak."""
    part = _PARTS.get(trend.end.span.kind, "period") if trend.end is not None else "period"
    why = {
        Lack.BREAK: "what is counted was defined anew after the baseline, and nothing is compared "
        "across such a break",
        Lack.SAME_PART: f"{part}s differ by season, and no {part} since has a figure of the same "
        f"{part} of an earlier year beside it",
        Lack.BASELINE: "there is no figure from before to set this one against",
        Lack.NUMBER: "the latest figure has no number that can be shown",
    }.get(trend.lacks or Lack.TEST)
    return "Too few figures to tell: " + (
        f"{why}."
        if why
        else "no counts, no figures of enough other areas, and fewer than twelve before the plan."
    )


def figures_in_words(figures: Sequence[Figure]) -> str:
    """The last three figures: "−0.91 in 2015/16, −1.04 in 2016/17, −1.14 in 2017/18"."""
    known = [figure for figure in figures if figure.value is not None][-LAST:]
    return ", ".join(f"{figure.printed} {figure.span.when}" for figure in known)


def interval_in_words(trend: Trend[Figure], scale: Scale) -> str:
    """ "24.2 to 37.7 percentage points", with signs where a fall is in it."""
    if trend.interval is None:
        return ""
    low, high = trend.interval.low, trend.interval.high
    finer = _showing(low, _showing(high, scale))
    return f"{signed(low, finer, bare=True)} to {signed(high, finer)}"


def _showing(change: float, scale: Scale) -> Scale:
    """The scale, or one so much finer that a change that is not zero does not look like it."""
    decimals = scale.decimals
    while change and decimals < scale.decimals + 2 and round(change, decimals) == 0:
        decimals += 1
    return Scale(scale.unit, decimals)


def signed(change: float, scale: Scale, *, bare: bool = False) -> str:
    """A change with its sign if it is a fall: "−3 percentage points"."""
    words = scale.apart(change)
    if bare:
        words = words.removesuffix(" percentage points").removesuffix(" percentage point")
    is_zero = not any(digit in words for digit in "123456789")
    return words if change >= 0 or is_zero else f"−{words}"


def _reason_of_counts(trend: Trend[Figure], scale: Scale) -> str:
    if trend.method is Method.COUNTS_TREND:
        if trend.judgement is Judgement.NO_CLEAR_CHANGE:
            return "These counts show no steady trend that chance does not explain."
        return "These counts rise or fall steadily, by more than chance explains (95%)."
    clear = trend.judgement is not Judgement.NO_CLEAR_CHANGE
    tail = "so this is more than chance" if clear else "so this may be chance"
    wider = WIDER if trend.widened > 1 else ""
    return (
        f"The 95% interval of the difference is {interval_in_words(trend, scale)}{wider}, {tail}."
    )


def _reason_of_parts(trend: Trend[Figure], scale: Scale) -> str:
    parts = trend.parts
    if parts is None:
        return ""
    beside = f"Compared with the same {parts_in_words(trend)} of an earlier year"
    if parts.is_named:
        beside = f"Of the last {parts_in_words(trend)} beside the baseline"
    clear = trend.judgement is not Judgement.NO_CLEAR_CHANGE
    tail = "so this is more than chance" if clear else "so this may be chance"
    return (
        f"{beside}, the 95% interval of the difference is "
        f"{interval_in_words(trend, scale)}{WIDER if parts.widened > 1 else ''}, {tail}."
    )


def _reason_of_areas(trend: Trend[Figure], areas: StarterComparison, scale: Scale) -> str:
    change = trend.change or 0
    if not change:
        way, less, more = "No change", areas.less, areas.more
        beside = f"{less} fell and {more} rose"
        return f"{way}; of the {areas.count} areas that started nearest, {beside}."
    way = f"{'Up' if change > 0 else 'Down'} {scale.apart(change)}"
    less, more = (areas.less, areas.more) if change > 0 else (areas.more, areas.less)
    verb = "rose" if change > 0 else "fell"
    if less == areas.count:
        beside = f"all of the {areas.count} areas that started nearest {verb} less"
    elif more == areas.count:
        beside = f"all of the {areas.count} areas that started nearest {verb} more"
    else:
        same = f", {areas.same} as much" if areas.same else ""
        beside = (
            f"of the {areas.count} areas that started nearest, {less} {verb} less, "
            f"{more} more{same}"
        )
    at_edge = "; from such a start that is no more than was to be expected"
    odd = areas.at_edge and not areas.beyond_start and areas.count in (less, more)
    return f"{way}; {beside}{at_edge if odd else ''}."


def _reason_of_level(trend: Trend[Figure], scale: Scale) -> str:
    level = trend.level
    if level is None:
        return ""
    finer = Scale(scale.unit, min(scale.decimals + 1, 4))
    before = f"{level.before} {'before the plan' if trend.is_since_plan else 'first figures'}"
    words = (
        f"The {level.since} latest average {finer.printed(level.level_since)}, the {before} "
        f"{finer.printed(level.level_before)}"
    )
    seasons = ", with the seasons taken out" if level.seasons > 1 else ""
    clear = trend.judgement is not Judgement.NO_CLEAR_CHANGE
    tail = "more than chance explains" if clear else "no more than chance explains"
    return f"{words}: {tail} (t test of two levels, 98%{seasons})."
