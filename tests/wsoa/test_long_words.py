"""Long words, such as the 64 signs of a hash, wrap in every table that is stacked on a phone."""

from __future__ import annotations

import re
from pathlib import Path

CSS = Path(__file__).parents[2] / "static" / "css" / "app.css"


def test_cells_of_stacked_tables_break_words_that_are_too_long() -> None:
    [rule] = re.findall(r"\.app-table--stack td\{([^}]*display:block[^}]*)\}", CSS.read_text())
    assert "overflow-wrap:anywhere" in rule
