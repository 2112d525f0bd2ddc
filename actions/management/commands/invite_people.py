"""manage.py invite_people AREA FILE: many people at once, by the CSV file that the page takes."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from actions.domain.people_table import PersonRow, TableRefused
from actions.management.area_command import AreaCommand
from actions.services.people_file import (
    FileRefused,
    RowVerdict,
    invite_people,
    preview_people,
    read_people,
)
from wsoa.accounts.models import LocalArea


class Command(AreaCommand):
    help = "Invites people and hands posts over by a CSV file: every row of it, or none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, help="CSV, with the columns of the page of people")
        parser.add_argument("--dry-run", action="store_true", help="print it, change nothing")

    def carry_out(self, local_area: LocalArea, **options: Any) -> str:
        rows = _rows_in(options["file"])
        if options["dry_run"]:
            preview = preview_people(by=None, local_area=local_area, rows=rows)
            return "\n".join([*map(_words, preview), "Nothing was changed."])
        try:
            done = invite_people(by=None, local_area=local_area, rows=rows)
        except FileRefused as refused:
            faults = [_words(verdict) for verdict in refused.verdicts if verdict.is_fault]
            raise CommandError("\n".join([str(refused), *faults])) from None
        return "\n".join(map(_words, done))


def _rows_in(path: Path) -> list[PersonRow]:
    try:
        with path.open("rb") as file:
            return read_people(file, path.stat().st_size)
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from None
    except TableRefused as refused:
        raise CommandError(f"{path}: {refused}.") from None


def _words(verdict: RowVerdict) -> str:
    return f"Row {verdict.row.number}, {verdict.row.email}: {verdict.message}"
