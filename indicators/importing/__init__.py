"""How a plan's indicators get in: aims, targets, links, figures, and official statistics.

Reads the files that README.md in fixtures/sheffield_2019/ describes. Loading twice changes nothing
the second time. What people entered, and what a later release of statistics said, stays. Nothing
is half loaded: the caller holds the transaction.
"""

from __future__ import annotations

from actions.models import Plan
from indicators.importing.aims import load_aims
from indicators.importing.official_statistics import OfficialStatistics, load_official
from wsoa.core.load_changes import LoadChanges
from wsoa.core.yaml_source import YamlNode

INDICATORS = "indicators"
OFFICIAL = "figures/official"

__all__ = ["INDICATORS", "OFFICIAL", "load"]


def load(plan: Plan, parts: dict[str, YamlNode], changes: LoadChanges) -> None:
    """Loads them in the caller's transaction, where the plan's files hold any.

    Raises Fault for the first thing that is wrong, by file, line, place and reason.
    """
    part = parts.get(OFFICIAL)
    official = load_official(plan, part, changes) if part else OfficialStatistics()
    if INDICATORS in parts:
        load_aims(plan, parts[INDICATORS], official, changes)
