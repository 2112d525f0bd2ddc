"""Links of followers are signatures from now on: what is stored of those sent before is a hash."""

import hashlib
from typing import Any

from django.db import migrations, models


def hash_tokens(apps: Any, schema_editor: Any) -> None:
    for follower in apps.get_model("governance", "Follower").objects.iterator(chunk_size=500):
        digest = hashlib.sha256(follower.token.encode()).hexdigest()
        follower.former_token_hash = digest
        follower.save(update_fields=["former_token_hash"])


class Migration(migrations.Migration):
    dependencies = [("governance", "0004_dismissed_public_questions")]

    operations = [
        migrations.AddField(
            model_name="follower",
            name="former_token_hash",
            field=models.CharField(
                blank=True,
                editable=False,
                help_text="SHA-256 of the link in emails that were sent before links were signatures",
                max_length=64,
                null=True,
                unique=True,
            ),
        ),
        migrations.RunPython(hash_tokens, migrations.RunPython.noop),
        migrations.RemoveField(model_name="follower", name="token"),
    ]
