"""The schema that docs/schema/ publishes is the one that documents are checked against."""

from __future__ import annotations

import hashlib
from io import StringIO
from pathlib import Path

from django.core.management import call_command

from governance.papers.document.json_schema import files
from governance.papers.document.parts import DocumentPart
from governance.papers.document.schema import Quarterly
from tests.support.paths import ROOT

PUBLISHED = ROOT / "docs" / "schema"


def test_the_files_are_what_the_models_say():
    """Where it fails: manage.py write_schema."""
    assert {name: (PUBLISHED / name).read_text() for name in files()} == files()


def test_the_files_of_earlier_versions_stay_as_they_were_published():
    found = {path.name: path.read_bytes() for path in PUBLISHED.glob("*.json")}
    earlier = {name: content for name, content in found.items() if name not in files()}

    assert {name: hashlib.sha256(content).hexdigest() for name, content in earlier.items()} == {
        "highlight-1.json": "bc45133ee7e050303f9995b8117826393df2cb3da91a3a5be441fe516dba85e7",
        "quarterly-1.json": "16ffd057cf2e959df420c3ca19b9167ff6bc6d0b0e37ca4932603cf6df6c3ee5",
    }


def test_the_readme_names_every_field_of_a_publication():
    readme = (PUBLISHED / "README.md").read_text()
    names = {field.alias or name for name, field in Quarterly.model_fields.items()}

    assert {name for name in names if f"`{name}`" not in readme} == set()


def test_the_command_writes_them_anew_and_says_what_changed(tmp_path: Path):
    said = [StringIO(), StringIO()]
    for output in said:
        call_command("write_schema", str(tmp_path), stdout=output)

    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == files()
    assert [output.getvalue().splitlines()[0] for output in said] == [
        "quarterly-2.json: written",
        "quarterly-2.json: as it was",
    ]


def test_no_part_takes_a_key_that_it_does_not_know():
    parts = _all_parts(DocumentPart)

    assert {part.__name__ for part in parts if part.model_config.get("extra") != "forbid"} == set()


def _all_parts(part: type[DocumentPart]) -> set[type[DocumentPart]]:
    below = {each for child in part.__subclasses__() for each in _all_parts(child)}
    return {part} | below
