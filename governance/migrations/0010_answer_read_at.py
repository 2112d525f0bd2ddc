"""An answer waits for whoever asked until they have read it; those given before do not."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F


def read_earlier_answers(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    questions = apps.get_model("governance", "BoardQuestion").objects
    questions.exclude(answered_at=None).update(answer_read_at=F("answered_at"))


class Migration(migrations.Migration):
    dependencies = [("governance", "0009_names_of_acceptances_and_notifications")]

    operations = [
        migrations.AddField(
            model_name="boardquestion",
            name="answer_read_at",
            field=models.DateTimeField(
                blank=True, help_text="When whoever asked had read the answer", null=True
            ),
        ),
        migrations.RunPython(read_earlier_answers, migrations.RunPython.noop),
    ]
