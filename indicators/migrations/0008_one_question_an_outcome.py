from django.db import migrations, models


def note_what_was_found(apps, schema_editor):  # type: ignore[no-untyped-def]
    """An answer was to one finding, and its key was that of the question."""
    Answer = apps.get_model("indicators", "Answer")
    for answer in Answer.objects.filter(findings=[]).only("pk", "key").iterator():
        Answer.objects.filter(pk=answer.pk).update(findings=[answer.key])


class Migration(migrations.Migration):
    dependencies = [("indicators", "0006_set_up_in_the_browser")]

    operations = [
        migrations.AddField(
            model_name="answer",
            name="findings",
            field=models.JSONField(default=list, help_text="The keys of what was found"),
        ),
        migrations.RunPython(note_what_was_found, migrations.RunPython.noop),
    ]
