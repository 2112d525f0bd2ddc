"""When and by whom a paper is published, and a follower's request, by their present names."""

from __future__ import annotations

from django.db import migrations
from django.db.models import CheckConstraint, F, Q, UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("governance", "0016_easy_read_summaries")]

    operations = [
        migrations.RemoveConstraint("paper", "out_since_when"),
        migrations.RemoveConstraint("takedown", "taken_down_once_at_a_time"),
        migrations.RemoveConstraint("takedown", "two_people_put_back"),
        migrations.RenameField("paper", "out_from", "publish_from"),
        migrations.RenameField("paper", "out_at", "published_at"),
        migrations.RenameField("paper", "out_by", "published_by"),
        migrations.RenameField("follower", "asked_at", "requested_at"),
        migrations.RenameField("takedown", "back_asked_by", "restore_requested_by"),
        migrations.RenameField("takedown", "back_asked_at", "restore_requested_at"),
        migrations.RenameField("takedown", "back_agreed_by", "restored_by"),
        migrations.RenameField("takedown", "back_agreed_at", "restored_at"),
        migrations.AddConstraint(
            "paper",
            CheckConstraint(
                condition=~Q(state="out") | Q(published_at__isnull=False),
                name="published_since_when",
            ),
        ),
        migrations.AddConstraint(
            "takedown",
            UniqueConstraint(
                fields=["paper"],
                condition=Q(restored_at=None),
                name="taken_down_once_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            "takedown",
            CheckConstraint(
                condition=Q(restored_by=None)
                | (
                    Q(restore_requested_by__isnull=False)
                    & ~Q(restored_by=F("restore_requested_by"))
                ),
                name="two_people_put_back",
            ),
        ),
    ]
