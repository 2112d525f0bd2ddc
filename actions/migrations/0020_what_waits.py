import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_email_address"),
        ("actions", "0011_managers_become_administrators"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="plan",
            name="publish_within_days",
            field=models.PositiveSmallIntegerField(
                default=14,
                help_text="Days from the close of a quarter to the day it is to be published by",
            ),
        ),
        migrations.CreateModel(
            name="ChatWebhook",
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
                        choices=[("teams", "Microsoft Teams (Workflows)"), ("slack", "Slack")],
                        max_length=10,
                    ),
                ),
                ("address", models.URLField(max_length=1000)),
                ("enabled", models.BooleanField(default=False)),
                ("changed_at", models.DateTimeField()),
                (
                    "local_area",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="chat_webhook",
                        to="accounts.localarea",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="WaitingTotals",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "stamp",
                    models.CharField(blank=True, help_text="Empty: never counted", max_length=64),
                ),
                ("counted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "content",
                    models.JSONField(
                        default=dict, help_text="By plan: how many wait, how many are late"
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="waiting_totals",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "waiting totals",
            },
        ),
        migrations.CreateModel(
            name="CalendarLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token_sha256", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_links",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None)),
                        fields=("user",),
                        name="one_calendar_a_person",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ChatMessage",
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
                ("day", models.DateField()),
                ("made_at", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("given_up_at", models.DateTimeField(blank=True, null=True)),
                ("error", models.TextField(blank=True)),
                (
                    "webhook",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to="actions.chatwebhook",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("webhook", "day"), name="one_chat_message_a_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanFindings",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("topic", models.CharField(max_length=40)),
                ("version", models.PositiveIntegerField(help_text="Of the plan")),
                ("day", models.DateField()),
                ("content", models.JSONField(default=dict)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="findings",
                        to="actions.plan",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "plan findings",
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "topic"), name="one_finding_a_topic")
                ],
            },
        ),
    ]
