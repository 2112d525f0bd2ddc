"""manage.py load_plan FOLDER: loads or updates a plan, and prints the changes."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from governance.importing.plan import load_plan, summary
from wsoa.core.yaml_source import SourceError


class Command(BaseCommand):
    help = "Loads a plan from a folder of YAML files (or one file). Loading twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", type=Path, help="such as fixtures/sheffield_2019")

    def handle(self, *args: Any, source: Path, **options: Any) -> None:
        try:
            plan, changes = load_plan(by=None, source=source)
        except SourceError as fault:
            raise CommandError(f"Nothing was loaded. {fault}") from None
        if len(changes.lines) <= 50:
            for kind, what in changes.lines:
                self.stdout.write(f"  {kind}: {what}")
        self.stdout.write(f"{plan.title}: {summary(changes)}.")
