"""The signs that the fonts of this machine have. The typesetter takes any font that has a sign."""

from __future__ import annotations

import shutil
import subprocess
from functools import lru_cache

from governance.papers.checks.glyphs import Coverage

_LIST_SIGNS = ("fc-list", "--format", "%{charset}\\n")
_LONGEST = 30  # seconds, where no list is cached yet


@lru_cache
def coverage() -> Coverage | None:
    """The code points of all installed fonts; None if they cannot be listed.

    Asks once in a process: a font that is installed later counts from the next start.
    """
    if not shutil.which(_LIST_SIGNS[0]):
        return None
    try:
        listed = subprocess.run(
            _LIST_SIGNS, capture_output=True, check=True, text=True, timeout=_LONGEST
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return coverage_of(listed.stdout)


def coverage_of(charsets: str) -> Coverage | None:
    """The code points in fontconfig's charsets, such as "20-7e a0"; None if there are none."""
    ranges = []
    for charset in charsets.split():
        start, _dash, end = charset.partition("-")
        ranges.append((int(start, 16), int(end or start, 16)))
    return Coverage(ranges) if ranges else None
