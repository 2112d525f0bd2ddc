"""A plan's files, changed for a test."""

from __future__ import annotations

from pathlib import Path


def replace(file: Path, old: str, new: str) -> None:
    """Puts `new` in the place of `old`, which must be in the file, once."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
