"""Makes every version of commentary of what stands and of the audit log, and back.

An event of the log says what stood before it. What its writer put there is what the next event
found, or what stands now.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from django.db import migrations
from django.utils.timezone import make_aware

from actions.migrations._audit_log import events_of

AREA = ("developments", "evidence", "next_steps")
PROGRAMME = ("programme",)
VERBS = ("load", "write_commentary", "write_programme")


def make_versions(apps: Any, schema_editor: object) -> None:
    for plan in apps.get_model("actions", "Plan").objects.all():
        log: dict[str, list[Any]] = {}
        for event in events_of(apps, plan, VERBS):
            log.setdefault(event.subject, []).append(event)
        loads = log.get("plan", [])
        for period in plan.periods.filter(kind="quarter"):
            name = f"Commentary on the programme, {period.label}"
            events = log.get(f"programme {period.key}", [])
            texts = {"programme": period.programme}
            if events or period.programme or period.programme_source:
                made = versions(texts, period.programme_source, events, loads, name, period)
                save_chain(apps.get_model("actions", "ProgrammeCommentary"), made, period=period)
        rows = apps.get_model("actions", "AreaCommentary").objects.filter(period__plan=plan)
        for row in list(rows.select_related("area", "period")):
            name = f"Commentary on area {row.area.ref}, {row.period.label}"
            events = log.get(f"commentary {row.period.key} area {row.area.ref}", [])
            texts = {field: getattr(row, field) for field in AREA}
            made = versions(texts, row.source, events, loads, name, row.period)
            save_chain(type(row), made, id=row.pk, area=row.area, period=row.period)


def versions(
    texts: dict[str, str], source: str, events: list[Any], loads: list[Any], name: str, period: Any
) -> list[dict[str, Any]]:
    """Every version of one text, the first one first, of what stands and the events of writing."""
    standing = texts | {"source": source, "by_id": None, "at": loaded_at(loads, name, period)}
    if not events:
        return [standing]
    before = [{field: event.detail["before"].get(field, "") for field in texts} for event in events]
    made = []
    if any(before[0].values()):
        loaded = loaded_at([load for load in loads if load.at <= events[0].at], name, period)
        first = {"source": "", "by_id": None, "at": min(loaded, events[0].at)}
        made.append(before[0] | first)
    # Only what people had taken away again is loaded in its place, with a source.
    last = dict.fromkeys(texts, "") if source else texts
    for event, words in zip(events, [*before[1:], last], strict=True):
        made.append(words | {"source": "", "by_id": event.actor_id, "at": event.at})
    if source:
        made.append(standing | {"at": max(standing["at"], events[-1].at)})
    return made


def loaded_at(loads: list[Any], name: str, period: Any) -> datetime:
    """When a text came with the plan: the last load that names it, else the first, else its day."""
    naming = [load for load in loads if any(name in line for line in load.detail["changes"])]
    found = [*loads[:1], *naming]
    return found[-1].at if found else make_aware(datetime.combine(period.opens, time(12)))


def save_chain(model: Any, made: Iterable[dict[str, Any]], **values: Any) -> None:
    """Saves versions in their order, each superseding the one before; the first may have an id."""
    before = None
    for version in made:
        row = model(supersedes=before, **version, **values)
        row.save()
        before = row
        values.pop("id", None)


def keep_current(apps: Any, schema_editor: object) -> None:
    for row in apps.get_model("actions", "ProgrammeCommentary").objects.filter(superseded_by=None):
        row.period.programme, row.period.programme_source = row.programme, row.source
        row.period.save()
    apps.get_model("actions", "ProgrammeCommentary").objects.update(supersedes=None)
    apps.get_model("actions", "ProgrammeCommentary").objects.all().delete()
    areas = apps.get_model("actions", "AreaCommentary").objects
    current = list(areas.filter(superseded_by=None).values_list("pk", flat=True))
    areas.update(supersedes=None)
    areas.exclude(pk__in=current).delete()


class Migration(migrations.Migration):
    dependencies = [("actions", "0004_commentary_versions")]

    operations = [migrations.RunPython(make_versions, keep_current)]
