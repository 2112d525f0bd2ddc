"""The schema that docs/schema/ publishes is the one that documents are checked against."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

from django.core.management import call_command

from governance.papers.document.json_schema import files
from governance.papers.document.schema import DocumentPart, Quarterly
from tests.support.paths import ROOT

PUBLISHED = ROOT / "docs" / "schema"


def test_the_files_are_what_the_models_say():
    """Where it fails: manage.py write_schema."""
    found = {path.name: path.read_text() for path in PUBLISHED.glob("*.json")}

    assert found == files()


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
        "quarterly-1.json: written",
        "quarterly-1.json: as it was",
    ]


def test_no_part_takes_a_key_that_it_does_not_know():
    parts = _all_parts(DocumentPart)

    assert {part.__name__ for part in parts if part.model_config.get("extra") != "forbid"} == set()


def _all_parts(part: type[DocumentPart]) -> set[type[DocumentPart]]:
    below = {each for child in part.__subclasses__() for each in _all_parts(child)}
    return {part} | below
