"""manage.py import_statistics FILE: imports official statistics in any known layout."""

from __future__ import annotations

import hashlib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from indicators.importing.statistics.parsed_file import FileNotTaken
from indicators.services.release_comparison import ReleaseComparison
from indicators.services.statistics_import import (
    ChangesMost,
    open_statistics,
    preview_statistics,
    read_statistics,
)
from wsoa.core.command_types import day

FAULTS_PRINTED = 20


class Command(BaseCommand):
    help = "Imports official statistics. The kind of file is recognised from its content."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--dictionary",
            type=Path,
            help="of the Local Authority Interactive Tool (needed once), or the metadata file of "
            "a file of Explore Education Statistics",
        )
        parser.add_argument(
            "--published-on",
            type=day,
            help="such as 2026-04-16; without it, each figure counts from its usual month",
        )
        parser.add_argument(
            "--subject",
            default="",
            help="what a table of Explore Education Statistics without its metadata file is about; "
            "needed once",
        )
        parser.add_argument(
            "--replace",
            default="",
            metavar="NAME",
            help="import the file although it changes most of what is saved; the message of the "
            "refusal says which name to give",
        )
        parser.add_argument("--dry-run", action="store_true", help="say what it would do")

    def handle(self, *args: Any, **options: Any) -> None:
        path, dictionary = options["file"], options["dictionary"]
        published_on = options["published_on"]
        for given in (path, dictionary):
            if given is not None and not given.is_file():
                raise CommandError(f"There is no file {given}.")
        try:
            opened = open_statistics(
                path,
                path.name,
                dictionary=dictionary,
                published_on=published_on,
                subject=options["subject"],
            )
            if options["dry_run"]:
                done = preview_statistics(opened, published_on=published_on)
            else:
                with path.open("rb") as file:
                    sha256 = hashlib.file_digest(file, "sha256").hexdigest()
                done = read_statistics(
                    by=None,
                    opened=opened,
                    file_name=path.name,
                    sha256=sha256,
                    published_on=published_on,
                    replaces=options["replace"],
                )
        except ChangesMost as refused:
            raise CommandError(f'{refused} Add --replace "{refused.name}".') from refused
        except FileNotTaken as refused:
            raise CommandError(str(refused)) from refused
        self._print(done, options["dry_run"])

    def _print(self, done: ReleaseComparison, dry_run: bool) -> None:
        write = self.stdout.write
        write(f"{done.title}{', ' + done.spans if done.spans else ''}.")
        write(
            f"New: {done.added:,}. Revised: {done.revised:,}. As before: {done.unchanged:,}. "
            f"Measures: {done.measures:,} ({len(done.new_measures):,} new). "
            f"Places: {done.places:,} ({done.new_places:,} new)."
        )
        if done.changes_most:
            write(
                "Most of what was there changes: is this really the same table? "
                f'It is imported with --replace "{done.replaced_name}" only.'
            )
        if done.lacks_subject:
            write(
                f"Its subject was taken from its name: “{done.suggested_subject}”. "
                "Give another with --subject."
            )
        for change in done.changes[:FAULTS_PRINTED]:
            where = ", ".join(part for part in (change.place, change.span) if part)
            write(f"  {change.measure}, {where}: {change.was}, now {change.now}")
        if done.passed_over:
            skipped = ", ".join(f"{name}: {count:,} rows" for name, count in done.passed_over)
            write(f"Passed over, of other levels: {skipped}.")
        if done.sheets_passed_over:
            write(done.sheets_passed_over)
        for fault in done.faults[:FAULTS_PRINTED]:
            self.stderr.write(f"Not read: {fault.message}")
        left = done.fault_count - sum(fault.count for fault in done.faults[:FAULTS_PRINTED])
        if left:
            self.stderr.write(f"Not read: {left:,} more.")
        if dry_run:
            write("Nothing was written.")
