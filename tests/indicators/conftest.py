"""The files of Sheffield’s indicators, to spoil."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.indicator_files import (
    SHEFFIELD,
)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A copy of those of Sheffield's files that are about indicators, to spoil."""
    shutil.copy(SHEFFIELD / "indicators.yaml", tmp_path)
    shutil.copytree(SHEFFIELD / "figures", tmp_path / "figures")
    return tmp_path
