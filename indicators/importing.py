"""How a plan's key outcomes, intentions and indicators get in."""

from __future__ import annotations

from typing import Annotated

from django.utils.text import slugify
from pydantic import Field

from actions.models import Plan
from indicators.models import Indicator, Intention, KeyOutcome
from wsoa.sources import Changes, Part, Strict


class IntentionIn(Strict):
    title: str
    target: str = ""
    source: str = ""
    note: str = ""
    indicators: Annotated[list[str], Field(min_length=1)]


class KeyOutcomeIn(Strict):
    title: str
    source: str = ""
    note: str = ""
    intentions: Annotated[list[IntentionIn], Field(min_length=1)]


class IndicatorsFile(Strict):
    source: str = ""
    key_outcomes: list[KeyOutcomeIn]


def load(plan: Plan, part: Part, changes: Changes) -> None:
    """Loads them in the caller's transaction. Raises Fault for the first thing that is wrong."""
    file = part.parse(IndicatorsFile)
    for order, each in enumerate(file.key_outcomes, start=1):
        key_outcome = changes.put(
            KeyOutcome,
            {"plan": plan, "title": each.title},
            {"order": order, "source": each.source or file.source},
            f"Key outcome {order}",
        )
        for place, intention_in in enumerate(each.intentions, start=1):
            intention = changes.put(
                Intention,
                {"key_outcome": key_outcome, "title": intention_in.title},
                {"order": place, "target": intention_in.target},
                f"Intention {order}.{place}",
            )
            for number, title in enumerate(intention_in.indicators, start=1):
                changes.put(
                    Indicator,
                    {"intention": intention, "title": title},
                    {
                        "plan": plan,
                        "order": number,
                        "key": slugify(title)[:60].strip("-"),
                        "short_title": title[:80],
                    },
                    f"Indicator {order}.{place}.{number}",
                )
            changes.drop(
                intention.indicators.exclude(title__in=intention_in.indicators), "Indicator"
            )
        titles = [intention.title for intention in each.intentions]
        changes.drop(key_outcome.intentions.exclude(title__in=titles), "Intention")
    titles = [each.title for each in file.key_outcomes]
    changes.drop(plan.key_outcomes.exclude(title__in=titles), "Key outcome")
