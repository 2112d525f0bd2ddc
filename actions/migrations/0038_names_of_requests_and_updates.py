"""The day of an update, and who requested an end date and when, by their present names."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("actions", "0037_work_on_actions")]

    operations = [
        migrations.RenameField("statusupdate", "said_at", "recorded_at"),
        migrations.RenameField("datechange", "asked_at", "requested_at"),
        migrations.RenameField("datechange", "asked_by", "requested_by"),
        migrations.AlterModelOptions("datechange", options={"ordering": ("requested_at", "pk")}),
        migrations.AlterModelOptions("statusupdate", options={"ordering": ("recorded_at", "pk")}),
    ]
