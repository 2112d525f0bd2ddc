"""Two models have the names of what they record."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("governance", "0008_personal_data_decisions")]

    operations = [
        migrations.RenameModel("Accepted", "WarningAcceptance"),
        migrations.RenameModel("Told", "NotificationSent"),
        migrations.AlterField(
            model_name="notificationsent",
            name="follower",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notifications",
                to="governance.follower",
            ),
        ),
        migrations.AlterField(
            model_name="notificationsent",
            name="paper",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notifications",
                to="governance.paper",
            ),
        ),
    ]
