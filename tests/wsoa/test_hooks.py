"""The hooks before a commit run the project's own checks and fetch nothing."""

from __future__ import annotations

import shlex
from pathlib import Path

import yaml

from wsoa.devtools.checks import CHECKS

CONFIG = Path(__file__).parents[2] / ".pre-commit-config.yaml"


def test_every_hook_is_local_and_names_existing_checks() -> None:
    repositories = yaml.safe_load(CONFIG.read_text(encoding="utf-8"))["repos"]
    assert [repository["repo"] for repository in repositories] == ["local"]
    for hook in repositories[0]["hooks"]:
        program, _, module, *names = shlex.split(hook["entry"])
        assert (program, module) == (".venv/bin/python", "wsoa.devtools.checks")
        assert names
        assert set(names) <= {name for name, _ in CHECKS}
