from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("actions", "0024_leads_that_passed_on")]

    operations = [
        migrations.AddField(
            model_name="action",
            name="short_title",
            field=models.CharField(
                blank=True,
                default="",
                help_text="As reports name it; empty: its first clause",
                max_length=80,
            ),
            preserve_default=False,
        ),
    ]
