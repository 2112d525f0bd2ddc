"""Loading a plan with its governance from files, in one transaction."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.db import transaction
from django.db.models import F

import actions.importing
import indicators.importing
from actions.models import Plan
from governance.importing.easy_read import load_easy_read
from governance.models import Body, FormerSlug, Meeting, Theme
from wsoa.accounts.models import User
from wsoa.audit.services import record_audit
from wsoa.core.load_changes import LoadChanges
from wsoa.core.yaml_source import SourceError, StrictModel, YamlNode, read_yaml


class BodyIn(StrictModel):
    name: str
    abbreviation: str = ""
    kind: str
    role: str = ""
    parent: str = ""
    note: str = ""
    source: str = ""


class ThemeIn(StrictModel):
    number: int
    title: str
    areas: list[str]
    areas_printed: list[str] = []
    note: str = ""
    source: str = ""


class MeetingIn(StrictModel):
    body: str
    held_on: date
    illustrative: bool = False
    source: str = ""


class GovernanceFile(StrictModel):
    source: str = ""
    note: str = ""
    bodies: list[BodyIn]
    themes: list[ThemeIn]
    meetings: list[MeetingIn] = []


@transaction.atomic
def load_plan(*, by: User | None, source: Path) -> tuple[Plan, LoadChanges]:
    """Loads or updates a plan from a folder, completely or not at all.

    Writes one audit event if anything changed. Raises SourceError with file, place and reason.
    """
    parts = read_yaml(source)
    if source.is_file():
        parts = _split(parts[""])
    changes = LoadChanges()
    plan = actions.importing.load(parts, changes)
    if FormerSlug.objects.exclude(plan=plan).filter(slug=plan.slug).exists():
        raise actions.importing.slug_taken(parts["plan"])
    indicators.importing.load(plan, parts, changes)
    if "governance" in parts:
        _load_governance(plan, parts["governance"], changes)
    load_easy_read(plan, parts, changes)
    if changes.lines:
        # Of every plan of the local area: they share posts and organisations, and pages that name
        # them are cached.
        Plan.objects.in_area(plan.local_area_id).update(
            version=F("version") + 1, figures_version=F("figures_version") + 1
        )
        plan.actions.update(version=F("version") + 1)
        record_audit(
            by=by,
            verb="load",
            plan=plan,
            subject="plan",
            summary=f"Loaded the plan: {summary(changes)}",
            detail={"changes": [f"{kind} {what}" for kind, what in changes.lines][:500]},
        )
    return plan, changes


def summary(changes: LoadChanges) -> str:
    """Such as "212 added, 3 changed"; "nothing changed"."""
    counts = [
        f"{changes.count(kind)} {kind}"
        for kind in ("added", "changed", "removed")
        if changes.count(kind)
    ]
    return ", ".join(counts) or "nothing changed"


def _split(plan_file: YamlNode) -> dict[str, YamlNode]:
    """The parts of a single file, by the names that the files of a folder would have."""
    if not isinstance(plan_file.data, dict):
        raise SourceError(
            plan_file.file, "line 1", "not a plan: it has no keys such as plan, people, areas"
        )
    parts = {name: plan_file.piece(name) for name in plan_file.data if name != "areas"}
    for index in range(len(plan_file.data.get("areas") or [])):
        parts[f"areas/{index:02}"] = plan_file.piece("areas", index)
    for folder in ("progress", "figures"):
        for name in list(parts.pop(folder).data or []) if folder in parts else []:
            parts[f"{folder}/{name}"] = plan_file.piece(folder, name)
    return parts


def _load_governance(plan: Plan, part: YamlNode, changes: LoadChanges) -> None:
    file = part.parse(GovernanceFile)
    bodies: dict[str, Body] = {}
    in_order = list(enumerate(file.bodies))
    for index, body in sorted(in_order, key=lambda entry: bool(entry[1].parent)):
        if body.parent and body.parent not in bodies:
            raise part.fault(("bodies", index, "parent"), f"no body {body.parent!r} at the top")
        values = body.model_dump(include={"abbreviation", "kind", "role"})
        values |= {"order": index + 1, "parent": bodies.get(body.parent)}
        key = {"plan": plan, "name": body.name}
        bodies[body.name] = changes.put(Body, key, values, f"Body {body.name}")
    changes.drop(plan.bodies.exclude(name__in=[body.name for body in file.bodies]), "Body")
    _load_meetings(plan, part, file.meetings, bodies, changes)
    areas = {area.ref: area for area in plan.areas.all()}
    for index, theme_in in enumerate(file.themes):
        unknown = [ref for ref in theme_in.areas if ref not in areas]
        if unknown:
            raise part.fault(("themes", index, "areas"), f"the plan has no area {unknown[0]}")
        values = theme_in.model_dump(include={"title", "note"})
        theme = changes.put(
            Theme, {"plan": plan, "number": theme_in.number}, values, f"Theme {theme_in.number}"
        )
        wanted = [areas[ref] for ref in theme_in.areas]
        known = list(theme.areas.all())
        if known != wanted:
            theme.areas.set(wanted)
            changes.note("changed" if known else "added", f"Areas of theme {theme_in.number}")
    kept = [theme.number for theme in file.themes]
    changes.drop(plan.themes.exclude(number__in=kept), "Theme")


def _load_meetings(
    plan: Plan,
    part: YamlNode,
    wanted: list[MeetingIn],
    bodies: dict[str, Body],
    changes: LoadChanges,
) -> None:
    """Makes the plan's meetings those of the file; a meeting with a highlight report is kept."""
    kept = []
    for index, meeting in enumerate(wanted):
        if meeting.body not in bodies:
            raise part.fault(("meetings", index, "body"), f"no body {meeting.body!r}")
        key = {"plan": plan, "body": bodies[meeting.body], "held_on": meeting.held_on}
        name = f"Meeting of {meeting.held_on:%-d %B %Y}"
        kept.append(changes.put(Meeting, key, {"illustrative": meeting.illustrative}, name).pk)
    changes.drop(plan.meetings.exclude(pk__in=kept).filter(papers=None), "Meeting")
