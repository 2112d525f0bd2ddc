"""Storage of uploaded files until they are confirmed, for a day at most."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from indicators.models import ImportPreview

KEPT_FOR: Final = timedelta(days=1)
_SECOND: Final = ".dictionary"


@dataclass(frozen=True, slots=True)
class UploadStore:
    """A folder below FILES_DIR with one or two files for each upload, under a random name."""

    name: str

    @property
    def folder(self) -> Path:
        return Path(settings.FILES_DIR, self.name)

    def paths(self, stored: str) -> tuple[Path, Path]:
        """The path of an upload's file, and of the second file that may come with it."""
        return self.folder / stored, self.folder / f"{stored}{_SECOND}"

    @contextmanager
    def keep(self, upload: File[bytes], second: File[bytes] | None = None) -> Iterator[str]:
        """Writes the files and yields their name. Deletes them if the body raises."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        stored = secrets.token_hex(16)
        try:
            for file, path in zip((upload, second), self.paths(stored), strict=True):
                if file is not None:
                    _write(file, path)
            yield stored
        except BaseException:
            self._remove(stored)
            raise

    def let_go(self, previews: QuerySet[ImportPreview]) -> None:
        """Deletes the files on commit. The rows stay, so that a second click gets an answer."""
        names = [preview.stored for preview in previews if preview.stored]
        previews.update(stored="", rows=[])
        for name in names:
            transaction.on_commit(lambda name=name: self._remove(name))  # type: ignore[misc]

    def sweep(self, previews: QuerySet[ImportPreview]) -> int:
        """Deletes uploads older than a day, and files without a row, which interrupted uploads
        leave.

        Uses the real clock. Returns the number of files of that age.
        """
        since = timezone.now() - KEPT_FOR
        with transaction.atomic(savepoint=False):
            old = previews.filter(at__lt=since)
            self.let_go(old)
            old.delete()
        there = self.folder.iterdir() if self.folder.is_dir() else ()
        paths = [path for path in there if path.stat().st_mtime < since.timestamp()]
        for path in paths:
            path.unlink(missing_ok=True)
        return len(paths)

    def _remove(self, stored: str) -> None:
        for path in self.paths(stored):
            path.unlink(missing_ok=True)


def _write(upload: File[bytes], path: Path) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for chunk in upload.chunks():
            file.write(chunk)
