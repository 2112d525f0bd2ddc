from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0003_period_events_of_the_audit_log"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="areacommentary", name="one_commentary_a_period"),
        migrations.AddField(
            model_name="areacommentary",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="areacommentary", name="at", field=models.DateTimeField(null=True)
        ),
        migrations.AddField(
            model_name="areacommentary",
            name="supersedes",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="superseded_by",
                to="actions.areacommentary",
            ),
        ),
        migrations.AlterField(
            model_name="areacommentary",
            name="source",
            field=models.CharField(
                blank=True,
                help_text="Of what is loaded; empty: people wrote it here",
                max_length=300,
            ),
        ),
        migrations.CreateModel(
            name="ProgrammeCommentary",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        help_text="Of what is loaded; empty: people wrote it here",
                        max_length=300,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("programme", models.TextField(blank=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="programme_commentary",
                        to="actions.reportingperiod",
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="superseded_by",
                        to="actions.programmecommentary",
                    ),
                ),
            ],
            options={"verbose_name_plural": "programme commentary"},
        ),
    ]
