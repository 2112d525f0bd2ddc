"""The indicators page: aims of the plan, and the judgement of each indicator.

The rendered table is cached until something is written to the plan.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.safestring import SafeString, mark_safe

from actions.models import Plan
from indicators.domain.enums import Judgement
from indicators.domain.indicator_counts import others_sentence
from indicators.presenters import wording
from indicators.presenters.cached_html import cached_html
from indicators.presenters.chart_svg import sparkline
from indicators.selectors import comparators
from indicators.selectors.figures_as_at import Reading, readings


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator in the list of a plan's indicators."""

    key: str
    name: str
    spark: SafeString
    latest: str
    measured: str
    provisional: bool
    due: date | None  # where the figure due then has not come
    change: str
    target: str
    england: str
    judgement: Judgement
    until_then: str  # of what is out of date: what its trend was
    ended: str  # why it is measured no longer


@dataclass(frozen=True, slots=True)
class IntentionGroup:
    """An intention and its indicators."""

    title: str
    indicators: tuple[IndicatorRow, ...]


@dataclass(frozen=True, slots=True)
class OutcomeTable:
    """A key outcome with its intentions."""

    title: str
    intentions: tuple[IntentionGroup, ...]


@dataclass(frozen=True, slots=True)
class JudgementFilter:
    """One judgement as a filter: its count, and whether it is selected."""

    judgement: Judgement
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class IndicatorsPage:
    """The page; `chosen` is the judgement that filters the list, if any."""

    outcomes: tuple[OutcomeTable, ...]
    choices: tuple[JudgementFilter, ...]
    chosen: Judgement | None
    total: int  # of those that the plan prints; others are shown, and not counted
    others: int
    without_target: int
    ended: int = 0  # that the plan prints, and that are measured no longer

    @property
    def others_sentence(self) -> str:
        return others_sentence(self.others)

    def count(self, judgement: Judgement) -> int:
        return next((choice.count for choice in self.choices if choice.judgement is judgement), 0)

    @property
    def better(self) -> int:
        return self.count(Judgement.BETTER)

    @property
    def worse(self) -> int:
        return self.count(Judgement.WORSE)

    @property
    def stale(self) -> int:
        return self.count(Judgement.STALE)

    @property
    def no_clear_change(self) -> int:
        return self.count(Judgement.NO_CLEAR_CHANGE)

    @property
    def one_figure(self) -> int:
        return self.count(Judgement.TOO_FEW) + self.count(Judgement.NOT_JUDGED)

    @property
    def before_plan(self) -> int:
        return self.count(Judgement.BEFORE_PLAN)

    @property
    def no_data(self) -> int:
        return self.count(Judgement.NO_DATA)


def indicators_html(plan: Plan, day: date, asked: str = "") -> SafeString:
    """The rendered page, cached. `asked` is the code of a judgement; unknown codes are ignored."""
    chosen = Judgement(asked) if asked in Judgement.values else None
    return cached_html(
        plan,
        *("indicators", day, chosen),
        template="indicators/_indicators.html",
        context=lambda: {"page": indicators_page(plan, day, chosen), "plan": plan},
    )


def indicators_page(plan: Plan, day: date, chosen: Judgement | None = None) -> IndicatorsPage:
    """The page in the plan's order, by key outcome and intention. Eight queries for any number."""
    known = readings(plan, day)
    printed = wording.printed_readings(known)
    counts = wording.count_judgements([summary.judgement for summary in printed])
    # A filter shows those that its count counts; without one, all are shown.
    shown = [one for one in printed if one.judgement is chosen] if chosen else known
    rows = [(summary, _row(summary)) for summary in shown]
    return IndicatorsPage(
        outcomes=tuple(
            OutcomeTable(outcome.title, tuple(_intentions(group)))
            for outcome, group in groupby(
                rows, key=lambda pair: pair[0].indicator.intention.key_outcome
            )
        ),
        choices=tuple(
            JudgementFilter(judgement, count, judgement is chosen)
            for judgement, count in counts.items()
        ),
        chosen=chosen,
        total=len(printed),
        others=sum(not summary.in_plan for summary in known),
        without_target=sum(not _target(summary) for summary in printed),
        ended=sum(summary.in_plan and summary.end is not None for summary in known),
    )


def _intentions(rows: Iterable[tuple[Reading, IndicatorRow]]) -> Iterable[IntentionGroup]:
    for intention, group in groupby(rows, key=lambda pair: pair[0].indicator.intention):
        yield IntentionGroup(intention.title, tuple(row for _, row in group))


def _row(reading: Reading) -> IndicatorRow:
    indicator, latest, main = reading.indicator, reading.latest, reading.main
    england = comparators.england_beside(reading, main)
    is_stale = reading.judgement is Judgement.STALE
    return IndicatorRow(
        key=indicator.key,
        name=indicator.title,
        spark=mark_safe(sparkline(main.figures, reading.break_days) if main else ""),  # noqa: S308 (numbers, escaped)
        latest=latest.printed if latest else "",
        measured=latest.span.printed if latest else "",
        provisional=bool(latest and latest.provisional),
        due=reading.due if reading.stale else None,
        change=wording.change_in_words(reading),
        target=_target(reading),
        england=england.text if england else "",
        judgement=reading.judgement,
        until_then=reading.trend.judgement.label if is_stale else "",
        ended=reading.end.sentence if reading.end else "",
    )


def _target(reading: Reading) -> str:
    return wording.target_in_words(reading, wording.target_now(reading))
