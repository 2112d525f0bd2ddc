"""manage.py write_schema [FOLDER]: writes the schema of documents as JSON Schema."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from governance.papers.document.json_schema import files


class Command(BaseCommand):
    help = "Writes the JSON Schema of every kind of paper to docs/schema/, as the models say it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder", type=Path, nargs="?", default=Path(settings.BASE_DIR, "docs", "schema")
        )

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files().items():
            path = folder / name
            changed = not path.is_file() or path.read_text() != text
            path.write_text(text)
            self.stdout.write(f"{name}: {'written' if changed else 'as it was'}")
