import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_people_of_an_area"),
        ("actions", "0020_what_waits"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TakenBackUpdate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.RemoveConstraint(
            model_name="draft",
            name="one_draft_each",
        ),
        migrations.RemoveConstraint(
            model_name="statusupdate",
            name="one_first_word_a_period",
        ),
        migrations.AddField(
            model_name="draft",
            name="aside",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="statusupdate",
            name="carried_from",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="By field: the month, such as 2019-07, in which an unchanged text was first sent",
            ),
        ),
        migrations.AddField(
            model_name="statusupdate",
            name="is_taken_back",
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(
                condition=models.Q(("aside", False)),
                fields=("action", "period", "user"),
                name="one_draft_each",
            ),
        ),
        migrations.AddConstraint(
            model_name="statusupdate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_taken_back", False), ("supersedes", None)),
                fields=("action", "period"),
                name="one_first_word_a_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="statusupdate",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_taken_back", False), ("supersedes", None), _connector="OR"),
                name="taken_back_supersedes_nothing",
            ),
        ),
        migrations.AddField(
            model_name="takenbackupdate",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="takenbackupdate",
            name="superseded",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="actions.statusupdate",
            ),
        ),
        migrations.AddField(
            model_name="takenbackupdate",
            name="update",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="taken_back_as",
                to="actions.statusupdate",
            ),
        ),
    ]
