"""Notes of the updates sent so far which texts were carried over unchanged, and from when."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from actions.domain.carried_texts import carried_texts

FIELDS = ("developments", "evidence", "next_steps")


def note_carried_texts(apps: Any, schema_editor: Any) -> None:
    """Compares each current update of a lead with the one before it that has any text."""
    updates = apps.get_model("actions", "StatusUpdate").objects
    sent = updates.filter(superseded_by=None, kind__in=("update", "no_change"))
    sent = sent.select_related("period").order_by("action", "period__first_day", "pk")
    last = None
    for update in sent.iterator():
        texts = {field: getattr(update, field) for field in FIELDS}
        if not any(texts.values()):
            continue
        if last is not None and last.action_id == update.action_id:
            before = {field: getattr(last, field) for field in FIELDS}
            update.carried_from = carried_texts(texts, before, last.carried_from, last.period.key)
            if update.carried_from:
                updates.filter(pk=update.pk).update(carried_from=update.carried_from)
        last = update


class Migration(migrations.Migration):
    dependencies = [("actions", "0021_taken_back_updates")]

    operations = [migrations.RunPython(note_carried_texts, migrations.RunPython.noop)]
