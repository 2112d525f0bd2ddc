"""The words of a status come from the plan's scale: nobody reads them from the five codes."""

from __future__ import annotations

import re

import pytest

from tests.support.paths import ROOT

READS_THE_FIVE = re.compile(
    r"Status\([^()]*\)\.label|\bstatus\.label\b|get_status_display|\bLOOKS\b|\bPRINTED_ORDER\b"
)
# The codes themselves, the scale that is made of them, and the reading of a document that has no
# plan yet.
ALLOWED = (
    "actions/domain/enums.py",
    "actions/domain/kinds/scale.py",
    "actions/importing/recognition/",
    "actions/domain/recognition/",
)
# `status` is a status of a scale here.
OF_A_SCALE = (
    "actions/domain/update_file.py",
    "actions/domain/status_bar.py",
    "actions/templatetags/statuses.py",
    "actions/forms/status_key.py",  # the five as a key is begun from them
    "governance/papers/document/scales.py",
    "governance/papers/formats/docx_appendices.py",
)


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("Status(update.status).label", True),
        ("update.get_status_display()", True),
        ("LOOKS[code]", True),
        ("plan.scale.label(update.status)", False),
    ],
)
def test_a_reader_of_the_five_is_found(text: str, is_found: bool) -> None:
    assert bool(READS_THE_FIVE.search(text)) == is_found


def test_status_words_are_read_from_the_scale_alone() -> None:
    found = {}
    for app in ("actions", "indicators", "governance", "wsoa"):
        for path in (ROOT / app).rglob("*.py"):
            name = path.relative_to(ROOT).as_posix()
            if "/migrations/" in name or name.startswith((*ALLOWED, *OF_A_SCALE)):
                continue
            if hits := READS_THE_FIVE.findall(path.read_text(encoding="utf-8")):
                found[name] = hits
    assert found == {}
