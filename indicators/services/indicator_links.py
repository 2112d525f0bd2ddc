"""Links of an indicator down to what should move it: outcomes, and measures of success."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from actions.models import Measure, Outcome
from actions.services.locking import lock_and_bump_figures
from indicators.domain.definition import NOTHING, FieldChange
from indicators.domain.enums import SetupPart
from indicators.models import Indicator
from indicators.services.indicator_setup import SetupRefused, record_change, refuse_changed_since
from wsoa.accounts.models import User


@transaction.atomic
def link_indicator(
    *,
    by: User,
    indicator: Indicator,
    outcomes: Collection[int],
    measures: Collection[int],
    based_on: int | None = None,
) -> bool:
    """Sets the outcomes that should move an indicator, and the measures of success that it is
    evidence for, by their keys. False if nothing was different.

    Raises SetupRefused for an outcome or a measure of another plan.
    """
    lock_and_bump_figures(indicator.plan_id)
    refuse_changed_since(indicator, based_on, by)
    wanted_outcomes = Outcome.objects.filter(area__plan=indicator.plan_id, pk__in=outcomes)
    wanted_measures = Measure.objects.filter(action__plan=indicator.plan_id, pk__in=measures)
    if len(wanted_outcomes) != len(set(outcomes)) or len(wanted_measures) != len(set(measures)):
        raise SetupRefused("Select outcomes and measures of success of this plan")
    before = _linked(indicator)
    indicator.outcomes.set(wanted_outcomes)
    indicator.measures.set(wanted_measures)
    after = _linked(indicator)
    details = [
        FieldChange(label, before[label], after[label])
        for label in before
        if before[label] != after[label]
    ]
    if details:
        record_change(
            by=by,
            indicator=indicator,
            part=SetupPart.LINKS,
            summary="Changed its links to the plan",
            details=details,
        )
    return bool(details)


def _linked(indicator: Indicator) -> dict[str, str]:
    """The references of what it is linked to, in words."""
    outcomes = indicator.outcomes.select_related("area").order_by("area__order", "order")
    measures = indicator.measures.select_related("action").order_by("action__ref", "order")
    return {
        "Outcomes": ", ".join(outcome.ref for outcome in outcomes) or NOTHING,
        "Measures of success": ", ".join(
            f"{measure.action.ref} number {measure.order}" for measure in measures
        )
        or NOTHING,
    }
