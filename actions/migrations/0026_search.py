from typing import Any

from django.db import migrations

from wsoa.core.full_text import make_index
from wsoa.core.search_words import TextSource

# As they were when this was written.
SOURCES = (
    TextSource(0, "actions_action", ("text",)),
    TextSource(1, "actions_measure", ("text",)),
    TextSource(
        2, "actions_statusupdate", ("developments", "evidence", "next_steps", "reason", "ask")
    ),
    TextSource(3, "actions_evidence", ("title",)),
    TextSource(4, "actions_areacommentary", ("developments", "evidence", "next_steps")),
    TextSource(5, "actions_programmecommentary", ("programme",)),
)


def make(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        # An index is not made while a change of the same transaction waits to be checked.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")
    make_index(schema_editor.connection, SOURCES)


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0025_action_short_title"),
    ]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
