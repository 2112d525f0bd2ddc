"""Loading a plan's indicators from files: aims, targets, links, figures and official statistics.

README.md in fixtures/sheffield_2019/ describes the files. Loading is idempotent. Figures that
people have entered, and values of a later statistical release, are never overwritten. The caller
holds the transaction, so a load is complete or does not happen.
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
    """Loads the indicator files of a plan in the caller's transaction; does nothing if there are
    none.

    Raises SourceError for the first fault, naming file, line, place and reason.
    """
    part = parts.get(OFFICIAL)
    official = load_official(plan, part, changes) if part else OfficialStatistics()
    if INDICATORS in parts:
        load_aims(plan, parts[INDICATORS], official, changes)
