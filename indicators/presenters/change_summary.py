"""Summaries of indicators for the overview (worst first) and for the page of an action.

Cached until something is written to the plan.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.safestring import SafeString

from actions.models import Action, Plan
from actions.selectors.plan_cache import cached_for_plan
from indicators.domain.enums import Judgement
from indicators.domain.indicator_counts import others_sentence
from indicators.models import Indicator
from indicators.presenters.cached_html import cached_html
from indicators.presenters.wording import change_in_words, count_judgements
from indicators.selectors.figures_as_at import Reading, readings

NAMED = 2  # for each judgement; the rest are on the page of indicators
_WITHOUT_NAMES = (Judgement.NO_DATA,)


@dataclass(frozen=True, slots=True)
class IndicatorSummary:
    """An indicator in a list by result."""

    key: str
    name: str
    printed: bool
    judgement: Judgement
    latest_and_change: str  # the latest figure and its change


@dataclass(frozen=True, slots=True)
class JudgementGroup:
    """The indicators with one result; `more` are counted and not named."""

    judgement: Judgement
    count: int
    named: tuple[IndicatorSummary, ...]
    more: int


@dataclass(frozen=True, slots=True)
class ChangeSummary:
    """The indicators that the plan names, by judgement; `others` are shown elsewhere."""

    total: int
    rows: tuple[JudgementGroup, ...]
    others: int

    @property
    def others_sentence(self) -> str:
        return others_sentence(self.others)

    @property
    def nothing_measured(self) -> bool:
        return [row.judgement for row in self.rows] == [Judgement.NO_DATA]


def change_summary_html(plan: Plan, day: date) -> SafeString:
    return cached_html(
        plan,
        *("indicators moved", day),
        template="indicators/_line.html",
        context=lambda: {"moved": change_summary(indicator_summaries(plan, day)), "plan": plan},
    )


def action_indicators_html(action: Action, day: date) -> SafeString:
    """The indicators of an action; empty if none is linked to its outcome or measures."""
    plan = action.plan

    def context() -> dict[str, Any] | None:
        linked = set(Indicator.objects.of_action(action).values_list("key", flat=True))
        rows = [summary for summary in indicator_summaries(plan, day) if summary.key in linked]
        return {"rows": rows, "plan": plan} if linked else None

    key = ("indicators of", action.pk, day)
    return cached_html(plan, *key, template="indicators/_of_action.html", context=context)


def indicator_summaries(plan: Plan, day: date) -> tuple[IndicatorSummary, ...]:
    """Short summaries of a plan's indicators, cached because every action's page needs them."""
    return cached_for_plan(
        plan,
        "indicators said",
        day,
        make=lambda: tuple(indicator_summary(reading) for reading in readings(plan, day)),
    )


def change_summary(summaries: Iterable[IndicatorSummary]) -> ChangeSummary:
    """The plan's printed indicators by judgement, in the order of the enum: the worst first."""
    known = list(summaries)
    printed = [summary for summary in known if summary.printed]
    rows = []
    for judgement, count in count_judgements([summary.judgement for summary in printed]).items():
        of_judgement = [summary for summary in printed if summary.judgement is judgement]
        shown = () if judgement in _WITHOUT_NAMES else tuple(of_judgement[:NAMED])
        rows.append(
            JudgementGroup(judgement, count, shown, len(of_judgement) - len(shown) if shown else 0)
        )
    return ChangeSummary(len(printed), tuple(rows), len(known) - len(printed))


def indicator_summary(reading: Reading) -> IndicatorSummary:
    latest, change = reading.latest, change_in_words(reading)
    number = f"{latest.printed} {latest.span.when}" if latest else ""
    return IndicatorSummary(
        key=reading.indicator.key,
        name=reading.indicator.short_title,
        printed=reading.in_plan,
        judgement=reading.judgement,
        latest_and_change=f"{number}; {change[:1].lower()}{change[1:]}" if change else number,
    )
