"""Fixtures shared by tests of verdicts and rounds: October, and waiting and returned updates."""

from __future__ import annotations

import pytest

from actions.models import Plan, ReportingPeriod, StatusUpdate
from tests.support.verdicts import word_on

WAITS = "5.1.6"  # SCC-HoS, area 5; nobody has judged it
RETURNED = "7.2.2"  # SCC-HoS; the manager returned it


@pytest.fixture
def october(sheffield: Plan) -> ReportingPeriod:
    return sheffield.periods.quarters().get(key="2019-10")


@pytest.fixture
def waiting(sheffield: Plan, october: ReportingPeriod) -> StatusUpdate:
    return word_on(sheffield, WAITS, october)


@pytest.fixture
def returned(sheffield: Plan, october: ReportingPeriod) -> StatusUpdate:
    return word_on(sheffield, RETURNED, october)
