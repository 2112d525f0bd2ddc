from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("actions", "0005_commentary_versions_of_the_audit_log")]

    operations = [
        migrations.RemoveField(model_name="reportingperiod", name="programme"),
        migrations.RemoveField(model_name="reportingperiod", name="programme_source"),
        migrations.AlterField(model_name="areacommentary", name="at", field=models.DateTimeField()),
        migrations.AddConstraint(
            model_name="areacommentary",
            constraint=models.UniqueConstraint(
                condition=models.Q(("supersedes", None)),
                fields=("area", "period"),
                name="one_first_commentary_a_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="programmecommentary",
            constraint=models.UniqueConstraint(
                condition=models.Q(("supersedes", None)),
                fields=("period",),
                name="one_first_programme_commentary",
            ),
        ),
    ]
