"""What commands take as a day, and what they say of anything else."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import CommandError, call_command, get_commands, load_command_class

from wsoa.core.command_types import day

pytestmark = pytest.mark.unit

OWN = ("actions", "governance", "indicators", "wsoa.")


def test_a_day_is_written_as_in_the_help() -> None:
    assert day("2019-11-30") == date(2019, 11, 30)


@pytest.mark.parametrize("text", ["30/11/2019", "2019-11-31", "", "tomorrow"])
def test_anything_else_is_refused_in_words(text: str) -> None:
    line = ("change_organisation", "sheffield", "CCG", f"--from={text}", "--name=X")
    with pytest.raises(CommandError, match=r"argument --from: Enter a day like 2019-11-30"):
        call_command(*line)


def test_every_command_reads_days_in_the_same_way() -> None:
    found = set()
    for name, app in get_commands().items():
        if not str(app).startswith(OWN):
            continue
        parser = load_command_class(app, name).create_parser("manage.py", name)
        for action in parser._actions:
            found |= {name} if action.type is day else set()
            assert getattr(action.type, "__name__", "") != "fromisoformat", (name, action.dest)
    assert found >= {"change_organisation", "invite", "send_digests", "import_statistics"}
