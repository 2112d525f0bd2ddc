"""The files of Sheffield's indicators, for tests to spoil and to load."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from actions.models import Plan
from indicators import importing
from tests.support.paths import ROOT
from wsoa.core.load_changes import LoadChanges
from wsoa.core.yaml_source import read_yaml

SHEFFIELD = ROOT / "fixtures" / "sheffield_2019"
IN_20_WEEKS = "SEN_EHC_All_20wks"


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def change_figures(files: Path, old: str, new: str) -> None:
    replace(files / "indicators.yaml", old, new)


def load(files: Path) -> list[tuple[str, str]]:
    """What it changed. In one transaction, as the whole of a plan is loaded."""
    changes = LoadChanges()
    with transaction.atomic():
        importing.load(Plan.objects.get(slug="sheffield-2019"), read_yaml(files), changes)
    return list(changes.lines)


def line_of(file: Path, words: str) -> int:
    return file.read_text(encoding="utf-8").partition(words)[0].count("\n") + 1
