"""Zip files with the same bytes for the same content, without timestamps of their own."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import IO

_NO_TIME = (1980, 1, 1, 0, 0, 0)
_FILE_MODE = 0o100644 << 16


def rewrite(source: IO[bytes], target: Path) -> None:
    """Writes the entries of `source` to `target` in order, compressed alike on every machine.

    Entries stored uncompressed (the type of an ODF file, by its standard) stay so.
    """
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.infolist():
            bare = zipfile.ZipInfo(entry.filename, _NO_TIME)
            bare.compress_type = entry.compress_type
            bare.create_system = 3
            bare.external_attr = _FILE_MODE
            new.writestr(bare, old.read(entry), compresslevel=6)
