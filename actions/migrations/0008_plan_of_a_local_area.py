"""A plan's local area becomes a row. The name waits beside it for governance 0002 to read."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0007_digest_leased_until"),
        ("accounts", "0002_local_areas"),
    ]

    operations = [
        migrations.RenameField(
            model_name="plan", old_name="local_area", new_name="local_area_name"
        ),
        # Blank for the way back, on which the column is made anew in a table that has rows.
        migrations.AlterField(
            model_name="plan",
            name="local_area_name",
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name="plan",
            name="local_area",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="plans",
                to="accounts.localarea",
            ),
        ),
    ]
