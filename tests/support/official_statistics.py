"""Where the official statistics are that tests read: in WSOA_DATA, or beside the repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("WSOA_DATA", ROOT.parent / "shared" / "data"))
REQUIRED = os.environ.get("REQUIRE_SERVICES", "") not in {"", "0"}

LAIT, LAIT_DICTIONARY = DATA / "lait_send_long.csv", DATA / "lait_send_dictionary.csv"
EES = DATA / "ees_sen2_ehc_plans.csv"
TRIBUNAL = DATA / "send_appeal_rate_2014_2022.ods"
NHS = DATA / "nhs_community_waiting_2023.csv"
NHS_WORKBOOK = DATA / "community_health_2023-03-01.xlsx"
NEIGHBOURS = DATA / "statistical_neighbours_2025.xlsx"
NEIGHBOURS_WIDE = DATA / "sn_model_2025_wide.csv"
WITHOUT_MIMETYPE = DATA / "dedicated-schools-grant_2024_07_20.ods"

# With REQUIRE_SERVICES set nothing is skipped: what is missing fails.
with_data = pytest.mark.skipif(
    not LAIT.is_file() and not REQUIRED, reason="the official statistics are not at hand"
)
