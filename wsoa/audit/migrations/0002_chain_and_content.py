"""The tables of the chain, empty; what is in the log is moved by the next migration.

It runs after plans have their local area, because events get the area of their plan.
"""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Coalesce

AREA: dict[str, Any] = {
    "db_constraint": False,
    "help_text": "Empty: the site's own",
    "null": True,
    "on_delete": django.db.models.deletion.DO_NOTHING,
    "related_name": "+",
    "to": "accounts.localarea",
}


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_local_areas"),
        ("actions", "0009_every_plan_in_a_local_area"),
        ("audit", "0001_initial"),
        ("governance", "0002_what_belongs_to_a_local_area"),
        ("indicators", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditChain",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "claim",
                    models.CharField(blank=True, help_text="Who is working on it", max_length=40),
                ),
                ("leased_until", models.DateTimeField(blank=True, null=True)),
                ("local_area", models.ForeignKey(**AREA)),
                (
                    "length",
                    models.PositiveBigIntegerField(
                        default=0, help_text="How many events are sealed"
                    ),
                ),
                ("head_hash", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        Coalesce(models.F("local_area"), models.Value(0)), name="one_chain_an_area"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditContent",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="content",
                        serialize=False,
                        to="audit.auditevent",
                    ),
                ),
                ("actor_name", models.CharField(max_length=200)),
                ("summary", models.CharField(help_text="A sentence for people", max_length=500)),
                ("detail", models.JSONField(default=dict)),
                ("salt", models.CharField(max_length=32)),
                ("emptied_at", models.DateTimeField(null=True)),
            ],
        ),
        # With a default, so that the columns can be added again on the way back.
        migrations.AlterField(
            model_name="auditevent",
            name="actor_name",
            field=models.CharField(default="", max_length=200),
        ),
        migrations.AlterField(
            model_name="auditevent",
            name="summary",
            field=models.CharField(default="", max_length=500),
        ),
        migrations.AddField(
            model_name="auditevent",
            name="local_area",
            field=models.ForeignKey(db_index=False, **AREA),
        ),
        migrations.AddField(
            model_name="auditevent",
            name="digest",
            field=models.CharField(
                default="", help_text="SHA-256 of the content and its salt", max_length=64
            ),
        ),
        migrations.AddField(
            model_name="auditevent",
            name="sequence",
            field=models.PositiveBigIntegerField(help_text="Its number in its chain", null=True),
        ),
        migrations.AddField(
            model_name="auditevent",
            name="previous_hash",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="auditevent",
            name="hash",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="auditevent",
            name="sealed_at",
            field=models.DateTimeField(null=True),
        ),
    ]
