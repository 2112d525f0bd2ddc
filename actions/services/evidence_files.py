"""Removal of evidence files without a row, left behind by interrupted uploads."""

from __future__ import annotations

import logging
import time
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from actions.models import Evidence

logger = logging.getLogger(__name__)

LEFT_FOR = timedelta(days=1)  # of real time; an upload that is under way is far younger


def sweep_files() -> int:
    """Removes the files in the evidence folder that are older than a day and that no row names,
    also not one that was withdrawn. Returns how many. May run at any time and twice at once.

    A file is written before its row. So the rows are read after the folder: what has a row by
    then is never among those that are removed.
    """
    folder = Path(settings.FILES_DIR, "evidence")
    too_old = time.time() - LEFT_FOR.total_seconds()
    old = [path for path in _files_in(folder) if _written(path) < too_old]
    named = set(Evidence.objects.with_files().named([path.name for path in old]))
    orphans = [path for path in old if path.name not in named]
    for path in orphans:
        path.unlink(missing_ok=True)
    if orphans:
        logger.warning("Removed %s files of evidence that no row named", len(orphans))
    return len(orphans)


def _files_in(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.is_file()] if folder.is_dir() else []


def _written(path: Path) -> float:
    """The time of the last change; infinity for a file that no longer exists."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return time.time()
