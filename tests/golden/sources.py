"""Where the source documents are: in the folder WSOA_SEEDS, or beside the repository."""

from __future__ import annotations

import os
from pathlib import Path

from tests.support.paths import ROOT

SEEDS = Path(os.environ.get("WSOA_SEEDS", ROOT.parent / "shared" / "seeds"))
SOURCES = sorted(SEEDS.glob("002_*.txt"))
