"""Emails that were sent or given up before keep no text either: it may hold a code or a link."""

from typing import Any

from django.db import migrations
from django.db.models import Q


def forget_contents(apps: Any, schema_editor: Any) -> None:
    emails = apps.get_model("mail", "OutgoingEmail").objects
    done = emails.exclude(Q(sent_at=None) & Q(given_up_at=None)).only("pk", "headers")
    for email in done.iterator(chunk_size=500):
        kept = {name: value for name, value in email.headers.items() if name == "Message-ID"}
        emails.filter(pk=email.pk).update(text="", html="", headers=kept)


class Migration(migrations.Migration):
    dependencies = [("mail", "0003_outgoing_email")]

    operations = [migrations.RunPython(forget_contents, migrations.RunPython.noop)]
