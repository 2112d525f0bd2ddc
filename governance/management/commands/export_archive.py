"""manage.py export_archive AREA FILE: everything of a local area in one zip."""

import hashlib
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from governance.services.area_archive import export_archive
from wsoa.accounts.models import LocalArea
from wsoa.core.archives.container import ArchiveRefused


class Command(BaseCommand):
    help = "Writes a local area as one zip, which load_archive reads into a fresh installation."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("area", help="the slug of a local area, such as sheffield")
        parser.add_argument("file", type=Path, help="the zip to write; it must not exist yet")

    def handle(self, *args: Any, area: str, file: Path, **options: Any) -> None:
        local_area = LocalArea.objects.filter(slug=area).first()
        if local_area is None:
            known = ", ".join(LocalArea.objects.values_list("slug", flat=True)) or "none"
            raise CommandError(f"There is no local area {area!r}. Areas here: {known}.")
        unfinished = file.with_name(f"{file.name}.part")
        try:
            if file.exists():
                raise CommandError(f"{file} exists. Choose another name, or remove it first.")
            with open(
                os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b"
            ) as target:
                done = export_archive(local_area=local_area, target=target)
                target.seek(0)
                digest = hashlib.file_digest(target, "sha256").hexdigest()
            unfinished.rename(file)
        except (ArchiveRefused, OSError) as refused:
            raise CommandError(str(refused)) from None
        finally:
            unfinished.unlink(missing_ok=True)
        for name in done.missing:
            self.stdout.write(f"Missing on disk, and not in the archive: {name}")
        rows = sum(done.rows.values())
        self.stdout.write(f"{file}: {rows} rows, {done.files} files. SHA-256 {digest}")
