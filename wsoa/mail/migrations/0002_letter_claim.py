"""A letter says who is sending it, so that who was overtaken does not put it back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mail", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="claim",
            field=models.CharField(
                blank=True, default="", help_text="Who is working on it", max_length=40
            ),
            preserve_default=False,
        ),
    ]
