"""Which measures of success no indicator is evidence for, or none with a target."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from actions.domain.readiness import ReadinessFinding, ReadinessKind
from actions.models import Measure, Plan
from indicators.domain.enums import TargetKind
from wsoa.core.text import cut, one_line

_LONGEST = 100


def measures_without_figures(plan: Plan, day: date) -> Iterable[ReadinessFinding]:
    """Measures without a source of figures, and those whose indicators have no target."""
    rows = Measure.objects.filter(action__plan=plan, action__ended_on=None)
    read = rows.select_related("action").prefetch_related("indicators__targets")
    for measure in read.order_by("action__order", "order"):
        text = f"“{cut(one_line(measure.text), _LONGEST)}”"
        indicators = list(measure.indicators.all())
        kinds = {target.kind for found in indicators for target in found.targets.all()}
        if not indicators:
            kind, why = ReadinessKind.NO_SOURCE, "no indicator is evidence for it"
        elif kinds <= {TargetKind.UNSTATED}:
            kind, why = ReadinessKind.NO_TARGET, "its indicators have no target"
        else:
            continue
        yield ReadinessFinding(kind, f"{text}: {why}", measure.action.ref, is_of_action=True)
