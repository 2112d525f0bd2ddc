"""In an area's text {behind} is that area's from now on: texts keep what they said.

Until now {behind} was the whole plan's in an area's text, and {area_behind} the area's.
"""

import re
from typing import Any

from django.db import migrations

NAMED = re.compile(
    r"\{(\s*)(area_)?(total|behind|behind_percent|on_track_or_to_start|complete|without_status"
    r"|on_track_or_to_start_percent|complete_percent)(\s*)\}"
)
TEXTS = ("developments", "evidence", "next_steps")


def renamed(text: str) -> str:
    """The text with its figures by the names of today."""
    return NAMED.sub(
        lambda name: f"{{{name[1]}{'' if name[2] else 'plan_'}{name[3]}{name[4]}}}", text
    )


def rename(apps: Any, schema_editor: Any) -> None:
    model = apps.get_model("actions", "AreaCommentary")
    changed = []
    for commentary in model.objects.iterator():
        texts = {field: renamed(getattr(commentary, field)) for field in TEXTS}
        if any(texts[field] != getattr(commentary, field) for field in TEXTS):
            vars(commentary).update(texts)
            changed.append(commentary)
    model.objects.bulk_update(changed, TEXTS, batch_size=100)


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0006_commentary_in_versions_only"),
        ("governance", "0005_follower_links"),
    ]

    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
