"""A digest says until when it is claimed, not since when: a claim from before has run out."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("actions", "0006_commentary_in_versions_only")]

    operations = [
        migrations.RenameField("digest", "claimed_at", "leased_until"),
        migrations.AlterField(
            model_name="digest",
            name="claim",
            field=models.CharField(blank=True, help_text="Who is working on it", max_length=40),
        ),
    ]
