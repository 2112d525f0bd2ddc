"""A plan with the rounds of July and October 2019, and nothing else, for the overview."""

from __future__ import annotations

from datetime import date

import pytest

from actions.models import Plan, ReportingPeriod
from tests.support.factories import PeriodFactory


@pytest.fixture
def july(db: None) -> ReportingPeriod:
    return PeriodFactory(
        key="2019-07",
        label="July 2019",
        first_day=date(2019, 7, 1),
        opens=date(2019, 7, 1),
        due=date(2019, 7, 31),
        closes=date(2019, 8, 31),
    )


@pytest.fixture
def plan(july: ReportingPeriod) -> Plan:
    return july.plan


@pytest.fixture
def october(plan: Plan) -> ReportingPeriod:
    return PeriodFactory(plan=plan)
