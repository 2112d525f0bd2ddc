"""manage.py load_archive FILE: a local area from its archive, into a fresh installation."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from governance.services.archive_loading import load_archive
from wsoa.core.archives.container import ArchiveRefused


class Command(BaseCommand):
    help = (
        "Loads the archive of a local area into an installation without data, or changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a zip that export_archive wrote")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            with file.open("rb") as source:
                loaded = load_archive(source=source)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror or error}.") from None
        except ArchiveRefused as refused:
            raise CommandError(f"{file}: {refused}") from None
        for name in loaded.missing:
            self.stdout.write(f"Was missing when the archive was made: {name}")
        self.stdout.write(
            f"{loaded.local_area}: {loaded.rows} rows, {loaded.files} files. Exports, published "
            "documents, files and the audit log are as in the archive. People sign in with a code "
            "by email; passwords, passkeys, tokens of the feed and chat addresses are set anew."
        )
