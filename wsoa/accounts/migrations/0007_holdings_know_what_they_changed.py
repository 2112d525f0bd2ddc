from datetime import timedelta
from typing import Any

from django.db import migrations, models


def _terms(row: Any) -> list[Any]:
    return [row.until.isoformat() if row.until else None, row.is_empty, row.user_id]


def keep_what_waiting_holders_changed(apps: Any, schema_editor: Any) -> None:
    """For people whose invitation waits: whose term their hand-over ended, or that they only took
    over the name of who was there. What a role of somebody else was before is not known any more.
    """
    PostHolding = apps.get_model("accounts", "PostHolding")
    Invitation = apps.get_model("accounts", "Invitation")
    for invitation in Invitation.objects.filter(accepted_at=None, withdrawn_at=None):
        taken = PostHolding.objects.filter(
            post__local_area=invitation.local_area_id,
            user=invitation.user_id,
            deputy=False,
            is_empty=False,
        )
        for holding in taken:
            others = PostHolding.objects.filter(post=holding.post_id, is_empty=False)
            others = others.exclude(pk=holding.pk)
            if holding.since is None:
                after = _terms(holding)
                changed = [["post", holding.pk, [*after[:2], None], after]]
                added = []
            else:
                eve = holding.since - timedelta(days=1)
                cut = list(others.filter(deputy=False, until=eve))
                changed = [["post", row.pk, [None, False, row.user_id], _terms(row)] for row in cut]
                left = {row.user_id for row in cut} - {None}
                deputies = others.filter(deputy=True, since=holding.since, user__in=left)
                added = [["post", row.pk] for row in deputies]
            holding.taking = {"changed": changed, "added": added, "shut_out": []}
            holding.save(update_fields=["taking"])


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_area_brand"),
    ]

    operations = [
        migrations.AddField(
            model_name="postholding",
            name="taking",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="What taking the post changed for others, so that it can be undone",
            ),
        ),
        migrations.RunPython(keep_what_waiting_holders_changed, migrations.RunPython.noop),
    ]
