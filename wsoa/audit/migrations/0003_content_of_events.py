"""Moves what events say into rows of their own, with a digest, and gives events their local area.

Values of figures are left out (`_old_content.py`). An event of a plan that is not there any more,
and one of no plan, belongs to the site.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

from django.db import migrations

from wsoa.audit.chain import EventContent, content_digest
from wsoa.audit.migrations._old_content import without_figures

BATCH = 500


def in_batches(events: Any) -> Iterator[list[Any]]:
    """All events in the order of their keys."""
    last = 0
    while batch := list(events.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield batch
        last = batch[-1].pk


def areas_of_plans(apps: Any) -> dict[str, int]:
    """The local area of each plan by its address, also by those that it had before."""
    plans = apps.get_model("actions", "Plan").objects
    former = apps.get_model("governance", "FormerSlug").objects
    found = dict(former.values_list("slug", "plan__local_area"))
    return found | dict(plans.values_list("slug", "local_area"))


def move(apps: Any, schema_editor: object) -> None:
    area_of = areas_of_plans(apps)
    notes = apps.get_model("indicators", "Measurement").objects
    event_model = apps.get_model("audit", "AuditEvent")
    content_model = apps.get_model("audit", "AuditContent")
    for batch in in_batches(event_model.objects):
        contents = []
        for event in batch:
            figure = event.detail.get("measurement") if event.verb == "withdraw-figure" else None
            note = notes.filter(pk=figure).values_list("note", flat=True).first() or ""
            summary, detail = without_figures(event.verb, event.summary, event.detail, note)
            content = EventContent(event.actor_name, summary, detail, secrets.token_hex(16))
            event.local_area_id = area_of.get(event.plan)
            event.digest = content_digest(content)
            contents.append(
                content_model(
                    event=event,
                    actor_name=content.actor_name,
                    summary=content.summary,
                    detail=content.detail,
                    salt=content.salt,
                )
            )
        content_model.objects.bulk_create(contents)
        event_model.objects.bulk_update(batch, ["local_area", "digest"])


def move_back(apps: Any, schema_editor: object) -> None:
    """Puts the content back on the events. Raises RuntimeError where that would break a chain."""
    event_model = apps.get_model("audit", "AuditEvent")
    content_model = apps.get_model("audit", "AuditContent")
    if event_model.objects.exclude(sequence=None).exists():
        raise RuntimeError(
            "The audit log is sealed, and without its chain nobody could check it any more. "
            "Restore a backup from before the migration instead."
        )
    for batch in in_batches(event_model.objects.select_related("content")):
        for event in batch:
            event.actor_name = event.content.actor_name
            event.summary = event.content.summary
            event.detail = event.content.detail
        event_model.objects.bulk_update(batch, ["actor_name", "summary", "detail"])
    content_model.objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_chain_and_content")]

    operations = [migrations.RunPython(move, move_back)]
