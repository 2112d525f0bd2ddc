"""A decision on an end date has a reason, and waits for whoever requested the date until they have
read it; those made before do not wait.
"""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F
from django.db.models.functions import Coalesce


def read_earlier_decisions(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    changes = apps.get_model("actions", "DateChange").objects
    moment = Coalesce(F("decided_at"), F("asked_at"))
    changes.exclude(agreed=None).update(decision_read_at=moment)


class Migration(migrations.Migration):
    dependencies = [("actions", "0030_feed_tokens")]

    operations = [
        migrations.AddField(
            model_name="datechange",
            name="decision_reason",
            field=models.TextField(
                blank=True, help_text="Why it was agreed or refused; a refusal has one"
            ),
        ),
        migrations.AddField(
            model_name="datechange",
            name="decision_read_at",
            field=models.DateTimeField(
                blank=True, help_text="When whoever requested it had read the decision", null=True
            ),
        ),
        migrations.RunPython(read_earlier_decisions, migrations.RunPython.noop),
    ]
