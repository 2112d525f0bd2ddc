"""Two series to import figures into, and the browser of the programme manager."""

from __future__ import annotations

import pytest
from django.test import Client

from indicators.domain.enums import Unit
from indicators.models import Series
from tests.support import figures


@pytest.fixture
def manager(signed_in) -> Client:
    return signed_in("manager")


@pytest.fixture
def series(sheffield) -> Series:
    """Eight months of a percentage, one with its parts, one provisional, one missing."""
    indicator = figures.indicator(sheffield, key="try-ehc", short_title="EHC plans in 20 weeks")
    made = figures.series(indicator, name="In the month", source="SENDSARS records")
    values = (52.0, 54.0, None, 58.0, 56.0, 58.0, 60.0)
    for month, value in enumerate(values, start=2):
        figures.measured(
            made, f"2019-{month:02}", value, note="=not a formula" if month == 5 else ""
        )
    figures.measured(
        made,
        "2019-09",
        1200 / 23,
        numerator=12,
        denominator=23,
        provisional=True,
        source="The board",
    )
    return made


@pytest.fixture
def count(sheffield) -> Series:
    """A number of complaints, small ones suppressed."""
    indicator = figures.indicator(
        sheffield, key="try-complaints", short_title="Complaints", unit=Unit.COUNT, suppress_below=5
    )
    made = figures.series(indicator, name="All")
    figures.measured(made, "2019-08", 3, note="Three in one school")
    figures.measured(made, "2019-09", 12)
    return made
