"""What the apps above add to the plan. Each registers with these when it starts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from wsoa.core.extension_points import ExtensionPoint

if TYPE_CHECKING:
    from actions.domain.digest import DigestSection
    from actions.models import Plan
    from wsoa.accounts.models import User

# For a person and a day: the plans that they see for what the other app gives them to do there,
# such as figures to enter. By the plans' keys and without a join.
PlanSight = Callable[["User", date], Q]
PLAN_SIGHTS: ExtensionPoint[PlanSight] = ExtensionPoint(
    "a ground on which somebody sees a plan", read_by="actions.querysets.plan"
)


@dataclass(frozen=True, slots=True)
class DigestAddition:
    """A section of one person's digest that belongs to no round. Its lines say themselves where
    they lead (`DigestLine.path`), and the period of their topics is 0.
    """

    user: User
    plan: Plan
    section: DigestSection


# Asked once a day for everybody.
DigestSource = Callable[[date], Iterable[DigestAddition]]
DIGEST_SOURCES: ExtensionPoint[DigestSource] = ExtensionPoint(
    "sections of the daily email", read_by="actions.services.digest_sources"
)
