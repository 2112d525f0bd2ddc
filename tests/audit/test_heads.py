"""The heads of the chains, written down where the database cannot reach them."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Any

import pytest

from tests.audit.conftest import LENGTH, Log, event
from wsoa.audit.heads import read_heads, record_heads
from wsoa.audit.sealing import seal_events
from wsoa.audit.tasks import record_heads as record_task


@pytest.fixture
def heads_file(tmp_path: Path, settings: Any) -> Path:
    settings.AUDIT_HEADS_FILE = tmp_path / "kept" / "audit-heads"
    return settings.AUDIT_HEADS_FILE


def test_the_heads_go_to_the_log_and_to_a_file(
    log: Log, heads_file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="wsoa.audit"):
        record_task()
    leeds = f"leeds:{LENGTH}:{event(log.area[-1]).hash}"
    site = f"@site:{event(log.site[-1]).sequence}:{event(log.site[-1]).hash}"
    said = [record.getMessage() for record in caplog.records]
    assert {f"Head of the audit log: {head}" for head in (leeds, site)} <= set(said)
    lines = heads_file.read_text().splitlines()
    moment = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00"
    assert [bool(re.fullmatch(f"{moment} @?[a-z-]+:[0-9]+:[0-9a-f]{{64}}", line)) for line in lines]
    assert {leeds, site} <= {line.split(" ")[1] for line in lines}
    assert heads_file.stat().st_mode & 0o777 == 0o600


def test_the_file_is_only_added_to(log: Log, heads_file: Path) -> None:
    record_heads()
    before = heads_file.read_text()
    seal_events()
    record_heads()
    assert heads_file.read_text().startswith(before)
    read = [head.sequence for chain, head in read_heads(heads_file) if chain == "leeds"]
    assert read == [LENGTH, LENGTH + 1]
