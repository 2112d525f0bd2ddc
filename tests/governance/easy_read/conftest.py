"""October of Sheffield's plan, and its area 5."""

from __future__ import annotations

import pytest

from actions.models import AreaOfWeakness, Plan, ReportingPeriod


@pytest.fixture
def july(sheffield: Plan) -> ReportingPeriod:
    """Closed, without an Easy Read summary and without a publication."""
    period = sheffield.periods.get(key="2019-07")
    period.plan = sheffield
    return period


@pytest.fixture
def area(sheffield: Plan) -> AreaOfWeakness:
    area = sheffield.areas.get(ref="5")
    area.plan = sheffield
    return area
