"""No plan without a local area; governance 0002, which runs before this, has given each its own."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("actions", "0008_plan_of_a_local_area")]

    operations = [
        migrations.RemoveField(model_name="plan", name="local_area_name"),
        migrations.AlterField(
            model_name="plan",
            name="local_area",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="plans",
                to="accounts.localarea",
            ),
        ),
    ]
