"""The model is named for what it holds. Its table is renamed with it and keeps every row."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("mail", "0002_letter_claim")]

    operations = [migrations.RenameModel("Letter", "OutgoingEmail")]
