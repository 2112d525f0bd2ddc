"""Import of a plan: organisations, posts, areas, outcomes, actions, measures, periods, progress.

Reads the files that README.md in fixtures/sheffield_2019/ describes. Loading twice changes
nothing the second time; everything that changes is noted. Nothing is half loaded: the caller
holds the transaction.
"""

from __future__ import annotations

from actions.importing.dates import FILE as DATE_CHANGES
from actions.importing.dates import load_date_changes
from actions.importing.plan import (
    load_areas,
    load_glossary,
    load_people,
    load_plan,
    slug_taken,
    sort_key,
)
from actions.importing.progress import load_commentary, load_statuses, load_updates
from actions.importing.schema import GlossaryFile, StatusesFile
from actions.models import Plan, ReportingPeriod
from wsoa.core.load_changes import LoadChanges
from wsoa.core.yaml_source import SourceError, YamlNode

__all__ = ["load", "slug_taken", "sort_key"]


def load(parts: dict[str, YamlNode], changes: LoadChanges) -> Plan:
    """Loads or updates a plan and its progress, in the caller's transaction.

    Raises Fault for the first thing that is wrong; then the caller rolls back.
    """
    plan_part = _required_part(parts, "plan")
    statuses = parts.get("progress/statuses")
    illustrative = statuses.parse(StatusesFile).illustrative if statuses else ""
    plan = load_plan(plan_part, illustrative, changes)
    load_people(plan, _required_part(parts, "people"), changes)
    glossary = _required_part(parts, "glossary").parse(GlossaryFile)
    if not plan.changes.exists():  # a plan that was changed here is not put back by its files
        load_glossary(plan, glossary, changes)
        load_areas(plan, [parts[name] for name in parts if name.startswith("areas/")], changes)
    if statuses:
        load_statuses(plan, statuses, changes)
    if DATE_CHANGES in parts:
        load_date_changes(plan, parts[DATE_CHANGES], changes)
    for name, part in parts.items():
        if name.startswith("progress/updates_"):
            load_updates(plan, part, _period_of(plan, name, part), changes)
        elif name.startswith("progress/commentary_"):
            load_commentary(plan, part, _period_of(plan, name, part), changes)
    return plan


def _required_part(parts: dict[str, YamlNode], name: str) -> YamlNode:
    if name not in parts:
        raise SourceError("the folder", "", f"{name}.yaml is missing")
    return parts[name]


def _period_of(plan: Plan, name: str, part: YamlNode) -> ReportingPeriod:
    key = name.split("_", 1)[1].replace("_", "-")
    period = plan.periods.quarters().filter(key=key).first()
    if period is None:
        raise part.fault((), f"the plan has no quarter {key}")
    return period
