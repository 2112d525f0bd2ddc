"""The addresses of static files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from wsoa.web.static_files import StaticFilesStorage


def test_address_has_the_hash_of_the_content_and_is_worked_out_once(
    tmp_path: Path, settings: Any
) -> None:
    paths = {"css/app.css": "css/app.0123.css"}
    manifest = {"paths": paths, "version": "1.1", "hash": ""}
    (tmp_path / "staticfiles.json").write_text(json.dumps(manifest))
    storage = StaticFilesStorage(location=str(tmp_path), base_url="/static/")
    for _ in range(2):
        assert storage.url("css/app.css") == "/static/css/app.0123.css"
        storage.hashed_files.clear()  # what is known needs no manifest
    with pytest.raises(ValueError, match="other"):
        storage.url("css/other.css")
    settings.DEBUG = True
    assert storage.url("css/app.css") == "/static/css/app.css"
