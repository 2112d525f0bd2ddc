"""What an indicator can be linked to in its plan, and what it is linked to."""

from __future__ import annotations

from dataclasses import dataclass

from actions.models import Measure, Outcome, Plan
from indicators.models import Indicator


@dataclass(frozen=True, slots=True)
class LinkableOutcome:
    """An outcome of the plan, with the measures of success of its actions: key and title each."""

    pk: int
    title: str
    area: str
    measures: tuple[tuple[str, str], ...]


def linkable_outcomes(plan: Plan) -> tuple[LinkableOutcome, ...]:
    """The outcomes of a plan in its order. Two queries."""
    measures: dict[int, list[tuple[str, str]]] = {}
    rows = Measure.objects.filter(action__plan=plan, action__ended_on=None).select_related("action")
    for measure in rows.order_by("action__order", "order"):
        of_outcome = measures.setdefault(measure.action.outcome_id, [])
        of_outcome.append((str(measure.pk), f"{measure.action.ref}: {measure.text}"))
    outcomes = Outcome.objects.filter(area__plan=plan).select_related("area")
    return tuple(
        LinkableOutcome(
            outcome.pk,
            f"{outcome.ref} {outcome.title}",
            f"{outcome.area.ref}. {outcome.area.title}",
            tuple(measures.get(outcome.pk, ())),
        )
        for outcome in outcomes.order_by("area__order", "order")
    )


def linked_keys(indicator: Indicator) -> tuple[set[str], set[str]]:
    """The keys of the outcomes and of the measures of success that it is linked to."""
    outcomes = indicator.outcomes.values_list("pk", flat=True)
    measures = indicator.measures.values_list("pk", flat=True)
    return {str(pk) for pk in outcomes}, {str(pk) for pk in measures}
