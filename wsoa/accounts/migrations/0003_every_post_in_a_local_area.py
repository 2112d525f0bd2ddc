"""No post without a local area; governance 0002, which runs before this, has given each its own."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_local_areas")]

    operations = [
        migrations.AlterField(
            model_name="post",
            name="local_area",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="posts",
                to="accounts.localarea",
            ),
        ),
    ]
