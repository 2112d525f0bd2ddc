"""The indicators page: what the plan wants to see, and how it will tell."""

from __future__ import annotations

from dataclasses import dataclass

from actions.models import Plan


@dataclass(frozen=True, slots=True)
class IntentionRow:
    title: str
    target: str
    indicators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OutcomeTable:
    title: str
    source: str
    intentions: tuple[IntentionRow, ...]


@dataclass(frozen=True, slots=True)
class IndicatorsPage:
    outcomes: tuple[OutcomeTable, ...]

    @property
    def intentions(self) -> int:
        return sum(len(outcome.intentions) for outcome in self.outcomes)

    @property
    def without_target(self) -> int:
        return sum(not row.target for outcome in self.outcomes for row in outcome.intentions)

    @property
    def indicators(self) -> int:
        return sum(len(row.indicators) for outcome in self.outcomes for row in outcome.intentions)


def indicators_page(plan: Plan) -> IndicatorsPage:
    """In the plan's order. Three queries for any number."""
    return IndicatorsPage(
        tuple(
            OutcomeTable(
                outcome.title,
                outcome.source,
                tuple(
                    IntentionRow(
                        intention.title,
                        intention.target[:1].upper() + intention.target[1:],
                        tuple(indicator.title for indicator in intention.indicators.all()),
                    )
                    for intention in outcome.intentions.all()
                ),
            )
            for outcome in plan.key_outcomes.prefetch_related("intentions__indicators")
        )
    )
