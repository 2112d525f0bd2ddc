"""`manage.py import_plan FILE --area SLUG --dry-run --json`."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.support.factories import LocalAreaFactory, OrganisationFactory, PostFactory

TABLE = (
    "Outcome\tAction\tStart\tEnd\tLead\tMeasures\n"
    "1.1 Strategy\t1.1.1 Write it\tMay 2019\tJuly 2019\tSCC - HOS\tWritten\n"
    "1.1 Strategy\t1.1.2 Share it\tJuly 2019\tTBC\tSCC - HoS\tShared\n"
)


def imported(file: Path, **options: Any) -> str:
    out = io.StringIO()
    call_command("import_plan", str(file), area="ourshire", stdout=out, stderr=out, **options)
    return out.getvalue()


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    file = tmp_path / "plan.txt"
    file.write_text(TABLE, encoding="utf-8")
    return file


@pytest.mark.django_db
def test_actions_guesses_and_what_is_not_understood_are_printed(plan_file: Path) -> None:
    local_area = LocalAreaFactory(slug="ourshire", name="Ourshire")
    council = OrganisationFactory(code="SCC", local_area=local_area)
    PostFactory(code="SCC-HoS", organisation=council, local_area=local_area)
    plan = json.loads(imported(plan_file, dry_run=True, json=True))
    first, second = plan["actions"]
    assert (first["ref"], first["outcome"], first["text"]) == ("1.1.1", "1.1", "Write it")
    assert (first["start"], first["end"], first["leads"]) == ("2019-05", "2019-07", ["SCC-HoS"])
    assert (second["end"], second["end_printed"]) == (None, "TBC")
    guesses = {guess["kind"]: guess for guess in plan["guesses"]}
    assert guesses["lead_spelling"] | {"places": []} == {
        "where": "Table 1, row 2",
        "text": "SCC - HOS",
        "taken_for": "SCC-HoS",
        "rows": 1,
        "kind": "lead_spelling",
        "places": [],
    }
    assert guesses["to_be_confirmed"]["taken_for"] == "No date was given"
    assert plan["not_understood"] == []


@pytest.mark.django_db
def test_an_area_that_is_not_here_yet_is_said_beside_the_result(plan_file: Path) -> None:
    printed = imported(plan_file, dry_run=True)
    assert "There is no local area 'ourshire' yet" in printed
    assert "2 actions" in printed


@pytest.mark.django_db
def test_without_dry_run_an_unknown_area_is_refused_and_nothing_saved(plan_file: Path) -> None:
    with pytest.raises(CommandError, match="There is no local area 'ourshire'"):
        imported(plan_file)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("plan.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 rest", "of an older kind"),
        ("plan.docx", b"PK\x03\x04 torn off", "damaged"),
        ("plan.exe", b"MZ", "not of a kind that can be read"),
        ("plan.docx", b"", "is empty"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes, message: str
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))  # there is no LibreOffice to convert an older kind
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(CommandError, match=message):
        imported(file, dry_run=True)


@pytest.mark.django_db
def test_a_file_in_which_no_action_is_recognised_says_so(tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    file.write_text("Only words.\n", encoding="utf-8")
    with pytest.raises(CommandError, match=r"No actions were recognised in plan\.txt") as refused:
        imported(file, dry_run=True, json=True)
    assert refused.value.returncode == 2
