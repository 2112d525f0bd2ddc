import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_holdings_know_what_they_changed"),
        ("actions", "0030_feed_tokens"),
        ("indicators", "0005_the_first_series_speaks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EndEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ended", "Ended"),
                            ("discontinued", "Discontinued"),
                            ("resumed", "Measured again"),
                        ],
                        max_length=12,
                    ),
                ),
                ("day", models.DateField(help_text="The first day of it")),
                (
                    "reason",
                    models.CharField(help_text="Such as “collection cancelled”", max_length=300),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ("day", "pk"),
            },
        ),
        migrations.CreateModel(
            name="IndicatorChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("added", "Added"),
                            ("definition", "Definition"),
                            ("new_series", "New series"),
                            ("series", "Series"),
                            ("headline", "Which series speak"),
                            ("targets", "Targets"),
                            ("links", "Links to the plan"),
                        ],
                        max_length=12,
                    ),
                ),
                ("summary", models.CharField(max_length=300)),
                (
                    "details",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Triples: the name of a field, before, after",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="RedComment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        help_text="What was red: domain/red_measures.py", max_length=120
                    ),
                ),
                ("about", models.CharField(help_text="What was red, in words", max_length=300)),
                ("text", models.TextField()),
                ("day", models.DateField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.AddField(
            model_name="importpreview",
            name="is_pasted",
            field=models.BooleanField(default=False, help_text="Cells pasted from a spreadsheet"),
        ),
        migrations.AddField(
            model_name="importpreview",
            name="series",
            field=models.ForeignKey(
                blank=True,
                help_text="The series that pasted cells without names are of",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="indicators.series",
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="formula",
            field=models.CharField(
                blank=True,
                help_text="How it is worked out, where that is not plain",
                max_length=300,
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="tolerance",
            field=models.FloatField(
                blank=True,
                help_text="How far our own figure and the official one may be apart, in per cent of "
                "the official figure; without one, 12.5",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="target",
            name="against",
            field=models.ForeignKey(
                blank=True,
                help_text="The series that it is to be at least as good as",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="targets_against",
                to="indicators.series",
            ),
        ),
        migrations.AlterField(
            model_name="target",
            name="kind",
            field=models.CharField(
                choices=[
                    ("number", "A number by a date"),
                    ("national", "At least the national rate"),
                    ("series", "At least as good as another series"),
                    ("direction", "A direction only"),
                    ("unstated", "Not stated"),
                ],
                default="unstated",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(("tolerance", None), ("tolerance__gt", 0), _connector="OR"),
                name="tolerance_is_positive",
            ),
        ),
        migrations.AddField(
            model_name="endevent",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="endevent",
            name="indicator",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="end_events",
                to="indicators.indicator",
            ),
        ),
        migrations.AddField(
            model_name="endevent",
            name="series",
            field=models.ForeignKey(
                blank=True,
                help_text="Empty for the indicator as a whole",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="end_events",
                to="indicators.series",
            ),
        ),
        migrations.AddField(
            model_name="indicatorchange",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="indicatorchange",
            name="indicator",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="changes",
                to="indicators.indicator",
            ),
        ),
        migrations.AddField(
            model_name="redcomment",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="redcomment",
            name="indicator",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="red_comments",
                to="indicators.indicator",
            ),
        ),
        migrations.AddConstraint(
            model_name="endevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="end_event_has_a_reason"
            ),
        ),
    ]
