"""Codes of organisations and posts are unique within a local area instead of over the whole site.

What belongs to which area is for governance 0002 to say, which knows every app's rows; until then
no post needs one.
"""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="LocalArea",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=100, unique=True)),
                ("name", models.CharField(max_length=100, unique=True)),
            ],
        ),
        migrations.AddField(
            model_name="organisation",
            name="local_area",
            field=models.ForeignKey(
                blank=True,
                help_text="Empty: national, such as NHS England",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="organisations",
                to="accounts.localarea",
            ),
        ),
        migrations.AddField(
            model_name="post",
            name="local_area",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="posts",
                to="accounts.localarea",
            ),
        ),
        migrations.AlterField(
            model_name="organisation", name="code", field=models.CharField(max_length=20)
        ),
        migrations.AlterField(
            model_name="post", name="code", field=models.CharField(max_length=40)
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.UniqueConstraint(
                fields=("local_area", "code"), name="one_organisation_a_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("local_area", None)),
                fields=("code",),
                name="one_national_body_a_code",
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.UniqueConstraint(
                fields=("local_area", "code"), name="one_post_a_code"
            ),
        ),
    ]
