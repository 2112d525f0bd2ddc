"""Takes what has moved from the events, and makes the log append-only in the database."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models

from wsoa.audit.triggers import drop_triggers, make_triggers


def make(apps: Any, schema_editor: Any) -> None:
    make_triggers(schema_editor.connection)


def drop(apps: Any, schema_editor: Any) -> None:
    drop_triggers(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_content_of_events")]

    operations = [
        migrations.RemoveField(model_name="auditevent", name="actor_name"),
        migrations.RemoveField(model_name="auditevent", name="summary"),
        migrations.RemoveField(model_name="auditevent", name="detail"),
        migrations.AlterField(
            model_name="auditevent",
            name="digest",
            field=models.CharField(help_text="SHA-256 of the content and its salt", max_length=64),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(
                condition=models.Q(("sequence", None)),
                fields=["local_area", "id"],
                name="unsealed_events",
            ),
        ),
        migrations.AddConstraint(
            model_name="auditevent",
            constraint=models.UniqueConstraint(
                fields=("local_area", "sequence"), name="one_event_a_number_in_an_area"
            ),
        ),
        migrations.AddConstraint(
            model_name="auditevent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("local_area", None)),
                fields=("sequence",),
                name="one_event_a_number",
            ),
        ),
        migrations.RunPython(make, drop),
    ]
